"""Engines as processes of their own, waited for by what their journals tell, never by time."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import forked
from migrate_tui.engine.events import Event, RangeDone
from migrate_tui.engine.history import Record, runs
from migrate_tui.engine.journal import read
from migrate_tui.engine.state import RunState
from small import Small, small

SOURCE = Path(__file__).parent.parent / "src"
PROGRAM = [sys.executable, "-m", "migrate_tui"]
LONG = 90  # seconds: nothing takes so long, not even on a busy machine
ROWS = 60
TEXT = "(id integer primary key, value text not null)"
NULL = subprocess.DEVNULL


def site(folder: Path, route: str, url: Callable[[], str], rows: int = ROWS, **more: Any) -> Small:
    """So many rows to copy, each a range of its own with --batch-size 1."""
    values = ", ".join(f"({n}, 'value {n}')" for n in range(1, rows + 1))
    source = f"create table legacy {TEXT}; insert into legacy values {values};"
    found = small(folder, route, url, source=source, target=f"create table fresh {TEXT};", **more)
    found.plan()
    return found


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(SOURCE), "TERM": "xterm", "NO_COLOR": "1", **more}


@dataclass
class Engine:
    """One process that runs a plan; `state` is what its journal adds up to."""

    site: Small
    process: subprocess.Popen[str]

    @property
    def record(self) -> Record:
        return runs(self.site.folder)[0]

    @property
    def state(self) -> RunState:
        return self.record.state()

    def wait(self) -> int:
        return self.process.wait(LONG)

    def signal(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    def until(self, kind: type[Event], number: int = 1) -> list[Event]:
        """The journal's events, once so many of a kind are among them."""
        return until(self.site.folder, kind, number, lambda: self.process.poll() is None)


def until(
    folder: Path, kind: type[Event], number: int = 1, living: Callable[[], bool] = lambda: True
) -> list[Event]:
    """Wait for events in the newest journal of a folder."""

    def told() -> list[Event]:
        found = runs(folder)
        return list(read(found[0].journal)) if found else []

    return eventually(lambda: enough(told(), kind, number), living)


def begun(folder: Path) -> Record | None:
    """The newest run, if it has said a word and not yet its last."""
    found = runs(folder)
    return found[0] if found and found[0].entry().status == "unfinished" else None


def enough(events: list[Event], kind: type[Event], number: int) -> list[Event]:
    return events if sum(isinstance(event, kind) for event in events) >= number else []


def eventually(found: Callable[[], Any], living: Callable[[], bool] = lambda: True) -> Any:
    """What is found at last; fails where whoever could bring it about is gone."""
    end = time.monotonic() + LONG
    while time.monotonic() < end:
        alive = living()
        if value := found():
            return value
        assert alive, "the process has ended, and it did not happen"
        time.sleep(0.01)
    raise AssertionError("it did not happen")


@contextlib.contextmanager
def engine(site: Small, *words: str, **more: Any) -> Iterator[Engine]:
    """The program on the site's plan, in a pipe: it is the engine itself."""
    command = [*PROGRAM, "run", str(site.folder / "plan.yaml"), "--headless", *words]
    pipes: dict[str, Any] = {"stdin": NULL, "stdout": NULL, "stderr": NULL, "text": True, **more}
    process = forked.start(command, env=environment(), **pipes)
    try:
        yield Engine(site, process)
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()  # a stopped process too
        process.wait()


SLOWLY = ("--step", "migrate", "--batch-size", "1", "--pause-ms", "300")


def written(events: list[Event]) -> int:
    return sum(isinstance(event, RangeDone) and not event.skipped for event in events)


def told(*words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Another command of the program, as somebody else would type it."""
    command = [*PROGRAM, *words]
    return forked.run(command, cwd=folder, env=environment(), stdin=NULL, text=True, timeout=LONG)
