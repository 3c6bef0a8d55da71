"""Foreign keys set aside during a first load: added once, after it, they are checked in one join.

Only keys between tables that the plan's own schema step made; each leaves a record in the
transaction that takes it off, so that a killed load gets it back.
"""

from __future__ import annotations

from collections.abc import Iterator

from migrate_tui.engine.context import Context
from migrate_tui.engine.databases.catalogue import ForeignKey
from migrate_tui.engine.databases.failures import reason
from migrate_tui.engine.databases.foreign_keys import off_and_on
from migrate_tui.engine.databases.made import made_by
from migrate_tui.engine.errors import Difference
from migrate_tui.engine.events import Event, Note
from migrate_tui.engine.expressions import ParentCall
from migrate_tui.engine.jobs import Job
from migrate_tui.engine.ledger import now
from migrate_tui.engine.records import STARTED, STATEMENT, Record, Records, checksum

STEP = "aside"


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
    """Take the keys off, inside the caller's transaction."""
    records = Records(context.target, context.plan.plan)
    for key in removable(context, job):
        off, on = off_and_on(context.target, job.parsed.target, key.name)
        context.target.execute(off)
        row = (records.next_id(), context.plan.plan, context.run, STEP, "", off, checksum(off))
        records.add(Record(*row, "", on, job.into, key.name, STARTED, now()))


def put_back(context: Context) -> Iterator[Event]:
    """Add what was set aside, one key a transaction. Raises Difference where a row breaks one."""
    records = Records(context.target, context.plan.plan)
    for record in records.all(STEP):
        try:
            with context.target.transaction():
                context.target.execute(record.undo)
                records.forget(record)
        except Exception as error:
            words = reason(error, hush=context.target.hush)
            raise Difference(
                f"foreign key {record.became} of {record.name} cannot be put back: {words}",
                "a parent row has gone since it was migrated; run again, or roll back",
            ) from error
        yield Note(f"foreign key {record.became} of {record.name} holds", "migrate")
