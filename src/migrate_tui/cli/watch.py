"""`status` and `attach`: a run that another process is at, or was, looked at from here."""

from __future__ import annotations

from collections.abc import Iterator

import click

from migrate_tui.cli.calls import record_at_work
from migrate_tui.cli.execute import finish
from migrate_tui.cli.follow import follow, leave
from migrate_tui.cli.options import View, view_options, wizard_options
from migrate_tui.cli.output import emit, emit_sections
from migrate_tui.cli.steer import json_option, run_argument
from migrate_tui.cli.wizard import attach_wizard, has_screen
from migrate_tui.engine.events import Failed
from migrate_tui.engine.live import GONE, Live, look
from migrate_tui.engine.process import ELSEWHERE, STOPPED
from migrate_tui.engine.state import Json, RunState
from migrate_tui.render.document import Line, Section, Status, line
from migrate_tui.render.json import to_json
from migrate_tui.render.summary import summary
from migrate_tui.render.words import limits, number
from migrate_tui.terminal import can_draw


@click.command()
@run_argument
@json_option
@click.option("--plain", is_flag=True, help="No colours, on a terminal too.")
def status(run: str | None, as_json: bool, plain: bool) -> None:
    """Tell how far a run is (the one at work, if none is named)."""
    live = look(record_at_work(run))
    if as_json:
        emit(to_json(_status(live)) + "\n")
        return
    head = Section("", tuple(_head(live)))
    emit_sections([head, *summary(live.state, full=False)[1:]], plain=plain)


@click.command()
@run_argument
@wizard_options
@view_options
def attach(
    run: str | None,
    read_only: bool,
    ascii_only: bool,
    theme: str,
    as_json: bool,
    plain: bool,
    verbose: bool,
) -> None:
    """Follow a run as if it had been started here, to its end and with its exit code.

    On a terminal the wizard opens at the step that the run has come to; with --plain the run is
    told in lines. Ctrl-C leaves it: the run goes on.
    """
    record, view = record_at_work(run), View(as_json, plain, verbose)
    if not (as_json or plain or verbose) and can_draw() and has_screen(record):
        attach_wizard(record, read_only=read_only, ascii_only=ascii_only, theme=theme)
    try:
        state = follow(record, view)
    except KeyboardInterrupt:
        leave(record.run)
    finish(state, view)


def _status(live: Live) -> Json:
    """What --json prints of a run, and what only a run at work has."""
    state, process = live.state, live.process
    current = state.current
    said = {"user": process.user, "host": process.host, "pid": process.pid} if process else {}
    asked = live.limits
    return {
        **state.to_json(),
        "status": live.status,
        "command": live.record.command,
        "started": state.started.at if state.started else None,
        "process": {**said, "state": live.process_state},
        "step": _step(state),
        "mapping": current.name if current else None,
        "total": current.total if current else None,
        "asked": asked.do,
        "limits": {"rows": asked.rows, "pause_ms": asked.pause_ms, "rate": asked.rate},
    }


def _step(state: RunState) -> str | None:
    return next((step.name for step in state.steps.values() if step.status == "running"), None)


def _head(live: Live) -> Iterator[Line]:
    state, process = live.state, live.process
    code = "" if state.exit_code is None else f"exit {state.exit_code}"
    yield line(Status(live.status), state.plan, f"run {live.record.run}", code)
    if state.started and state.started.env:
        yield line(f"environment {state.started.env}")
    if process is not None and not state.finished:
        word = {STOPPED: ", stopped by a signal", ELSEWHERE: ", not to be seen from here"}
        yield line(f"{process.name}{word.get(live.process_state, '')}, {_began(state)}")
    if live.status == "killed":
        yield line(GONE)
    if state.paused:
        yield line(f"paused by {state.paused.by} at {state.paused.at}")
    if state.throttled and not state.finished:
        yield line(f"limits, set by {state.throttled.by}: {limits(state.throttled)}")
    if state.current:
        at = state.current
        of = f" of {number(at.total)}" if at.total else ""
        yield line(f"at {at.step} {at.name}: {number(at.counts.read)}{of} rows")
    for error in state.of(Failed):
        yield line(Status("error"), error.message)


def _began(state: RunState) -> str:
    return f"since {state.started.at}" if state.started else "beginning"
