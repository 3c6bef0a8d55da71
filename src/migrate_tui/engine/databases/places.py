"""Whether each row of a table has a place that tells it from every other one."""

from __future__ import annotations

from migrate_tui.engine.databases.base import Connection
from migrate_tui.engine.databases.catalogue import Table
from migrate_tui.engine.databases.reading_postgresql import is_alone


def tells_places(connection: Connection, found: Table) -> bool:
    """By its primary key, or by where the row lies; a view has neither, and partitions share it."""
    if found.primary_key:
        return True
    return found.kind != "view" if connection.kind == "sqlite" else is_alone(connection, found)
