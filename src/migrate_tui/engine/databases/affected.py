"""How many rows a statement wrote, which each driver tells in its own way."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from migrate_tui.engine.databases.base import Connection


def affected(connection: Connection, statement: Any) -> int:
    """Run an INSERT, UPDATE or DELETE and count its rows."""
    if connection.kind == "postgresql":
        done = statement.returning(sa.literal_column("1")).cte("mt_done")
        return int(connection.execute(sa.select(sa.func.count()).select_from(done))[0][0])
    connection.execute(statement)
    return int(connection.execute("select changes()")[0][0])
