"""Keys set aside during a first load: added once, after it, they are checked or built at a stroke.

Only keys of tables that the plan's own schema step made; each leaves a record in the transaction
that takes it off, so that a killed load gets it back. A primary key only where its source has it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from migrate_tui.engine.context import Context
from migrate_tui.engine.databases.base import Connection
from migrate_tui.engine.databases.catalogue import ForeignKey, Table, Unique
from migrate_tui.engine.databases.constraints import is_free, off_and_on
from migrate_tui.engine.databases.failures import reason
from migrate_tui.engine.databases.made import made_by
from migrate_tui.engine.errors import Difference
from migrate_tui.engine.events import Event, Note
from migrate_tui.engine.expressions import ParentCall
from migrate_tui.engine.jobs import Job
from migrate_tui.engine.ledger import now
from migrate_tui.engine.meanwhile import Task
from migrate_tui.engine.records import STARTED, STATEMENT, Record, Records, checksum

STEP, PRIMARY = "aside", "primary"
NOUNS = {PRIMARY: "primary key", STEP: "foreign key"}  # in the order in which they come back
LOST = {
    PRIMARY: "somebody wrote a row with such a key while it was loaded; take it away and run again",
    STEP: "a parent row has gone since it was migrated; run again, or roll back",
}
INJECTIVE = {"text": ("text", "varchar"), "integer": ("int2", "int4", "int8")}


def made_tables(context: Context) -> frozenset[str]:
    """Tables that the plan's schema step made: nobody else uses them yet."""
    kind = context.target.kind
    records = Records(context.target, context.plan.plan).all("apply", STATEMENT)
    made = (made_by(record.statement, kind) for record in records if record.status == "done")
    return frozenset(m.name for m in made if m is not None and m.kind == "TABLE")


def removable(context: Context, job: Job) -> list[ForeignKey]:
    """The keys that may wait; SQLite checks them as fast later as now."""
    made = made_tables(context) if context.target.kind == "postgresql" else frozenset()
    keys = job.parsed.target.foreign_keys if job.into in made and job.circle is None else ()
    return [key for key in keys if key.parent in made and key.parent != job.into]


def unproven(context: Context, job: Job) -> tuple[ForeignKey, ...]:
    """Removable keys whose columns do not come out of parent() or lookup()."""

    def looked_up(key: ForeignKey) -> bool:
        values = (job.parsed.columns.get(column) for column in key.columns)
        return all(v is None or isinstance(v.node, ParentCall) for v in values)

    return tuple(key for key in removable(context, job) if not looked_up(key))


def set_aside(context: Context, job: Job) -> None:
    """Take the foreign keys off, inside the caller's transaction."""
    for key in removable(context, job):
        _take_off(context, job, key.name, STEP)


def set_primary_aside(context: Context, job: Job) -> None:
    """Take the primary key off, where the source's own makes sure that it will hold again."""
    target = job.parsed.target
    primary = next((one for one in target.uniques if one.primary), None)
    if primary is None or primary.deferrable or job.into not in made_tables(context):
        return
    if _is_unique(job, primary.columns) and is_free(context.target, target, primary.name):
        with context.target.transaction():
            _take_off(context, job, primary.name, PRIMARY, json.dumps(primary.columns))


def _is_unique(job: Job, columns: tuple[str, ...]) -> bool:
    """Whether no two rows of the source can make the same key."""
    reader, names = job.raws[0].table, []
    for column in columns:
        value, stored = job.parsed.columns.get(column), job.parsed.target_column(column)
        name = value.is_column if value else None
        if reader is None or name is None or stored.collation:
            return False
        if stored.base not in INJECTIVE.get(reader.equality(name) or "", ()):
            return False
        names.append(name)
    return reader is not None and bool(reader.unique(names))


def _take_off(context: Context, job: Job, name: str, step: str, place: str = "") -> None:
    records = Records(context.target, context.plan.plan)
    off, on = off_and_on(context.target, job.parsed.target, name)
    context.target.execute(off)
    row = (records.next_id(), context.plan.plan, context.run, step, place, off, checksum(off))
    records.add(Record(*row, "", on, job.into, name, STARTED, now()))


def completed(context: Context, found: Table) -> Table:
    """A table of the target with the primary key that a killed run has left off."""
    records = Records(context.target, context.plan.plan)
    if found.primary_key or context.target.kind != "postgresql" or not records.exist():
        return found
    off = [record for record in records.all(PRIMARY) if record.name == found.name]
    if not off:
        return found
    key = Unique(off[0].became, tuple(json.loads(off[0].place)), primary=True)
    return replace(found, uniques=(key, *found.uniques), primary_key=key.columns)


def put_back(context: Context, *steps: str) -> Iterator[Event]:
    """Add what was set aside, one key a transaction. Raises Difference where a row breaks one."""
    records = Records(context.target, context.plan.plan)
    for record in [one for step in steps or NOUNS for one in records.all(step)]:
        yield _put_back(context.plan.plan, record, context.target)


def primary_task(context: Context, job: Job) -> Iterator[Task]:
    """To put back the primary key of the job's table, where it was set aside."""
    for record in Records(context.target, context.plan.plan).all(PRIMARY):
        if record.name == job.into:
            yield Task(partial(_put_back, context.plan.plan, record), frozenset({job.into}))


def _put_back(plan: str, record: Record, on: Connection) -> Event:
    what = f"{NOUNS[record.step]} {record.became} of {record.name}"
    try:
        with on.transaction():
            on.execute(record.undo)
            Records(on, plan).forget(record)
    except Exception as error:
        words = reason(error, hush=on.hush)
        raise Difference(f"{what} cannot be put back: {words}", LOST[record.step]) from error
    return Note(f"{what} holds", "migrate")
