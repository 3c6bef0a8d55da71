"""A range of lines that one thread reads and another copies, when its turn comes.

Invariant: ranges are copied in their order, one at a time, and the rows of each lie in it too.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from migrate_tui.engine.databases.reading import Lines
from migrate_tui.engine.jobs import Job
from migrate_tui.engine.pipe import Pipe
from migrate_tui.engine.portion import Portion
from migrate_tui.engine.ranges import Span

PRINTED = "lines:"  # before a fingerprint that is one of lines


class Left(Exception):
    """Nobody waits for the range any more: it is not to be kept."""


@dataclass
class Incoming:
    """A range as it comes: its blocks, then the number of its rows and its fingerprint."""

    span: Span
    gaps: tuple[int, ...]  # places of cells whose NULL is quoted
    before: threading.Event | None = None  # set when the range before it lies in the table
    seat: str | None = None  # the last place that its connection has written to
    pipe: Pipe = field(default_factory=Pipe)
    copied: threading.Event = field(default_factory=threading.Event)
    began: float = field(default_factory=time.monotonic)
    left: bool = False
    rows: int = 0
    fingerprint: str = ""

    def read(self, lines: Lines, job: Job) -> None:
        """Raises nothing: whoever takes the blocks is told."""
        try:
            for number, block in lines.between(self.span.low, self.span.high, job.direct):
                self.rows += number
                if not self.pipe.put(block):
                    return
            self.pipe.end()
        except BaseException as error:
            self.pipe.end(error)

    def begin(self) -> None:
        if self.before is not None:
            self.before.wait()
        if self.left:
            raise Left("the range was left before its turn came")
        self.began = time.monotonic()

    def pass_on(self) -> None:
        self.copied.set()

    def blocks(self) -> Iterator[bytes]:
        """As they are read; to hash them is left to whoever takes them, who has the time."""
        seen = hashlib.sha256()
        for block in self.pipe:
            seen.update(block)
            yield block
        self.fingerprint = _print(seen)

    def portion(self, marked: str) -> Portion:
        return Portion(None, self.span, marked, self.fingerprint, staged=self.rows)

    def leave(self) -> None:
        """Whoever copies it is told that nobody wants it; nothing where all of it was taken."""
        self.left = True
        self.pipe.end(Left("the range was left"))

    def end(self) -> None:
        """Nobody takes its blocks any more, and nobody waits for it."""
        self.pipe.end()
        self.pass_on()


def printed(lines: Lines, job: Job, span: Span) -> str:
    """What a range of lines is known by."""
    seen = hashlib.sha256()
    for _, block in lines.between(span.low, span.high, job.direct):
        seen.update(block)
    return _print(seen)


def _print(seen: hashlib._Hash) -> str:
    return PRINTED + seen.hexdigest()[:32]
