"""One loop for everything that yields events: mask, keep, fold, tell; then sum up and exit."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Generator, Iterable
from contextlib import suppress
from dataclasses import replace
from typing import NoReturn

import click

from migrate_tui.cli.errors import WHERE, problems, trace, unexpected
from migrate_tui.cli.options import View
from migrate_tui.cli.output import emit_state
from migrate_tui.engine.errors import ExitCode, MigrateError
from migrate_tui.engine.events import Event, Failed, RunFinished
from migrate_tui.engine.history import Call, Recorder
from migrate_tui.engine.journal import masked
from migrate_tui.engine.state import RunState
from migrate_tui.render.bar import narrator

Events = Generator[Event, None, None]
STAYS = "Interrupted: what is committed stays, and nothing is half-written."
SILENT = "The run ended without saying how."


def execute(events: Events, call: Call | None, view: View, again: str) -> RunState:
    """Follow the events to their end, whatever it is; `again` is the command that goes on.

    Without a call no journal is kept: the command promises to write nothing.
    """
    state = RunState()
    dumb = os.environ.get("TERM") == "dumb"
    voice = narrator(sys.stderr, plain=view.plain, verbose=view.verbose, dumb=dumb)
    with Recorder(call) as recorder:

        def take(event: Event) -> None:
            event = masked(_with_command(event, again))
            recorder.append(event)
            state.apply(event)
            voice.show(event, state)

        try:
            try:
                _each(events, take)
            except (KeyboardInterrupt, Exception) as stop:
                _each(_stopped(events, stop), take)
            error: BaseException = MigrateError(SILENT)
        except (KeyboardInterrupt, Exception) as broken:
            error = broken
        if not state.finished:
            _each(_ending(error), take)
        voice.close()
    return state


def finish(state: RunState, view: View) -> NoReturn:
    """The summary on stdout and the exit code. A run that never began has only its errors."""
    if view.json or state.started or state.steps or set(state.facts) - {Failed}:
        emit_state(state, as_json=view.json, plain=view.plain, full=view.verbose)
    code = state.exit_code
    raise click.exceptions.Exit(ExitCode.UNEXPECTED if code is None else code)


def _each(events: Iterable[Event], take: Callable[[Event], None]) -> None:
    for event in events:
        take(event)


def _stopped(events: Events, stop: BaseException) -> Events:
    """The engine hears of what stopped us while we were telling, and ends in order."""
    with suppress(StopIteration):
        yield events.throw(stop)
        yield from events


def _with_command(event: Event, again: str) -> Event:
    """An interrupted run names the very command that goes on."""
    if isinstance(event, RunFinished) and event.exit_code == ExitCode.INTERRUPTED:
        return replace(event, next_steps=(again,))
    return event


def _ending(error: BaseException) -> list[Event]:
    """What to tell of a run that could not tell its end itself."""
    if isinstance(error, KeyboardInterrupt):
        code = ExitCode.INTERRUPTED
        return [Failed(STAYS, "", int(code)), RunFinished("interrupted", int(code))]
    if isinstance(error, MigrateError):
        code, *texts = error.exit_code, *problems(error)
        return [*_failures(texts, error.hint, code), RunFinished("failed", int(code))]
    trace(error)
    code = ExitCode.UNEXPECTED
    return [*_failures([unexpected(error)], WHERE, code), RunFinished("failed", int(code))]


def _failures(texts: list[str], hint: str, code: ExitCode) -> list[Event]:
    """One failure a problem; the hint comes after the last."""
    *others, last = texts
    return [*(Failed(text, "", int(code)) for text in others), Failed(last, hint, int(code))]
