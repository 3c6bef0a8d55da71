"""A table is full: what waits for its rows is begun, while the next table is loaded.

Invariant: nothing is begun on a table that something of this run will still be written to.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from migrate_tui.engine.applying import started
from migrate_tui.engine.aside import PRIMARY, primary_task, put_back
from migrate_tui.engine.databases import sequences
from migrate_tui.engine.databases.catalogue import Table
from migrate_tui.engine.events import Event
from migrate_tui.engine.jobs import Job
from migrate_tui.engine.meanwhile import Task
from migrate_tui.engine.steps.schema import waiting_for

if TYPE_CHECKING:
    from migrate_tui.engine.steps.migrate import Migration


def filled(migration: Migration, job: Job) -> Iterator[Event]:
    """Its primary key, its indexes, the constraints between it and full tables, its statistics."""
    context = migration.context
    if job.into not in (full := _full(migration, job)) or context.steering.paced:
        yield from put_back(context, PRIMARY)
        return
    bound = (
        waiting_for(context, migration.bound, job.into, full) if migration.step == "migrate" else []
    )
    for task in (*primary_task(context, job), *started(context, bound)):
        migration.meanwhile.begin(task)
    if not job.mirrors:
        migration.meanwhile.begin(statistics(job.parsed.target))
        migration.analyzed.add(job.into)


def _full(migration: Migration, job: Job) -> set[str]:
    """The tables of this run that nothing of it is written to any more."""
    jobs = list(migration.work.jobs.values())
    later = {other.into for other in jobs[jobs.index(job) + 1 :]}
    return {other.into for other in jobs} - later


def statistics(table: Table) -> Task:
    """Fresh ones of what is searched by."""
    return Task(partial(sequences.analyze, table=table), frozenset({table.name}))
