"""A run between two ranges: it stops, waits or goes slower, as it was asked.

Nothing is obeyed inside a range: it commits whole or, where patience ends, rolls back whole.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from migrate_tui.engine.control import CANCEL, PAUSE, STOP, Asked, Control
from migrate_tui.engine.errors import Interrupted, LeaseHeld, MigrateError
from migrate_tui.engine.events import (
    Event,
    MappingFinished,
    Paused,
    RangeDone,
    Resumed,
    StepStarted,
    Throttled,
)

LOOK = 0.1  # seconds between two looks at the control file while nothing else is to do
BETWEEN = (RangeDone, MappingFinished)
Events = Iterator[Event]


class Abandoned(MigrateError):
    """The step holds a transaction: it ends here and is taken anew when the run goes on."""


@dataclass
class Steering:
    """What one run obeys. `lost` says whether another process has taken its lease; `settle` waits
    until what is at work beside the range that was told is written too."""

    control: Control | None = None
    lost: Callable[[], bool] = lambda: False
    settle: Callable[[], None] = lambda: None
    limits: Asked = field(default_factory=Asked)
    _last: float = field(default_factory=time.monotonic)

    @property
    def rows(self) -> int | None:
        """How many rows a range is to have from now on, if somebody said."""
        return self.limits.rows

    @property
    def paced(self) -> bool:
        """Whether a range is to wait until the one before it has been told."""
        return self.limits.limits != Asked().limits

    @contextlib.contextmanager
    def settling(self, settle: Callable[[], None]) -> Iterator[None]:
        """While this is how to wait for what is at work."""
        before, self.settle = self.settle, settle
        try:
            yield
        finally:
            self.settle = before

    def begin(self) -> None:
        if self.control is not None:
            self.control.begin()

    def through(self, name: str, step: Callable[[], Events], *, free: bool) -> Events:
        """A step's events. `free`: between its ranges the step holds no transaction."""
        while True:
            try:
                yield from self._watched(step(), free)
                return
            except Abandoned:
                yield from self._wait(self._read())
                yield StepStarted(name)

    def _read(self) -> Asked:
        return self.control.read() if self.control else Asked()

    def _watched(self, events: Events, free: bool) -> Events:
        assert isinstance(events, Generator)
        event = next(events, None)
        while event is not None:
            try:
                yield event
                if isinstance(event, BETWEEN):
                    yield from self.obey(event, free=free)
            except BaseException as stop:
                try:
                    event = events.throw(stop)
                except StopIteration:
                    return
            else:
                event = next(events, None)

    def obey(self, event: Event | None = None, *, free: bool = True) -> Events:
        """What was asked by now. Raises Interrupted, LeaseHeld, or Abandoned to wait outside."""
        asked = self._heed()
        if asked.limits != self.limits.limits:
            self.limits = asked
            yield Throttled(*asked.limits, asked.by)
        if asked.do == PAUSE:
            if not free or (isinstance(event, RangeDone) and event.skipped):
                raise Abandoned("paused")
            yield from self._wait(asked)
        if isinstance(event, RangeDone) and not event.skipped:
            self._rest(event)

    def _heed(self) -> Asked:
        if STOP.signal:
            raise Interrupted(
                f"interrupted by {STOP.signal}; what is committed stays",
                "run the same command again: it goes on where it stopped",
            )
        if self.lost():
            raise LeaseHeld(
                "the lease of this run was taken by another process",
                "this process wrote nothing more; look at the other one",
            )
        asked = self._read()
        if asked.do == CANCEL:
            raise Interrupted(
                f"cancelled by {asked.by}; what is committed stays",
                "run the same command again to go on, or roll back to undo it",
            )
        return asked

    def _wait(self, asked: Asked) -> Events:
        """Hold no transaction and write nothing until somebody says go on, or stop."""
        began = time.monotonic()
        self.settle()
        yield Paused(asked.by, _now())
        while (asked := self._heed()).do == PAUSE:
            time.sleep(LOOK)
        yield Resumed(asked.by, _now(), time.monotonic() - began)

    def _rest(self, event: RangeDone) -> None:
        """As long as the limits say; whoever asks for something else ends it."""
        _, pause_ms, rate = self.limits.limits
        due = time.monotonic() + pause_ms / 1000
        if rate:
            due = max(due, self._last + event.counts.read / rate)
        while (left := due - time.monotonic()) > 0:
            time.sleep(min(left, LOOK))
            if STOP.signal or self._read() != self.limits:
                break
        self._last = time.monotonic()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
