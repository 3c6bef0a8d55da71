"""Foreign keys as statements: taken off and put back exactly as they were."""

from __future__ import annotations

from migrate_tui.engine.databases.base import Connection
from migrate_tui.engine.databases.catalogue import Table
from migrate_tui.engine.databases.triggers import qualified

_DEFINITIONS = (
    "select conname::text, pg_get_constraintdef(oid) from pg_constraint"
    " where contype = 'f' and conrelid = to_regclass(:table) and conname = :name"
)


def off_and_on(connection: Connection, table: Table, name: str) -> tuple[str, str]:
    """The statement that takes one foreign key off, and the one that puts it back."""
    place = qualified(connection, table)
    rows = connection.execute(_DEFINITIONS, {"table": place, "name": name})
    quoted, definition = connection.quote(name), rows[0][1]
    return (
        f"alter table {place} drop constraint {quoted}",
        f"alter table {place} add constraint {quoted} {definition}",
    )
