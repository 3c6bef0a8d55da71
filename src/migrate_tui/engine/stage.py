"""Staging: raw rows of a SQLite source, typed by what they really hold."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from migrate_tui.engine.databases.base import Connection, Row
from migrate_tui.engine.databases.catalogue import Table
from migrate_tui.engine.sql import ONE, Sql, column, fragment, table

EXACT = 2**53
Convert = Callable[[Any], Any]


@dataclass(frozen=True)
class Census:
    """How many values of one column have which storage class, over the whole table."""

    integer: int
    real: int
    text: int
    blob: int
    largest: int  # absolute value of the largest integer

    @property
    def type(self) -> str:
        """The PostgreSQL type that holds every value as it is; text where they are mixed."""
        held = [k for k in ("integer", "real", "text", "blob") if getattr(self, k)]
        if held == ["integer", "real"] and self.largest <= EXACT:
            return "double precision"
        single = {"integer": "bigint", "real": "double precision", "blob": "bytea"}
        return single.get(held[0], "text") if len(held) == 1 else "text"

    @property
    def convert(self) -> Convert | None:
        """What a value needs before it is loaded; None where values go as they are."""
        if self.type == "text" and (self.integer or self.real or self.blob):
            return _as_text
        return float if self.type == "double precision" and self.integer else None


def _as_text(value: Any) -> Any:
    if isinstance(value, float) and not math.isfinite(value):
        return {math.inf: "Infinity", -math.inf: "-Infinity"}[value]
    return value if isinstance(value, bytes | str) else str(value)


def census(source: Connection, found: Table, columns: Sequence[str]) -> dict[str, Census]:
    """The storage class of every value of the given columns: two cheap aggregates each, and the
    whole count only for columns in which classes are mixed."""
    if not columns:
        return {}
    ends = [end for c in columns for end in _ends(found, c)]
    row = source.execute(sa.select(*ends).select_from(table(found.name)))[0]
    pairs = dict(zip(columns, zip(row[::2], row[1::2], strict=True), strict=True))
    mixed = [c for c, (low, high) in pairs.items() if low != high]
    plain = {c: _single(low) for c, (low, _) in pairs.items()}
    return plain | (_counted(source, found, mixed) if mixed else {})


def _ends(found: Table, name: str) -> list[Sql]:
    """The first and the last storage class in the alphabet; a text column holds text or blobs."""
    kind = sa.func.typeof(column(name))
    declared = (found.column(name) or _none()).base.upper() if name != "rowid" else "INTEGER"
    if any(word in declared for word in ("CHAR", "CLOB", "TEXT")) and "INT" not in declared:
        blob = sa.case((sa.func.max(kind == "blob") == 1, "blob"), else_="text")
        return [blob, sa.literal("text")]
    known = sa.func.nullif(kind, "null")
    return [sa.func.min(known), sa.func.max(known)]


def _single(storage: str | None) -> Census:
    integer, real, text, blob = (int(storage == k) for k in ("integer", "real", "text", "blob"))
    return Census(integer, real, text, blob, 0)


def _counted(source: Connection, found: Table, columns: Sequence[str]) -> dict[str, Census]:
    parts: list[Sql] = []
    for c in columns:
        kind = sa.func.typeof(column(c))
        counts = (sa.func.total(kind == storage) for storage in ("integer", "real", "text", "blob"))
        largest = sa.func.max(sa.case((kind == "integer", sa.func.abs(column(c) / 2)), else_=0))
        parts += [*counts, largest]
    numbers = [
        int(v or 0) for v in source.execute(sa.select(*parts).select_from(table(found.name)))[0]
    ]
    chunks = (numbers[i : i + 5] for i in range(0, len(numbers), 5))
    return {
        c: Census(i, r, t, b, m * 2) for c, (i, r, t, b, m) in zip(columns, chunks, strict=True)
    }


@dataclass(frozen=True)
class Reader:
    """Reads raw rows of one SQLite table in key order; the last cell is mt_bad."""

    source: Connection
    found: Table
    columns: tuple[str, ...]
    converts: tuple[Convert | None, ...]
    order: tuple[str, ...]

    def query(self, low: str | None, high: str | None, key: Sequence[str]) -> Any:
        """Rows with low <= key < high; the bounds are the database's own literals."""
        columns: list[Sql] = [sa.literal_column(self.source.quote(c)) for c in self.columns]
        query = sa.select(*columns).select_from(table(self.found.name))
        for bound, compare in ((low, ">="), (high, "<")):
            if bound is not None:
                query = query.where(row_of(key).op(compare)(fragment_row(bound)))
        return query.order_by(*(sa.literal_column(self.source.quote(c)) for c in self.order))

    def batches(self, query: Any, size: int, *, checked: bool = False) -> Iterator[list[Row]]:
        """Lists of rows; `checked` looks at each value that the target's COPY would refuse."""
        if checked:
            yield from self._checked(query, size)
            return
        wanted = [(i, c) for i, c in enumerate(self.converts) if c is not None]
        for rows in self.source.stream(query, size=size):
            yield (
                [_converted(row, wanted) for row in rows] if wanted else [(*r, None) for r in rows]
            )

    def _checked(self, query: Any, size: int) -> Iterator[list[Row]]:
        raw: sqlite3.Connection = self.source.raw
        before, raw.text_factory = raw.text_factory, _Text
        try:
            for rows in self.source.stream(query, size=size):
                yield [self._check(row) for row in rows]
        finally:
            raw.text_factory = before

    def _check(self, row: Row) -> Row:
        values: list[Any] = []
        bad: str | None = None
        for column_name, value, convert in zip(self.columns, row, self.converts, strict=True):
            text, why = _loadable(value, convert)
            values.append(text)
            bad = bad or (why and f"{column_name}: {why}")
        return (*values, bad)


def _converted(row: Row, wanted: list[tuple[int, Convert]]) -> Row:
    values = list(row)
    for i, convert in wanted:
        if values[i] is not None:
            values[i] = convert(values[i])
    values.append(None)
    return tuple(values)


class _Text(bytes):
    """Text as SQLite stores it, not decoded yet."""


def _loadable(value: Any, convert: Convert | None) -> tuple[Any, str | None]:
    """The value as COPY takes it, or NULL and why it cannot be text."""
    if isinstance(value, _Text):
        try:
            value = value.decode()
        except UnicodeDecodeError as error:
            return None, f"invalid UTF-8 at byte {error.start}"
        if "\0" in value:
            return None, f"NUL byte at character {value.index(chr(0)) + 1}"
    elif isinstance(value, bytes) and convert is not None:
        return None, "a blob among text"
    return (value if convert is None or value is None else convert(value)), None


def row_of(key: Sequence[str]) -> Sql:
    return column(key[0]) if len(key) == 1 else sa.tuple_(*(column(k) for k in key))


def fragment_row(literals: str) -> Sql:
    """One literal, or several as a row value."""
    return fragment(literals)


def cut(source: Connection, found: Table, key: Sequence[str], size: int) -> list[str]:
    """Lower bounds of all ranges but the first: every `size`-th key, as SQL literals."""
    numbered = sa.select(
        *(column(k) for k in key),
        sa.func.row_number().over(order_by=[column(k) for k in key]).label("mt_row"),
    ).select_from(table(found.name))
    rows = numbered.subquery("numbered")
    literals = [sa.func.quote(rows.c[k]) for k in key]
    query = sa.select(*literals).where(rows.c.mt_row % size == 1 % size, rows.c.mt_row > 1)
    return [", ".join(row) for row in source.execute(query.order_by(rows.c.mt_row))]


def is_unique(source: Connection, found: Table, key: Sequence[str]) -> bool:
    """Whether the key is NOT NULL everywhere and one unique BINARY index stands on exactly it."""
    missing = sa.or_(*(column(k).is_(None) for k in key))
    some = sa.select(ONE).select_from(table(found.name)).where(missing)
    indexed = any(set(u.columns) == set(key) and u.where is None for u in found.uniques)
    binary = all((found.column(k) or _none()).collation in (None, "BINARY") for k in key)
    return indexed and binary and not source.execute(some.limit(1))


def _none() -> Any:
    raise KeyError("a key column that the table does not have")
