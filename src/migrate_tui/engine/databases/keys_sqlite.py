"""Keys and references of a SQLite table, asked of its rows: what is NULL, what collides under
another equality, what refers to nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from migrate_tui.engine.databases.catalogue import ForeignKey, Table
from migrate_tui.engine.databases.facts import ColumnFacts, KeyFacts
from migrate_tui.engine.databases.quoting import quote


@dataclass(frozen=True)
class Judged:
    """The keys of a table by what is known of its columns; `lower` are those without a capital.
    The rows are asked only where that leaves a question."""

    table: Table
    rows: int
    known: Mapping[str, ColumnFacts]
    lower: Set[str]

    def all(self) -> list[tuple[str, ...]]:
        whole = (u.columns for u in self.table.uniques if u.columns and u.where is None)
        return list(dict.fromkeys(whole))

    def key(self, raw: sqlite3.Connection, columns: tuple[str, ...]) -> KeyFacts:
        if all(c and c.identity for c in map(self.table.column, columns)):
            return KeyFacts(columns)
        missing = self._missing(columns)
        empty = nulls(raw, self.table, columns) if missing is None else missing
        alike = 0 if self._is_lower(columns) else folded(raw, self.table, columns)
        return KeyFacts(columns, empty, alike)

    def _missing(self, columns: Sequence[str]) -> int | None:
        """Rows in which one of the columns is NULL; None where more than one can be."""
        if not self.known.keys() >= set(columns):
            return None
        gaps = [gap for c in columns if (gap := self.rows - self.known[c].values) > 0]
        return None if len(gaps) > 1 else sum(gaps)

    def _is_lower(self, columns: Sequence[str]) -> bool:
        known = self.known.keys() & set(columns)
        lower = {c for c in known if c in self.lower or not self.known[c].texts}
        return lower == set(columns)


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
