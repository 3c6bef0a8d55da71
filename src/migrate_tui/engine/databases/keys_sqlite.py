"""Keys and references of a SQLite table, asked of its rows: what is NULL, what collides under
another equality, what refers to nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from migrate_tui.engine.databases.catalogue import ForeignKey, Table
from migrate_tui.engine.databases.sqlite_catalogue import quote


def nulls(raw: sqlite3.Connection, table: Table, columns: Sequence[str]) -> int:
    any_ = " or ".join(f"{quote(c)} is null" for c in columns)
    return _count(raw, f"select count(*) from main.{quote(table.name)} where {any_}")


def folded(raw: sqlite3.Connection, table: Table, columns: Sequence[str]) -> int:
    """Keys beyond the first of those that differ in letter case only."""
    name = f"main.{quote(table.name)}"
    upper = " or ".join(
        f"(typeof({c}) = 'text' and {c} <> lower({c}) collate binary)" for c in map(quote, columns)
    )
    if not raw.execute(f"select 1 from {name} where {upper} limit 1").fetchone():
        return 0
    lower = (
        f"case typeof({c}) when 'text' then lower({c}) else {c} end" for c in map(quote, columns)
    )
    return same(raw, table, list(lower), columns)


def same(raw: sqlite3.Connection, table: Table, keys: Sequence[str], columns: Sequence[str]) -> int:
    """Rows beyond the first of each key, where the key is these expressions."""
    parts = ", ".join(f"{key} collate binary" for key in keys)
    given = " and ".join(f"{quote(c)} is not null" for c in columns)
    groups = (
        f"select count(*) - 1 as n from main.{quote(table.name)} where {given} group by {parts}"
    )
    return _count(raw, f"select coalesce(sum(n), 0) from ({groups})")


def orphans(raw: sqlite3.Connection, table: Table, key: ForeignKey) -> int:
    """Rows whose key is given in full and names no row of the parent, as the parent compares."""
    given = " and ".join(f"c.{quote(c)} is not null" for c in key.columns)
    on = " and ".join(
        f"p.{quote(p)} = c.{quote(c)}" for c, p in zip(key.columns, key.parent_columns, strict=True)
    )
    parent = f"select 1 from main.{quote(key.parent)} as p where {on}"
    return _count(
        raw,
        f"select count(*) from main.{quote(table.name)} as c where {given}"
        f" and not exists ({parent})",
    )


def _count(raw: sqlite3.Connection, query: str) -> int:
    return int(raw.execute(query).fetchone()[0])
