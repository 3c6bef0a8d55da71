"""Dry run: the diff of the whole plan, counted and sampled in a transaction that cannot write."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator

from migrate_tui.engine import ground
from migrate_tui.engine.building import build
from migrate_tui.engine.conflicts import conflicts
from migrate_tui.engine.context import Context, looking
from migrate_tui.engine.errors import TooManyRejects
from migrate_tui.engine.events import (
    Counts,
    Event,
    MappingFinished,
    MappingStarted,
    Note,
    RangeDone,
)
from migrate_tui.engine.examine import Examination
from migrate_tui.engine.gone import Found, Gone, mirrors
from migrate_tui.engine.jobs import Job
from migrate_tui.engine.ledger import Ledger
from migrate_tui.engine.ledger import standing as standing_counts
from migrate_tui.engine.mirror import judge, stays
from migrate_tui.engine.row_samples import REJECTS_SHOWN
from migrate_tui.engine.steps.gathered import ROWS_PER_RANGE
from migrate_tui.engine.unchanged import Standing, Unchanged
from migrate_tui.engine.work import Work


def dry_run(context: Context) -> Iterator[Event]:
    """Count what migrate would do, row for row.

    Raises TooManyRejects where the rejects would pass the plan's budget. Events come after the
    transaction has ended; until then nothing can have been written.
    """
    with looking(context) as (view, connection):
        work = Work(view, connection, build(view, seeds=False), dry=True)
        size = context.options.batch_size or ROWS_PER_RANGE[connection.kind]
        examination = Examination(work, "dry-run", size)
        known = Unchanged(work, Ledger(connection, view.plan.plan, view.scope))
        work.print_early()
        work.prepare()
        examination.prepare()
        gone = foreseen(work)
        with context.snapshot(), connection.transaction(read_only=True, snapshot=True):
            totals = yield from _counted(known, examination)
            founds = yield from _gone([one for one in gone if one.job.name not in known.skipped])
            counts = {name: c + _deleted(founds, name) for name, c in totals.items()}
            told = ground.foreseen(work, counts)
    yield Note("nothing was written", "dry-run")
    _within_budget(context, totals)
    judge(context, founds)
    context.foreseen = told
    yield told


def _counted(
    known: Unchanged, examination: Examination
) -> Generator[Event, None, dict[str, Counts]]:
    """Every mapping that is asked for: out of the ledger where it stands, else by the diff."""
    totals: dict[str, Counts] = {}
    work = examination.work
    for job in work.jobs.values():
        if work.context.options.only and job.name not in work.context.options.only:
            continue
        found = known.find(job)
        if found is not None:
            totals[job.name] = yield from skipped(known, found, examination.step)
            continue
        totals[job.name] = yield from examined(examination, job)
        yield from conflicts(work, job)
        known.note(job, totals[job.name])
    return totals


def _within_budget(context: Context, totals: dict[str, Counts]) -> None:
    for name, total in totals.items():
        if total.rejected and context.plan.rejects.exceeded(total.rejected, total.read):
            raise TooManyRejects(
                f"mapping {name}: {total.rejected} of {total.read} rows would be rejected, "
                f"the plan allows {context.plan.rejects.max}",
                "the rejects name key and reason; mend the rows or the plan, or raise rejects: max",
            )


def _deleted(founds: list[tuple[Gone, Found]], name: str) -> Counts:
    return Counts(deleted=sum(found.deleted for gone, found in founds if gone.job.name == name))


def foreseen(work: Work) -> list[Gone]:
    """The mirrors of this run, each with its table, before the transaction is READ ONLY."""
    found = mirrors(work, work.jobs, work.context.options.only)
    for gone in found:
        gone.prepare()
    return found


def _gone(mirrors: list[Gone]) -> Generator[Event, None, list[tuple[Gone, Found]]]:
    """What would be deleted, counted, and the first rows of it; returns what was found."""
    founds: list[tuple[Gone, Found]] = []
    for gone in mirrors:
        started = time.monotonic()
        found = gone.find()
        founds.append((gone, found))
        yield from gone.samples("gone", gone.deletable)
        yield from stays(gone, found, "dry-run")
        counts, seconds = Counts(deleted=found.deleted), time.monotonic() - started
        yield RangeDone(gone.job.name, "gone", counts, seconds, "dry-run")
        if found.deleted:
            rows = "1 row" if found.deleted == 1 else f"{found.deleted:,} rows"
            yield Note(f"{gone.job.name}: {rows} would be deleted", "dry-run")
    return founds


def skipped(known: Unchanged, found: Standing, step: str) -> Generator[Event, None, Counts]:
    """The events of a job that stands, out of the ledger; returns its counts."""
    started, job = time.monotonic(), found.own.job
    yield MappingStarted(job.name, job.into, job.sources, step, None)
    yield from known.rejects(job, REJECTS_SHOWN)
    total = Counts()
    for row in found.own.known:
        counts = standing_counts(row.counts)
        total += counts
        yield RangeDone(job.name, row.low, counts, 0.0, step, skipped=True)
    seconds = time.monotonic() - started
    yield MappingFinished(job.name, job.into, step, total, seconds, skipped=True)
    return total


def examined(examination: Examination, job: Job) -> Generator[Event, None, Counts]:
    """All events of one job; returns its counts."""
    started = time.monotonic()
    total = Counts()
    yield MappingStarted(job.name, job.into, job.sources, examination.step, None)
    for event in examination.ranges(job):
        if isinstance(event, RangeDone):
            total += event.counts
        yield event
    seconds = time.monotonic() - started
    yield MappingFinished(job.name, job.into, examination.step, total, seconds)
    return total
