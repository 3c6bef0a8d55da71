"""One view of a database for a whole step: of a source, where that keeps nobody from writing, and
of a PostgreSQL target for further connections."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from migrate_tui.engine.databases.base import Connection, Database


@contextlib.contextmanager
def snapshot(source: Connection) -> Iterator[None]:
    """All reads within see the source as it is now.

    A SQLite file without a write-ahead log would hold up its writers as long: there each range
    sees the file as it is, and whoever needs one view reads a copy.
    """
    held = source.kind != "sqlite" or source.execute("pragma journal_mode")[0][0] == "wal"
    with source.transaction(read_only=True, snapshot=True) if held else contextlib.nullcontext():
        yield


@contextlib.contextmanager
def joined(database: Database, seen: Connection) -> Iterator[Connection]:
    """Another connection, which sees what that one sees in its transaction (PostgreSQL). It can be
    done without: where there is none to spare, nobody waits."""
    name = seen.execute("select pg_export_snapshot()")[0][0]
    with (
        database.open(patient=False) as connection,
        connection.transaction(read_only=True, snapshot=True),
    ):
        connection.execute(f"set transaction snapshot '{name}'")
        yield connection
