"""Migrate: every range written with its ledger row, or skipped because it is true already."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from functools import partial

import sqlalchemy as sa

from migrate_tui.engine import entwine, fingerprint, unchanged
from migrate_tui.engine.aside import put_back, set_aside, unproven
from migrate_tui.engine.building import build
from migrate_tui.engine.context import Context
from migrate_tui.engine.databases import sequences, state
from migrate_tui.engine.databases.base import Connection
from migrate_tui.engine.diff.compare import table_clause
from migrate_tui.engine.diff.owned import owned
from migrate_tui.engine.diff.relation import SOURCE_KEY
from migrate_tui.engine.diff.wanted import REJECT, SOURCE
from migrate_tui.engine.direct import Direct
from migrate_tui.engine.errors import LeaseHeld, TooManyRejects
from migrate_tui.engine.events import (
    Counts,
    Event,
    MappingFinished,
    MappingStarted,
    RangeDone,
)
from migrate_tui.engine.ground import refuse_unapproved
from migrate_tui.engine.jobs import Job
from migrate_tui.engine.ledger import Header, Ledger, RangeRow, standing
from migrate_tui.engine.meanwhile import Meanwhile, together
from migrate_tui.engine.mirror import mirror
from migrate_tui.engine.passing import passing
from migrate_tui.engine.portion import Portion, write
from migrate_tui.engine.ranges import Span, bounds, spans
from migrate_tui.engine.sound import is_sound
from migrate_tui.engine.sql import ONE, temporary
from migrate_tui.engine.steps.filled import filled, statistics
from migrate_tui.engine.steps.late import late
from migrate_tui.engine.steps.schema import after_load
from migrate_tui.engine.waiting import Waiting
from migrate_tui.engine.work import Work
from migrate_tui.engine.write import Rows, Writer

ROWS_PER_RANGE = {"postgresql": 20_000, "sqlite": 5_000}
PAUSE = 0.02  # seconds that a SQLite target is left to the application between two ranges


@dataclass
class Migration:
    """One pass over the jobs of a plan (its mappings, or its seeds)."""

    context: Context
    work: Work
    ledger: Ledger
    step: str
    meanwhile: Meanwhile
    cuts: dict[str, Header] = field(default_factory=dict)  # of the mappings that were not skipped
    analyzed: set[str] = field(default_factory=set)  # tables that nothing has been written to since

    @property
    def connection(self) -> Connection:
        return self.work.connection

    def run(self) -> Iterator[Event]:
        for job in self.work.jobs.values():
            if not self.context.options.only or job.name in self.context.options.only:
                yield from self.job(job)
                yield from late(self, job)
        yield from self.meanwhile.ended(self.connection)

    def job(self, job: Job) -> Iterator[Event]:
        started = time.monotonic()
        total = Counts()
        skipped = True

        def seen(event: Event) -> None:
            nonlocal total, skipped
            if isinstance(event, RangeDone):
                total += event.counts
                skipped = skipped and event.skipped
                self._budget(job, total.rejected, None)

        yield MappingStarted(job.name, job.into, job.sources, self.step, None)
        yield from passing(self._ranges(job), seen)
        seconds = time.monotonic() - started
        yield MappingFinished(job.name, job.into, self.step, total, seconds, skipped)
        self._budget(job, total.rejected, total.read)

    def _budget(self, job: Job, rejected: int, read: int | None) -> None:
        """A number is judged at once, a percentage when the mapping is done."""
        budget = self.context.plan.rejects
        at_once = isinstance(budget.max, int)
        if rejected and (at_once or read is not None) and budget.exceeded(rejected, read or 0):
            raise TooManyRejects(
                f"mapping {job.name}: {rejected} rows rejected, the plan allows {budget.max}",
                f"see `migrate-tui rejects {self.context.run}`; mend the rows or the plan, "
                "or raise rejects: max",
            )

    def _ranges(self, job: Job) -> Iterator[Event]:
        if job.direct:
            yield from Direct(self, job).ranges()
        else:
            yield from self._gathered(job)

    def filled(self, job: Job) -> Iterator[Event]:
        """All that this job has for its table lies in it."""
        yield from filled(self, job)

    # jobs whose relation is gathered once

    def _gathered(self, job: Job) -> Iterator[Event]:
        yield from self.meanwhile.ended(self.connection)
        with self.reading():
            now = unchanged.footing(self.work, self.ledger, job)
            seen, marked, known = now.seen, now.marked, now.known
            header = self.ledger.header(self.context.run, job.ledger_name)
            standing = unchanged.standing(self.work, self.ledger, now)
        if standing:
            yield from self.skip(job, known)
            return
        with self.gathering():
            self.work.gather(job)
        cut = self._cut(job, header, seen, marked)
        if job.circle is not None:
            with self.gathering():
                entwine.look_up(self.work, job)
        writer = self.writer(job, cut.first_load)
        done = {r.low: r for r in known if r.run == self.context.run} if cut is header else {}
        waiting = self.waiting(job, cut, partial(self._bounds, job))
        for one in spans(cut.bounds):
            if one.label in done:
                yield self.done(job, one, done[one.label].counts, 0.0, skipped=True)
            else:
                waiting.ranges.append(one)
        while (span := waiting.next()) is not None:
            filtered = self.work.filtered[job.name] if span.nulls else 0
            rows = self.rows(job, span)
            started = time.monotonic()
            doomed = partial(fingerprint.doomed, self.work, job, span)
            found = write(writer, Portion(rows, span, marked, "", filtered, doomed=doomed))
            self._mark(job, span, found)
            yield self.done(job, span, found, time.monotonic() - started)
            self.give_way()
        self.cuts[job.name] = waiting.header
        with self.connection.transaction():
            lows = [s.label for s in spans(waiting.header.bounds)]
            self.ledger.close_mapping(self.context.run, job.ledger_name, lows)

    def waiting(
        self, job: Job, header: Header, cut: Callable[[str | None, str | None], Sequence[str]]
    ) -> Waiting:
        steering = self.context.steering
        reopen = partial(self.reopen, job)
        return Waiting(header, lambda: steering.rows, cut, reopen, size=steering.rows)

    def _bounds(self, job: Job, low: str | None, high: str | None) -> list[str]:
        if job.parsed.hides_key:
            return []
        default = self.context.options.batch_size or ROWS_PER_RANGE[self.connection.kind]
        size = self.context.steering.rows or default
        wanted = temporary(self.work.kind, job.wanted, job.parsed.columns)
        key = [job.parsed.target_column(k) for k in job.parsed.key]
        here = Span(low, high).holds(wanted, job.parsed.key)
        return bounds(self.connection, wanted, key, size, here)

    def _mark(self, job: Job, span: Span, found: Counts) -> None:
        """What the range rejected is not there for queries over this mapping's wanted rows."""
        if not found.rejected or not any(job.name in j.of for j in self.work.jobs.values()):
            return
        r = self.ledger.rejects
        columns = (
            r.c.source.label(SOURCE),
            r.c.source_key.label(SOURCE_KEY),
            r.c.reason.label(REJECT),
        )
        here = (r.c.plan == self.ledger.plan, r.c.scope == self.ledger.scope)
        rejected = sa.select(*columns).where(*here, r.c.mapping == job.name, r.c.low == span.label)
        with self.connection.transaction():
            self.work.mark(job, rejected.subquery("mt_rejected"))

    def reading(self) -> AbstractContextManager[None]:
        return self.connection.transaction(read_only=True, snapshot=True)

    def gathering(self) -> AbstractContextManager[None]:
        """One snapshot for the whole relation; only TEMP is written."""
        return self.connection.transaction(
            read_only=self.connection.kind == "sqlite", snapshot=True
        )

    def skip(self, job: Job, known: Sequence[RangeRow]) -> Iterator[Event]:
        if any(r.counts.rejected for r in known):
            with self.connection.transaction():
                self.ledger.met_again(job.ledger_name, self.context.run)
        for row in known:
            ours = row.run == self.context.run
            found = row.counts if ours else standing(row.counts)
            yield self.done(job, Span(row.low, None), found, 0.0, skipped=True)

    def _cut(self, job: Job, header: Header | None, seen: str | None, marked: str) -> Header:
        """The ranges of this run: as they were cut when it began, if nothing moved since."""
        same = header is not None and (header.fingerprint, header.digest) == (seen, marked)
        if header is not None and same and is_sound(self.connection, header, job):
            return header
        cuts = self._bounds(job, None, None)
        return self.open(job, header, seen, marked, tuple(cuts))

    def open(
        self, job: Job, header: Header | None, seen: str | None, marked: str, cuts: tuple[str, ...]
    ) -> Header:
        """Write the mapping's header: from here on a killed run is found and resumed."""
        first = header.first_load if header is not None else self._is_empty(job)
        name = job.ledger_name
        fresh = Header(
            self.context.run, name, job.position, job.into, marked, seen, cuts, first, "running"
        )
        return self.reopen(job, fresh, aside=header is None and first)

    def reopen(self, job: Job, header: Header, *, aside: bool = False) -> Header:
        with self.connection.transaction():
            self.ledger.open_mapping(header)
            self.ledger.forget_second(header.mapping)
            if aside:
                set_aside(self.context, job)
        return header

    def _is_empty(self, job: Job) -> bool:
        if job.circle is not None:  # its rows are written twice: undo rows tell them
            return False
        own = owned(job.parsed, self.connection, self.work.params)
        rows = sa.select(ONE).select_from(table_clause(job.parsed.target)).where(*own)
        return not self.connection.execute(rows.limit(1))

    def writer(self, job: Job, first_load: bool, work: Work | None = None) -> Writer:
        ledger_ = replace(self.ledger, connection=(work or self.work).connection)
        waiting = unproven(self.context, job) if first_load else ()
        writer = Writer(work or self.work, job, ledger_, self.context.run, first_load, waiting)
        writer.prepare()
        return writer

    def rows(self, job: Job, span: Span) -> Rows:
        labels = self.work.labels(job)
        wanted = temporary(self.work.kind, job.wanted, labels)
        query = sa.select(wanted).where(span.holds(wanted, job.parsed.key))
        return Rows(query, labels)

    def done(
        self, job: Job, span: Span, found: Counts, seconds: float, *, skipped: bool = False
    ) -> RangeDone:
        return RangeDone(job.name, span.label, found, seconds, self.step, skipped)

    def give_way(self) -> None:
        if self.connection.kind == "sqlite":
            time.sleep(PAUSE)


def _mirror(migration: Migration) -> Iterator[Event]:
    """Every foreign key stands again by then: it tells who refers to what would go."""
    context, work = migration.context, migration.work
    if any(job.mirrors for job in work.jobs.values()):
        yield from put_back(context)
        size = context.options.batch_size or ROWS_PER_RANGE[work.kind]
        yield from mirror(context, work, migration.ledger, migration.step, size)


def migrate(context: Context, *, seeds: bool = False) -> Iterator[Event]:
    """Write what is new and changed; what is already true is skipped.

    Raises TooManyRejects over the plan's budget and LeaseHeld where another run took over.
    """
    with context.target.transaction():
        state.create(context.target)
    yield from put_back(context)
    jobs = build(context, seeds=seeds)
    work = Work(context, context.target, jobs)
    work.print_early()
    work.prepare()
    found = Ledger(context.target, context.plan.plan, context.scope)
    if not seeds and not found.headers(context.run):  # else it had begun: it goes on
        refuse_unapproved(work, context.foreseen)
    meanwhile = Meanwhile(context.target_database)
    migration = Migration(context, work, found, "seed" if seeds else "migrate", meanwhile)
    try:
        with context.snapshot():
            yield from migration.run()
            yield from _mirror(migration)
    except LeaseHeld:
        raise
    except Exception:
        meanwhile.leave()
        with contextlib.suppress(Exception):  # the first error is the one to tell
            list(put_back(context))
        raise
    finally:
        meanwhile.leave()
    yield from put_back(context)
    if not seeds:
        yield from after_load(context)
    targets = {job.into: job.parsed.target for job in jobs.values()}
    with context.target.transaction():
        for target in targets.values():
            sequences.advance(context.target, target)
    left = [target for name, target in targets.items() if name not in migration.analyzed]
    yield from together(context.target_database, context.target, map(statistics, left))
