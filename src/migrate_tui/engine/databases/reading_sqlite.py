"""Reading SQLite: raw rows, typed by what they really hold where the target wants types."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from migrate_tui.engine.databases import lined, reading, session, values
from migrate_tui.engine.databases.bounds_sqlite import cut
from migrate_tui.engine.databases.catalogue import Column, Table
from migrate_tui.engine.databases.census import ANYTHING, Census
from migrate_tui.engine.databases.holdings import Holdings
from migrate_tui.engine.databases.lined import COUNTED
from migrate_tui.engine.databases.loadable import Convert, Text, as_bytes, converted, loadable
from migrate_tui.engine.databases.native import MOMENTS, SAMPLE, native
from migrate_tui.engine.databases.native import shape as alike
from migrate_tui.engine.databases.querying_sqlite import SQLiteQuery
from migrate_tui.engine.databases.reading import (
    LINE,
    ROWID,
    Copy,
    Lines,
    Reader,
    Reading,
    Staged,
    TableReader,
    Unlike,
    Values,
)
from migrate_tui.engine.databases.spelling import spelt

if TYPE_CHECKING:
    from migrate_tui.engine.databases.base import Connection, Row

_LAST = itemgetter(-1)


@dataclass(frozen=True)
class SQLiteReading(Reading):
    """Each column is counted once, however many mappings read it."""

    held: Holdings
    timezone: str = "UTC"  # of moments that name none

    def table(
        self, found: Table, used: Sequence[str], mended: Mapping[str, str] | None = None
    ) -> TableReader:
        session.register_sqlite(self.source.raw)  # fingerprints are made there
        key = found.primary_key
        names = tuple(dict.fromkeys((*used, *key)))
        held = self.census(found, names) if self.typed else dict.fromkeys(names, ANYTHING)
        mended = mended or {}
        raw = {name for name in names if self.typed and mended.get(name) == "bytes_of"}
        staged = [(name, "bytea" if name in raw else held[name].type) for name in names]
        converts = [as_bytes if name in raw else held[name].convert for name in names]
        if not key:
            staged.append((ROWID, "bigint" if self.typed else ""))
            converts.append(None)
        mixed = any(c.blob and c.type == "text" for c in held.values())
        marks = (mixed, mended, self.held.seen)
        return SQLiteTable(
            self, found, names, tuple(staged), key or (ROWID,), tuple(converts), *marks
        )

    def native(
        self, reader: TableReader, copied: Mapping[str, Column], key: Sequence[str]
    ) -> TableReader | None:
        assert isinstance(reader, SQLiteTable)
        if reader.checked:  # its rows hold blobs among text, which COPY would take for text
            return None
        held = self.census(reader.found, reader.columns) if self.typed else {}
        kept = {*key, *reader.order}
        types: dict[str, str] = {}
        shapes: list[str] = []
        for name, column in copied.items():
            if name not in held or name in kept or not native(held[name], column):
                continue
            if column.base in MOMENTS:
                if (alike := self.shape(reader, name, column)) is None:
                    continue
                shapes.append(alike)
            types[name] = column.type
        if all(types.get(name, type_) == type_ for name, type_ in reader.staged):
            return None
        staged = tuple((name, types.get(name, type_)) for name, type_ in reader.staged)
        return replace(reader, staged=staged, shapes=tuple(shapes))

    def shape(self, reader: SQLiteTable, name: str, column: Column) -> str | None:
        sample = self.sample(reader, name)
        return alike(self.source.quote(name), column, sample, self.timezone)

    def sample(self, reader: SQLiteTable, name: str) -> list[object]:
        cell, table = self.source.quote(name), self.source.quote(reader.found.name)
        query = f"select {cell} from {table} where {cell} is not null limit {SAMPLE}"
        return [value for (value,) in self.source.execute(query)]

    def query(
        self, sql: str, columns: Sequence[tuple[str, str]], params: Mapping[str, Any]
    ) -> Reader:
        types = ("text", "bigint") if self.typed else ("", "")
        staged = (*((name, types[0]) for name, _ in columns), (LINE, types[1]))
        return SQLiteQuery(self, sql, params, staged)

    def census(self, found: Table, names: Sequence[str]) -> dict[str, Census]:
        return self.held.of(found, names)


@dataclass(frozen=True)
class SQLiteTable(TableReader):
    of: SQLiteReading
    found: Table
    columns: tuple[str, ...]
    staged: Staged
    order: tuple[str, ...]
    converts: tuple[Convert | None, ...]
    checked: bool = False
    mended: Mapping[str, str] = field(default_factory=dict)
    version: int = 0  # of the file whose census this is
    shapes: tuple[str, ...] = ()  # what holds for every row that is staged in the target's types

    @property
    def source(self) -> Connection:
        return self.of.source

    def batches(self, size: int, *, checked: bool = False) -> Iterator[list[Row]]:
        return self.between(None, None, self.place, size, checked=checked)

    @property
    def place(self) -> tuple[str, ...]:
        """The columns that tell a row; none where nothing but the order of reading does."""
        return self.found.primary_key or ((self.found.rowid,) if self.found.rowid else ())

    def between(
        self,
        low: str | None,
        high: str | None,
        key: Sequence[str],
        size: int,
        *,
        checked: bool = False,
        limit: int | None = None,
    ) -> Iterator[list[Row]]:
        number = () if self.found.primary_key else (self._list(self.place) or COUNTED,)
        verdict = () if checked else (self._verdict,)
        cells = ", ".join([*map(self.source.quote, self.columns), *number, *verdict])
        query = self.ordered(cells, low, high, key) + (f" limit {limit}" if limit else "")
        yield from self._checked(query, size) if checked else self._plain(query, size)

    def ordered(
        self, cells: str, low: str | None, high: str | None, key: Sequence[str], by: str = ""
    ) -> str:
        """The query of these cells over a range of the key, in its order or another."""
        query = f"select {cells} from {self.named}{self.where(key, low, high)}"
        return query + (f" order by {by or self._list(key)}" if by or key else "")

    def staged_lines(self) -> Lines | None:
        return lined.staged(self)

    def lines(self, written: Sequence[Copy]) -> Lines | None:
        return lined.copied(self, written)

    def values(self, written: Sequence[Copy]) -> Values | None:
        return values.spelled(self, written)

    def _plain(self, query: str, size: int) -> Iterator[list[Row]]:
        wanted = [(i, c) for i, c in enumerate(self.converts) if c is not None]
        for rows in self.source.stream(query, size=size):
            if self.shapes and any(map(_LAST, rows)):
                raise Unlike(f"a moment of {self.found.name} is written in another way")
            yield [converted(row, wanted) for row in rows] if wanted else rows

    @property
    def _verdict(self) -> str:
        """The row's last cell: NULL, but where a value is not of its column's shape."""
        return f"case when not ({' and '.join(self.shapes)}) then 1 end" if self.shapes else "null"

    def _checked(self, query: str, size: int) -> Iterator[list[Row]]:
        raw: sqlite3.Connection = self.source.raw
        before, raw.text_factory = raw.text_factory, Text
        try:
            for rows in self.source.stream(query, size=size):
                yield [self._check(row) for row in rows]
        finally:
            raw.text_factory = before

    def _check(self, row: Row) -> Row:
        values: list[Any] = []
        bad: str | None = None
        names = (*self.columns, "") if len(row) > len(self.columns) else self.columns
        for name, value, convert in zip(names, row, self.converts, strict=True):
            remedy = self.mended.get(name, "")
            good, why = loadable(value, convert, nul=not self.of.typed, remedy=remedy)
            values.append(good)
            bad = bad or (why and f"{name}: {why}")
        return (*values, bad)

    def where(self, key: Sequence[str], low: str | None, high: str | None) -> str:
        row, bounds = f"({self._list(key)})", ((low, ">="), (high, "<"))
        where = [f"{row} {sign} ({bound})" for bound, sign in bounds if bound is not None]
        return f" where {' and '.join(where)}" if where else ""

    def cut(
        self, key: Sequence[str], size: int, low: str | None = None, high: str | None = None
    ) -> list[str]:
        return cut(self, key, size, low, high)

    def unique(self, columns: Sequence[str]) -> tuple[str, ...]:
        """By one unique BINARY index; SQLite lets NULLs into most. A row's number is one too."""
        if tuple(columns) == (self.found.rowid,):
            return tuple(columns)
        indexed = any(set(u.columns) == set(columns) and not u.where for u in self.found.uniques)
        names = (self.found.known(c).collation for c in columns)
        if not indexed or not all(name in (None, "BINARY") for name in names):
            return ()
        missing = " or ".join(f"{self.source.quote(c)} is null" for c in columns)
        query = f"select 1 from {self.named} where {missing} limit 1"
        return () if self.source.execute(query) else tuple(columns)

    def order_of(self, key: tuple[str, ...]) -> tuple[str, ...]:
        """As it lies in the file: a look into the table for each entry of an index takes longer."""
        return (self.found.rowid,) if key and self.found.rowid else key

    def equality(self, column: str) -> str | None:
        return self.of.census(self.found, [column])[column].equality

    def fingerprint(self) -> str | None:
        return reading.fingerprint(self.source, self.found) if self.found.kind == "table" else None

    def sample(self, names: Sequence[str], size: int) -> Iterator[tuple[str, dict[str, Any]]]:
        key = self.place
        places = [spelt(self.source.quote(k)) for k in key] or [f"'' || {COUNTED}"]
        cells = ", ".join([*places, *map(self.source.quote, names)])
        query = f"select {cells} from {self.named} limit {size}"
        for row in chain.from_iterable(self.source.stream(query, size=1)):
            place = ", ".join(map(str, row[: len(places)]))
            yield place, dict(zip(names, row[len(places) :], strict=True))

    @property
    def named(self) -> str:
        return self.source.quote(self.found.name)

    def _list(self, names: Sequence[str]) -> str:
        return ", ".join(map(self.source.quote, names))
