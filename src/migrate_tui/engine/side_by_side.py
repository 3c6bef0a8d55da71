"""Verify's first look at ranges of a first load: the source's lines beside those that the target
prints.

Invariant: it only says that no row of a range differs; what it doubts is compared by the diff.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from migrate_tui.engine.bulk import NOT_LINES, PATIENCE, lines, written
from migrate_tui.engine.compared import Same
from migrate_tui.engine.databases.printing import Columns, printed, prints
from migrate_tui.engine.databases.reading import Blocks, Lines
from migrate_tui.engine.events import Counts
from migrate_tui.engine.jobs import Job
from migrate_tui.engine.ranges import Span
from migrate_tui.engine.work import Work


@dataclass
class SideBySide:
    """The ranges of one job, in their order; `doubted` are those that are not known to be same."""

    work: Work
    job: Job
    lines: Lines
    columns: Columns
    places: Mapping[Span, str]
    spans: deque[Span]
    doubted: list[Span] = field(default_factory=list)

    def look(self) -> Iterator[Same]:
        """Ends early where too much is in doubt: the rest is then too."""
        while self.spans and len(self.doubted) < PATIENCE:
            if (same := self._compare(self.spans.popleft())) is not None:
                yield same
        self.doubted += self.spans

    def _compare(self, span: Span) -> Same | None:
        """On one thread: with two, Python would hand over after each row, and wait."""
        started = time.monotonic()
        place, target = self.places[span], self.job.parsed.target
        theirs = printed(self.work.connection, target, self.columns, place)
        try:
            rows = same_rows(self.lines.between(span.low, span.high, self.job.direct), theirs)
        except NOT_LINES:
            rows = None
        deque(theirs, maxlen=0)  # a COPY that is broken off would end the snapshot
        if rows is None:
            self.doubted.append(span)
            return None
        return Same(span, Counts(read=rows, unchanged=rows), time.monotonic() - started)


def same_rows(ours: Blocks, theirs: Iterator[memoryview]) -> int | None:
    """The number of rows, where both have the same, byte by byte; theirs come one by one."""
    rows = 0
    for number, block in ours:
        if b"".join(islice(theirs, number)) != block:
            return None
        rows += number
    return rows if next(theirs, None) is None else None


def columns_of(job: Job, read: Lines) -> Columns:
    """The target's column and the source's cell of each place of a line."""
    return [(column, one) for (_, column), one in zip(written(job), read.cells, strict=True)]


def side_by_side(work: Work, job: Job, places: Mapping[Span, str]) -> SideBySide | None:
    """Where every row of the job can be printed as it is read."""
    read = lines(job) if places else None
    if read is None:
        return None
    columns = columns_of(job, read)
    if not prints(work.connection, columns):
        return None
    return SideBySide(work, job, read, columns, places, deque(places))
