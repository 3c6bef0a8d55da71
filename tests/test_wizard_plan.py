"""The plan's screen: both ends, findings with remedies, runs to go on with, mappings and rows."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Coroutine
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from migrate_tui.app import Wizard
from migrate_tui.engine.events import Event, Failed, Finding, RunFinished, RunStarted
from migrate_tui.engine.history import Call, Recorder, runs
from migrate_tui.engine.state import RunState
from migrate_tui.screens.plan_facts import findings, title
from migrate_tui.session.follow import Following
from migrate_tui.session.past import ago, past
from migrate_tui.session.session import Session
from migrate_tui.terminal import ASCII, UNICODE, Terminal
from recorded import STARTED, step
from small_site import Place, place
from wizard import SIZES, WIDE, idle, press, shown, until, wizard_of

__all__ = ["place"]
PLAN = Path("plan.yaml")
BLOCKER = Finding("error", "[/x] is read by no mapping", "map it, or list it", "preflight")


def run(walk: Coroutine[Any, Any, None]) -> None:
    asyncio.run(walk)


def folded(*events: Event) -> RunState:
    state = RunState()
    for event in events:
        state.apply(event)
    return state


def told(*events: Event) -> Wizard:
    """The wizard after a preflight that said this; a later run keeps it from asking anew."""
    session = Session.open(Call(PLAN))
    following = Following(PLAN, state=folded(STARTED, *events))
    session.stages = {"plan": following, "backup": Following(PLAN, state=folded(STARTED))}
    return Wizard(session, Terminal())


FOUND = (
    Finding("info", "target: SQLite 3.40.1", "", "preflight"),
    Finding("warning", "the disk is nearly full", "free 2 GB", "preflight"),
    BLOCKER,
)
REFUSED = (*step("preflight", *FOUND, status="blocked"), Failed(BLOCKER.fact, "", 3))


@pytest.mark.parametrize("size", SIZES)
def test_blockers_come_first_each_with_its_remedy(place: Place, size: tuple[int, int]) -> None:
    async def walk() -> None:
        wizard = told(*REFUSED, RunFinished("failed", 3))
        async with wizard.run_test(size=size) as pilot:
            await pilot.pause()
            seen = shown(wizard)
            assert "Preflight  1 ok · 1 warning · 1 blocker" in seen
            at = [seen.index(f.fact) for f in (BLOCKER, FOUND[1], FOUND[0])]
            assert at == sorted(at)
            assert "✗ error    [/x] is read by no mapping" in seen
            assert "→ map it, or list it" in seen

    run(walk())


def test_preflight_starts_by_itself_and_writes_nothing(place: Place) -> None:
    async def walk() -> None:
        wizard = wizard_of(PLAN)
        async with wizard.run_test(size=WIDE) as pilot:
            await idle(pilot)
            seen = shown(wizard)
            assert "✓ 1 Plan" in seen and "enter Backup" in seen
            for text in ("SQLite 3.", "1 mapping from 1 table", "the schema step makes them"):
                assert text in seen
            assert [r.state().started.steps for r in runs(place.folder)] == [("preflight",)]  # type: ignore[union-attr]

    run(walk())
    assert place.untouched()


def test_a_plan_that_cannot_be_read_shows_every_problem_until_r(place: Place) -> None:
    good = (place.folder / PLAN).read_text()
    (place.folder / PLAN).write_text(good.replace("key: [id]", "key: []") + "mask: 5\n")

    async def walk() -> None:
        wizard = wizard_of(PLAN)
        async with wizard.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            seen = shown(wizard)
            assert "plan.yaml  2 problems" in seen
            assert "plan.yaml:8: " in seen and "plan.yaml:13: " in seen
            assert "mend it, then press r" in seen and "✗○○○○○○" in seen
            (place.folder / PLAN).write_text(good)
            await press(pilot, "r")
            await idle(pilot)
            assert "✓○○○○○○" in shown(wizard)

    run(walk())


@pytest.mark.slow
def test_checking_again_another_plan_opens_what_was_done(place: Place) -> None:
    async def walk() -> None:
        wizard = told(*step("preflight"), RunFinished("done", 0))
        done = Following(PLAN, state=folded(STARTED, *step("dry-run"), RunFinished("done", 0)))
        wizard.session.stages["dry-run"] = done
        async with wizard.run_test(size=WIDE) as pilot:
            await press(pilot, "r")
            await idle(pilot)
            assert "✓ 4 Dry run" in shown(wizard)
            place.plan(("name: name", "name: trim(name)"))
            await press(pilot, "r")
            await idle(pilot)
            assert "○ 4 Dry run" in shown(wizard)

    run(walk())


def test_mappings_columns_and_rows_before_and_after(place: Place) -> None:
    place.plan(("name: name", "name: upper(name)"), more="    where: id > 1\n")

    async def walk() -> None:
        wizard = wizard_of(PLAN)
        async with wizard.run_test(size=(120, 40)) as pilot:
            await idle(pilot)
            await press(pilot, "m")
            await until(pilot, lambda: "BOB" in shown(wizard), "rows of the source")
            seen = shown(wizard)
            for text in ("into     students, key id", "where    id > 1", "upper(name)"):
                assert text in seen
            assert "its where: is not true" in seen and "pupils 2" in seen
            await press(pilot, "escape")
            assert "Preflight" in shown(wizard)

    run(walk())


@pytest.mark.slow
def test_a_sample_that_fails_says_why_and_the_wizard_goes_on(place: Place) -> None:
    async def walk() -> None:
        wizard = wizard_of(PLAN)
        async with wizard.run_test(size=WIDE) as pilot:
            await idle(pilot)
            (place.folder / "old.db").unlink()
            await press(pilot, "m")
            await until(pilot, lambda: "There is no SQLite database" in shown(wizard), "why")

    run(walk())


def recorded_run(name: str, *steps: str, ended: RunFinished | None = None) -> None:
    at = "2026-01-01T10:00:00+00:00"
    with Recorder(Call(PLAN)) as recorder:
        recorder.append(RunStarted(name, "studio", None, {}, at, steps=steps))
        for one in steps:
            for event in step(one):
                recorder.append(event)
        if ended:
            recorder.append(ended)


def test_runs_of_this_plan_are_listed_and_enter_looks_at_one(place: Place) -> None:
    recorded_run("r1", "preflight", ended=RunFinished("done", 0))
    recorded_run("r2", "migrate", ended=RunFinished("failed", 4))
    recorded_run("r3", "verify", ended=RunFinished("done", 0))

    async def walk() -> None:
        wizard = wizard_of(PLAN)
        async with wizard.run_test(size=WIDE) as pilot:
            await pilot.pause()
            seen = shown(wizard)
            assert "✗ failed" in seen and "✓ done" in seen and "d ago" in seen
            assert "r1" not in seen.split("Runs")[1]
            await press(pilot, "down", "tab", "down", "enter")
            assert wizard.screen.stage.name == "migrate"  # type: ignore[attr-defined]
            assert wizard.session.current and wizard.session.current.run == "r2"

    run(walk())


def test_a_run_without_an_end_is_running_or_was_killed(place: Place) -> None:
    recorded_run("r1", "migrate")
    assert [one.status for one in past(PLAN)] == ["running"]
    call = past(PLAN)[0].record.folder / "run.json"
    said = json.loads(call.read_text())
    name, _, mark = said["process"].partition(" ")
    gone = name.rpartition(":")[0] + ":999999999 " + mark
    call.write_text(json.dumps({**said, "process": gone}))
    assert [one.status for one in past(PLAN)] == ["killed"]


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("2026-01-03T10:00:00+00:00", "just now"),
        ("2026-01-03T09:58:00+00:00", "2 min ago"),
        ("2026-01-03T05:00:00+00:00", "5 h ago"),
        ("2026-01-01T10:00:00Z", "2 d ago"),
        ("", ""),
    ],
)
def test_ages(at: str, said: str) -> None:
    assert ago(at, datetime.fromisoformat("2026-01-03T10:00:30+00:00")) == said


def test_a_failure_without_a_finding_is_a_blocker_once() -> None:
    state = folded(*REFUSED, Failed("no connection", "start it", 3))
    found = findings(state)
    assert [f.fact for f in found[:2]] == [BLOCKER.fact, "no connection"]
    assert title(found, ASCII) == "Preflight  1 ok - 1 warning - 2 blockers"
    assert title([], UNICODE) == "Preflight  0 ok"


@pytest.mark.slow
def test_a_read_only_wizard_checks_and_shows(place: Place) -> None:
    async def walk() -> None:
        wizard = wizard_of(PLAN, read_only=True)
        async with wizard.run_test(size=WIDE) as pilot:
            await idle(pilot)
            await press(pilot, "enter", "enter")
            assert "read-only" in shown(wizard)

    run(walk())
    assert place.untouched()
