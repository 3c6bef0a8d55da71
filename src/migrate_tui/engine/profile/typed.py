"""Tables of PostgreSQL as new tables of either kind: types follow from types."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

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
from migrate_tui.engine.profile.own_types import OwnTypes

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
    """Drafts tables for one kind of target; `taken` holds the names that are used there. `own` are
    the types that the source has made, where the target can have them."""

    kind: str
    taken: set[str]
    tables: dict[str, Table]
    own: OwnTypes | None = None

    def draft(self, surveyed: Surveyed) -> Drafted:
        return Drafting(self, surveyed).draft()

    @property
    def whole(self) -> str:
        return "bigint" if self.own else "INTEGER"

    def type_of(self, column: Column) -> str:
        if self.own:
            ways = (column.type, column.under, "text")
            return next(type_ for type_ in ways if type_ and self.own.has(type_))
        base = SQLITE.get(column.base, "TEXT") if column.kind == "base" else "TEXT"
        if column.kind == "array":
            return "JSON"
        limits = re.search(r"\(\d+,\d+\)", column.type) if base == "NUMERIC" else None
        return base + (limits.group() if limits else "")


@dataclass
class Drafting:
    """One table; what cannot be carried gathers in `left`, what is otherwise in `found`."""

    typed: Typed
    surveyed: Surveyed
    left: list[LeftBehind] = field(default_factory=list)
    found: list[Found] = field(default_factory=list)

    @property
    def table(self) -> Table:
        return self.surveyed.table

    def draft(self) -> Drafted:
        table, key = self.table, key_of(self.surveyed)
        into = relation_name(table.name, self.typed.taken)
        columns = [self._column(column) for column in table.columns]
        number = None
        if key.rowid:
            number = numbered(self.surveyed, "postgresql", set(table.column_names))
            columns.append(NewColumn(number.column, self.typed.whole, nullable=False))
            self.found.insert(0, keyless_found(table.name, number))
        made = tuple(c.name for c in columns if c.generated is not None)
        new = NewTable(
            into,
            tuple(columns),
            (number.column,) if number else table.primary_key,
            tuple(self._checks()),
            tuple(self._indexes(into, key.index)),
            tuple(self._keys(into)),
            tuple(self._constraints()),
        )
        filled = Filled(into, table.name, key.columns, {}, ignore=made)
        filled = number.filled(table.name, into, {}, made) if number else filled
        rows = self.surveyed.facts.rows
        return Drafted(table.name, rows, filled, new, False, tuple(self.found), tuple(self.left))

    def _column(self, column: Column) -> NewColumn:
        following = self.surveyed.following.get(column.name)
        type_ = self.typed.type_of(column)
        self._say(column, type_)
        new = NewColumn(column.name, type_, nullable=column.nullable)
        if following is not None and self.typed.own:
            return replace(new, next=following, always=column.identity == "always")
        if column.generated:
            return replace(new, generated=self._generated(column, type_))
        return replace(new, default=self._default(column, type_))

    def _default(self, column: Column, type_: str) -> str | None:
        if column.default is None or _SERIAL.fullmatch(column.default):
            self._counted(column)
            return None
        if self.typed.own and type_ == column.type:
            odd = self._strange("default", column.name)
            if odd:
                self._note(column, f"default {column.default}: it uses {odd}", "no default")
            return None if odd else column.default
        found = _LITERAL.fullmatch(column.default)
        if found:
            return found[1] or found[2] or str(int(found[3] == "true"))
        if column.default in ("CURRENT_TIMESTAMP", "now()"):
            return "CURRENT_TIMESTAMP"
        self._note(column, f"default {column.default} is PostgreSQL's own", "no default")
        return None

    def _counted(self, column: Column) -> None:
        """A sequence of its own becomes an identity, in SQLite the row's number; others do not."""
        alias = (column.name,) == self.table.primary_key and not self.typed.own
        if column.default and not alias:
            self._note(column, f"default {column.default}: a sequence", "no default")

    def _generated(self, column: Column, type_: str) -> str | None:
        if self.typed.own is None:
            why, remedy = "generated by the database", "an ordinary column with the values of now"
            self._note(column, f"{why} as {column.expression}", remedy)
            return None
        odd = self._strange("default", column.name)
        if odd or type_ != column.type:
            fact = f"generated as {column.expression}, which uses {odd or column.type}"
            self._note(column, fact, "an ordinary column with the values of now")
            return None
        return column.expression

    def _checks(self) -> list[tuple[str | None, str]]:
        if self.typed.own is None:
            self.left += [
                LeftBehind(self.table.name, f"check {c.name} ({c.sql}): PostgreSQL's language")
                for c in self.table.checks
            ]
            enums = (c for c in self.table.columns if c.kind == "enum")
            return [(None, f'"{c.name}" in ({_texts(c.labels)})') for c in enums]
        found: list[tuple[str | None, str]] = []
        for check in self.table.checks:
            odd = self._strange("check", check.name)
            if odd:
                self._leave(f"check {check.name} ({check.sql}): it uses {odd}")
            else:
                found.append((check.name, check.sql))
        return found

    def _indexes(self, into: str, key: str | None) -> Iterator[NewIndex]:
        for index in self.surveyed.indexes:
            found = self._index(index, into, key)
            if found is not None:
                yield found

    def _keys(self, into: str) -> Iterator[NewKey]:
        """A key that has orphans stands before the rows, and rejects them."""
        table = self.table
        for key, orphans in zip(table.foreign_keys, self.surveyed.facts.orphans, strict=True):
            if not self._refers(key):
                continue
            if orphans:
                self._orphaned(key, orphans)
            named = replace(key, name=fitting(key.name), parent_schema=None)
            yield NewKey(into, named, orphans > 0)

    def _orphaned(self, key: ForeignKey, orphans: int) -> None:
        rows = "1 row refers" if orphans == 1 else f"{orphans:,} rows refer"
        fact = f"{rows} to no row of {key.parent} ({key.name} is not valid)"
        self.found.append(Found("error", self.table.name, "", fact, "rejected by the foreign key"))

    def _index(self, index: Index, into: str, key: str | None) -> NewIndex | None:
        odd = ", ".join(index.strange)
        if self.typed.own and odd:
            self._leave(f"index {index.name}: it uses {odd}")
            return None
        if self.typed.own is None and index.method != "btree":
            self._leave(f"index {index.name}: {index.method} is PostgreSQL's own")
            return None
        if self.typed.own is None and (index.where or not all(p.column for p in index.parts)):
            self._leave(f"index {index.name}: write its expressions in SQLite's language")
            return None
        name = relation_name(index.name, self.typed.taken)
        parts = tuple(part.sql for part in index.parts)
        early = index.unique and (index.name == key or self.typed.own is None)
        tail = index.tail if self.typed.own else ""
        return NewIndex(name, into, parts, index.unique, index.where, early, tail)

    def _constraints(self) -> list[tuple[str, str]]:
        """Exclusions, and unique constraints that wait."""
        found = []
        for part in self.surveyed.parts:
            if part.kind != "constraint":
                continue
            if self.typed.own is None or part.strange:
                why = ", ".join(part.strange) or "what SQLite has not"
                self._leave(f"constraint {part.name} {part.sql}: it uses {why}")
            else:
                found.append((part.name, part.sql))
        return found

    def _refers(self, key: ForeignKey) -> bool:
        parent = self.typed.tables.get(key.parent)
        if parent is not None and key.parent_schema in (None, parent.schema):
            return True
        self._leave(f"foreign key {key.name} to {key.parent}: it is not among the tables")
        return False

    def _strange(self, kind: str, name: str) -> str:
        parts = (p for p in self.surveyed.parts if (p.kind, p.name) == (kind, name))
        return ", ".join(one for part in parts for one in part.strange)

    def _leave(self, why: str) -> None:
        self.left.append(LeftBehind(self.table.name, why))

    def _note(self, column: Column, fact: str, remedy: str) -> None:
        self.found.append(Found("warning", self.table.name, column.name, fact, remedy, ()))

    def _beyond(self, column: Column) -> None:
        count = self.surveyed.facts.columns[column.name].forms.get("beyond", 0)
        if count:
            rows = "1 value is" if count == 1 else f"{count:,} values are"
            fact = f"{rows} NaN, infinite or of a year outside 1 to 9999, which SQLite cannot hold"
            remedy, others = "their rows are rejected", (QUERY,)
            self.found.append(Found("error", self.table.name, column.name, fact, remedy, others))

    def _say(self, column: Column, type_: str) -> None:
        if self.typed.own and type_ != column.type:
            fact = f"{column.type}, which the target does not have"
            others = ("create its extension or type there, and run init again",)
            self.found.append(Found("warning", self.table.name, column.name, fact, type_, others))
        if self.typed.own:
            return
        told = (column.kind in ("enum", "domain", "composite"), f"{column.type}, a type of its own")
        fine = column.base in ("timestamptz", "timestamp")
        self._beyond(column)
        for true, fact, remedy in (
            (*told, type_),
            (fine, f"{column.type}, to the microsecond", "ISO text to the millisecond"),
        ):
            if true:
                self.found.append(Found("info", self.table.name, column.name, fact, remedy, ()))


QUERY = "a query under from: that says NULL or a text for them"


def _texts(labels: tuple[str, ...]) -> str:
    return ", ".join("'" + label.replace("'", "''") + "'" for label in labels)
