"""Ranges at work at once: while one is told in the ledger the next is copied, one more is read.

Invariant: each range is one transaction of one connection; left early, no range is half kept.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from queue import SimpleQueue

from migrate_tui.engine.databases.reading import Lines
from migrate_tui.engine.events import Counts
from migrate_tui.engine.incoming import Incoming
from migrate_tui.engine.jobs import Job
from migrate_tui.engine.portion import write_lines
from migrate_tui.engine.ranges import Span
from migrate_tui.engine.write import Writer

AHEAD = 3  # ranges at once, where nobody asked for less haste
GRACE = 1.0  # seconds in which a range that nobody wants any more ends by itself
Copying = tuple[Incoming, Future[Counts]]


class Lanes:
    """Takes ranges in their order; one thread reads them, and one for each writer copies them."""

    def __init__(self, lines: Lines, job: Job, writers: Sequence[Writer]) -> None:
        self.ahead: deque[Copying] = deque()
        self._lines, self._job, self._writers = lines, job, writers
        self._seats: dict[int, str | None] = {}
        self._free: SimpleQueue[Writer] = SimpleQueue()
        for writer in writers:
            self._free.put(writer)
        self._reading = ThreadPoolExecutor(1, "read")
        self._copying = ThreadPoolExecutor(len(writers), "copy")

    def holds(self, number: int) -> bool:
        """Whether so many ranges are at work."""
        return len(self.ahead) >= number

    def settle(self) -> None:
        """Returns when none of them is at work any more."""
        wait([copying for _, copying in self.ahead])

    def begin(self, span: Span, marked: str) -> None:
        before = self.ahead[-1][0].copied if self.ahead else None
        coming = Incoming(span, self._lines.gaps, before)
        self._reading.submit(coming.read, self._lines, self._job)
        self.ahead.append((coming, self._copying.submit(self._copy, coming, marked)))

    def _copy(self, coming: Incoming, marked: str) -> Counts:
        writer = self._free.get()
        coming.seat = self._seats.get(id(writer))
        try:
            return write_lines(writer, coming, marked)
        finally:
            self._seats[id(writer)] = coming.seat
            coming.end()
            self._free.put(writer)

    def __enter__(self) -> Lanes:
        return self

    def leave(self) -> list[Copying]:
        """Nobody wants what is not whole; all have ended when this returns."""
        left = list(self.ahead)
        for coming, _ in left:
            coming.leave()
        while wait([copying for _, copying in left], GRACE).not_done:  # for a lock, perhaps
            for writer in self._writers:
                writer.connection.interrupt()
        self.ahead.clear()
        return left

    def __exit__(self, *_: object) -> None:
        self.leave()
        self._reading.shutdown()
        self._copying.shutdown()
