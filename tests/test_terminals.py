"""A run started on a terminal outlives it, is left and found again; Ctrl-C stops it in order."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import pty
import signal
import subprocess
import termios
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from accounting import assert_accounted
from engines import LONG, PROGRAM, SLOWLY, environment, eventually, site, until
from migrate_tui.cli.commands import migrate_tui
from migrate_tui.engine.control import GO, PAUSE
from migrate_tui.engine.events import Paused, RangeDone, RunFinished
from migrate_tui.engine.history import Record, runs
from migrate_tui.engine.live import ask, look
from small import SQLITE, Small


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Small:
    monkeypatch.chdir(tmp_path)
    return site(tmp_path, SQLITE, str)


@dataclass
class Terminal:
    """A program and the terminal that it sits at."""

    process: subprocess.Popen[bytes]
    ours: int
    seen: str = field(default="")

    def type(self, keys: str) -> None:
        os.write(self.ours, keys.encode())

    def shows(self, text: str) -> None:
        """Wait until it was shown."""
        while text not in self.seen:
            try:
                part = os.read(self.ours, 65536)
            except OSError:  # Linux says so when nobody is at the other side any more
                part = b""
            assert part, f"the program ended; it had said {self.seen!r}"
            self.seen += part.decode()

    def wait(self) -> int:
        return self.process.wait(LONG)


@contextlib.contextmanager
def terminal(*words: str) -> Iterator[Terminal]:
    """The program as a shell would start it: its session leader dies of a hang-up."""
    ours, theirs = pty.openpty()

    def sit_down() -> None:
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.SIG_DFL)

    process = subprocess.Popen(
        [*PROGRAM, *words],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environment(),
        start_new_session=True,
        preexec_fn=sit_down,
    )
    os.close(theirs)
    try:
        yield Terminal(process, ours)
    finally:
        with contextlib.suppress(OSError):
            os.close(ours)
        process.kill()
        process.wait()


def newest(place: Small) -> Record:
    return runs(place.folder)[0]


def pid_of(record: Record) -> int:
    writer = record.writer[0]
    assert writer is not None
    return writer.pid


def typed(*words: str) -> Result:
    return CliRunner().invoke(migrate_tui, words)


def assert_done(place: Small) -> None:
    until(place.folder, RunFinished)
    state = newest(place).state()
    assert state.exit_code == 0, state.to_json()["error"]
    assert_accounted(state)
    assert place.rows() == place.rows("legacy")


def test_a_lost_terminal_does_not_stop_the_run(place: Small) -> None:
    with terminal("run", "plan.yaml", *SLOWLY) as here:
        until(place.folder, RangeDone, 2)
        ask(look(newest(place)), do=PAUSE)
        until(place.folder, Paused)
        here.shows("! paused")
        os.close(here.ours)
        assert here.wait() == -signal.SIGHUP
    assert look(newest(place)).status == "paused"
    assert os.getsid(pid_of(newest(place))) == pid_of(newest(place))  # a session of its own
    ask(look(newest(place)), do=GO, pause_ms=0)
    back = typed("attach", newest(place).run, "--plain")
    assert (back.exit_code, "✓ done  small" in back.stdout) == (0, True), back.output
    assert "fresh: 60 read: 60 inserted" in back.stderr
    assert_done(place)
    again = typed("attach", "plan.yaml", "--json")
    assert (again.exit_code, json.loads(again.stdout)["status"]) == (0, "done")


def test_ctrl_c_stops_between_two_ranges_and_once_more_leaves(place: Small) -> None:
    with terminal("run", "plan.yaml", *SLOWLY) as here:
        until(place.folder, RangeDone, 2)
        engine = pid_of(newest(place))
        os.kill(engine, signal.SIGSTOP)  # so that it cannot be quicker than the second Ctrl-C
        here.type("\x03")
        here.shows(
            "To go on later: migrate-tui run plan.yaml --step migrate --batch-size 1 --pause-ms 300"
        )
        assert look(newest(place)).process_state == "stopped"
        here.type("\x03")
        here.shows(f"migrate-tui attach {newest(place).run}")
        assert here.wait() == 6
        assert not newest(place).state().finished
        os.kill(engine, signal.SIGCONT)
    until(place.folder, RunFinished)
    assert newest(place).state().exit_code == 6
    left = typed("attach")
    assert (left.exit_code, "interrupted by SIGTERM" in left.stdout) == (6, True)
    with terminal("run", "plan.yaml", *SLOWLY[:-2]) as here:
        here.shows("resumed")
        here.shows("60 inserted")
        assert here.wait() == 0
    assert_done(place)


def test_a_detached_run_says_its_id_and_goes_on(place: Small) -> None:
    started = subprocess.run(
        [*PROGRAM, "run", "plan.yaml", *SLOWLY, "--detach"],
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=LONG,
    )
    run = newest(place).run
    assert (started.returncode, started.stdout) == (0, f"{run}\n"), started.stderr
    assert f"migrate-tui attach {run}" in started.stderr
    os.kill(pid_of(newest(place)), signal.SIGKILL)
    eventually(lambda: look(newest(place)).process_state == "dead")
    assert "! killed" in typed("status", run).stdout
    killed = typed("attach", run)
    assert (killed.exit_code, "was killed" in killed.stderr) == (6, True)
    late = typed("pause", run)
    assert (late.exit_code, "was killed: nobody is at work on it" in late.stderr) == (2, True)
    place.migrate(batch_size=1)
    assert place.rows() == place.rows("legacy")


def test_a_detached_run_that_cannot_begin_says_why(place: Small) -> None:
    (place.folder / "plan.yaml").write_text("plan: [")
    wrong = subprocess.run(
        [*PROGRAM, "run", "plan.yaml", "--detach"],
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=LONG,
    )
    assert (wrong.returncode, "plan.yaml" in wrong.stderr) == (2, True)
