"""Rows of a user's query of SQLite, in the order of its result."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from migrate_tui.engine.databases.reading import LINE, Reader, Staged

if TYPE_CHECKING:
    from migrate_tui.engine.databases.base import Row
    from migrate_tui.engine.databases.reading_sqlite import SQLiteReading


@dataclass(frozen=True)
class SQLiteQuery(Reader):
    of: SQLiteReading
    sql: str
    params: Mapping[str, Any]
    staged: Staged
    order: tuple[str, ...] = (LINE,)

    def batches(self, size: int, *, checked: bool = False) -> Iterator[list[Row]]:
        source = self.of.source
        names = ", ".join(source.quote(name) for name, _ in self.staged[:-1])
        separate = f"{names}, " if names else ""
        body = self.sql.rstrip().rstrip(";")
        query = f"select {separate}row_number() over (), null from ({body}\n) as q"
        yield from source.stream(query, self.params, size)
