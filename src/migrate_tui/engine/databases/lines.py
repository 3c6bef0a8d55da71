"""Rows of a SQLite table as lines of CSV, made inside SQLite: PostgreSQL's COPY takes them so.

Invariant: PostgreSQL's input makes of each cell what the plan's conversion would, or refuses it; a
row with a moment in doubt has no line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from migrate_tui.engine.databases.census import Census
from migrate_tui.engine.databases.reading import QUOTE, Blocks, Lines, Unlike

if TYPE_CHECKING:
    from migrate_tui.engine.databases.reading_sqlite import SQLiteTable

AT_ONCE = 500  # rows of a block
REAL = "mt_real"  # the shortest digits that give the same double again: SQLite's own are not exact


def cell(held: Census, quoted: str, *, plain: bool = False) -> str:
    """SQL of a value's text in a line of CSV; nothing at all is NULL. `plain` text is known to hold
    no quote."""
    if not held.held:
        return "''"
    if held.type == "bigint":
        return f"coalesce({quoted}, '')"
    if held.type == "double precision":
        return f"coalesce({REAL}({quoted}), '')"
    if held.type == "bytea":
        return f"case when {quoted} is null then '' else '\\x' || hex({quoted}) end"
    text = quoted if plain else f"replace({quoted}, '{QUOTE}', '{QUOTE}{QUOTE}')"
    return f"coalesce('{QUOTE}' || {text} || '{QUOTE}', '')"


@dataclass(frozen=True)
class SQLiteLines(Lines):
    reader: SQLiteTable
    cells: tuple[str, ...]
    shapes: tuple[str, ...]  # what holds for every row that has a line
    version: int  # of the file whose census this is

    def whole(self) -> Blocks:
        return self.between(None, None, self.reader.place)

    def between(self, low: str | None, high: str | None, key: Sequence[str]) -> Blocks:
        raw = self.reader.source.raw
        raw.create_function(REAL, 1, _shortest, deterministic=True)
        query = self.reader.ordered(self._line, low, high, key)
        before, raw.text_factory = raw.text_factory, bytes
        try:
            for rows in self.reader.source.stream(query, size=AT_ONCE):
                self._refuse_another()
                yield len(rows), self._block([line for (line,) in rows])
        finally:
            raw.text_factory = before

    @property
    def _line(self) -> str:
        line = " || ',' || ".join(self.cells) if len(self.cells) > 1 else f"'' || {self.cells[0]}"
        return f"case when {' and '.join(self.shapes)} then {line} end" if self.shapes else line

    def _refuse_another(self) -> None:
        """Nobody can commit while rows are read without a snapshot; before that somebody could."""
        if self.reader.of.held.version() != self.version:
            raise Unlike(f"somebody has written to {self.reader.found.name}")

    def _block(self, lines: list[bytes]) -> bytes:
        try:
            return b"\n".join([*lines, b""])
        except TypeError:  # one of them is None
            name = self.reader.found.name
            raise Unlike(f"a moment of {name} is written in another way") from None


def _shortest(value: float | None) -> str | None:
    return None if value is None else repr(value)
