"""Ranges of a first load copied straight into the target, while the rows behind them are read.

Invariant: only bare copies go this way, so that the target's own input and constraints judge each
row as the diff would; a range of which they refuse a row is staged and judged row by row instead.
"""

from __future__ import annotations

import hashlib
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from migrate_tui.engine.aside import PRIMARY, put_back, set_primary_aside, unproven
from migrate_tui.engine.databases.catalogue import Column
from migrate_tui.engine.databases.failures import REFUSED, UNREADABLE
from migrate_tui.engine.databases.loads import takes_lines
from migrate_tui.engine.databases.reading import Lines, Unlike
from migrate_tui.engine.events import Event
from migrate_tui.engine.jobs import Job
from migrate_tui.engine.pipe import Pipe
from migrate_tui.engine.portion import Portion, write_lines
from migrate_tui.engine.ranges import Span
from migrate_tui.engine.waiting import Waiting
from migrate_tui.engine.write import Writer

if TYPE_CHECKING:
    from migrate_tui.engine.steps.migrate import Migration

PRINTED = "lines:"  # before a fingerprint that is one of lines
PATIENCE = 3  # ranges that may be refused before no more are tried
NOT_LINES: tuple[type[Exception], ...] = (Unlike, *UNREADABLE, *REFUSED)


@dataclass
class Reading:
    """A range that a thread reads: its blocks, then the number of its rows and its fingerprint."""

    span: Span
    gaps: tuple[int, ...]  # places of cells whose NULL is quoted
    pipe: Pipe = field(default_factory=Pipe)
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

    def blocks(self) -> Iterator[bytes]:
        """As they are read; to hash them is left to whoever takes them, who has the time."""
        seen = hashlib.blake2b(digest_size=16)
        for block in self.pipe:
            seen.update(block)
            yield block
        self.fingerprint = PRINTED + seen.hexdigest()

    def portion(self, marked: str) -> Portion:
        return Portion(None, self.span, marked, self.fingerprint, staged=self.rows)


def lines(job: Job) -> Lines | None:
    """The rows of a direct job as lines for its target; None where anything is worked out."""
    table, pairs = job.raws[0].table, written(job)
    return table.lines(pairs) if table is not None and pairs else None


def written(job: Job) -> list[tuple[str, Column]]:
    """The source's column for each of the target's; none where anything is worked out."""
    parsed = job.parsed
    if parsed.where or parsed.require or parsed.hidden:
        return []
    columns = (c for c in parsed.target.column_names if c in parsed.columns)
    pairs = [(parsed.columns[c].is_column, parsed.target_column(c)) for c in columns]
    known = [(source, column) for source, column in pairs if source is not None]
    return known if len(known) == len(pairs) else []


def printed(lines: Lines, job: Job, span: Span) -> str:
    """What a range of lines is known by."""
    seen = hashlib.blake2b(digest_size=16)
    for _, block in lines.between(span.low, span.high, job.direct):
        seen.update(block)
    return PRINTED + seen.hexdigest()


@dataclass
class Bulk:
    """The ranges of one direct job that meets an empty table."""

    migration: Migration
    job: Job
    lines: Lines
    writer: Writer
    refused: list[Span] = field(default_factory=list)

    def ranges(self, todo: Waiting, marked: str) -> Iterator[Event]:
        """Range by range; what was refused stands in the queue again when this ends."""
        if len(todo.ranges) > 1:
            set_primary_aside(self.migration.context, self.job)
        yield from self._loaded(todo, marked)
        yield from put_back(self.migration.context, PRIMARY)
        todo.ranges.extendleft(reversed(self.refused))

    def _loaded(self, todo: Waiting, marked: str) -> Iterator[Event]:
        ahead: deque[Reading] = deque()
        with ThreadPoolExecutor(1, "read") as pool:
            try:
                while self._read_on(pool, ahead, todo):
                    event = self._written(ahead[0], marked)
                    ahead.popleft().pipe.end()
                    if event is not None:
                        yield event
            finally:
                for left in ahead:
                    left.pipe.end()

    def _read_on(self, pool: Executor, ahead: deque[Reading], todo: Waiting) -> bool:
        """Keep a range being read behind the one to be written; whether there is one of these."""
        while len(ahead) < 2 and len(self.refused) < PATIENCE:
            if (span := todo.next()) is None:
                break
            ahead.append(Reading(span, self.lines.gaps))
            pool.submit(ahead[-1].read, self.lines, self.job)
        return bool(ahead)

    def _written(self, reading: Reading, marked: str) -> Event | None:
        started = time.monotonic()
        try:
            found = write_lines(self.writer, reading, marked)
        except Exception as error:
            if not isinstance(error, NOT_LINES) and not self.writer.connection.transient(error):
                raise
            self.refused.append(reading.span)
            return None
        return self.migration.done(self.job, reading.span, found, time.monotonic() - started)


def bulk(migration: Migration, job: Job, lines: Lines | None) -> Bulk | None:
    """Where the job's lines may go straight into its table, which this run met empty."""
    context, target = migration.context, job.parsed.target
    if lines is None or unproven(context, job) or not takes_lines(migration.connection, target):
        return None
    return Bulk(migration, job, lines, migration.writer(job, True))
