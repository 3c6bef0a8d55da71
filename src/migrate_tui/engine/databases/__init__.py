"""The databases by URL scheme. A new kind is one module and one line here.

Invariant: nothing of a database is imported before one of its kind is named.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from migrate_tui.engine.databases.url import kind_of, postgresql_address, sqlite_path

if TYPE_CHECKING:
    from migrate_tui.engine.databases.base import Database

Make = Callable[[str, bool, str, "Path | None", bool], "Database"]


def _sqlite(url: str, create: bool, timezone: str, directory: Path | None, hush: bool) -> Database:
    from migrate_tui.engine.databases.sqlite import SQLiteDatabase

    return SQLiteDatabase(sqlite_path(url, directory), create, timezone, hush)


def _postgresql(
    url: str, create: bool, timezone: str, directory: Path | None, hush: bool
) -> Database:
    from migrate_tui.engine.databases.postgresql import PostgreSQLDatabase

    return PostgreSQLDatabase(postgresql_address(url), timezone, hush=hush)


DATABASES: dict[str, Make] = {"sqlite": _sqlite, "postgresql": _postgresql}


def open_database(
    url: str,
    *,
    create: bool = False,
    timezone: str = "UTC",
    directory: Path | None = None,
    entry: str | None = None,
    hush: bool = False,
) -> Database:
    """The database that a URL names; nothing is connected before its `open`.

    `create` lets a SQLite file be made. A relative SQLite path lies in `directory` (the plan's).
    `entry` is the name under which the keyring has its password. With `hush`, words of an error
    that may hold values of rows are not told.
    """
    return DATABASES[kind_of(url)](url, create, timezone, directory, hush).named(entry)
