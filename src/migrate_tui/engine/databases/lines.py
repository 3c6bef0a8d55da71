"""Rows of a SQLite table as lines of CSV, which PostgreSQL's COPY takes.

Invariant: PostgreSQL's input makes of each cell what the plan's conversion would, or refuses it; a
row with a moment in doubt has no line.
"""

from __future__ import annotations

from binascii import hexlify
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, cast

from migrate_tui.engine.databases.alike import alike
from migrate_tui.engine.databases.base import Row
from migrate_tui.engine.databases.cells import BYTES, MOMENT, Cell
from migrate_tui.engine.databases.limits import Keeps
from migrate_tui.engine.databases.reading import NULL, QUOTE, Blocks, Lines, Unlike
from migrate_tui.engine.databases.template import Spell, speller

if TYPE_CHECKING:
    import sqlite3

    from migrate_tui.engine.databases.reading_sqlite import SQLiteTable
    from migrate_tui.engine.databases.sqlite_connection import SQLiteConnection

AT_ONCE = 100  # rows fetched before their size is looked at
BLOCK_BYTES = 256 << 10
_QUOTE, _NULL = QUOTE.encode(), NULL.encode()


@dataclass(frozen=True)
class SQLiteLines(Lines):
    reader: SQLiteTable
    cells: tuple[Cell, ...]
    shapes: tuple[str, ...]  # what SQL says of every row that has a line
    version: int  # of the file whose census this is

    def whole(self) -> Blocks:
        return self.between(None, None, self.reader.place)

    def between(self, low: str | None, high: str | None, key: Sequence[str]) -> Blocks:
        return Blocks(self._blocks(low, high, key), self.gaps)

    def _blocks(
        self, low: str | None, high: str | None, key: Sequence[str]
    ) -> Iterator[tuple[int, bytes]]:
        source = cast("SQLiteConnection", self.reader.source)
        raw = source.raw
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
        """With a last cell where a row is looked at in SQL: without a line, it has no such cell."""
        cells = [one.sql for one in self.cells]
        if self.shapes:
            cells.append(f"case when {' and '.join(self.shapes)} then '' end")
        return ", ".join(cells)

    def _refuse_another(self) -> None:
        """Nobody can commit while rows are read without a snapshot; before that somebody could."""
        if self.reader.of.held.version() != self.version:
            raise Unlike(f"somebody has written to {self.reader.found.name}")

    @cached_property
    def _spell(self) -> Spell:
        return speller(self.cells, "%b\n" if self.shapes else "\n")

    @cached_property
    def _moments(self) -> list[tuple[str, int]]:
        """Those that are looked at here: how they are written, and where they stand."""
        return [(c.way, at) for at, c in enumerate(self.cells) if c.form == MOMENT and c.way]

    @cached_property
    def _limits(self) -> list[tuple[Keeps, int]]:
        return [(c.keeps, at) for at, c in enumerate(self.cells) if c.keeps]

    @cached_property
    def _quotes(self) -> int:
        return 2 * sum(one.is_quoted for one in self.cells)

    @cached_property
    def _raw(self) -> tuple[int, ...]:
        return tuple(place for place, one in enumerate(self.cells) if one.form == BYTES)

    def _block(self, rows: list[Row]) -> bytes:
        try:
            rows = [self._in_hex(row) for row in rows] if self._raw else rows
            block = b"".join(map(self._spell, rows))
            if block.count(_QUOTE) != self._quotes * len(rows):  # some value holds one
                block = b"".join(map(self._spell, map(doubled, rows)))
        except TypeError:  # one of the cells is None
            raise self._unlike from None
        if not all(self._alike(rows, *one) for one in self._moments):
            raise self._unlike
        if not all(kept([row[place] for row in rows]) for kept, place in self._limits):
            raise self._unlike
        return block

    def _alike(self, rows: list[Row], way: str, place: int) -> bool:
        texts = [row[place] for row in rows]
        if self.cells[place].nullable:
            texts = [text for text in texts if text != _NULL]
        return not texts or alike(texts, way.encode())

    @property
    def _unlike(self) -> Unlike:
        return Unlike(f"a value of {self.reader.found.name} is written in another way")

    def _in_hex(self, row: Row) -> Row:
        """Python writes it in less time than SQLite."""
        cells = list(row)
        for place in self._raw:
            if not self.cells[place].nullable:
                cells[place] = hexlify(cells[place])
            elif cells[place] is None:
                cells[place] = _NULL
            else:
                cells[place] = b"\\x" + hexlify(cells[place])
        return tuple(cells)


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
