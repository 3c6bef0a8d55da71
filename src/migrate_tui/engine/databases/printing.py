"""Rows of a PostgreSQL table as digests of their columns, each printed as its source is spelled.

Invariant: a digest is SHA-256 over every value in the order of the rows, so two tables of the same
counts and digests have the same rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from migrate_tui.engine.databases.digests import Pair
from migrate_tui.engine.databases.failures import unprintable
from migrate_tui.engine.databases.reading import qualified
from migrate_tui.engine.databases.spelled import BETWEEN, NULL, Spelling

if TYPE_CHECKING:
    from migrate_tui.engine.databases.base import Connection, Row
    from migrate_tui.engine.databases.catalogue import Column, Table

Columns = Sequence[tuple["Column", Spelling]]


@dataclass(frozen=True)
class Printed:
    """Rows of the target: how many, and the digest of each column."""

    rows: int
    pairs: list[Pair]


def printed(connection: Connection, table: Table, columns: Columns, place: str) -> Printed | None:
    """The rows of the table, which is `mt_t` in `place`; None where they cannot be printed."""
    once, found, fence = [], ["count(*)"], ""
    for number, (column, spelling) in enumerate(columns):
        value = f"mt_t.{connection.quote(column.name)}"
        if (text := spelling.once(value)) != value:
            fence = " offset 0"
        once.append(f"{text} as c{number}")
        found += _pair(spelling, f"c{number}")
    rows = f"select {', '.join(once)} from {qualified(connection, table)} as mt_t where {place}"
    row = _answer(connection, f"select {', '.join(found)} from ({rows}{fence}) as mt_q")
    if row is None:
        return None
    return Printed(row[0], list(zip(row[1::2], row[2::2], strict=True)))


def is_short(connection: Connection, table: Table) -> bool:
    """Whether no value is kept outside of its row."""
    query = (
        "select coalesce(pg_relation_size(nullif(reltoastrelid, 0)), 0) = 0 from pg_class"
        " where oid = cast(:name as regclass)"
    )
    return bool(connection.execute(query, {"name": qualified(connection, table)})[0][0])


def respelled(connection: Connection, column: Column, spelling: Spelling, text: str) -> Pair | None:
    """The digest of values that the target reads from their text; None where one is no value."""
    array = f"string_to_array(cast(:text as text), '{BETWEEN}', '{NULL}')"
    once = f"select {spelling.once(f'mt_v::{column.type}')} as c0 from unnest({array}) as mt_v"
    pair = ", ".join(_pair(spelling, "c0"))
    row = _answer(connection, f"select {pair} from ({once} offset 0) as mt_q", {"text": text})
    return None if row is None else (row[0], row[1])


def _pair(spelling: Spelling, value: str) -> tuple[str, str]:
    return spelling.plain(value), spelling.digest(value)


def _answer(
    connection: Connection, query: str, params: Mapping[str, Any] | None = None
) -> Row | None:
    try:
        with connection.savepoint():
            return connection.execute(query, params)[0]
    except unprintable():
        return None
