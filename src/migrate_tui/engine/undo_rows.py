"""The rows of a target's table that were kept before they were written over, as clauses."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.sql.selectable import TableClause

from migrate_tui.engine.databases import row_hashes, state, undo_tables
from migrate_tui.engine.databases.base import Connection
from migrate_tui.engine.databases.catalogue import Table
from migrate_tui.engine.sql import Sql, table


def undo_rows(kind: str, found: Table) -> TableClause:
    """The undo table of a table: what we know of a row, then the row."""
    names = (*undo_tables.OWN, *found.column_names)
    return table(undo_tables.name_of(found), names, state.schema_of(kind))


def stored_hash(connection: Connection, alias: str, found: Table) -> Sql:
    """Of a row of the table, or of rows like its own, as it is stored."""
    cells = [f"{connection.quote(alias)}.{connection.quote(c)}" for c in found.column_names]
    return sa.literal_column(row_hashes.row_hash(connection.kind, cells))
