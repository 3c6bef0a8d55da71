"""Changes of the schema as values: the statement, its undoing, and the name that it sets free."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from migrate_tui.engine.databases import changes_sqlite as sqlite
from migrate_tui.engine.databases.base import Connection

CHANGES = 0x6D69_6772_6174_66  # any number that nobody else locks


@dataclass(frozen=True)
class Change:
    sql: str
    undo: str
    frees: str = ""  # the name that is free afterwards


@contextmanager
def changing(connection: Connection) -> Iterator[None]:
    """One transaction in which the schema may change, and no other one of ours at the same time.

    On SQLite no foreign key acts, a table that is redefined is not followed by what refers to it,
    and rows that have lost their parent by the change end it.
    """
    if connection.kind != "sqlite":
        with connection.transaction():
            connection.execute(f"select pg_advisory_xact_lock({CHANGES})")
            yield
        return
    with sqlite.keys_off(connection), connection.transaction():
        before = sqlite.orphans(connection)
        yield
        sqlite.refuse_new_orphans(connection, before)


@contextmanager
def following(connection: Connection) -> Iterator[None]:
    """Within it a rename takes along what refers to the table, as it always does on PostgreSQL."""
    if connection.kind != "sqlite":
        yield
        return
    sqlite.follow(connection, True)
    try:
        yield
    finally:
        sqlite.follow(connection, False)
