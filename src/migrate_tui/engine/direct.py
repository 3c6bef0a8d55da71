"""Jobs cut at the source: one range is staged while the one before it is written."""

from __future__ import annotations

import contextlib
import itertools
import marshal
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING

from migrate_tui.engine import bulk, fingerprint, incoming
from migrate_tui.engine.databases import temporary
from migrate_tui.engine.databases.base import Row
from migrate_tui.engine.databases.failures import refused, unreadable
from migrate_tui.engine.databases.reading import Blocks, Lines, TableReader
from migrate_tui.engine.events import Counts, Event
from migrate_tui.engine.fingerprint import Fingerprint
from migrate_tui.engine.jobs import Job
from migrate_tui.engine.ledger import Header, RangeRow, standing
from migrate_tui.engine.portion import (
    SETTLED,
    Portion,
    is_settled,
    write_guarded,
    write_plain,
)
from migrate_tui.engine.ranges import Span, source_spans
from migrate_tui.engine.unchanged import footing, stands
from migrate_tui.engine.waiting import Waiting
from migrate_tui.engine.work import Work
from migrate_tui.engine.write import Rows, Writer

if TYPE_CHECKING:
    from migrate_tui.engine.steps.migrate import Migration

RANGE_BYTES = 16 << 20
RANGE_ROWS = 50_000
BATCH = 2000


@dataclass(frozen=True)
class Lane:
    """One of the two connections that take turns, with the job compiled for it."""

    work: Work
    writer: Writer


@dataclass(frozen=True)
class Staged:
    job: Job  # as the rows are staged
    rows: int
    fingerprint: str


Turn = tuple[Lane, Span, Future[Staged]]


@dataclass
class Direct:
    """The ranges of one direct job."""

    migration: Migration
    job: Job

    def ranges(self) -> Iterator[Event]:
        migration, job = self.migration, self.job
        found = footing(migration.work, migration.ledger, job)
        marked, known = found.marked, {r.low: r for r in found.known}
        if stands(migration.work, migration.ledger, found):
            yield from migration.skip(job, found.known)
            return
        header = migration.ledger.header(migration.context.run, job.ledger_name)
        intact = self._intact(known)
        if header is None or not is_sound(self.job, header):
            cuts = self._remembered() or tuple(self._cut(None, None))
            header = migration.open(job, header, found.seen, marked, cuts)
            intact = intact and {s.label for s in source_spans(cuts)} >= known.keys()
        waiting = migration.waiting(job, header, self._cut)
        yield from self._write_all(waiting, known if intact else {}, marked)
        with migration.connection.transaction():
            lows = [s.label for s in source_spans(waiting.header.bounds)]
            migration.ledger.close_mapping(migration.context.run, job.ledger_name, lows)

    def _intact(self, known: dict[str, RangeRow]) -> bool:
        """Whether ledger rows may be trusted: the target rows are as they were left."""
        if self.migration.context.options.recheck or not known:
            return False
        return fingerprint.untouched(self.migration.work, self.job, list(known.values()))

    def _remembered(self) -> tuple[str, ...] | None:
        """The cut of the last run, so that new rows change one range and not all."""
        name = self.job.ledger_name
        last = self.migration.ledger.last_header(name)
        if last is None or last.status != "done" or self.job.parsed.hides_key:
            return None
        return last.bounds if is_sound(self.job, last) else None

    def _cut(self, low: str | None, high: str | None) -> list[str]:
        if self.job.parsed.hides_key:
            return []
        context = self.migration.context
        asked = context.steering.rows or context.options.batch_size
        return source_of(self.job).cut(
            self.job.direct, asked or rows_per_range(self.job), low, high
        )

    def _write_all(
        self, waiting: Waiting, known: dict[str, RangeRow], marked: str
    ) -> Iterator[Event]:
        migration = self.migration
        if any(row.counts.rejected for row in known.values()):
            with migration.connection.transaction():
                migration.ledger.met_again(self.job.ledger_name, migration.context.run)
        for span in source_spans(waiting.header.bounds):
            row = self._standing(span, known.get(span.label), marked)
            if row is None:
                waiting.ranges.append(span)
            else:
                yield self._skipped(span, row)
        loading = self._bulk() if waiting.ranges and waiting.header.first_load else None
        if loading is not None:
            yield from loading.ranges(waiting, marked)
        if waiting.ranges:
            yield from migration.meanwhile.ended(migration.connection)
            yield from self._in_turns(self._lanes(waiting.header.first_load), waiting, marked)

    def _in_turns(self, lanes: list[Lane], todo: Waiting, marked: str) -> Iterator[Event]:
        """Each lane is staged while the other is written; writes keep the order of the key."""
        turns = itertools.cycle(lanes)
        try:
            with ThreadPoolExecutor(1, "stage") as pool:
                turn = self._begin(pool, next(turns), todo)
                while turn is not None:
                    lane, span, staging = turn
                    staged = staging.result()  # until the next one begins the source is ours
                    turn = self._begin(pool, next(turns), todo)
                    yield self._write(lane, span, staged, marked)
        finally:
            lanes[1].work.connection.close()

    def _begin(self, pool: Executor, lane: Lane, todo: Waiting) -> Turn | None:
        span = todo.next()
        return (lane, span, pool.submit(self._stage, lane, span)) if span else None

    def _lanes(self, first_load: bool) -> list[Lane]:
        migration = self.migration
        first = Lane(migration.work, migration.writer(self.job, first_load))
        other = migration.context.target_database.open()
        work = Work(migration.context, other, {self.job.name: self.job}, family=migration.work.jobs)
        work.prepare()
        return [first, Lane(work, migration.writer(self.job, first_load, work))]

    def _standing(self, span: Span, row: RangeRow | None, marked: str) -> RangeRow | None:
        """The ledger row of a range that needs nothing: same rows, same mapping; what the target
        refused another run is tried again."""
        if row is None or row.digest != marked:
            return None
        ours = row.run == self.migration.context.run
        if row.counts.rejected and not ours and not is_settled(row.fingerprint):
            return None
        seen = row.fingerprint.removeprefix(SETTLED)
        return row if self._read_fingerprint(span, seen) == seen else None

    def _skipped(self, span: Span, row: RangeRow) -> Event:
        ours = row.run == self.migration.context.run
        found = row.counts if ours else standing(row.counts)
        return self.migration.done(self.job, span, found, 0.0, skipped=True)

    def _bulk(self) -> bulk.Bulk | None:
        return bulk.bulk(self.migration, self.job, self.lines)

    @cached_property
    def lines(self) -> Lines | None:
        return bulk.lines(self.job)

    def _read_fingerprint(self, span: Span, before: str) -> str:
        """As it was made before: over lines, or over rows."""
        if before.startswith(incoming.PRINTED):
            try:
                return incoming.printed(self.lines, self.job, span) if self.lines else ""
            except bulk.not_lines():
                return ""
        printed = Fingerprint()
        lines = lines_between(self.job, span) if before.startswith(fingerprint.STAGED) else None
        if lines is not None:
            deque(printed.over(lines), maxlen=0)
        else:
            self._print(printed, span)
        return printed.hex()

    def _print(self, printed: Fingerprint, span: Span) -> None:
        """Over the rows as they were staged: looked at one by one where one cannot be read."""
        for checked in (False, True):
            rows = rows_between(self.job, span, BATCH, checked=checked)
            printed.reset()
            with contextlib.suppress(*(() if checked else unreadable())):
                deque(printed.through(rows), maxlen=0)
                return

    def _stage(self, lane: Lane, span: Span) -> Staged:
        """Fill the lane's raw table with the range; TEMP does not outlive the session."""
        printed = Fingerprint()
        for one in (self.job, self.job.quick):
            if one is not None:
                temporary.empty(lane.work.connection, one.raws[0].name)

        def lines(one: Job) -> Blocks | None:
            found = lines_between(one, span)
            return None if found is None else printed.over(found)

        def batches(one: Job, checked: bool) -> Iterator[list[Row]]:
            printed.reset()
            return printed.through(rows_between(one, span, BATCH, checked=checked))

        with lane.work.connection.transaction():
            job, sent = lane.work.stage(self.job, batches, lines)
        return Staged(job, sent, printed.hex())

    def _write(self, lane: Lane, span: Span, staged: Staged, marked: str) -> Event:
        started = time.monotonic()
        found: Counts | None = None
        if staged.job.raws[0].name not in lane.work.mixed:
            try:
                found = write_plain(lane.writer, self._portion(lane, span, staged, marked, False))
            except refused():
                lane.work.mixed.add(staged.job.raws[0].name)
        if found is None:
            found = write_guarded(lane.writer, self._portion(lane, span, staged, marked, True))
        return self.migration.done(self.job, span, found, time.monotonic() - started)

    def _portion(
        self, lane: Lane, span: Span, staged: Staged, marked: str, guarded: bool
    ) -> Portion:
        wanted = lane.work.compile(staged.job, guarded=guarded)
        rows = Rows(wanted.select, wanted.labels)
        filtered = count_filtered(lane.work, staged.job)
        doomed = partial(fingerprint.doomed_as_staged, lane.work, self.job)
        return Portion(rows, span, marked, staged.fingerprint, filtered, staged.rows, doomed)


def source_of(job: Job) -> TableReader:
    """The one table that a direct job reads."""
    reader = job.raws[0].table
    assert reader is not None
    return reader


def is_sound(job: Job, header: Header) -> bool:
    """The bounds are as they were written, and still in the source's order."""
    return not header.damaged and source_of(job).ascending(job.direct, header.bounds)


def rows_between(job: Job, span: Span, size: int, *, checked: bool) -> Iterator[list[Row]]:
    return source_of(job).between(span.low, span.high, job.direct, size, checked=checked)


def lines_between(job: Job, span: Span) -> Blocks | None:
    """The same rows as lines of their staged columns, where they can be spelled so."""
    lines = source_of(job).staged_lines()
    return None if lines is None else lines.between(span.low, span.high, job.direct)


def cut_source(job: Job, size: int) -> list[str]:
    return [] if job.parsed.hides_key else source_of(job).cut(job.direct, size)


def rows_per_range(job: Job) -> int:
    """As many rows as make about 16 MB, judged by the first thousand, or fewer that make that."""
    count = weight = 0
    for rows in source_of(job).between(None, None, job.direct, 1000, checked=True, limit=1000):
        count += len(rows)
        weight += sum(len(marshal.dumps(row, 2)) for row in rows)
        if weight > RANGE_BYTES:
            break
    each = weight // max(count, 1)
    return max(1, min(RANGE_ROWS, RANGE_BYTES // max(each, 1)))


def count_filtered(work: Work, job: Job) -> int:
    if job.parsed.where is None:
        return 0
    query = work.sifted(job).filtered_out()
    return int(work.connection.execute(query)[0][0])
