"""The wizard on a real terminal that drops, stalls, shrinks or knows little: the run goes on, the
terminal is restored, and nobody is left behind."""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from accounting import assert_accounted
from engines import begun, enough, eventually, site, until
from migrate_tui.cli.commands import migrate_tui
from migrate_tui.engine.events import RangeDone, RunFinished
from migrate_tui.engine.history import Record, runs
from migrate_tui.engine.journal import read
from migrate_tui.engine.live import ask, look
from migrate_tui.screens.too_small import NEED
from pseudo import Pseudo, pseudo, quiet
from small import SQLITE, Small

BEFORE = ("preflight", "backup", "schema", "dry-run")
SLOW = ("plan.yaml", "--batch-size", "1", "--pause-ms", "500")
CRASHING = (
    "from migrate_tui.app import Wizard; Wizard.action_redraw = lambda self: self.secret / 0;"
    "Wizard.secret = 'hunter2-hunter2'; from migrate_tui.cli import main; main()"
)


@pytest.fixture
def place(tmp_path: Path) -> Small:
    """A plan of which everything up to the dry run is done."""
    small = site(tmp_path, SQLITE, str, rows=40)
    words = (word for step in BEFORE for word in ("--step", step))
    done = CliRunner().invoke(migrate_tui, ["run", f"{tmp_path}/plan.yaml", "--headless", *words])
    assert done.exit_code == 0, done.output
    return small


def newest(place: Small) -> Record:
    return runs(place.folder)[0]


def begin(here: Pseudo, place: Small) -> None:
    """Start the migration from the wizard, and let it get going."""
    here.shows("1 Plan")
    here.type("4")
    here.shows("Approve")
    here.type("\r")
    here.shows("step migrate --batch-size 1")
    here.type("\r")
    record = eventually(lambda: begun(place.folder), here.alive)
    eventually(lambda: enough(list(read(record.journal)), RangeDone, 2), here.alive)


def assert_done(place: Small) -> None:
    """The run came to its end, whatever became of whoever watched it."""
    ask(look(newest(place)), pause_ms=0)
    until(place.folder, RunFinished)
    state = newest(place).state()
    assert state.exit_code == 0, state.to_json()["error"]
    assert_accounted(state)
    assert place.rows() == place.rows("legacy")


def ranges(place: Small) -> int:
    return len([e for e in until(place.folder, RangeDone, 1) if isinstance(e, RangeDone)])


@pytest.mark.parametrize("controlling", [True, False], ids=["with SIGHUP", "without SIGHUP"])
def test_a_terminal_that_drops_takes_the_wizard_and_leaves_the_run(
    place: Small, controlling: bool
) -> None:
    with pseudo(*SLOW, folder=place.folder, controlling=controlling) as here:
        begin(here, place)
        here.hang_up()
        assert here.wait() == 128 + signal.SIGHUP
        assert not newest(place).state().finished
    assert_done(place)


def test_a_terminal_that_is_not_read_holds_up_nobody_but_the_wizard(place: Small) -> None:
    with pseudo(*SLOW, folder=place.folder) as here:
        begin(here, place)
        here.stall()
        for size in range(40):  # more to draw than the terminal takes
            here.resize(90 + size % 7, 30)
            time.sleep(0.02)
        before = ranges(place)
        until(place.folder, RangeDone, before + 3)
        here.process.send_signal(signal.SIGTERM)
        assert here.wait() == 128 + signal.SIGTERM
        assert here.settings() == here.before
        here.read()
        here.shows("")
    assert_done(place)


def test_sigterm_restores_the_terminal_and_says_how_to_come_back(place: Small) -> None:
    with pseudo(*SLOW, folder=place.folder) as here:
        begin(here, place)
        here.process.send_signal(signal.SIGTERM)
        assert here.wait() == 128 + signal.SIGTERM
        here.assert_restored()
        here.shows(f"migrate-tui attach {newest(place).run}")
    assert_done(place)


def test_ctrl_c_asks_and_twice_detaches(place: Small) -> None:
    with pseudo(*SLOW, folder=place.folder) as here:
        begin(here, place)
        here.type("\x03")
        here.shows("pause, detach or stay?")
        here.type("\x03")
        assert here.wait() == 0
        here.assert_restored()
        here.shows(f"migrate-tui attach {newest(place).run}")
    assert_done(place)


def test_ctrl_c_with_nothing_at_work_leaves(place: Small) -> None:
    with pseudo("plan.yaml", folder=place.folder) as here:
        here.shows("1 Plan")
        here.type("\x03")
        assert here.wait() == 0
        here.assert_restored()
        assert "attach" not in here.text().replace("Attach", "")


def test_two_hundred_sizes_and_a_calm_page_where_it_is_too_small(place: Small) -> None:
    dice = random.Random(7)
    with pseudo(*SLOW, folder=place.folder) as here:
        begin(here, place)
        for _ in range(200):
            here.resize(dice.randint(1, 200), dice.randint(1, 70))
            time.sleep(0.005)
        here.resize(52, 14)
        here.shows(f"(now 52x14, need {NEED.width}x{NEED.height})")
        here.shows("the run goes on")
        quiet(here)
        since = len(here.seen)
        here.resize(100, 30)
        here.shows("5 Migrate", since)
        here.type("d")
        assert here.wait() == 0
        here.assert_restored()
    assert_done(place)


@pytest.mark.parametrize(
    "environ",
    [{"NO_COLOR": "1"}, {"TERM": "linux", "COLORTERM": ""}, {"LANG": "C", "LC_ALL": "C"}],
    ids=lambda e: next(iter(e)),
)
def test_poor_terminals_are_drawn_on(place: Small, environ: dict[str, str]) -> None:
    with pseudo("plan.yaml", folder=place.folder, environ=environ) as here:
        here.shows("4 Dry run")
        quiet(here)
        colours = b"38;2;" in here.seen or b"38;5;" in here.seen
        assert colours == ("LANG" in environ), "16 colours, or none at all, where more are unknown"
        if "TERM" in environ:
            assert here.text().isascii()
        here.type("q")
        assert here.wait() == 0
        here.assert_restored()


def test_a_crash_of_the_wizard_restores_the_terminal_and_names_a_report(place: Small) -> None:
    program = [sys.executable, "-c", CRASHING]
    with pseudo(*SLOW, folder=place.folder, program=program) as here:
        begin(here, place)
        here.type("\x0c")  # ctrl+l
        assert here.wait() == 1
        here.assert_restored()
        here.shows("Unexpected TypeError in the wizard")
        here.shows("The report is in")
        [report] = (place.folder / ".migrate-tui").glob("crash-*.txt")
        said = report.read_text()
        assert "action_redraw" not in here.text() and "<lambda>" in said
        assert "hunter2" not in said + here.text()
        assert os.stat(report).st_mode & 0o077 == 0
    assert_done(place)
