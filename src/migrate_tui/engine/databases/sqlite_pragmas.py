"""What SQLite itself says of one table: its pragmas, and its CREATE text as it stands.

Only `main` is asked; temporary and attached tables never answer in its place.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Found:
    name: str
    kind: str
    without_rowid: bool
    strict: bool
    sql: str


@dataclass(frozen=True)
class Key:
    """What the pragmas say of a primary key."""

    columns: tuple[str, ...]
    rowid_alias: bool


def find(raw: sqlite3.Connection, name: str) -> Found | None:
    """By the exact name first, then as SQLite would find it, then without `main.`."""
    row = raw.execute(
        "SELECT l.name, l.type, l.wr, l.strict, coalesce(m.sql, '') FROM pragma_table_list AS l"
        " JOIN main.sqlite_master AS m ON m.name = l.name AND m.type IN ('table', 'view')"
        " WHERE l.schema = 'main' AND l.name = ?1 COLLATE NOCASE ORDER BY l.name <> ?1",
        (name,),
    ).fetchone()
    if row is None:
        return find(raw, name[5:]) if name.startswith("main.") else None
    return Found(row[0], row[1], bool(row[2]), bool(row[3]), row[4])


def key_of(raw: sqlite3.Connection, found: Found) -> Key:
    """INTEGER PRIMARY KEY is the rowid, unless it is DESC: then it has an index of its own."""
    rows = pragma(raw, "table_xinfo", "name, type, pk", found)
    parts = sorted((pk, name, type_) for name, type_, pk in rows if pk)
    indexed = any(origin == "pk" for (origin,) in pragma(raw, "index_list", "origin", found))
    alias = len(parts) == 1 and parts[0][2].upper() == "INTEGER"
    alias = alias and not indexed and not found.without_rowid
    return Key(tuple(name for _, name, _ in parts), alias)


def pragma(raw: sqlite3.Connection, name: str, columns: str, found: Found) -> list[tuple[Any, ...]]:
    """A pragma as a table; a view that refers to something gone has no columns."""
    try:
        return raw.execute(
            f"SELECT {columns} FROM pragma_{name}(?, 'main')", (found.name,)
        ).fetchall()
    except sqlite3.OperationalError:
        if found.kind != "view":
            raise
        return []
