"""Rows of a PostgreSQL table as digests of their columns, each printed as its source is spelled.

Invariant: a digest is SHA-256 over every value in the order of the rows, so two tables of the same
counts and digests have the same rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import psycopg

from migrate_tui.engine.databases.reading import qualified
from migrate_tui.engine.databases.spelled import Spelling

if TYPE_CHECKING:
    from migrate_tui.engine.databases.base import Connection, Row
    from migrate_tui.engine.databases.catalogue import Column, Table

Columns = Sequence[tuple["Column", Spelling]]
UNPRINTABLE = (  # too long for one text, or for the memory
    psycopg.errors.ProgramLimitExceeded,
    psycopg.errors.OutOfMemory,
    psycopg.errors.InternalError_,
    psycopg.DataError,
)


def printed(connection: Connection, table: Table, columns: Columns, place: str) -> Row | None:
    """The number of rows of the table, which is `mt_t` in `place`, and for each column of them how
    many values are plain, and their digest; None where they cannot be printed."""
    query = digests(connection, table, columns, place)
    try:
        with connection.savepoint():
            return connection.execute(query)[0]
    except UNPRINTABLE:
        return None


def digests(connection: Connection, table: Table, columns: Columns, place: str) -> str:
    once, found, fence = [], ["count(*)"], ""
    for number, (column, spelling) in enumerate(columns):
        name = f"c{number}"
        value = f"mt_t.{connection.quote(column.name)}"
        if (printed := spelling.once(value)) != value:
            fence = " offset 0"
        once.append(f"{printed} as {name}")
        text = f"string_agg({spelling.theirs(name)}, '{spelling.between}')"
        found += [spelling.plain(name), f"sha256(convert_to({text}, 'UTF8'))"]
    rows = f"select {', '.join(once)} from {qualified(connection, table)} as mt_t where {place}"
    return f"select {', '.join(found)} from ({rows}{fence}) as mt_q"


@dataclass
class Digests:
    """The same of rows that are read, as they come."""

    spellings: Sequence[Spelling]
    rows: int = 0
    plain: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.plain = [0 for _ in self.spellings]
        self._seen = [sha256() for _ in self.spellings]

    def take(self, rows: Sequence[Row]) -> int:
        """Their weight."""
        weight = 0
        columns: zip[tuple[Any, ...]] = zip(*rows, strict=True)
        for place, (spelling, values) in enumerate(zip(self.spellings, columns, strict=True)):
            found, seen = spelling.ours(values), self._seen[place]
            if self.rows:
                seen.update(spelling.between.encode())
            seen.update(found.text)
            self.plain[place] += found.plain
            weight += found.weight
        self.rows += len(rows)
        return weight

    def found(self) -> Row:
        digests = [seen.digest() if self.rows else None for seen in self._seen]
        pairs = zip(self.plain, digests, strict=True)
        return (self.rows, *(cell for pair in pairs for cell in pair))
