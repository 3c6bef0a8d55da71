"""Ranges of a direct job in turns: one is staged while the one before it is written.

Invariant: a range is staged by the connection that writes it, and writes keep the order of the key.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from migrate_tui.engine import fingerprint
from migrate_tui.engine.at_source import BATCH, lines_between, rows_between
from migrate_tui.engine.databases import temporary
from migrate_tui.engine.databases.base import Row
from migrate_tui.engine.databases.failures import refused
from migrate_tui.engine.databases.reading import Blocks
from migrate_tui.engine.events import Counts, Event
from migrate_tui.engine.fingerprint import Fingerprint
from migrate_tui.engine.jobs import Job
from migrate_tui.engine.portion import Portion, write_guarded, write_plain
from migrate_tui.engine.ranges import Span
from migrate_tui.engine.waiting import Waiting
from migrate_tui.engine.work import Work
from migrate_tui.engine.write import Rows, Writer

if TYPE_CHECKING:
    from migrate_tui.engine.steps.migrate import Migration


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


@dataclass(frozen=True)
class Turns:
    """The ranges of one job that have to be judged row by row."""

    migration: Migration
    job: Job

    def ranges(self, todo: Waiting, marked: str) -> Iterator[Event]:
        """Each lane is staged while the other is written; writes keep the order of the key."""
        lanes = self._lanes(todo.header.first_load)
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
        filtered = lane.work.count_filtered(staged.job)
        doomed = partial(fingerprint.doomed_as_staged, lane.work, self.job)
        return Portion(rows, span, marked, staged.fingerprint, filtered, staged.rows, doomed)
