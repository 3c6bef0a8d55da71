"""A run at work is paused, resumed, cancelled, slowed down; signals stop it between two ranges."""

from __future__ import annotations

import json
import signal
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import forked
from accounting import assert_accounted
from engines import ROWS, SLOWLY, Engine, engine, eventually, site, written
from migrate_tui.cli.commands import migrate_tui
from migrate_tui.engine.control import CANCEL, GO, PAUSE, Asked, Control
from migrate_tui.engine.events import Event, MappingStarted, Paused, RangeDone, Resumed, Throttled
from migrate_tui.engine.live import ask, look
from small import ACROSS, POSTGRESQL, ROUTES, SQLITE, Small

each_route = pytest.mark.parametrize("route", ROUTES)


@pytest.fixture
def url(request: pytest.FixtureRequest) -> Any:
    return lambda: request.getfixturevalue("postgres_url")


@pytest.fixture
def place(tmp_path: Path, route: str, url: Any) -> Small:
    return site(tmp_path, route, url)


@each_route
def test_a_run_waits_goes_on_goes_slower_and_stops_as_it_is_asked(place: Small) -> None:
    with engine(place, *SLOWLY) as at_work:
        at_work.until(RangeDone, 2)
        ask(look(at_work.record), do=PAUSE)
        before = written(at_work.until(Paused))
        there = place.rows()
        assert at_work.state.status == "paused"
        assert_nothing_is_held(place)
        assert (place.rows(), written(at_work.until(Paused))) == (there, before)
        ask(look(at_work.record), do=GO, pause_ms=3_600_000)
        at_work.until(Resumed)
        at_work.until(Throttled, 2)
        ask(look(at_work.record), do=CANCEL)  # who rests is not deaf
        assert_ended(at_work, 6)
        assert "cancelled by" in at_work.state.to_json()["error"]
        assert 0 < len(place.rows()) < ROWS
    state = place.steps("migrate", batch_size=1)
    assert state.started is not None
    assert (state.run, state.started.resumed) == (at_work.record.run, True)
    assert_undisturbed(place)


def assert_ended(at_work: Engine, code: int) -> None:
    assert at_work.wait() == code, at_work.state.to_json()["error"]
    assert at_work.state.exit_code == code
    assert_accounted(at_work.state)


def assert_nothing_is_held(place: Small) -> None:
    """The application may lock everything, in both databases."""
    if place.kind == "postgresql":
        query = "select count(*) from pg_stat_activity where application_name = 'migrate-tui'"
        open_ = "and xact_start is not null and datname = current_database()"
        eventually(lambda: place.query(f"{query} {open_}") == [(0,)])
    if place.source.startswith("sqlite"):
        place.execute("begin exclusive; commit", at="source")


def assert_undisturbed(place: Small) -> None:
    """Rows and ledger are those of a run that nobody disturbed."""
    assert place.rows() == place.rows("legacy", "source")
    schema = "migrate_tui." if place.kind == "postgresql" else ""
    ((inserted, runs),) = place.query(
        f"select sum(inserted), count(distinct run) from {schema}migration_ranges"
    )
    assert (int(inserted), runs) == (ROWS, 1)
    assert place.query(f"select status from {schema}migration_runs") == [("done",)]


@pytest.mark.parametrize(
    ("route", "number"),
    [(SQLITE, signal.SIGTERM), (POSTGRESQL, signal.SIGINT), (ACROSS, signal.SIGHUP)],
)
def test_a_signal_stops_between_two_ranges(place: Small, number: signal.Signals) -> None:
    pipe = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with engine(place, *SLOWLY, preexec_fn=forked.unignored, **pipe) as at_work:
        at_work.until(RangeDone, 2)
        at_work.signal(number)
        out, err = at_work.process.communicate(timeout=90)
        assert at_work.process.returncode == 6
        assert f"interrupted by {number.name}" in err
        again = f"migrate-tui run {place.folder}/plan.yaml --headless --step migrate --batch-size 1"
        assert f"To go on: {again} --pause-ms 300" in err
        assert "! interrupted" in out
        assert_accounted(at_work.state)
        told = [e for e in at_work.until(RangeDone) if isinstance(e, RangeDone)]
        assert len(place.rows()) == sum(e.counts.inserted for e in told)
    place.steps("migrate", batch_size=1)
    assert_undisturbed(place)


@each_route
def test_the_ranges_that_wait_are_cut_anew(place: Small) -> None:
    """Larger, smaller, then it is killed: whoever goes on finds the ranges as they were cut."""
    with engine(place, *SLOWLY) as at_work:
        at_work.until(RangeDone, 3)
        ask(look(at_work.record), rows=7)
        at_work.until(Throttled, 2)
        events = at_work.until(RangeDone, 6)
        assert 7 in sizes(events)
        ask(look(at_work.record), rows=2)
        at_work.until(Throttled, 3)
        at_work.until(RangeDone, 8)
        at_work.signal(signal.SIGKILL)
        at_work.wait()
        events = at_work.until(RangeDone)
    before = place.rows()
    state = place.steps("migrate", batch_size=13)
    again = [event for event in state.of(RangeDone) if event.skipped]
    assert sum(event.counts.read for event in again) == len(before)
    assert {size for size in sizes(state.of(RangeDone)) if size} <= {1, 2, 7}
    assert_undisturbed(place)
    place.roll_back()
    assert place.rows() == []
    assert len(events) > 8


def sizes(events: Iterable[Event]) -> list[int]:
    return [event.counts.read for event in events if isinstance(event, RangeDone)]


@pytest.mark.parametrize("route", [ACROSS])
def test_a_dry_run_that_is_paused_is_taken_anew(place: Small) -> None:
    with engine(place, "--step", "dry-run", *SLOWLY) as at_work:
        at_work.until(RangeDone)
        ask(look(at_work.record), do=PAUSE)
        at_work.until(Paused)
        assert_nothing_is_held(place)
        ask(look(at_work.record), do=GO, pause_ms=0)
        at_work.until(Resumed)
        assert_ended(at_work, 0)
    assert [s.status for s in at_work.state.steps.values()] == ["done", "done"]
    assert {p.counts.read for p in at_work.state.progress.values()} == {ROWS}
    assert_undisturbed(place)


@pytest.mark.parametrize("route", [SQLITE])
def test_the_commands_steer_a_run_of_another_process(
    place: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(place.folder)
    with engine(place, *SLOWLY) as at_work:
        at_work.until(RangeDone)
        assert typed("throttle", "--pause-ms", "250").exit_code == 0
        assert json.loads(typed("pause", "--wait", "--json").stdout)["status"] == "paused"
        run = at_work.record.run
        found = json.loads(typed("status", run[:15], "--json").stdout)
        assert (found["status"], found["process"]["pid"]) == ("paused", at_work.process.pid)
        assert (found["step"], found["mapping"], found["asked"]) == ("migrate", "fresh", "pause")
        assert found["limits"] == {"rows": None, "pause_ms": 250, "rate": None}
        assert "! paused" in typed("status", "--plain").stdout
        assert typed("resume", "plan.yaml", "--wait").exit_code == 0
        assert f"Run {run} has ended: interrupted" in typed("cancel", "--wait").stderr
        assert at_work.wait() == 6
    for command in ("pause", "resume", "cancel"):
        late = typed(command)
        assert (late.exit_code, "has ended: interrupted" in late.stderr) == (2, True)


def typed(*words: str) -> Result:
    return CliRunner().invoke(migrate_tui, words)


@pytest.mark.parametrize("route", [SQLITE])
def test_a_long_statement_is_broken_off_when_patience_ends(place: Small) -> None:
    """Two signals are as good as one and ten seconds; SQLite hears of them in the middle of it."""
    endless = "with recursive n(i) as (select 1 union all select i + 1 from n) select i as id,"
    place.document["mappings"][0] |= {
        "from": {"query": f"{endless} 'x' as value from n where i < 0"},
    }
    place.plan()
    with engine(place, "--step", "migrate", preexec_fn=forked.unignored) as at_work:
        at_work.until(MappingStarted)
        at_work.signal(signal.SIGTERM)
        at_work.signal(signal.SIGHUP)
        assert at_work.wait() == 6
        assert "interrupted" in at_work.state.to_json()["error"]
    assert place.rows() == []


def test_what_is_asked_before_a_run_says_its_own_pace_is_not_lost(tmp_path: Path) -> None:
    control = Control(tmp_path, Asked(by="its start", pause_ms=300))
    Control(tmp_path).write(Asked(do=PAUSE, by="somebody"))
    control.begin()
    assert Control(tmp_path).read() == Asked(do=PAUSE, by="somebody", pause_ms=300)
    Control(tmp_path).write(Asked(by="somebody", rate=7))
    control.begin()
    assert Control(tmp_path).read() == Asked(by="somebody", rate=7)
    control.clear()
    control.begin()
    assert Control(tmp_path).read() == Asked(by="its start", pause_ms=300)
