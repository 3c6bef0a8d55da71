"""Rows of a SQLite table as lines of CSV: PostgreSQL's COPY takes them so.

Invariant: PostgreSQL's input makes of each cell what the plan's conversion would, or refuses it; a
row with a moment in doubt has no line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, cast

from migrate_tui.engine.databases.base import Row
from migrate_tui.engine.databases.census import Census
from migrate_tui.engine.databases.reading import NULL, QUOTE, Blocks, Lines, Unlike

if TYPE_CHECKING:
    import sqlite3

    from migrate_tui.engine.databases.reading_sqlite import SQLiteTable
    from migrate_tui.engine.databases.sqlite import SQLiteConnection

AT_ONCE = 100  # rows fetched before their size is looked at
BLOCK_BYTES = 256 << 10
REAL = "mt_real"  # the shortest digits that give the same double again: SQLite's own are not exact


@dataclass(frozen=True)
class Cell:
    """SQL of a value, and how its row's template spells it."""

    sql: str
    piece: str
    nullable: bool = False

    @property
    def is_quoted(self) -> bool:
        return self.piece.startswith(QUOTE)


NOTHING = Cell(f"'{NULL}'", "%b")


def cell(held: Census, quoted: str, *, nullable: bool = True) -> Cell:
    """A value of a column that holds this; text that reads like NULL's mark makes its row none."""
    if not held.held:
        return NOTHING
    if held.type == "bytea":
        return _bytes(quoted, nullable)
    if held.type in ("bigint", "double precision"):
        return _number(held, quoted, nullable)
    known = f"case when {quoted} = '{NULL}' then null else ifnull({quoted}, '{NULL}') end"
    return Cell(known if nullable else quoted, f"{QUOTE}%b{QUOTE}", nullable)


def _bytes(quoted: str, nullable: bool) -> Cell:
    if not nullable:
        return Cell(f"hex({quoted})", "\\x%b")
    return Cell(f"case when {quoted} is null then '{NULL}' else '\\x' || hex({quoted}) end", "%b")


def _number(held: Census, quoted: str, nullable: bool) -> Cell:
    if not nullable:
        return Cell(quoted, "%d" if held.type == "bigint" else "%a")
    digits = f"cast({quoted} as text)" if held.type == "bigint" else f"{REAL}({quoted})"
    return Cell(f"ifnull({digits}, '{NULL}')", "%b")


@dataclass(frozen=True)
class SQLiteLines(Lines):
    reader: SQLiteTable
    cells: tuple[Cell, ...]
    shapes: tuple[str, ...]  # what holds for every row that has a line
    version: int  # of the file whose census this is

    @property
    def gaps(self) -> tuple[int, ...]:
        return tuple(place for place, one in enumerate(self.cells) if one.nullable)

    def whole(self) -> Blocks:
        return self.between(None, None, self.reader.place)

    def between(self, low: str | None, high: str | None, key: Sequence[str]) -> Blocks:
        return Blocks(self._blocks(low, high, key), self.gaps)

    def _blocks(
        self, low: str | None, high: str | None, key: Sequence[str]
    ) -> Iterator[tuple[int, bytes]]:
        source = cast("SQLiteConnection", self.reader.source)
        raw = source.raw
        raw.create_function(REAL, 1, _shortest, deterministic=True)
        query = self.reader.ordered(self._row, low, high, key)
        before, raw.text_factory = raw.text_factory, bytes
        try:
            with source.cursor(query) as cursor:
                for number, block in gathered(cursor, self._block):
                    self._refuse_another()
                    yield number, block
        finally:
            raw.text_factory = before

    @property
    def _row(self) -> str:
        """A row without a line has no first cell, which no template takes."""
        first, *others = (one.sql for one in self.cells)
        if self.shapes:
            first = f"case when {' and '.join(self.shapes)} then {first} end"
        return ", ".join([first, *others])

    def _refuse_another(self) -> None:
        """Nobody can commit while rows are read without a snapshot; before that somebody could."""
        if self.reader.of.held.version() != self.version:
            raise Unlike(f"somebody has written to {self.reader.found.name}")

    @cached_property
    def _spell(self) -> Callable[[Row], bytes]:
        template = ",".join(one.piece for one in self.cells) + "\n"
        return template.encode().__mod__

    @cached_property
    def _quotes(self) -> int:
        return 2 * sum(one.is_quoted for one in self.cells)

    def _block(self, rows: list[Row]) -> bytes:
        try:
            block = b"".join(map(self._spell, rows))
            if block.count(_QUOTE) != self._quotes * len(rows):  # some value holds one
                block = b"".join(map(self._spell, map(doubled, rows)))
        except TypeError:  # one of the cells is None
            name = self.reader.found.name
            raise Unlike(f"a value of {name} is written in another way") from None
        return block


_QUOTE = QUOTE.encode()


def doubled(row: Row) -> Row:
    """The quotes of each text doubled."""
    return tuple(v.replace(_QUOTE, _QUOTE * 2) if isinstance(v, bytes) else v for v in row)


def gathered(
    cursor: sqlite3.Cursor, spelled: Callable[[list[Row]], bytes]
) -> Iterator[tuple[int, bytes]]:
    """Rows as blocks of about BLOCK_BYTES: few at once where they are wide."""
    parts: list[bytes] = []
    count = size = 0
    asked = 1
    while rows := cursor.fetchmany(asked):
        part = spelled(rows)
        parts.append(part)
        count, size = count + len(rows), size + len(part)
        if size >= BLOCK_BYTES:
            yield count, b"".join(parts)
            parts, count, size = [], 0, 0
        asked = max(1, min(asked * 2, AT_ONCE, BLOCK_BYTES * asked // (len(part) or 1)))
    if parts:
        yield count, b"".join(parts)


def _shortest(value: float | None) -> str | None:
    return None if value is None else repr(value)
