"""Checks, indexes and foreign keys of a new table: translated, or left behind with the reason."""

from __future__ import annotations

from dataclasses import dataclass, field

from migrate_tui.engine.databases import translation
from migrate_tui.engine.databases.objects import Index, KeyPart
from migrate_tui.engine.databases.quoting import quote
from migrate_tui.engine.databases.shape import NewIndex
from migrate_tui.engine.databases.translation import Untranslatable
from migrate_tui.engine.profile.columns import Columns
from migrate_tui.engine.profile.findings import Found, LeftBehind
from migrate_tui.engine.profile.keys import Key
from migrate_tui.engine.profile.names import relation_name

WIDEST = 2000  # bytes of a text in an index: a third of a page is the most PostgreSQL takes
EXACT = ("bigint", "text", "bytea")  # types under which SQLite's different values stay different


@dataclass
class Constraints:
    """What a table asks of its rows, beside its columns."""

    columns: Columns
    into: str
    key: Key
    taken: set[str]
    left: list[LeftBehind] = field(default_factory=list)

    @property
    def table(self) -> str:
        return self.columns.surveyed.table.name

    def checks(self) -> list[tuple[str | None, str]]:
        found: list[tuple[str | None, str]] = []
        for check in self.columns.surveyed.table.checks:
            try:
                text = self._condition(check.sql)
                named = check.name if check.name != check.sql else None
                found.append((named, text))
            except Untranslatable as error:
                self._leave(f"check ({check.sql}): {error}")
        return found

    def indexes(self) -> list[NewIndex]:
        found = (self._index(index) for index in self.columns.surveyed.indexes)
        return [index for index in found if index is not None]

    def _expression(self, sql: str) -> str:
        found = translation.expression(sql, self.columns.compared)
        self.columns.tried(found, self.columns.types)
        return found

    def _condition(self, sql: str) -> str:
        """Any number is true or false in SQLite; in PostgreSQL only a boolean is."""
        found = translation.expression(sql, self.columns.compared)
        self.columns.tried(f"({found}) is true", self.columns.types)
        return found

    def _leave(self, why: str) -> None:
        self.left.append(LeftBehind(self.table, why))

    def _index(self, index: Index) -> NewIndex | None:
        try:
            parts = tuple(self._part(index, part) for part in index.parts)
            where = self._condition(index.where) if index.where else None
        except Untranslatable as error:
            self._leave(f"index {index.name}: {error}")
            return None
        stem = index.name if not index.declared else self._key_name(index)
        name = relation_name(stem, self.taken)
        return NewIndex(name, self.into, parts, index.unique, where, self._early(index))

    def _key_name(self, index: Index) -> str:
        columns = "_".join(part.column or "expr" for part in index.parts)
        return f"{self.into}_{columns}_key"

    def _part(self, index: Index, part: KeyPart) -> str:
        order = " desc" if part.descending else ""
        if part.column is None:
            return f"({self._expression(part.sql)}){order}"
        target, type_ = self.columns.known[part.column.lower()]
        text = quote(target)
        longest = self.columns.surveyed.facts.columns[part.column].longest
        if longest > WIDEST and type_ in ("text", "bytea"):
            self._note(
                part.column,
                f"its longest value, {longest:,} bytes, is too long for index {index.name}",
                "the index is on its md5",
                (),
            )
            return f"(md5({text}))"
        if part.collation is None or type_ != "text":
            return text + order
        return self._folded(index, part, text) + order

    def _folded(self, index: Index, part: KeyPart, text: str) -> str:
        """SQLite's NOCASE folds ASCII letters only, RTRIM drops blanks at the end."""
        folded = {"NOCASE": f'(lower({text} collate "C"))', "RTRIM": f"(rtrim({text}, ' '))"}
        rule = (part.collation or "").upper()
        if rule not in folded:
            raise Untranslatable(f"collation {part.collation} is not PostgreSQL's")
        if index.unique:
            self._note(
                part.column or "",
                f"unique by {rule}",
                f"a unique index on {folded[rule][1:-1]}",
                ("citext in the schema",),
            )
        return folded[rule]

    def _note(self, column: str, fact: str, remedy: str, others: tuple[str, ...]) -> None:
        self.columns.found.append(Found("warning", self.table, column, fact, remedy, others))

    def _early(self, index: Index) -> bool:
        """The key's index stands from the start; a unique one too that could refuse a row."""
        if index.name == self.key.index:
            return True
        types = [self.columns.known[p.column.lower()][1] for p in index.parts if p.column]
        same = len(types) == len(index.parts) and all(type_ in EXACT for type_ in types)
        plain = all(part.collation is None for part in index.parts)
        return index.unique and (self.columns.doubtful or not (same and plain))
