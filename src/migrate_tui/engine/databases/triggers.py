"""The target's own triggers, silenced inside one transaction."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from migrate_tui.engine.databases.base import Connection
from migrate_tui.engine.databases.catalogue import Table


def qualified(connection: Connection, table: Table) -> str:
    prefix = f"{connection.quote(table.schema)}." if table.schema else ""
    return prefix + connection.quote(table.name)


@contextlib.contextmanager
def silenced(connection: Connection, table: Table, *, off: bool) -> Iterator[None]:
    """User triggers do not fire within; on an error the transaction's rollback brings them back."""
    loud = [t for t in table.triggers if t.enabled]
    if not off or not loud:
        yield
        return
    if connection.kind == "postgresql":
        names = [connection.quote(trigger.name) for trigger in loud]
        for verb in ("disable", "enable"):
            for name in names:
                connection.execute(
                    f"alter table {qualified(connection, table)} {verb} trigger {name}"
                )
            if verb == "disable":
                yield
        return
    for trigger in loud:
        connection.execute(f"drop trigger main.{connection.quote(trigger.name)}")
    yield
    for trigger in loud:
        connection.execute(trigger.sql)
