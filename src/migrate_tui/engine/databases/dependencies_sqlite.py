"""What SQLite's catalogue says of dependents: foreign keys by pragma, the rest as text."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator

from migrate_tui.engine.databases.base import Connection
from migrate_tui.engine.databases.dependents import Dependent, mentions

_TEXTS = """
select type, name, tbl_name, sql from main.sqlite_master where type in ('view', 'trigger')
order by type, name
"""


def dependents(connection: Connection, tables: Collection[str]) -> tuple[Dependent, ...]:
    """Whatever uses one of the tables without being one of them, or a trigger on one of them."""
    own = {table.lower() for table in tables}
    return (*_keys(connection, tables, own), *_texts(connection, tables, own))


def _keys(connection: Connection, tables: Collection[str], own: set[str]) -> Iterator[Dependent]:
    for table in tables:
        for child, key in connection.references(table):
            if child.lower() not in own:
                yield Dependent("foreign key", f"{key.name} of {child}", table)


def _texts(connection: Connection, tables: Collection[str], own: set[str]) -> Iterator[Dependent]:
    for kind, name, on, sql in connection.execute(_TEXTS):
        if kind == "trigger" and on.lower() in own:
            continue
        for table in tables:
            if mentions(sql, table, "sqlite", ("main",)):
                yield Dependent(kind, name if kind == "view" else f"{name} of {on}", table)


def world_without(connection: Connection, tables: Collection[str]) -> list[tuple[str, str, str]]:
    """Type, name and text of everything that is none of the tables nor lives on one."""
    own = {table.lower() for table in tables}
    rows = connection.execute(
        "select type, name, sql, tbl_name from main.sqlite_master where sql is not null"
        " order by 1, 2"
    )
    return [(kind, name, sql) for kind, name, sql, on in rows if on.lower() not in own]


def broken_views(connection: Connection) -> list[str]:
    """Views that cannot be read, each with what SQLite says."""
    views = connection.execute("select name from main.sqlite_master where type = 'view' order by 1")
    return [said for (name,) in views if (said := _complaint(connection, name))]


def _complaint(connection: Connection, view: str) -> str | None:
    try:
        connection.execute(f"select * from main.{connection.quote(view)} limit 0")
    except sqlite3.Error as error:
        return f"{view}: {error}"
    return None
