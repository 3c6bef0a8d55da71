"""Dry run: the diff of the whole plan, counted and sampled in a transaction that cannot write."""

from __future__ import annotations

import time
from collections.abc import Iterator

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
from migrate_tui.engine.jobs import Job, build
from migrate_tui.engine.steps.migrate import ROWS_PER_RANGE
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
        work.prepare()
        examination.prepare()
        over: list[tuple[Job, Counts]] = []
        with context.snapshot(), connection.transaction(read_only=True, snapshot=True):
            for job in work.jobs.values():
                if context.options.only and job.name not in context.options.only:
                    continue
                total = yield from examined(examination, job)
                yield from conflicts(work, job)
                if total.rejected and context.plan.rejects.exceeded(total.rejected, total.read):
                    over.append((job, total))
    yield Note("nothing was written", "dry-run")
    if over:
        job, total = over[0]
        raise TooManyRejects(
            f"mapping {job.name}: {total.rejected} of {total.read} rows would be rejected, "
            f"the plan allows {context.plan.rejects.max}",
            "the rejects name key and reason; mend the rows or the plan, or raise rejects: max",
        )


def examined(examination: Examination, job: Job):  # type: ignore[no-untyped-def]
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
