"""Leaving a run and coming back to it, in one wizard or in two: what is shown is what is, and only
one of them steers."""

from __future__ import annotations

import asyncio
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from accounting import assert_accounted
from engines import PROGRAM, begun, engine, enough, environment, eventually, site, until
from migrate_tui.cli.commands import migrate_tui
from migrate_tui.engine.control import GO, PAUSE
from migrate_tui.engine.events import Paused, RangeDone
from migrate_tui.engine.history import HOME, Record, runs
from migrate_tui.engine.journal import read, replay
from migrate_tui.engine.live import ask, look
from migrate_tui.session.company import attached, standing
from migrate_tui.session.seat import Seat
from migrate_tui.session.session import Session
from migrate_tui.session.stages import BY_NAME
from pseudo import pseudo
from small import SQLITE, Small
from wizard import WIDE, idle, press, shown, wizard_of
from wizard import until as see

BEFORE = ("preflight", "backup", "schema", "dry-run")
MIGRATE = BY_NAME["migrate"]
ASKS = "pause, detach or stay?"


@pytest.fixture
def place(tmp_path: Path) -> Small:
    """A plan of which everything up to the dry run is done."""
    small = site(tmp_path, SQLITE, str, rows=30)
    words = (word for step in BEFORE for word in ("--step", step))
    done = CliRunner().invoke(migrate_tui, ["run", f"{tmp_path}/plan.yaml", "--headless", *words])
    assert done.exit_code == 0, done.output
    return small


@contextmanager
def at_work(place: Small) -> Iterator[Record]:
    """A migration that somebody has begun elsewhere, in the middle of it."""
    with engine(place, "--step", "migrate", "--batch-size", "1", "--pause-ms", "500") as other:
        record = eventually(lambda: begun(place.folder))
        eventually(lambda: enough(list(read(record.journal)), RangeDone, 2))
        yield record
        ask(look(record), do=GO, pause_ms=0)
        assert other.wait() == 0


def assert_done(place: Small) -> None:
    state = runs(place.folder)[0].state()
    assert state.exit_code == 0
    assert_accounted(state)
    assert place.rows() == place.rows("legacy")


def test_the_state_after_attach_is_that_of_the_journal(place: Small) -> None:
    async def watch(record: Record) -> None:
        session = attached(record)
        wizard = wizard_of(place.folder / "plan.yaml", session=session, start=standing(session))
        async with wizard.run_test(size=WIDE) as pilot:
            assert wizard.screen.stage is MIGRATE
            ask(look(record), do=PAUSE)
            until(place.folder, Paused)
            await see(pilot, lambda: session.status(MIGRATE) == "paused", "paused")
            assert wizard.screen.state == replay(record.journal)
            ask(look(record), do=GO, pause_ms=0)
            await idle(pilot)
            assert wizard.screen.state == replay(record.journal)
            assert session.status(MIGRATE) == "done"

    with at_work(place) as record:
        asyncio.run(watch(record))
    assert_done(place)


@pytest.mark.slow
def test_a_run_is_left_and_found_again_on_a_terminal(place: Small) -> None:
    with at_work(place) as record:
        with pseudo("attach", folder=place.folder) as here:
            here.shows("5 Migrate")
            here.shows(record.run)
            here.type("q")
            here.shows(ASKS)
            here.type("s")
            here.type("d")
            assert here.wait() == 0
            here.assert_restored()
            here.shows(f"migrate-tui attach {record.run}")
        assert not record.state().finished
        with pseudo("attach", "plan.yaml", "--plain", folder=place.folder) as here:
            here.shows("fresh")
            assert b"\x1b[?1049h" not in here.seen
    assert_done(place)


def test_a_pause_from_the_question_holds_the_run(place: Small) -> None:
    async def pause(record: Record) -> None:
        session = attached(record)
        wizard = wizard_of(record.call.plan, session=session)
        async with wizard.run_test(size=WIDE) as pilot:
            await press(pilot, "q")
            await see(pilot, lambda: ASKS in shown(wizard), ASKS)
            await press(pilot, "p")
            await see(pilot, lambda: session.status(MIGRATE) == "paused", "paused")
            assert pilot.app.is_running

    with at_work(place) as record:
        asyncio.run(pause(record))
    assert_done(place)


def test_enter_in_the_question_is_no_answer(place: Small) -> None:
    async def ask_and_enter(record: Record) -> None:
        session = attached(record)
        wizard = wizard_of(record.call.plan, session=session)
        async with wizard.run_test(size=WIDE) as pilot:
            await press(pilot, "q")
            await see(pilot, lambda: ASKS in shown(wizard), ASKS)
            await press(pilot, "enter", "space", "y", "x")
            assert ASKS in shown(wizard)
            await press(pilot, "escape")
            await see(pilot, lambda: ASKS not in shown(wizard), "no question any more")
            assert session.status(MIGRATE) == "running"

    with at_work(place) as record:
        asyncio.run(ask_and_enter(record))
    assert_done(place)


def test_a_second_wizard_looks_on_until_it_takes_over(place: Small) -> None:
    async def two(record: Record) -> None:
        first, second = attached(record), attached(record)
        first.seat, second.seat = Seat.at(first.call.plan), Seat.at(first.call.plan)
        wizard = wizard_of(record.call.plan, session=second)
        async with wizard.run_test(size=WIDE) as pilot:
            assert "VIEWER" in shown(wizard)
            assert f":{os.getpid()} steers this plan. T takes over." in second.gate(MIGRATE)
            second.pause()
            assert second.status(MIGRATE) == "running"
            await press(pilot, "T")
            await see(pilot, lambda: "VIEWER" not in shown(wizard), "no viewer any more")
            assert (first.viewing != "", second.viewing) == (True, "")
            second.pause()
            await see(pilot, lambda: second.status(MIGRATE) == "paused", "paused")
            first.resume()
            assert second.status(MIGRATE) == "paused"

    with at_work(place) as record:
        asyncio.run(two(record))
    assert_done(place)


def test_a_viewer_sees_what_the_other_one_begins(place: Small) -> None:
    session = Session.open(runs(place.folder)[0].call)
    session.seat = Seat.at(session.call.plan)

    async def look_on() -> None:
        wizard = wizard_of(place.folder / "plan.yaml", session=session)
        async with wizard.run_test(size=WIDE) as pilot:
            assert session.status(MIGRATE) == "waiting"
            with at_work(place) as record:
                await see(pilot, lambda: session.status(MIGRATE) == "running", "running")
                assert session.current and session.current.run == record.run
            await idle(pilot)
            assert session.status(MIGRATE) == "done"

    asyncio.run(look_on())
    assert_done(place)


def test_the_seat_dies_with_its_process(tmp_path: Path) -> None:
    plan = tmp_path / "plan.yaml"
    holding = "import sys, pathlib; from migrate_tui.session.seat import Seat; "
    holding += "print(Seat.at(pathlib.Path(sys.argv[1])).mine, flush=True); input()"
    other = subprocess.Popen(
        [PROGRAM[0], "-c", holding, str(plan)],
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert other.stdout is not None and other.stdout.readline() == "True\n"
    seat = Seat.at(plan)
    assert not seat.mine
    assert seat.holder.endswith(f":{other.pid}")
    other.kill()
    other.wait()
    assert eventually(seat.sit) and seat.mine
    again = Seat.at(plan)
    assert not again.mine
    again.take_over()
    assert (seat.mine, again.mine, seat.sit()) == (False, True, False)
    again.stand()
    assert seat.sit()


def test_where_nothing_can_be_kept_everybody_sits(tmp_path: Path) -> None:
    (tmp_path / HOME).write_text("not a folder")
    seats = [Seat.at(tmp_path / "plan.yaml") for _ in range(2)]
    assert [seat.mine for seat in seats] == [True, True]


def test_two_terminals_at_one_plan(place: Small) -> None:
    with pseudo("plan.yaml", folder=place.folder) as first:
        first.shows("1 Plan")
        with pseudo("plan.yaml", folder=place.folder) as second:
            second.shows("VIEWER")
            second.shows(f":{first.process.pid} steers this plan")
            second.type("T")
            first.shows("VIEWER")
            first.shows(f":{second.process.pid} steers this plan")
            second.process.kill()
            second.wait()
            sitting = Seat(place.folder / HOME / "plan.yaml.wizard")
            eventually(lambda: sitting.holder.endswith(f":{first.process.pid}"))
