"""Preflight: everything that would stop the run is found before anything is written."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_tui.engine import foresee
from migrate_tui.engine.building import build
from migrate_tui.engine.context import Context
from migrate_tui.engine.databases import preflight as facts
from migrate_tui.engine.databases import state
from migrate_tui.engine.databases.catalogue import Column, Table
from migrate_tui.engine.errors import Blocked, PlanError
from migrate_tui.engine.events import Event, Finding
from migrate_tui.engine.jobs import Job
from migrate_tui.engine.steps.sizes import sizes

STEP = "preflight"


def preflight(context: Context) -> Iterator[Event]:
    """Connectivity, versions, privileges, and the plan against both schemas.

    Raises Blocked when any finding is an error; PlanError where the plan does not fit.
    """
    errors: list[Finding] = []
    state.refuse_others(context.target)
    yield Finding("info", f"target: {context.target.server_version()}", "", STEP)
    if not context.same:
        yield Finding("info", f"source: {context.source.server_version()}", "", STEP)
    yield from sizes(context, "before")
    for finding in _findings(context):
        if finding.severity == "error":
            errors.append(finding)
        yield finding
    if errors:
        more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
        raise Blocked(errors[0].fact + more, errors[0].remedy)


def _findings(context: Context) -> Iterator[Finding]:
    for severity, fact, remedy in facts.findings(context.target):
        yield Finding(severity, fact, remedy, STEP)
    for severity, fact, remedy in facts.unreadable(context.source, sources(context)):
        yield Finding(severity, fact, remedy, STEP)
    if waiting := missing_tables(context):
        if wrong := foresee.problems(context):
            raise PlanError(wrong[0], problems=wrong)
        yield from _waiting(context, waiting)
        return
    jobs = build(context, seeds=False)
    yield from _unused(context, jobs)
    for job in jobs.values():
        yield from _target(context, job)


def sources(context: Context) -> list[Table]:
    """The source tables that are there, each once."""
    names = dict.fromkeys(name for m in context.plan.mappings for name in m.source.tables)
    found = (context.source.table(name) for name in names)
    return [table for table in found if table is not None]


def missing_tables(context: Context) -> list[str]:
    """Target tables that are not there yet, or whose name an old table still bears."""
    names, freed = dict.fromkeys(m.into for m in context.plan.mappings), foresee.renames(context)
    return [name for name in names if name in freed or context.target.table(name) is None]


def _waiting(context: Context, waiting: list[str]) -> Iterator[Finding]:
    listed = ", ".join(waiting)
    schema = context.plan.schema_
    if schema is not None and (schema.apply or schema.migrations or schema.from_source):
        fact = f"not in the target yet: {listed}"
        yield Finding("info", fact, "the schema step makes them", STEP)
    else:
        fact = f"the target has no table {listed}, and the plan has no schema to make it"
        yield Finding(
            "error", fact, "create the tables, or name the file under schema: apply:", STEP
        )


def _unused(context: Context, jobs: dict[str, Job]) -> Iterator[Finding]:
    """A source column that no mapping reads would be lost without a word."""
    read: dict[str, set[str]] = {}
    ignored: dict[str, set[str]] = {}
    queried = {t for j in jobs.values() for t in j.mapping.source.covers}
    for job in jobs.values():
        for name in job.mapping.source.tables:
            read.setdefault(name, set()).update(job.parsed.used)
            ignored.setdefault(name, set()).update(job.mapping.ignore)
    for name in [name for name in read if name not in queried]:
        table = context.source.table(name)
        assert table is not None
        for column in table.column_names:
            if column not in read[name] | ignored[name]:
                fact = f"{name}.{column} is read by no mapping: its values would be lost"
                remedy = f"map it, or list it under ignore: in a mapping from {name}"
                yield Finding("error", fact, remedy, STEP)


def _target(context: Context, job: Job) -> Iterator[Finding]:
    table = job.parsed.target
    yield from _triggers(job, table)
    for fact, remedy in job.circle.problems if job.circle else ():
        yield Finding("error", f"mapping {job.name}: {fact}", remedy, STEP)
    for column in table.columns:
        if column.name not in job.parsed.columns and must_be_given(column):
            fact = f"{table.name}.{column.name} is NOT NULL without a default and is not mapped"
            yield Finding("error", fact, f"add it to columns: of mapping {job.name}", STEP)
    fires = job.mapping.triggers == "fire"
    for unforeseen in facts.unforeseeable(context.target, table, fires):
        yield Finding("warning", unforeseen, "the dry run cannot count what it would refuse", STEP)


def _triggers(job: Job, table: Table) -> Iterator[Finding]:
    loud = ", ".join(t.name for t in table.triggers if t.enabled)
    if loud and job.mapping.triggers is None:
        fact = (
            f"{table.name} has triggers ({loud}) and mapping {job.name} does not say what of them"
        )
        yield Finding("error", fact, "say triggers: off, or triggers: fire", STEP)


def must_be_given(column: Column) -> bool:
    given = column.nullable or column.default is not None or column.generated or column.identity
    return not given


__all__ = ["missing_tables", "preflight", "sizes"]
