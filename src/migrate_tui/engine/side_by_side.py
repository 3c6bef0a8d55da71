"""Verify's first look at ranges of a first load: digests of the source's columns beside those of
what the target prints, which it does while the source is read.

Invariant: it only says that no row of a range differs; what it doubts is compared by the diff.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator, Mapping
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, field

from migrate_tui.engine.bulk import NOT_LINES, PATIENCE, written
from migrate_tui.engine.compared import Same
from migrate_tui.engine.databases.base import Row
from migrate_tui.engine.databases.printing import Columns, Digests, printed
from migrate_tui.engine.databases.reading import Values
from migrate_tui.engine.databases.spelled import Moments
from migrate_tui.engine.events import Counts
from migrate_tui.engine.jobs import Job
from migrate_tui.engine.ranges import Span
from migrate_tui.engine.work import Work

AHEAD = 2  # ranges that the target may print before they are compared
UNLIKE: tuple[type[Exception], ...] = (*NOT_LINES, TypeError)


@dataclass
class SideBySide:
    """The ranges of one job, in their order; `doubted` are those that are not known to be same."""

    work: Work
    job: Job
    values: Values
    places: Mapping[Span, str]
    doubted: list[Span] = field(default_factory=list)

    def look(self) -> Iterator[Same]:
        """Ends early where too much is in doubt: the rest is then too."""
        spans, asked = deque(self.places), deque[Future[Row | None]]()
        with ThreadPoolExecutor(1, "print") as pool:
            try:
                while spans and len(self.doubted) < PATIENCE:
                    self._ask(pool, spans, asked)
                    same = self._compare(spans[0], asked.popleft())
                    span = spans.popleft()
                    if same is None:
                        self.doubted.append(span)
                    else:
                        yield same
            finally:
                pool.shutdown(cancel_futures=True)
        self.doubted += spans

    def _ask(self, pool: Executor, spans: deque[Span], asked: deque[Future[Row | None]]) -> None:
        for span in list(spans)[len(asked) : AHEAD]:
            asked.append(pool.submit(self._printed, self.places[span]))

    def _printed(self, place: str) -> Row | None:
        target = self.job.parsed.target
        return printed(self.work.connection, target, columns_of(self.job, self.values), place)

    def _compare(self, span: Span, theirs: Future[Row | None]) -> Same | None:
        started = time.monotonic()
        ours = Digests(self.values.spellings)
        try:
            self.values.between(span.low, span.high, self.job.direct, ours.take)
        except UNLIKE:
            return None
        if theirs.result() != ours.found():
            return None
        return Same(span, Counts(read=ours.rows, unchanged=ours.rows), time.monotonic() - started)


def columns_of(job: Job, values: Values) -> Columns:
    """The columns of the target, and how each is spelled."""
    return [(column, one) for (_, column), one in zip(written(job), values.spellings, strict=True)]


def side_by_side(work: Work, job: Job, places: Mapping[Span, str]) -> SideBySide | None:
    """Where every column of the job can be printed as the source's is spelled."""
    pairs, table = written(job), job.raws[0].table
    if not places or not pairs or table is None or work.connection.kind != "postgresql":
        return None
    values = table.values(pairs)
    if values is None:
        return None
    if any(isinstance(one, Moments) and one.mark for one in values.spellings) and not in_utc(work):
        return None
    return SideBySide(work, job, values, places)


def in_utc(work: Work) -> bool:
    return bool(work.connection.execute("show timezone")[0][0] == "UTC")
