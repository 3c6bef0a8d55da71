"""A file cut into parts that can be read one without the other.

Invariant: every row of a table is in just one part for each of its columns that are read, whatever
is written meanwhile.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

AT_ONCE = 60  # columns
ROWS = 25_000  # of a part
SPAN = 100  # parts of a table whose row numbers are dense
DENSE = 25_000_000  # row numbers from the first to the last, in which gaps are no matter


class Sought(NamedTuple):
    """One column: what its declared type says it holds, and whether it is of a key."""

    name: str
    type: str
    kind: str | None
    key: bool


class Listed(NamedTuple):
    """One table, and those of its columns that are read; `rowid` is the name of its row number."""

    name: str
    columns: tuple[Sought, ...]
    rowid: str | None


class Part(NamedTuple):
    """The rows after one row number up to another: from the first, to the last where it is None."""

    table: str
    columns: tuple[Sought, ...]
    rowid: str | None
    after: int | None
    until: int | None

    @property
    def query(self) -> str:
        names = ", ".join(quote(column.name) for column in self.columns)
        ends = [(">", self.after), ("<=", self.until)]
        said = [f"{self.rowid} {sign} {end}" for sign, end in ends if end is not None]
        where = f" where {' and '.join(said)}" if said else ""
        return f"select {names} from main.{quote(self.table)}{where}"

    def told(self) -> tuple[Any, ...]:
        """As `marshal` takes it."""
        return (self.table, tuple(map(tuple, self.columns)), *self[2:])

    @staticmethod
    def heard(told: tuple[Any, ...]) -> Part:
        table, columns, *rows = told
        return Part(table, tuple(Sought(*column) for column in columns), *rows)


def quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def parts(raw: sqlite3.Connection, table: Listed) -> Iterator[Part]:
    """One after the other, asked of the file as they are needed."""
    for start in range(0, len(table.columns), AT_ONCE):
        yield from _rows(raw, table, table.columns[start : start + AT_ONCE])


def _rows(raw: sqlite3.Connection, table: Listed, some: Sequence[Sought]) -> Iterator[Part]:
    after = None
    for end in _ends(raw, table):
        yield Part(table.name, tuple(some), table.rowid, after, end)
        after = end
    yield Part(table.name, tuple(some), table.rowid, after, None)


def _ends(raw: sqlite3.Connection, table: Listed) -> Iterator[int]:
    """Row numbers that end a part; where they are far apart it is the rows that are counted."""
    if table.rowid is None:
        return
    first, last = _span(raw, table)
    step = max(ROWS, (last - first) // SPAN)
    end = first + step if last - first < DENSE else _counted(raw, table, first - 1)
    while end is not None and end < last:
        yield end
        end = end + step if last - first < DENSE else _counted(raw, table, end)


def _span(raw: sqlite3.Connection, table: Listed) -> tuple[int, int]:
    """Asked apart, each is an end of the tree; together they would be a scan."""
    name = f"main.{quote(table.name)}"
    ends = (f"(select {end}({table.rowid}) from {name})" for end in ("min", "max"))
    first, last = raw.execute(f"select {', '.join(ends)}").fetchone()
    return first or 0, last or 0


def _counted(raw: sqlite3.Connection, table: Listed, after: int) -> int | None:
    rowid, name = table.rowid, f"main.{quote(table.name)}"
    query = f"select {rowid} from {name} where {rowid} > ? order by {rowid} limit 1 offset ?"
    row = raw.execute(query, (max(after, -(1 << 63)), 10 * ROWS - 1)).fetchone()
    return int(row[0]) if row else None
