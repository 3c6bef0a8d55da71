"""Clean-up at the end of the whole way: asked for twice, taken back, and final after 30 days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from accounting import assert_same_contents
from engine_runs import ACROSS, IN_PLACE, NESTED, Route, Site, Start
from migrate_tui.engine import guarded as runs
from migrate_tui.engine.context import Context
from migrate_tui.engine.events import Note, SchemaStatement
from migrate_tui.engine.state import RunState

CONFIRM = "DELETE OLD TABLES"
ACKS = ("dashboard", "students", "progress", "endpoints", "logs")
OLD = ("student_configs", "workshop_students")


@pytest.fixture(params=IN_PLACE[:2], ids=lambda route: route.id)
def site(request: pytest.FixtureRequest, tmp_path: Path, start_server: Start) -> Iterator[Site]:
    route: Route = request.param
    with route.site(tmp_path / "site", 200, start_server) as made:
        made.run("backup", "schema", "migrate")
        yield made


def test_the_last_step_and_its_way_back(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    names, rows = tables(site), old_rows(site)
    new = site.contents()
    refusals(site)
    assert (tables(site), old_rows(site)) == (names, rows)

    site.run("clean-up", confirm=CONFIRM, acks=ACKS)
    backups = sorted(set(tables(site)) - set(names))
    assert [name[: len(old)] for name, old in zip(backups, OLD, strict=True)] == list(OLD)
    assert not set(tables(site)) & set(OLD)
    assert_same_contents(site.contents(), new)
    assert notes(site.run("clean-up")) == ["nothing to clean: the old tables are retired already"]

    site.rollback()
    assert (tables(site), old_rows(site)) == (names, rows)
    assert not any(site.contents().values())
    site.run("migrate")
    assert_same_contents(site.contents(), new)

    site.run("clean-up", confirm=CONFIRM, acks=ACKS)
    final(site, backups, monkeypatch)
    assert_same_contents(site.contents(), new)
    assert tables(site) == [name for name in names if name not in OLD]


def refusals(site: Site, confirm: str = CONFIRM, acks: tuple[str, ...] = ACKS) -> None:
    """Every word has to be there, and right."""
    site.run("clean-up", code=8)
    site.run("clean-up", code=8, confirm=confirm)
    site.run("clean-up", code=8, confirm=confirm, acks=acks[1:])
    site.run("clean-up", code=8, acks=acks)
    for wrong in (confirm.lower(), f"{confirm} ", "yes"):
        site.run("clean-up", code=8, confirm=wrong, acks=acks)


def final(site: Site, backups: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The backups stay for 30 days, even for those who ask; after the drop only files have them."""
    words = {"confirm": CONFIRM, "acks": ACKS}
    site.run("drop-backups", **words)
    at(monkeypatch, timedelta(days=29, hours=23))
    assert [f"{name} stays until 30 days are over" in notes(site.run("drop-backups", **words))
            for name in backups] == [True, True]  # fmt: skip
    assert set(backups) <= set(tables(site))
    at(monkeypatch, timedelta(days=30, minutes=1))
    site.run("drop-backups", code=8, acks=ACKS)
    site.run("drop-backups", code=8, confirm=CONFIRM)
    dropped = site.run("drop-backups", **words)
    assert {s.sql.split()[0].upper() for s in dropped.of(SchemaStatement)} == {"DROP"}
    assert not set(backups) & set(tables(site))
    site.rollback(code=3)


@pytest.mark.parametrize("route", NESTED[:2], ids=lambda route: route.id)
def test_what_is_dropped_has_no_way_back_but_its_backup(
    route: Route, tmp_path: Path, start_server: Start
) -> None:
    confirm, acks = "DROP LEGACY TABLES", ("client", "endpoints", "screens", "references")
    old = ["LegacyPracticeAnalysis", "LegacyPracticeSession"]
    with route.site(tmp_path / "site", 60, start_server) as site:
        site.run("backup", "schema", "migrate")
        names, new = tables(site), site.contents()
        refusals(site, confirm, acks)
        assert tables(site) == names
        site.run("clean-up", confirm=confirm, acks=acks)
        assert tables(site) == [name for name in names if name not in old]
        assert_same_contents(site.contents(), new)
        site.rollback(code=3)
        assert_same_contents(site.contents(), new)


@pytest.mark.parametrize("route", ACROSS[:1], ids=lambda route: route.id)
def test_another_databases_tables_are_never_retired(
    route: Route, tmp_path: Path, start_server: Start
) -> None:
    with route.site(tmp_path / "site", 100, start_server) as site:
        site.run("schema", "migrate")
        said = notes(site.run("clean-up"))
        assert said == ["nothing to clean: the source is another database and is never written"]


def at(monkeypatch: pytest.MonkeyPatch, later: timedelta) -> None:
    """The clock of every later run goes ahead."""
    monkeypatch.undo()
    original = runs.context_of

    def context_of(*words: object) -> Context:
        return replace(original(*words), now=lambda: datetime.now(UTC) + later)  # type: ignore[arg-type]

    monkeypatch.setattr(runs, "context_of", context_of)


def notes(state: RunState) -> list[str]:
    return [note.text for note in state.of(Note)]


def tables(site: Site) -> list[str]:
    if site.kind == "sqlite":
        found = "select name from sqlite_master where type = 'table' and name not like 'sqlite%'"
    else:
        found = "select tablename from pg_tables where schemaname = 'public'"
    names = (str(name) for (name,) in site.query(found))
    return sorted(name for name in names if not name.startswith("migration_"))


def old_rows(site: Site) -> list[list[tuple[object, ...]]]:
    return [site.rows(name) for name in OLD]
