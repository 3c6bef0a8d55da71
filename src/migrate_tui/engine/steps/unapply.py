"""Undoing the schema step: what it made is dropped, last first, and old names come back.

Nothing goes that holds rows, or that something of others' hangs on: that is listed instead.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from migrate_tui.engine.applying import telling
from migrate_tui.engine.context import Context
from migrate_tui.engine.databases import temporary, undo_tables
from migrate_tui.engine.databases.base import Connection
from migrate_tui.engine.databases.changes import changing, following
from migrate_tui.engine.databases.made import Made, drop_sql
from migrate_tui.engine.databases.there import rows_in, there
from migrate_tui.engine.dependencies import dependents
from migrate_tui.engine.errors import Blocked
from migrate_tui.engine.events import Event, Note, SchemaStatement
from migrate_tui.engine.records import FOLDER, STATEMENT, Record, Records
from migrate_tui.engine.replay import Replay

STEPS = ("rename", "apply", "after-load", FOLDER, STATEMENT)


@dataclass(frozen=True)
class Undoing:
    record: Record
    sql: str | None  # None: nothing has to be run
    made: Made | None = None


def unapply(context: Context) -> Iterator[Event]:
    """Undo the schema step of this plan, or refuse with everything that stands in the way."""
    records = Records(context.target, context.plan.plan).all(*STEPS)
    if not records:
        yield Note("no schema step to undo", step="rollback")
        return
    yield from undo_records(context, records)


def undo_records(
    context: Context,
    records: Sequence[Record],
    *,
    rows: bool = False,
    also: Callable[[], None] | None = None,
) -> Iterator[Event]:
    """Undo these records, newest first, in one transaction; with `rows`, tables that hold some.

    `also` is done in the same transaction.
    """
    connection = context.target
    replay = Replay.of(records, connection.kind)
    undoings = [_undoing(connection, one, replay) for one in reversed(records)]
    _refuse(connection, undoings, replay.lost, rows)
    yield from (SchemaStatement(one.sql, applied=False) for one in undoings if one.sql)
    forget = Records(connection, context.plan.plan).forget
    temporary.discard(connection)
    with changing(connection):
        _forget_undo(connection, undoings)
        for one in undoings:
            _undo(connection, one)
            forget(one.record)
        if also is not None:
            also()
    yield from (SchemaStatement(one.sql, applied=True) for one in undoings if one.sql)


def _forget_undo(connection: Connection, undoings: list[Undoing]) -> None:
    """What was kept to put rows back into a table goes with it: it has columns of its types."""
    for one in undoings:
        if one.sql and one.made and one.made.kind == "TABLE":
            found = connection.table(_full(one.made))
            if found is not None:
                undo_tables.drop(connection, found)


def _undoing(connection: Connection, record: Record, replay: Replay) -> Undoing:
    """What was only adopted was not made here, and what is gone need not go again."""
    if record.undo:
        return Undoing(record, record.undo)
    made = replay.made.get(record.id)
    if made is None or made.shared or replay.goes_along(made) or not there(connection, made):
        return Undoing(record, None, made)
    return Undoing(record, drop_sql(connection, made), made)


def _full(made: Made) -> str:
    return f"{made.schema}.{made.name}" if made.schema else made.name


def _undo(connection: Connection, one: Undoing) -> None:
    if one.sql is None:
        return
    if one.made is not None and not there(connection, one.made):
        return  # it went with its table
    with following(connection), telling(connection, f"undoing {one.record.place}"):
        connection.execute(one.sql)


def _refuse(
    connection: Connection, undoings: list[Undoing], lost: list[Record], rows: bool
) -> None:
    made = [one.made for one in undoings if one.made and one.sql]
    problems = [
        *(f"{one.place} ({_word(one)}) has no way back" for one in reversed(lost)),
        *(() if rows else _holding_rows(connection, made)),
        *_used(connection, made),
    ]
    if problems:
        raise Blocked(
            "the schema step cannot be undone: " + "; ".join(problems),
            "roll back the data first; what others added has to be moved or dropped by hand",
        )


def _word(record: Record) -> str:
    return record.statement.split(None, 1)[0].upper()


def _holding_rows(connection: Connection, made: Collection[Made]) -> Iterator[str]:
    for one in made:
        if one.kind in ("TABLE", "COLUMN") and (rows := rows_in(connection, one)):
            yield f"{one} holds {rows} {'rows' if one.kind == 'TABLE' else 'values'}"


def _used(connection: Connection, made: Collection[Made]) -> Iterator[str]:
    own = {str(one).lower() for one in made} | {one.name.lower() for one in made}
    tables = [one for one in made if one.kind == "TABLE"]
    for dependent in dependents(connection, [_full(one) for one in tables]):
        name = dependent.name.split("(")[0].split(" of ")[0].removeprefix("function ").lower()
        if name not in own:
            yield str(dependent)
