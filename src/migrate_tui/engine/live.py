"""A run as it is now: what its journal tells and whether its process still lives; and its reins."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from migrate_tui.engine import process
from migrate_tui.engine.control import Asked, Control
from migrate_tui.engine.errors import PlanError
from migrate_tui.engine.events import Event
from migrate_tui.engine.history import HOME, Record, runs
from migrate_tui.engine.journal import follow
from migrate_tui.engine.process import Process
from migrate_tui.engine.state import RunState

LOOK = 0.1  # seconds between two looks at a journal
KILLED = "killed"
ENDED = "It is over; `migrate-tui history` lists the runs."
GONE = "Run the plan again: it goes on where it stopped."


@dataclass(frozen=True)
class Live:
    """One look at a run."""

    record: Record
    state: RunState
    process: Process | None

    @cached_property
    def process_state(self) -> str:
        return self.process.state if self.process else process.DEAD

    @property
    def status(self) -> str:
        """running, paused, or as it ended; killed where it did not end and its process is gone."""
        killed = not self.state.finished and self.process_state == process.DEAD
        return KILLED if killed else self.state.status

    @property
    def limits(self) -> Asked:
        return Control(self.record.folder).read()


def look(record: Record) -> Live:
    return Live(record, record.state(), record.writer[0])


def at_work(directory: Path, plan: Path | None = None) -> Record | None:
    """The newest run (of a plan) that has a process, whatever was refused since."""
    for record in runs(directory):
        writer = record.writer[0]
        if writer is None or writer.state == process.DEAD or record.entry().exit_code is not None:
            continue
        if plan is None or record.call.plan.resolve() == plan.resolve():
            return record
    return None


def of_process(directory: Path, pid: int, born: str) -> Record | None:
    """The run that a process of this machine is at, once it has said so."""
    for folder in directory.glob(f"{HOME}/runs/*"):
        writer = Record(folder).writer[0]
        if writer is not None and (writer.pid, writer.born) == (pid, born):
            return Record(folder)
    return None


def events(record: Record, offset: int | None = None) -> Iterator[Event | None]:
    """The events of a run from its beginning or from a place in its journal, and as they come; None
    about every LOOK seconds."""
    writer, start = record.writer
    offset = start if offset is None else offset

    def living() -> bool:
        return writer is not None and writer.state != process.DEAD

    for event in follow(record.journal, offset, living):
        if event is None:
            time.sleep(LOOK)
        yield event


def steered(record: Record) -> Live:
    """The run, if it can be steered from here. Raises PlanError where it cannot."""
    live = look(record)
    run = f"Run {record.run}"
    if live.state.finished:
        raise PlanError(f"{run} has ended: {live.status}, exit {live.state.exit_code}", ENDED)
    if live.process is None or live.process_state == process.DEAD:
        raise PlanError(f"{run} was killed: nobody is at work on it", GONE)
    if live.process_state == process.ELSEWHERE:
        where = f"process {live.process.pid} of {live.process.host}"
        raise PlanError(f"{run} cannot be reached from here: it is {where}", "Say it there.")
    return live


def ask(live: Live, **changes: object) -> Asked:
    """Change what is asked of a run; the rest stays as it was."""
    control = Control(live.record.folder)
    said = {"by": process.this().name, **changes}
    asked = replace(control.read(), **said)  # type: ignore[arg-type]  # its fields, by name
    control.write(asked)
    return asked


def await_(record: Record, true: Callable[[RunState], bool]) -> Live:
    """The run when something has become true of it, or when it has ended."""
    state, offset = record.known()
    for event in () if state.finished else events(record, offset):
        if event is not None:
            state.apply(event)
        elif true(state):
            break
    return replace(look(record), state=state)
