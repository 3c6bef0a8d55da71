"""What a run says while it goes on: a line a step and mapping, for pipes and screen readers."""

from __future__ import annotations

from typing import Protocol, TextIO

from migrate_tui.engine.events import (
    BackupMade,
    Checked,
    Event,
    Failed,
    Finding,
    Foreseen,
    MappingFinished,
    MappingVerified,
    Note,
    Paused,
    RangeDone,
    Resumed,
    RunFinished,
    RunStarted,
    SchemaStatement,
    StepFinished,
    StepStarted,
    Throttled,
)
from migrate_tui.engine.state import RunState
from migrate_tui.render.style import Style, encodable, visible
from migrate_tui.render.words import became, limits, number, seconds, size


class Narrator(Protocol):
    """Follows a run on stderr."""

    def show(self, event: Event, state: RunState) -> None: ...

    def close(self) -> None: ...


class Lines:
    """Plain lines. A stream that nobody reads any more falls silent; the run goes on."""

    def __init__(self, stream: TextIO, style: Style, *, verbose: bool = False) -> None:
        self.stream, self.style, self.verbose = stream, style, verbose
        self._silent = False

    def show(self, event: Event, state: RunState) -> None:
        for text in told(event, self.style, self.verbose):
            self.write(text + "\n")

    def write(self, text: str) -> None:
        if self._silent:
            return
        try:
            self.stream.write(encodable(text, self.stream))
            self.stream.flush()
        except (OSError, ValueError):  # gone (a pipe, a hung-up terminal) or closed
            self._silent = True

    def close(self) -> None:
        """Nothing is held back."""


def told(event: Event, style: Style, verbose: bool = False) -> list[str]:
    """The lines an event is worth."""
    match event:
        case RunStarted():
            again = "resumed" if event.resumed else ""
            words = f"{event.plan}: run {event.run} {again}".rstrip()
            return [visible(words), *_route(event)]
        case StepStarted():
            return [_said(style, "running", event.step, instead="step")]
        case StepFinished():
            note = f"  {event.note}" if event.note else ""
            return [_said(style, event.status, f"{event.step}  {seconds(event.seconds)}{note}")]
        case MappingFinished() if event.step != "verify":
            skipped = " (nothing has changed)" if event.skipped else ""
            text = f"{event.name}: {became(event.counts)}, {seconds(event.seconds)}{skipped}"
            return ["  " + visible(text)]
        case Foreseen():
            return [f"  dry run {visible(event.hash)}"]
        case MappingVerified():
            words = f"{event.name}: {number(event.expected)} expected, {number(event.target)} there"
            return ["  " + _said(style, event.verdict, words)]
        case BackupMade():
            word = "verified" if event.verified else "unverified"
            return ["  " + _said(style, word, f"{event.role}: {event.path}  {size(event.bytes)}")]
        case Failed():
            hint = ["  " + visible(event.hint)] if event.hint else []
            return [_said(style, "error", event.message), *hint]
        case RunFinished() if event.status == "interrupted":
            return [f"To go on: {visible(step)}" for step in event.next_steps]
        case Note():
            return ["  " + visible(event.text)]
        case Paused():
            return [
                _said(style, "paused", f"by {event.by}: nothing is written until it is resumed")
            ]
        case Resumed():
            return [_said(style, "running", f"again after {seconds(event.seconds)}, by {event.by}")]
        case Throttled():
            return [_said(style, "info", f"limits, set by {event.by}: {limits(event)}")]
        case _:
            return _details(event, style, verbose)


def _details(event: Event, style: Style, verbose: bool) -> list[str]:
    """What is told only where it matters, or where more was asked for."""
    match event:
        case Finding() if verbose or event.severity != "info":
            remedy = ["    " + visible(event.remedy)] if event.remedy else []
            return ["  " + _said(style, event.severity, event.fact), *remedy]
        case Checked() if verbose or not event.ok:
            words = f"{event.name}: expected {event.expected}, is {event.actual}"
            return ["  " + _said(style, "ok" if event.ok else "failed", words)]
        case SchemaStatement() if verbose and event.applied:
            return ["  " + visible(" ".join(event.sql.split()))]
        case RangeDone() if verbose:
            text = f"{event.name} from {event.low}: {became(event.counts)}"
            return ["    " + visible(f"{text}, {seconds(event.seconds)}")]
        case _:
            return []


def _route(event: RunStarted) -> list[str]:
    return ["  " + visible(f"{event.source} -> {event.target}")] if event.source else []


def _said(style: Style, word: str, text: str, *, instead: str = "") -> str:
    glyph = style.status(word)
    if instead:
        glyph = glyph.replace(word, instead)
    return f"{glyph}  {visible(text)}"
