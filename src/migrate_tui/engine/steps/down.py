"""Taking the last migration back: by its own down.sql, or by what its records know to undo.

Either way in one transaction with its records, or it stays applied.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from migrate_tui.engine.applying import records_of, telling
from migrate_tui.engine.context import Context
from migrate_tui.engine.databases.changes import changing
from migrate_tui.engine.errors import Blocked, PlanError
from migrate_tui.engine.events import Event, Note, SchemaStatement
from migrate_tui.engine.migrations import Migration, required
from migrate_tui.engine.pending import Pending, read_script
from migrate_tui.engine.records import STATEMENT, Record
from migrate_tui.engine.standing import APPLIED, CHANGED, HAND, PENDING, PRISMA, Standing, standings
from migrate_tui.engine.steps.unapply import undo_records

STEP = "down"


def down(context: Context) -> Iterator[Event]:
    """Undo the last migration that is applied. Raises Blocked where something would be lost."""
    migrations = required(context.plan, context.target.kind)
    found = standings(context.target, context.plan.plan, migrations)
    last = next((one for one in reversed(found) if one.status != PENDING), None)
    if last is None:
        yield Note("no migration is applied: nothing to take back", step=STEP)
        return
    _refuse(last)
    yield Note(f"taking {last.name} back", step=STEP)
    if last.migration is not None and last.migration.down is not None:
        yield from _by_script(context, last, last.migration)
    else:
        yield from _by_records(context, last)


def _refuse(last: Standing) -> None:
    if last.by == PRISMA:
        raise Blocked(
            f"{last.name} was applied by Prisma, and its records are not ours to change",
            "take it back with Prisma",
        )
    if last.status not in (APPLIED, CHANGED):
        raise Blocked(
            f"{last.name} is {last.status} ({last.detail}): it cannot be taken back as a whole",
            f"go on with `schema apply`, or undo it by hand and say `schema resolve --rolled-back"
            f" {last.name}`",
        )


def _by_records(context: Context, last: Standing) -> Iterator[Event]:
    if last.by == HAND:
        raise Blocked(
            f"{last.name} was only marked as applied: nobody knows what it made",
            f"write {last.name}/down.sql, or undo it by hand and resolve it as rolled back",
        )
    try:
        yield from undo_records(context, _records(last))
    except Blocked as error:
        raise Blocked(
            error.message.replace("the schema step", last.name, 1),
            f"write {last.name}/down.sql with the statements that take it back",
        ) from error


def _by_script(context: Context, last: Standing, migration: Migration) -> Iterator[Event]:
    script = _script(context, migration)
    connection, records = context.target, records_of(context)
    yield from (SchemaStatement(one.sql, applied=False) for one in script)
    with changing(connection):
        for one in script:
            with telling(connection, f"{last.name}/{one.place}"):
                connection.execute(one.sql)
        for record in _records(last):
            records.forget(record)
    yield from (SchemaStatement(one.sql, applied=True) for one in script)


def _script(context: Context, migration: Migration) -> list[Pending]:
    """Read now: it may have been written long after the migration was applied."""
    assert migration.down is not None
    script = read_script(migration.down, context.target.kind, STATEMENT)
    if alone := [one for one in script if one.alone]:
        raise PlanError(
            f"{migration.name}/{alone[0].place} cannot share a transaction with the records",
            "say it in a way that can, without CONCURRENTLY",
        )
    return script


def _records(last: Standing) -> Sequence[Record]:
    """The folder's own goes with those of its statements."""
    return [*((last.record,) if last.record else ()), *last.statements]
