"""Where the rows of a SQLite table are cut into ranges of so many.

Invariant: no range has more rows than asked for; where numbers of rows are missing it has fewer.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migrate_tui.engine.databases.reading_sqlite import SQLiteTable

PROBES, NEAR = 16, 100  # places where so many rows are looked at for how far they reach


def cut(
    table: SQLiteTable, key: Sequence[str], size: int, low: str | None, high: str | None
) -> list[str]:
    """The first key of each range but the first, as SQL."""
    even = _even(table, key, size, low, high) if tuple(key) == (table.found.rowid,) else None
    return _steps(table, key, size, low, high) if even is None else even


def _even(
    table: SQLiteTable, key: Sequence[str], size: int, low: str | None, high: str | None
) -> list[str] | None:
    """By the numbers of rows, for which few of them are read; None where many are missing."""
    number, where = table.source.quote(key[0]), table.where(key, low, high)
    ends = (f"select {end}({number}) from {table.named}{where}" for end in ("min", "max"))
    first, last = (table.source.execute(query)[0][0] for query in ends)
    if first is None:
        return []
    is_filled = _is_filled(table, key, first, last)
    return [str(bound) for bound in range(first + size, last + 1, size)] if is_filled else None


def _is_filled(table: SQLiteTable, key: Sequence[str], first: int, last: int) -> bool:
    """Whether at least half of the numbers seem to be taken, as some of them tell."""
    numbers = range(first, last + 1, max(1, (last - first) // PROBES))
    wide = 0
    for number in numbers:
        query = table.ordered(table.source.quote(key[0]), str(number), str(last), key)
        row = table.source.execute(f"{query} limit 1 offset {NEAR}")
        wide += (row[0][0] if row else last) - number
    return wide <= 2 * NEAR * len(numbers)


def _steps(
    table: SQLiteTable, key: Sequence[str], size: int, low: str | None, high: str | None
) -> list[str]:
    """By steps over an index, where numbering every row would take its time."""
    literals = ", ".join(f"quote({table.source.quote(k)})" for k in key)
    bounds: list[str] = []
    while True:
        query = table.ordered(literals, bounds[-1] if bounds else low, high, key)
        row = table.source.execute(f"{query} limit 1 offset {size}")
        if not row:
            return bounds
        bounds.append(", ".join(row[0]))
