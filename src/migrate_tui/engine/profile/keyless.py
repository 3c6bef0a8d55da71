"""Tables whose rows nothing tells apart: each row gets a number, which is the key in the target.

SQLite has such a number for most tables. Everywhere else rows are numbered in the order in which
they lie, which stays as long as nobody writes between them.
"""

from __future__ import annotations

from dataclasses import dataclass

from migrate_tui.engine.databases.quoting import quote
from migrate_tui.engine.databases.survey import Surveyed
from migrate_tui.engine.profile.drafted import Filled
from migrate_tui.engine.profile.findings import Found
from migrate_tui.engine.profile.names import relation_name


@dataclass(frozen=True)
class Numbered:
    """The column that holds the number, and where it comes from: SQLite's own name of it, or a
    query that counts."""

    column: str
    rowid: str | None = None
    query: str | None = None
    counted: bool = False  # by SQLite, whose queries give no types

    @property
    def columns(self) -> dict[str, str]:
        """How the column is filled, where its name alone does not say it."""
        if self.counted:
            return {self.column: f"int_of({self.column})"}
        return {self.column: self.rowid} if self.rowid and self.rowid != self.column else {}

    def filled(
        self, source: str, into: str, columns: dict[str, str], ignore: tuple[str, ...] = ()
    ) -> Filled:
        key, query = (self.column,), self.query
        return Filled(into, source, key, {**columns, **self.columns}, ignore=ignore, query=query)


def numbered(surveyed: Surveyed, kind: str, taken: set[str]) -> Numbered:
    """`kind` is the source's; `taken` holds the names of the target's columns."""
    table = surveyed.table
    stem = table.rowid or "row_number"
    column = relation_name(stem, taken | (set(table.column_names) if not table.rowid else set()))
    if table.rowid:
        return Numbered(column, table.rowid)
    order = ""
    if kind == "postgresql":
        order = "order by ctid" if table.kind == "table" else "order by tableoid, ctid"
    name = (f"{quote(table.schema)}." if table.schema else "") + quote(table.name)
    query = f"select row_number() over ({order}) as {quote(column)}, t.* from {name} as t"
    return Numbered(column, query=query, counted=kind == "sqlite")


def keyless_found(table: str, made: Numbered) -> Found:
    fact = "no key tells its rows apart"
    whose = "SQLite's number of the row" if made.rowid else "the number of the row as it lies"
    remedy = f"{whose} is kept in a column of its own, {made.column}: the key"
    others = ("a key of your own: in the schema, and as key: of the mapping",)
    return Found("warning", table, "", fact, remedy, others)
