"""Renaming a table with all that carries its name, on either database."""

from __future__ import annotations

from migrate_tui.engine.databases import renames_postgresql, renames_sqlite
from migrate_tui.engine.databases.base import Connection
from migrate_tui.engine.databases.changes import Change
from migrate_tui.engine.databases.dependencies_postgresql import place_of
from migrate_tui.engine.databases.names import free

_RENAMES = {"postgresql": renames_postgresql.rename, "sqlite": renames_sqlite.rename}


def rename(connection: Connection, table: str, new: str, *, along: bool) -> list[Change]:
    """The statements; `along` rebuilds on SQLite the indexes that carry the table's name."""
    return _RENAMES[connection.kind](connection, table, new, along=along)


def backup_name(connection: Connection, table: str, suffix: str) -> str:
    """<table><suffix>, whole within 63 bytes, with _2 where somebody has that name."""
    if connection.kind == "sqlite":
        return free(table, suffix, renames_sqlite.names(connection))
    place = place_of(connection, table)
    assert place is not None
    _, schema, name = place
    return free(name, suffix, renames_postgresql.names(connection, schema))
