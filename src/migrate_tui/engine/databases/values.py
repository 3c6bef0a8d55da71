"""The bare values of a SQLite table that another database's rows are compared with.

Invariant: the file is as it was when its columns were counted, for as long as it is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from migrate_tui.engine.databases.base import Row
from migrate_tui.engine.databases.cells import DECIMALS
from migrate_tui.engine.databases.documents import Documents
from migrate_tui.engine.databases.moments import DIGITS, Moments, Ticks, Various
from migrate_tui.engine.databases.native import MOMENTS, readable
from migrate_tui.engine.databases.reading import Copy, Unlike, Values
from migrate_tui.engine.databases.spelled import (
    Contents,
    Decimals,
    Numbers,
    Packed,
    Parts,
    Spelling,
    Texts,
    Uuids,
)

if TYPE_CHECKING:
    from migrate_tui.engine.databases.catalogue import Column
    from migrate_tui.engine.databases.census import Census
    from migrate_tui.engine.databases.reading_sqlite import SQLiteTable
    from migrate_tui.engine.databases.sqlite_connection import SQLiteConnection

AS_READ = ("text", "varchar", "citext")  # whose text is the source's, or another value
TEXT = ("text", "varchar")
AT_ONCE = 200  # rows
BYTES = 1 << 20  # of rows that are held at once, about
_WAY = re.compile("0000-00-00(?:([T ])00:00:00(?:[.](0+))?((?: ?(?:Z|[+]00:00))?))?")


@dataclass(frozen=True)
class SQLiteValues(Values):
    """Columns of one table, and how each is spelled."""

    reader: SQLiteTable
    cells: tuple[str, ...]
    spellings: tuple[Spelling, ...]
    version: int  # of the file whose census this is

    def between(
        self,
        low: str | None,
        high: str | None,
        key: Sequence[str],
        take: Callable[[Sequence[Row]], int],
        by: str = "",
        limit: int | None = None,
    ) -> None:
        source = cast("SQLiteConnection", self.reader.source)
        raw, asked = source.raw, 1
        query = self.reader.ordered(", ".join(self.cells), low, high, key, by)
        query += f" limit {limit}" if limit else ""
        before, raw.text_factory = raw.text_factory, bytes
        try:
            with source.cursor(query) as cursor:
                rows = cursor.fetchmany(asked)
                self._refuse_another()
                while rows:
                    weight = take(rows)
                    asked = max(1, min(asked * 2, AT_ONCE, BYTES * len(rows) // (weight or 1)))
                    rows = cursor.fetchmany(asked)
        finally:
            raw.text_factory = before

    def shortly(self) -> SQLiteValues:
        return replace(self, spellings=tuple(one.shortly() for one in self.spellings))

    def narrowed(self, places: Sequence[int]) -> SQLiteValues:
        cells, spellings = self.cells, self.spellings
        return replace(
            self,
            cells=tuple(cells[n] for n in places),
            spellings=tuple(spellings[n] for n in places),
        )

    def _refuse_another(self) -> None:
        """Once rows are being read, nobody can change them; before that somebody could."""
        if self.reader.of.held.version() != self.version:
            raise Unlike(f"somebody has written to {self.reader.found.name}")


def spelled(table: SQLiteTable, written: Sequence[Copy]) -> SQLiteValues | None:
    """None where one of the columns is no bare copy, or is printed in another way."""
    names = [one.source for one in written]
    held = table.of.census(table.found, names) if table.of.typed else {}
    cells: list[str] = []
    spellings: list[Spelling] = []
    for one in written:
        name, column, unit = one
        known = held.get(name)
        if known is None or name in table.mended or not readable(known, column, unit):
            return None
        if (spelling := _spelling(table, one, known)) is None:
            return None
        quoted = table.source.quote(name)
        mixed = column.base == "float8" and known.integer
        cells.append(f"cast({quoted} as real)" if mixed else quoted)
        spellings.append(spelling)
    return SQLiteValues(table, tuple(cells), tuple(spellings), table.of.held.seen)


def _spelling(table: SQLiteTable, copy: Copy, held: Census) -> Spelling | None:
    name, column, unit = copy
    if not held.held:
        return Texts()
    if held.type == "bytea":
        return Contents()
    if column.base == "numeric":
        return Decimals()
    found = table.found.column(name)  # none is the row's number
    nullable = column.nullable or found is None or found.nullable
    if unit:
        return Ticks(
            unit=10 ** (6 - DECIMALS[unit]),
            nullable=nullable,
            is_local=column.base == "timestamp",
        )
    if held.type in ("bigint", "double precision"):
        return _number(held, column, nullable)
    if column.base in MOMENTS:
        return _moments(column, {_way(one) for one in table.of.sample(table, name)})
    if column.base == "jsonb":
        return Documents(is_whole=not column.nullable)
    if column.base == "uuid":
        return Uuids(is_whole=not column.nullable)
    known = column.base in AS_READ or column.kind == "enum"
    return Texts(column.base in TEXT, is_whole=not column.nullable) if known else None


def _number(held: Census, column: Column, nullable: bool) -> Spelling:
    is_bool = column.base == "bool"
    if held.type == "bigint":
        return Numbers(is_bool) if nullable else Packed("q", is_bool)
    return Parts() if nullable else Packed("d")


def _way(moment: object) -> str:
    """How it is written, each digit as 0; but an offset as it is."""
    clock, plus, offset = str(moment).partition("+")
    return re.sub("[0-9]", "0", clock) + plus + offset


def _moments(column: Column, written: set[str]) -> Spelling | None:
    """None where they are written as PostgreSQL does not print the column's type."""
    seen = [_WAY.fullmatch(way) for way in written]
    known = [one.groups(default="") for one in seen if one and len(one[2] or "") <= DIGITS]
    if not known or len(known) < len(seen):
        return None
    if any(bool(mark) == (column.base == "date") for mark, _, _ in known):
        return None
    is_local = column.base == "timestamp"
    if len(known) > 1:
        return Various(is_local)
    ((mark, fraction, zone),) = known
    return Moments(mark, len(fraction), zone, not column.nullable, is_local)
