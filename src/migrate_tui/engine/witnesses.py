"""Independent witnesses of a migration: they share no code with the query that wrote it."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator
from dataclasses import replace

import sqlalchemy as sa

from migrate_tui.engine.checks import run_check
from migrate_tui.engine.context import Context
from migrate_tui.engine.databases import sequences
from migrate_tui.engine.databases.catalogue import ForeignKey, Table
from migrate_tui.engine.early import Early, Question
from migrate_tui.engine.events import Checked
from migrate_tui.engine.jobs import Job
from migrate_tui.engine.sample import sampled
from migrate_tui.engine.sql import ONE, table
from migrate_tui.engine.work import Work


def witnesses(
    context: Context, work: Work, early: Early, excused: Collection[str] = ()
) -> Iterator[Checked]:
    """Orphans of every foreign key, counts from the source alone, sequences, the plan's checks.

    Rows of the `excused` mappings differ with leave: none of them are sampled.
    """
    jobs = [job for job in work.jobs.values() if job.name in work.accounted]  # those asked for
    targets = {job.into: job.parsed.target for job in jobs}
    for target in targets.values():
        for key in target.foreign_keys:
            yield _orphans(early, target, key)
    for job in jobs:
        yield from _source_count(work, job)
        if job.name not in excused:
            yield from sampled(work, job)
    for found in sequences.check(work.connection, list(targets.values())):
        yield _told(context, jobs, found)
    hidden = _hidden(context, work)
    for check in context.plan.checks:
        if (outcome := run_check(context, check, hidden)) is not None:
            yield outcome


def _hidden(context: Context, work: Work) -> frozenset[str]:
    """Every name under which a hidden column is known to somebody who writes a check."""
    found = (job.parsed.hidden for job in work.jobs.values())
    plain = {name.rpartition(".")[2] for name in context.plan.mask}
    return frozenset(plain).union(*(h.columns | h.sources for h in found))


def _told(context: Context, jobs: list[Job], found: Checked) -> Checked:
    """The numbers of a sequence are keys."""
    columns = (f"{job.into}.{c}" for job in jobs for c in job.parsed.hidden.columns)
    if not any(found.name.endswith(f": {column}") for column in columns):
        return found
    return replace(found, expected=context.veil(found.expected), actual=context.veil(found.actual))


def _orphans(early: Early, target: Table, key: ForeignKey) -> Checked:
    started = time.monotonic()
    number = early.count(orphans(target, key))
    name = f"no orphans: {target.name}.{', '.join(key.columns)} → {key.parent}"
    return Checked(name, number == 0, "0", str(number), time.monotonic() - started, own=True)


def orphans(target: Table, key: ForeignKey) -> Question:
    """The number of rows whose parent is not there."""
    child = table(target.name, target.column_names, target.schema).alias("mt_c")
    parent = table(key.parent, key.parent_columns, key.parent_schema).alias("mt_p")
    pairs = list(zip(key.columns, key.parent_columns, strict=True))
    there = sa.select(ONE).select_from(parent)
    there = there.where(*(parent.c[p] == child.c[c] for c, p in pairs)).correlate(child)
    given = [child.c[c].is_not(None) for c in key.columns]
    return sa.select(sa.func.count()).select_from(child).where(*given, ~there.exists())


def _source_count(work: Work, job: Job) -> Iterator[Checked]:
    """Rows of the relation, counted where they lie, against what the diff accounted for."""
    tables = [*job.tables, *(r.table.found for r in job.raws if r.table is not None)]
    if not tables:
        return
    started = time.monotonic()
    source = work.connection if job.tables else work.context.source
    counts = (
        source.execute(sa.select(sa.func.count()).select_from(table(t.name, (), t.schema)))[0][0]
        for t in tables
    )
    expected, actual = sum(map(int, counts)), work.accounted.get(job.name)
    if actual is not None:
        seconds = time.monotonic() - started
        name = f"every source row accounted for: {job.name}"
        yield Checked(name, expected == actual, str(expected), str(actual), seconds, own=True)
