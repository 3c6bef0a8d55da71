"""Migrate's way with a mapping whose relation is worked out whole, then cut by its target's key.

Invariant: a range that this run has written already is told, and not written again.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import sqlalchemy as sa

from migrate_tui.engine import entwine, fingerprint, unchanged
from migrate_tui.engine.diff.relation import SOURCE_KEY
from migrate_tui.engine.diff.wanted import REJECT, SOURCE
from migrate_tui.engine.events import Counts, Event
from migrate_tui.engine.jobs import Job
from migrate_tui.engine.ledger import Header, RangeRow
from migrate_tui.engine.portion import Portion, write
from migrate_tui.engine.ranges import Span, bounds, spans
from migrate_tui.engine.sound import is_sound
from migrate_tui.engine.sql import temporary
from migrate_tui.engine.waiting import Waiting
from migrate_tui.engine.write import Rows

if TYPE_CHECKING:
    from migrate_tui.engine.steps.migrate import Migration

ROWS_PER_RANGE = {"postgresql": 20_000, "sqlite": 5_000}


@dataclass(frozen=True)
class Gathered:
    """One job of a migration."""

    migration: Migration
    job: Job

    def ranges(self) -> Iterator[Event]:
        migration, job = self.migration, self.job
        yield from migration.meanwhile.ended(migration.connection)
        with migration.reading():
            now = unchanged.footing(migration.work, migration.ledger, job)
            header = migration.ledger.header(migration.context.run, job.ledger_name)
            standing = unchanged.standing(migration.work, migration.ledger, now)
        if standing:
            yield from migration.skip(job, now.known)
            return
        with migration.gathering():
            migration.work.gather(job)
        cut = self._cut(header, now.seen, now.marked)
        if job.circle is not None:
            with migration.gathering():
                entwine.look_up(migration.work, job)
        yield from self._written(cut, now.known if cut is header else (), now.marked)

    def _written(self, cut: Header, known: Sequence[RangeRow], marked: str) -> Iterator[Event]:
        migration, job = self.migration, self.job
        writer = migration.writer(job, cut.first_load)
        done = {r.low: r for r in known if r.run == migration.context.run}
        waiting = migration.waiting(job, cut, self._bounds)
        for one in spans(cut.bounds):
            if one.label in done:
                yield migration.done(job, one, done[one.label].counts, 0.0, skipped=True)
            else:
                waiting.ranges.append(one)
        while (span := waiting.next()) is not None:
            started = time.monotonic()
            found = write(writer, self._portion(span, marked))
            self._mark(span, found)
            yield migration.done(job, span, found, time.monotonic() - started)
            migration.give_way()
        self._close(waiting)

    def _portion(self, span: Span, marked: str) -> Portion:
        work = self.migration.work
        filtered = work.filtered[self.job.name] if span.nulls else 0
        doomed = partial(fingerprint.doomed, work, self.job, span)
        rows = rows_of(self.migration, self.job, span)
        return Portion(rows, span, marked, "", filtered, doomed=doomed)

    def _close(self, waiting: Waiting) -> None:
        migration, job = self.migration, self.job
        migration.cuts[job.name] = waiting.header
        with migration.connection.transaction():
            lows = [s.label for s in spans(waiting.header.bounds)]
            migration.ledger.close_mapping(migration.context.run, job.ledger_name, lows)

    def _cut(self, header: Header | None, seen: str | None, marked: str) -> Header:
        """The ranges of this run: as they were cut when it began, if nothing moved since."""
        same = header is not None and (header.fingerprint, header.digest) == (seen, marked)
        if header is not None and same and is_sound(self.migration.connection, header, self.job):
            return header
        cuts = self._bounds(None, None)
        return self.migration.open(self.job, header, seen, marked, tuple(cuts))

    def _bounds(self, low: str | None, high: str | None) -> list[str]:
        migration, job = self.migration, self.job
        if job.parsed.hides_key:
            return []
        default = migration.context.options.batch_size or ROWS_PER_RANGE[migration.connection.kind]
        size = migration.context.steering.rows or default
        wanted = temporary(migration.work.kind, job.wanted, job.parsed.columns)
        key = [job.parsed.target_column(k) for k in job.parsed.key]
        here = Span(low, high).holds(wanted, job.parsed.key)
        return bounds(migration.connection, wanted, key, size, here)

    def _mark(self, span: Span, found: Counts) -> None:
        """What the range rejected is not there for queries over this mapping's wanted rows."""
        work, ledger, name = self.migration.work, self.migration.ledger, self.job.name
        if not found.rejected or not any(name in j.of for j in work.jobs.values()):
            return
        r = ledger.rejects
        columns = (
            r.c.source.label(SOURCE),
            r.c.source_key.label(SOURCE_KEY),
            r.c.reason.label(REJECT),
        )
        here = (r.c.plan == ledger.plan, r.c.scope == ledger.scope)
        rejected = sa.select(*columns).where(*here, r.c.mapping == name, r.c.low == span.label)
        with work.connection.transaction():
            work.mark(self.job, rejected.subquery("mt_rejected"))


def rows_of(migration: Migration, job: Job, span: Span) -> Rows:
    """The wanted rows of a range."""
    labels = migration.work.labels(job)
    wanted = temporary(migration.work.kind, job.wanted, labels)
    query = sa.select(wanted).where(span.holds(wanted, job.parsed.key))
    return Rows(query, labels)
