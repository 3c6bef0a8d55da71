"""A table of small cases: what the target refuses is foreseen, named, kept out and undone.

Every case runs on every route on which it makes sense: dry run, migrate, rerun, verify, roll back.
In place and across one PostgreSQL judges by the same diff; of these two each case goes one at once,
in turns, and the other one where the slow tests run.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from accounting import assert_same_figures
from migrate_tui.engine.context import Options
from migrate_tui.engine.state import RunState
from realpg import Server
from small import (
    ACROSS,
    POSTGRESQL,
    ROUTES,
    SQLITE,
    Small,
    counted,
    failure,
    foreseen,
    side,
    small,
    told,
)
from versions import VERSIONS

TWINS = (POSTGRESQL, ACROSS)
FOLDER = Path(__file__).parent / "cases"
KNOWN = {
    *("case", "routes", "source", "target", "mapping", "mappings", "plan", "batch_size"),
    *("wanted", "rejects", "unforeseen", "newest", "verify", "xfail"),
    *("figures",),
}


def cases() -> list[Any]:
    """One parameter for each case and route."""
    found: list[Any] = []
    for path in sorted(FOLDER.glob("*.yaml")):
        for number, case in enumerate(YAML(typ="safe").load(path)):
            assert not case.keys() - KNOWN, (path.name, case["case"], case.keys() - KNOWN)
            routes = case.get("routes", ROUTES)
            for route in routes:
                reason = side_of(case.get("xfail"), route)
                marks = [pytest.mark.xfail(strict=True, reason=reason)] if reason else []
                marks += [pytest.mark.slow] if is_later(route, routes, number) else []
                name = f"{path.stem}: {case['case']} [{route}]"
                found.append(pytest.param(case, route, id=name, marks=marks))
    return found


def is_later(route: str, routes: Sequence[str], number: int) -> bool:
    """Whether its twin goes first."""
    return set(TWINS) <= set(routes) and route == TWINS[number % 2]


def side_of(value: Any, route: str) -> Any:
    return value.get(route) if isinstance(value, dict) else value


@pytest.fixture
def url(request: pytest.FixtureRequest) -> Any:
    return lambda: request.getfixturevalue("postgres_url")


@pytest.fixture
def newest_url(start_server: Any) -> Any:
    """A fresh database on the newest PostgreSQL that there is."""
    newest = max((v for v in VERSIONS if v is not None), key=lambda v: v.major)
    server: Server = start_server(newest)
    made: list[str] = []

    def make() -> str:
        made.append(server.new_database())
        return made[-1]

    yield make
    for each in made:
        server.drop_database(each)


def build(case: dict[str, Any], route: str, folder: Path, url: Any) -> Small:
    mapping = case.get("mapping", {})
    options = Options(batch_size=case.get("batch_size"))
    mappings = case.get("mappings", ())
    plan = case.get("plan")
    source, target = case["source"], case["target"]
    return small(
        folder,
        route,
        url,
        source=source,
        target=target,
        mappings=mappings,
        plan=plan,
        options=options,
        **mapping,
    )


@pytest.mark.parametrize(("case", "route"), cases())
def test_case(case: dict[str, Any], route: str, tmp_path: Path, request: Any, url: Any) -> None:
    if case.get("newest"):
        url = request.getfixturevalue("newest_url")
    site = build(case, route, tmp_path, url)
    tables = site.tables
    before = {t: site.rows(t) for t in tables}
    dry = site.dry_run()
    assert {t: site.rows(t) for t in tables} == before, "the dry run wrote"
    wet = site.migrate()
    assert_wanted(site, case)
    if not case.get("unforeseen"):
        assert_same_figures(dry, wet)
        assert foreseen(dry) == site.rejects()
    for name, figures in case.get("figures", {}).items():
        got = counted(wet, name)
        assert {f: getattr(got, f) for f in figures} == figures
    assert_rerun(site, wet)
    if case.get("verify", True):
        site.steps("verify")
    assert_rolled_back(site, before)


def assert_wanted(site: Small, case: dict[str, Any]) -> None:
    wanted = side(case["wanted"], site.kind)
    wanted = wanted if isinstance(wanted, dict) else {"fresh": wanted}
    for table, rows in wanted.items():
        assert site.rows(table) == told(side(rows, site.kind), site.kind)
    expected = [(str(k), c, words) for k, c, words in side(case.get("rejects", []), site.kind)]
    expected.sort(key=lambda reject: (reject[0], str(reject[1])))
    got = site.rejects()
    assert [(k, c) for k, c, _ in got] == [(k, c) for k, c, _ in expected], got
    for (_, _, reason), (_, _, words) in zip(got, expected, strict=True):
        assert words in reason


def assert_rerun(site: Small, first: RunState) -> None:
    tables = site.tables
    rows, rejects = [site.rows(t) for t in tables], site.rejects()
    again = site.migrate()
    assert [site.rows(t) for t in tables] == rows
    assert [r[:2] for r in site.rejects()] == [r[:2] for r in rejects]
    for (_, name), progress in again.progress.items():
        counts, before = progress.counts, counted(first, name)
        assert (counts.inserted, counts.updated) == (0, 0), (name, counts)
        same = ("read", "merged", "rejected", "filtered")
        assert [getattr(counts, f) for f in same] == [getattr(before, f) for f in same]


def assert_rolled_back(site: Small, before: dict[str, Any]) -> None:
    state = site.roll_back()
    assert {t: site.rows(t) for t in before} == before, failure(state)
    assert site.rejects() == []


def test_every_case_has_a_name_of_its_own() -> None:
    names = [str(param.id) for param in cases()]
    assert len(names) == len(set(names))
    assert SQLITE in ROUTES
