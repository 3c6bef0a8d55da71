"""Migrate: every range written with its ledger row, or skipped because it is true already."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from functools import cached_property, partial

import sqlalchemy as sa

from migrate_tui.engine.aside import put_back, set_aside, unproven
from migrate_tui.engine.building import build
from migrate_tui.engine.context import Context
from migrate_tui.engine.databases import sequences, state
from migrate_tui.engine.databases.base import Connection
from migrate_tui.engine.diff.compare import table_clause
from migrate_tui.engine.diff.owned import owned
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
from migrate_tui.engine.pending import Pending
from migrate_tui.engine.ranges import Span
from migrate_tui.engine.sql import ONE
from migrate_tui.engine.steps.filled import filled, statistics
from migrate_tui.engine.steps.gathered import ROWS_PER_RANGE, Gathered
from migrate_tui.engine.steps.late import late
from migrate_tui.engine.steps.schema import after_load, binding
from migrate_tui.engine.waiting import Waiting
from migrate_tui.engine.work import Work
from migrate_tui.engine.write import Writer

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

    @cached_property
    def bound(self) -> list[Pending]:
        """What waits for full tables, and for nothing else."""
        return binding(self.context)

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
            yield from Gathered(self, job).ranges()

    def filled(self, job: Job) -> Iterator[Event]:
        """All that this job has for its table lies in it."""
        yield from filled(self, job)

    def waiting(
        self, job: Job, header: Header, cut: Callable[[str | None, str | None], Sequence[str]]
    ) -> Waiting:
        steering = self.context.steering
        reopen = partial(self.reopen, job)
        return Waiting(header, lambda: steering.rows, cut, reopen, size=steering.rows)

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
