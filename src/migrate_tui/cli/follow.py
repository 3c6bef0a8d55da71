"""A run that another process is at, drawn here as that process would draw it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import click

from migrate_tui.cli import signals
from migrate_tui.cli.errors import say
from migrate_tui.cli.execute import finish
from migrate_tui.cli.options import View
from migrate_tui.cli.output import emit
from migrate_tui.engine.apart import Apart
from migrate_tui.engine.errors import ExitCode
from migrate_tui.engine.events import Event, Failed, RunFinished, StepStarted
from migrate_tui.engine.history import Record
from migrate_tui.engine.live import GONE, events
from migrate_tui.engine.state import RunState
from migrate_tui.render.bar import narrator
from migrate_tui.render.json import to_json

KILLED = "the process of the run was killed; what is committed stays"


def follow(
    record: Record, view: View, again: str = GONE, tick: Callable[[], None] = lambda: None
) -> RunState:
    """Draw a run to its end; one that dies without a word is interrupted."""
    state = RunState()
    dumb = os.environ.get("TERM") == "dumb"
    voice = narrator(sys.stderr, plain=view.plain, verbose=view.verbose, dumb=dumb)

    def take(event: Event) -> None:
        state.apply(event)
        voice.show(event, state)

    for event in events(record):
        tick()
        if event is not None:
            take(event)
    if not state.finished:
        code = int(ExitCode.INTERRUPTED)
        take(Failed(KILLED, "", code))
        take(RunFinished("interrupted", code, (again,)))
    voice.close()
    return state


def leave(run: str) -> NoReturn:
    """Whoever follows goes; the run stays."""
    say("", f"The run goes on by itself. To see it again: migrate-tui attach {run}")
    raise click.exceptions.Exit(ExitCode.INTERRUPTED)


def follow_engine(engine: Apart, plan: Path, view: View, again: str) -> NoReturn:
    """Ctrl-C asks the engine to stop between two ranges; once more leaves it to itself."""
    asked: list[str] = []

    def interrupted() -> None:
        engine.stop()
        asked.append(f"Stopping after the range in work. To go on later: {again}")
        asked.append("Ctrl-C once more leaves the run to itself.")

    def tick() -> None:
        while asked:
            say(asked.pop(0))

    signals.follow(interrupted)
    run = "RUN"
    try:
        record = engine.record(plan)
        if record is None:
            _relay(engine)
        run = record.run
        state = follow(record, view, again, tick)
    except KeyboardInterrupt:
        leave(run)
    finish(state, view)


def tell_run(engine: Apart, plan: Path, view: View) -> NoReturn:
    """The id of a run that has begun on stdout; one that could not begin is told as ever."""
    record = engine.record(plan)
    if record is None:
        _relay(engine)
    for event in events(record):
        if isinstance(event, StepStarted):
            break
    else:
        finish(follow(record, view), view)
    emit(to_json({"run": record.run}) + "\n" if view.json else f"{record.run}\n")
    say(f"To follow it: migrate-tui attach {record.run}")
    raise click.exceptions.Exit(ExitCode.DONE)


def _relay(engine: Apart) -> NoReturn:
    """What an engine said that ended without a journal."""
    out, err = engine.said()
    say(*err.splitlines())
    emit(out)
    if engine.process.returncode < 0:  # by a signal
        say("Interrupted before anything was begun.")
        raise click.exceptions.Exit(ExitCode.INTERRUPTED)
    raise click.exceptions.Exit(engine.process.returncode)
