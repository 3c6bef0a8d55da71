"""A roll back foreseen: the figures of the real one, and nothing is changed by looking."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from accounting import assert_same_contents, figures
from engine_runs import ONE_SERVER, Route, Site, Start
from migrate_tui.engine.events import Finding
from migrate_tui.engine.run import preview
from migrate_tui.engine.state import RunState
from mirror_site import MIRROR_ROUTES, gone, mirror
from small import Small, fold
from small_site import Place, place  # noqa: F401

Url = Callable[[], str]
CONFIRM = "DELETE OLD TABLES"


@pytest.fixture(params=ONE_SERVER, ids=lambda route: route.id)
def site(request: pytest.FixtureRequest, tmp_path: Path, start_server: Start) -> Iterator[Site]:
    route: Route = request.param
    with route.site(tmp_path / "site", 40, start_server) as made:
        yield made


def foreseen(site: Site | Small) -> RunState:
    state = fold(preview(site.plan(), site.options))
    assert state.exit_code == 0, state
    return state


def stays(state: RunState) -> list[str]:
    return [finding.fact for finding in state.of(Finding)]


def test_it_tells_what_a_roll_back_does_and_does_nothing(site: Site) -> None:
    site.run("schema", "migrate")
    table = site.tables[-1]
    column = {"events": "event_type"}.get(table)
    if column:
        site.execute(f"update {table} set {column} = 'somebody'")
    before = site.contents()
    ahead = foreseen(site)
    assert_same_contents(site.contents(), before)
    assert foreseen(site).progress, "a look takes nothing from the next"
    done = site.rollback()
    assert figures(ahead, "rollback") == figures(done, "rollback")
    assert stays(ahead) == stays(done)
    if column:
        kept = ahead.progress["rollback", table].counts.kept
        assert kept == len(before[table]) == len(site.contents()[table])


@pytest.mark.parametrize("route", MIRROR_ROUTES)
def test_rows_that_a_mirror_deleted_are_foreseen(
    tmp_path: Path, route: str, fresh_url: Url
) -> None:
    made = mirror(tmp_path, route, fresh_url)
    made.migrate()
    gone(made, "id in (2, 3)")
    made.migrate()
    before = made.rows()
    ahead = foreseen(made)
    assert made.rows() == before
    assert figures(ahead, "rollback") == figures(made.roll_back(), "rollback")


def test_old_tables_that_were_put_aside_are_foreseen_too(place: Place) -> None:  # noqa: F811
    place.plan(
        ('target: "sqlite:///new.db"', "target: same"),
        more=f"clean_up:\n  tables: [pupils]\n  confirm: {CONFIRM}\n",
    )
    assert place.run("run", "plan.yaml", "--headless").exit_code == 0
    words = ("--step", "clean-up", "--confirm", CONFIRM)
    assert place.run("run", "plan.yaml", "--headless", *words).exit_code == 0
    names = "select name from sqlite_master order by 1"
    before = place.sql(names, at="old.db")
    told = place.run("rollback", "plan.yaml", "--preview")
    assert told.exit_code == 0, told.output
    assert "nothing is changed" in told.output and "2 deleted" in told.output
    assert place.sql(names, at="old.db") == before
    assert place.sql("select count(*) from students", at="old.db") == [(2,)]


def test_a_preview_asks_for_nothing_and_is_no_roll_back(place: Place) -> None:  # noqa: F811
    assert place.run("run", "plan.yaml", "--headless").exit_code == 0
    assert place.run("rollback", "plan.yaml", "--preview").exit_code == 0
    assert place.run("rollback", "plan.yaml", "--preview", "--schema").exit_code == 2
    history = place.run("history").output
    assert "preview" in history and "rollback" not in history
    assert len(place.students()) == 2
    assert place.run("rollback", "plan.yaml", "--yes").exit_code == 0
    assert place.students() == []
    told = place.run("rollback", "plan.yaml", "--preview")
    assert told.exit_code != 0 and "no run of studio stands" in told.output
