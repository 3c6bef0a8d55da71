"""A run as the wizard sees it: the tail of its journal folded into one state, bit by bit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from migrate_tui.engine import process
from migrate_tui.engine.apart import Apart
from migrate_tui.engine.errors import ExitCode
from migrate_tui.engine.events import Event, Failed, RunFinished
from migrate_tui.engine.history import Record
from migrate_tui.engine.journal import Tail, last
from migrate_tui.engine.live import GONE
from migrate_tui.engine.state import RunState
from migrate_tui.session.rates import Rates

CHUNK = 1 << 20  # bytes at a time of a journal that is already there
KEPT = 2000  # events that the log pane can show
KILLED = "the process of the run was killed; what is committed stays"


@dataclass
class Following:
    """Somebody's run: one that was started from here (`engine`), or one that was found."""

    plan: Path
    engine: Apart | None = None
    record: Record | None = None
    state: RunState = field(default_factory=RunState)
    rates: Rates = field(default_factory=Rates)
    log: list[Event] = field(default_factory=list)
    told: int = 0  # events so far
    _tail: Tail | None = None

    @staticmethod
    def found(record: Record) -> Following:
        """A run of the past or at work now, as it stands."""
        state, offset = record.known()
        following = Following(record.call.plan, None, record, state)
        following.log = last(record.journal, record.writer[1], offset, CHUNK)[-KEPT:]
        following._tail = Tail(record.journal, offset)
        while events := following._tail.poll(CHUNK):
            following.take(events)
        if following._gone() and not following.ended:
            following._die()
        return following

    @property
    def ended(self) -> bool:
        return self.state.finished is not None

    @property
    def run(self) -> str:
        return self.record.run if self.record else self.state.run

    def poll(self) -> bool:
        """Take what is new; whether there was anything. Never waits."""
        if self.ended or (self.engine is None and self._tail is None):
            return False
        gone = self._gone()  # asked first: all that a dead one wrote is there to be read
        if self.record is None:
            return self._search(gone)
        assert self._tail is not None
        events = self._tail.poll()
        self.take(events)
        if gone and not events and not self.ended:
            self._die()
            return True
        return bool(events)

    def _search(self, gone: bool) -> bool:
        assert self.engine is not None
        self.record = self.engine.found(self.plan)
        if self.record is not None:
            self._tail = Tail(self.record.journal, self.record.writer[1])
        elif gone:
            self._refused()
        return self.record is not None or self.ended

    def take(self, events: Iterable[Event]) -> None:
        for event in events:
            self.state.apply(event)
            self.rates.note(event)
            self.log.append(event)
            self.told += 1
        del self.log[:-KEPT]

    def _gone(self) -> bool:
        if self.engine is not None:
            return self.engine.process.poll() is not None
        writer = self.record.writer[0] if self.record else None
        return writer is None or writer.state == process.DEAD

    def _refused(self) -> None:
        """It ended before it had a journal: what it said is all there is."""
        assert self.engine is not None
        said = self.engine.said()[1].strip().splitlines() or ["the engine ended without a word"]
        code = abs(self.engine.process.returncode or 0) or int(ExitCode.UNEXPECTED)
        for line in said:
            self.take([Failed(line, "", code)])
        self.take([RunFinished("failed", code)])

    def _die(self) -> None:
        code = int(ExitCode.INTERRUPTED)
        self.take([Failed(KILLED, "", code), RunFinished("interrupted", code, (GONE,))])
