"""Tables of PostgreSQL as new tables of either kind: types follow from types."""

from __future__ import annotations

import re
from dataclasses import dataclass

from migrate_tui.engine.databases.catalogue import Column, ForeignKey, Table
from migrate_tui.engine.databases.names import fitting
from migrate_tui.engine.databases.objects import Index
from migrate_tui.engine.databases.shape import NewColumn, NewIndex, NewKey, NewTable
from migrate_tui.engine.databases.survey import Surveyed
from migrate_tui.engine.profile.drafted import Drafted, Filled
from migrate_tui.engine.profile.findings import Found, LeftBehind
from migrate_tui.engine.profile.keyless import keyless_found, numbered
from migrate_tui.engine.profile.keys import key_of
from migrate_tui.engine.profile.names import relation_name

SQLITE = {
    **dict.fromkeys(("int2", "int4", "int8"), "INTEGER"),
    **dict.fromkeys(("float4", "float8"), "REAL"),
    **dict.fromkeys(("timestamptz", "timestamp"), "DATETIME"),
    **dict.fromkeys(("json", "jsonb"), "JSON"),
    **{"bool": "BOOLEAN", "date": "DATE", "bytea": "BLOB", "numeric": "NUMERIC"},
}
_LITERAL = re.compile(r"('(?:[^']|'')*')::[a-z \"._]+(?:\(\d+\))?|(-?\d+(?:\.\d+)?)|(true|false)")
_SERIAL = re.compile(r"nextval\(.*\)")


@dataclass(frozen=True)
class Typed:
    """Drafts tables for one kind of target; `taken` holds the names that are used there."""

    kind: str
    taken: set[str]
    tables: dict[str, Table]

    def draft(self, surveyed: Surveyed) -> Drafted:
        table, key = surveyed.table, key_of(surveyed)
        into = relation_name(table.name, self.taken)
        columns = [self._column(column, surveyed) for column in table.columns]
        left: list[LeftBehind] = []
        indexes = [self._index(i, into, key.index, table, left) for i in surveyed.indexes]
        checks = self._checks(table, left)
        keys = tuple(self._key(into, k) for k in table.foreign_keys if self._refers(k, table, left))
        number = numbered(surveyed, "postgresql", set(table.column_names)) if key.rowid else None
        if number:
            columns.append(NewColumn(number.column, self.whole, nullable=False))
        new = NewTable(
            into,
            tuple(columns),
            (number.column,) if number else table.primary_key,
            tuple(checks),
            tuple(i for i in indexes if i is not None),
            keys,
        )
        filled = Filled(into, table.name, key.columns, {})
        found = tuple(self._found(table))
        if number:
            filled = number.filled(table.name, into, {})
            found = (keyless_found(table.name, number), *found)
        return Drafted(table.name, surveyed.facts.rows, filled, new, False, found, tuple(left))

    @property
    def whole(self) -> str:
        return "bigint" if self.kind == "postgresql" else "INTEGER"

    def _column(self, column: Column, surveyed: Surveyed) -> NewColumn:
        serial = bool(column.identity or (column.default and _SERIAL.fullmatch(column.default)))
        own = (column.name,) == surveyed.table.primary_key
        following = (surveyed.promised or 0) + 1 if serial and own else None
        default = None if serial or column.generated else self._default(column)
        return NewColumn(
            column.name,
            self.type_of(column),
            nullable=column.nullable,
            default=default,
            next=following if self.kind == "postgresql" else None,
        )

    def type_of(self, column: Column) -> str:
        if self.kind == "postgresql":
            return (
                column.type
                if column.kind in ("base", "array", "range")
                else (column.under or "text")
            )
        base = SQLITE.get(column.base, "TEXT") if column.kind == "base" else "TEXT"
        if column.kind == "array":
            return "JSON"
        limits = re.search(r"\(\d+,\d+\)", column.type) if base == "NUMERIC" else None
        return base + (limits.group() if limits else "")

    def _default(self, column: Column) -> str | None:
        if column.default is None:
            return None
        if self.kind == "postgresql" and column.kind == "base":
            return column.default
        found = _LITERAL.fullmatch(column.default)
        if found:
            return found[1] or found[2] or str(int(found[3] == "true"))
        return "CURRENT_TIMESTAMP" if column.default in ("CURRENT_TIMESTAMP", "now()") else None

    def _checks(self, table: Table, left: list[LeftBehind]) -> list[tuple[str | None, str]]:
        if self.kind == "postgresql":
            return [(check.name, check.sql) for check in table.checks]
        left += [
            LeftBehind(table.name, f"check {c.name} ({c.sql}): write it in SQLite's language")
            for c in table.checks
        ]
        return [
            (None, f'"{c.name}" in ({_texts(c.labels)})') for c in table.columns if c.kind == "enum"
        ]

    def _index(
        self, index: Index, into: str, key: str | None, table: Table, left: list[LeftBehind]
    ) -> NewIndex | None:
        plain = all(part.column for part in index.parts)
        if self.kind == "sqlite" and (not plain or index.where):
            why = f"index {index.name}: write its expressions in SQLite's language"
            left.append(LeftBehind(table.name, why))
            return None
        name = relation_name(index.name, self.taken)
        parts = tuple(part.sql for part in index.parts)
        early = index.unique and (index.name == key or self.kind == "sqlite")
        return NewIndex(name, into, parts, index.unique, index.where, early)

    def _refers(self, key: ForeignKey, table: Table, left: list[LeftBehind]) -> bool:
        if key.parent in self.tables:
            return True
        why = f"foreign key {key.name} to {key.parent}: it is not among the tables"
        left.append(LeftBehind(table.name, why))
        return False

    def _key(self, into: str, key: ForeignKey) -> NewKey:
        return NewKey(
            into,
            ForeignKey(
                fitting(key.name),
                key.columns,
                key.parent,
                key.parent_columns,
                on_delete=key.on_delete,
                deferrable=key.deferrable,
                on_update=key.on_update,
            ),
        )

    def _found(self, table: Table) -> list[Found]:
        found = []
        for column in table.columns:
            for fact, remedy in _said(self, column):
                found.append(Found("info", table.name, column.name, fact, remedy, ()))
        return found


def _said(typed: Typed, column: Column) -> list[tuple[str, str]]:
    said = []
    made = typed.type_of(column)
    if column.kind in ("enum", "domain", "composite"):
        said.append((f"{column.type}, a type of its own", made))
    if column.generated:
        said.append(("generated by the database", "an ordinary column with the values of now"))
    if typed.kind == "sqlite" and column.base in ("timestamptz", "timestamp"):
        said.append((f"{column.type}, to the microsecond", "ISO text to the millisecond"))
    return said


def _texts(labels: tuple[str, ...]) -> str:
    return ", ".join("'" + label.replace("'", "''") + "'" for label in labels)
