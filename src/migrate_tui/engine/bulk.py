"""Ranges of a first load copied straight into the target, while the rows behind them are read.

Invariant: only bare copies go this way, so that the target's own input and constraints judge each
row as the diff would; a range of which they refuse a row is staged and judged row by row instead.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from migrate_tui.engine.aside import PRIMARY, put_back, set_primary_aside, unproven
from migrate_tui.engine.databases.catalogue import Column, Table
from migrate_tui.engine.databases.failures import Kinds, refused, unreadable
from migrate_tui.engine.databases.loads import takes_lines
from migrate_tui.engine.databases.reading import Copy, Lines, Unlike
from migrate_tui.engine.diff.copied import counted
from migrate_tui.engine.events import Counts, Event
from migrate_tui.engine.expressions import Expression
from migrate_tui.engine.incoming import Incoming
from migrate_tui.engine.jobs import Job
from migrate_tui.engine.lanes import AHEAD, Lanes
from migrate_tui.engine.meanwhile import spare
from migrate_tui.engine.ranges import Span
from migrate_tui.engine.waiting import Waiting
from migrate_tui.engine.work import Work
from migrate_tui.engine.write import Writer

if TYPE_CHECKING:
    from migrate_tui.engine.steps.migrate import Migration

PATIENCE = 3  # ranges that may be refused before no more are tried


def not_lines() -> Kinds:
    return (Unlike, *unreadable(), *refused())


def lines(job: Job) -> Lines | None:
    """The rows of a direct job as lines for its target; None where more than moments is worked
    out."""
    table, pairs = job.raws[0].table, written(job)
    return table.lines(pairs) if table is not None and pairs else None


def written(job: Job) -> list[Copy]:
    """The source's column for each of the target's; none where more than that is worked out."""
    parsed = job.parsed
    if parsed.where or parsed.require or parsed.hidden:
        return []
    columns = (c for c in parsed.target.column_names if c in parsed.columns)
    found = [_copy(parsed.columns[c], parsed.target_column(c)) for c in columns]
    known = [one for one in found if one is not None]
    return known if len(known) == len(found) else []


def _copy(value: Expression, column: Column) -> Copy | None:
    if value.is_column is not None:
        return Copy(value.is_column, column)
    of = counted(value)
    return None if of is None else Copy(of[0], column, of[1])


@dataclass
class Bulk:
    """The ranges of one direct job that meets an empty table."""

    migration: Migration
    job: Job
    lines: Lines
    refused: list[Span] = field(default_factory=list)

    def ranges(self, todo: Waiting, marked: str) -> Iterator[Event]:
        """Range by range; what was refused stands in the queue again when this ends."""
        if len(todo.ranges) > 1:
            set_primary_aside(self.migration.context, self.job)
        with self._lanes(len(todo.ranges)) as writers:
            yield from self._loaded(Lanes(self.lines, self.job, writers), todo, marked)
        if self.refused:  # these are looked for by the key
            yield from put_back(self.migration.context, PRIMARY)
            todo.ranges.extendleft(reversed(self.refused))
        else:
            yield from self.migration.filled(self.job)

    @contextlib.contextmanager
    def _lanes(self, ranges: int) -> Iterator[list[Writer]]:
        """A writer; with several ranges another one, on a connection of its own."""
        migration, job = self.migration, self.job
        first = migration.writer(job, True)
        if ranges < 2:
            yield [first]
            return
        with spare(migration.context.target_database) as other:
            if other is None:
                yield [first]
                return
            work = Work(migration.context, other, {job.name: job}, family=migration.work.jobs)
            yield [first, migration.writer(job, True, work)]

    def _loaded(self, lanes: Lanes, todo: Waiting, marked: str) -> Iterator[Event]:
        with lanes, self.migration.context.steering.settling(lanes.settle):
            while self._go_on(lanes, todo, marked):
                event = self._written(*lanes.ahead[0])
                lanes.ahead.popleft()
                if event is not None:
                    try:
                        yield event
                    except Exception:
                        yield from self._kept(lanes)
                        raise

    def _kept(self, lanes: Lanes) -> Iterator[Event]:
        """Ranges that are whole when the run is stopped: they stay, and are told."""
        for coming, copying in lanes.leave():
            if copying.exception() is None:
                with contextlib.suppress(Exception):  # the first one is raised when all are told
                    yield self._done(coming, copying.result())

    def _go_on(self, lanes: Lanes, todo: Waiting, marked: str) -> bool:
        """Keep ranges at work behind the one that is waited for; whether there is one of these.
        They are cut anew by the connection on which the last of them may still be at work."""
        alone = self.migration.context.steering.paced or _refers_to_itself(self.job.parsed.target)
        while not lanes.holds(1 if alone else AHEAD) and len(self.refused) < PATIENCE:
            if lanes.ahead and todo.outgrown:
                break
            if (span := todo.next()) is None:
                break
            lanes.begin(span, marked)
        return bool(lanes.ahead)

    def _written(self, coming: Incoming, copying: Future[Counts]) -> Event | None:
        try:
            found = copying.result()
        except Exception as error:
            if not isinstance(error, not_lines()) and not self.migration.connection.transient(
                error
            ):
                raise
            self.refused.append(coming.span)
            return None
        return self._done(coming, found)

    def _done(self, coming: Incoming, found: Counts) -> Event:
        return self.migration.done(self.job, coming.span, found, time.monotonic() - coming.began)


def _refers_to_itself(table: Table) -> bool:
    """A row is then refused where the one that it refers to is not committed yet."""
    return any(key.parent == table.name for key in table.foreign_keys)


def bulk(migration: Migration, job: Job, lines: Lines | None) -> Bulk | None:
    """Where the job's lines may go straight into its table, which this run met empty."""
    context, target = migration.context, job.parsed.target
    if lines is None or unproven(context, job) or not takes_lines(migration.connection, target):
        return None
    return Bulk(migration, job, lines)
