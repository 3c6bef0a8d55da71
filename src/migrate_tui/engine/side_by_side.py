"""Verify's first look at ranges of a first load: digests of the source's columns beside those of
what the target prints, which it does while the source is read.

Invariant: it only says that no row of a range differs; what it doubts is compared by the diff.
"""

from __future__ import annotations

import contextlib
import time
from collections import deque
from collections.abc import Iterator, Mapping
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice

from migrate_tui.engine.bulk import PATIENCE, not_lines, written
from migrate_tui.engine.compared import Same
from migrate_tui.engine.databases.digests import Digests, Pair
from migrate_tui.engine.databases.printing import Printed, is_short
from migrate_tui.engine.events import Counts
from migrate_tui.engine.jobs import Job
from migrate_tui.engine.laid import Place
from migrate_tui.engine.ranges import Span
from migrate_tui.engine.ways import Comparable
from migrate_tui.engine.work import Work

AHEAD = 2  # ranges that the target may print before they are compared
PAGES = 8192  # of a range, in which values that are not kept apart take little memory


@dataclass
class Reading:
    """One range: what the target prints of it, and what was read of the source."""

    span: Span
    is_sorted: bool
    theirs: Future[Printed | None]
    ours: Digests | None = None
    answers: dict[int, Future[Pair | None]] = field(default_factory=dict)
    seconds: float = 0.0

    def same(self) -> Same:
        rows = self.ours.rows if self.ours is not None else 0
        return Same(self.span, Counts(read=rows, unchanged=rows), self.seconds)

    def differs(self) -> set[int] | None:
        """The places of columns that are not the same; None where nothing is known of them."""
        theirs, answers = self.theirs.result(), {n: a.result() for n, a in self.answers.items()}
        if self.ours is None or theirs is None or theirs.rows != self.ours.rows:
            return None
        known = {place: pair for place, pair in answers.items() if pair is not None}
        if len(known) < len(answers):
            return None
        pairs = zip(self.ours.pairs(known), theirs.pairs, strict=True)
        return {place for place, (our, their) in enumerate(pairs) if our != their}


@dataclass
class SideBySide:
    """The ranges of one job, in their order; `doubted` are those that are not known to be same."""

    both: Comparable
    places: Mapping[Span, Place]
    doubted: list[Span] = field(default_factory=list)

    def look(self) -> Iterator[Same]:
        """Ends early where too much is in doubt: the rest is then too."""
        waiting = deque(self.places)
        with contextlib.suppress(*not_lines(), TypeError):
            self.both.choose(waiting[0], self.places[waiting[0]].words)
        with ThreadPoolExecutor(1, "print") as pool:
            try:
                for reading in self._readings(pool, waiting):
                    if self._is_same(pool, reading):
                        yield reading.same()
                    else:
                        self.doubted.append(reading.span)
            finally:
                pool.shutdown(cancel_futures=True)
        self.doubted += waiting

    def _readings(self, pool: Executor, waiting: deque[Span]) -> Iterator[Reading]:
        """Each of them while the one behind it is read already."""
        asked, before = deque[Reading](), None
        while waiting and len(self.doubted) < PATIENCE:
            for span in islice(waiting, len(asked), AHEAD):
                asked.append(self._asked(pool, span))
            reading = asked.popleft()
            self._read(pool, reading)
            waiting.popleft()
            if before is not None:
                yield before
            before = reading
        if before is not None:
            yield before

    def _asked(self, pool: Executor, span: Span) -> Reading:
        is_sorted, place = self.both.is_sorted, self.places[span]
        theirs = pool.submit(self.both.ask, place.words, is_sorted=is_sorted)
        return Reading(span, is_sorted, theirs)

    def _read(self, pool: Executor, reading: Reading) -> None:
        started = time.monotonic()
        reading.ours = None
        with contextlib.suppress(*not_lines(), TypeError):
            ours = self.both.read(reading.span, is_sorted=reading.is_sorted)
            handed, ask = ours.handed(), self.both.respelled
            reading.answers = {n: pool.submit(ask, n, text) for n, text in handed.items()}
            reading.ours = ours
        reading.seconds += time.monotonic() - started

    def _is_same(self, pool: Executor, reading: Reading) -> bool:
        while differs := reading.differs():
            if not self._again(pool, reading, differs):
                return False
        return differs is not None

    def _again(self, pool: Executor, reading: Reading, differs: set[int]) -> bool:
        """In another way, where that may help; the ranges behind it are compared so as well."""
        both = self.both
        if differs <= both.reprinted - reading.answers.keys():
            both.handed |= differs
        elif both.can_sort and not reading.is_sorted and differs & set(both.key):
            both.is_sorted = reading.is_sorted = True
            reading.theirs = self._asked(pool, reading.span).theirs
        else:
            return False
        self._read(pool, reading)
        return True


def side_by_side(work: Work, job: Job, places: Mapping[Span, Place]) -> SideBySide | None:
    """Where every column of the job can be printed as the source's is spelled."""
    both = comparable(work, job) if places else None
    if both is None:
        return None
    if max(place.pages for place in places.values()) <= PAGES and is_short(*both.target):
        both.values = both.values.shortly()
    return SideBySide(both, places)


def comparable(work: Work, job: Job) -> Comparable | None:
    pairs, table = written(job), job.raws[0].table
    if not pairs or table is None or work.connection.kind != "postgresql":
        return None
    values = table.values(pairs)
    if values is None:
        return None
    if any(one.in_utc for one in values.spellings) and not in_utc(work):
        return None
    columns = [one.column for one in pairs]
    names = [column.name for column in columns]
    key = [names.index(name) for name in job.parsed.key]
    return Comparable(work.connection, job.parsed.target, columns, values, job.direct, key)


def in_utc(work: Work) -> bool:
    return bool(work.connection.execute("show timezone")[0][0] == "UTC")
