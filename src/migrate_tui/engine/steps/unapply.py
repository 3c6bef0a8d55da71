"""Undoing the schema step: what it made is dropped, last first, and old names come back.

Nothing goes that holds rows, or that something of others' hangs on: that is listed instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from migrate_tui.engine.context import Context
from migrate_tui.engine.databases.base import Connection
from migrate_tui.engine.databases.changes import changing, following
from migrate_tui.engine.databases.made import HARMLESS, Made, drop_sql, made_by, target_of
from migrate_tui.engine.databases.there import rows_in, there
from migrate_tui.engine.dependencies import dependents
from migrate_tui.engine.errors import Blocked
from migrate_tui.engine.events import Event, Note, SchemaStatement
from migrate_tui.engine.records import ADOPTED, Record, Records

STEPS = ("rename", "apply", "after-load")


@dataclass(frozen=True)
class Undoing:
    record: Record
    sql: str | None  # None: nothing has to be run
    made: Made | None = None


def unapply(context: Context) -> Iterator[Event]:
    """Undo the schema step of this plan, or refuse with everything that stands in the way."""
    connection = context.target
    records = Records(connection, context.plan.plan)
    undoings = [_undoing(connection, r) for r in reversed(records.all(*STEPS))]
    if not undoings:
        yield Note("no schema step to undo", step="rollback")
        return
    _refuse(connection, undoings)
    yield from (SchemaStatement(one.sql, applied=False) for one in undoings if one.sql)
    with changing(connection):
        for one in undoings:
            _undo(connection, one)
            records.forget(one.record)
    yield from (SchemaStatement(one.sql, applied=True) for one in undoings if one.sql)


def _undoing(connection: Connection, record: Record) -> Undoing:
    """What was only adopted was not made here, and what is gone need not go again."""
    if record.status == ADOPTED:
        return Undoing(record, None)
    if record.undo:
        return Undoing(record, record.undo)
    made = made_by(record.statement, connection.kind)
    if made is None or made.shared or not there(connection, made):
        return Undoing(record, None, made)
    return Undoing(record, drop_sql(connection, made), made)


def _undo(connection: Connection, one: Undoing) -> None:
    if one.sql is None:
        return
    if one.made is not None and not there(connection, one.made):
        return  # it went with its table
    with following(connection):
        connection.execute(one.sql)


def _refuse(connection: Connection, undoings: list[Undoing]) -> None:
    made = [one.made for one in undoings if one.made and one.sql]
    tables = {m.name.lower() for m in made if m.kind == "TABLE"}
    problems = [
        *_irreversible(connection, undoings, tables),
        *_holding_rows(connection, made),
        *_used(connection, made),
    ]
    if problems:
        raise Blocked(
            "the schema step cannot be undone: " + "; ".join(problems),
            "roll back the data first; what others added has to be moved or dropped by hand",
        )


def _irreversible(
    connection: Connection, undoings: list[Undoing], tables: set[str]
) -> Iterator[str]:
    """Statements that make nothing, on tables that stay: nobody knows how it was before."""
    for one in undoings:
        statement = one.record.statement
        if one.made or one.record.undo or one.record.status == ADOPTED or not statement:
            continue
        word = statement.split(None, 1)[0].upper()
        target = (target_of(statement, connection.kind) or "").lower()
        if word not in HARMLESS and target not in tables:
            yield f"{one.record.place} ({word}) has no way back"


def _holding_rows(connection: Connection, made: list[Made]) -> Iterator[str]:
    for one in made:
        if one.kind in ("TABLE", "COLUMN") and (rows := rows_in(connection, one)):
            yield f"{one} holds {rows} {'rows' if one.kind == 'TABLE' else 'values'}"


def _used(connection: Connection, made: list[Made]) -> Iterator[str]:
    own = {str(one).lower() for one in made} | {one.name.lower() for one in made}
    tables = [one.name if not one.schema else f"{one.schema}.{one.name}" for one in made]
    there_now = [t for one, t in zip(made, tables, strict=True) if one.kind == "TABLE"]
    for dependent in dependents(connection, there_now):
        name = dependent.name.split("(")[0].split(" of ")[0].removeprefix("function ").lower()
        if name not in own:
            yield str(dependent)
