"""SQLite's settings around a change of the schema, and the orphans that such a change may make."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from migrate_tui.engine.databases.base import Connection
from migrate_tui.engine.errors import Blocked

Orphans = Counter[tuple[str, str]]
_SETTINGS = {"foreign_keys": 0, "legacy_alter_table": 1}
_CHILDREN = """
select distinct m.name from main.sqlite_master m, pragma_foreign_key_list(m.name) f
where m.type = 'table' order by 1
"""


@contextmanager
def keys_off(connection: Connection) -> Iterator[None]:
    """Inside a transaction these settings do nothing: made before it, they are put back after."""
    before = {name: connection.execute(f"pragma {name}")[0][0] for name in _SETTINGS}
    try:
        for name, value in _SETTINGS.items():
            connection.execute(f"pragma {name} = {value}")
        yield
    finally:
        for name, value in before.items():
            connection.execute(f"pragma {name} = {int(value)}")


def follow(connection: Connection, follows: bool) -> None:
    connection.execute(f"pragma legacy_alter_table = {int(not follows)}")


def orphans(connection: Connection) -> Orphans:
    """Rows without their parent, by child and parent table."""
    found: Orphans = Counter()
    for (table,) in connection.execute(_CHILDREN):
        found.update(_orphans_of(connection, table))
    return found


def _orphans_of(connection: Connection, table: str) -> Orphans:
    found: Orphans = Counter()
    try:
        for batch in connection.stream(f"pragma foreign_key_check({connection.quote(table)})"):
            found.update((child, parent) for child, _, parent, _ in batch)
    except sqlite3.OperationalError as error:
        found[table, str(error)] += 1  # the parent has no such unique key
    return found


def refuse_new_orphans(connection: Connection, before: Orphans) -> None:
    """Raises Blocked where rows lack a parent that had one `before`."""
    if new := orphans(connection) - before:
        told = ", ".join(
            f"{count} in {child} for {parent}" for (child, parent), count in new.items()
        )
        raise Blocked(
            f"the change would leave rows without their parent: {told}",
            "nothing was changed; correct the statements that touch these tables",
        )
