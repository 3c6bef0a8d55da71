"""One table of a SQLite file, counted: what SQLite counts alone is asked before the table is read,
and after that what the reading left in doubt."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from migrate_tui.engine.databases import escapes, facts_sqlite, keys_sqlite
from migrate_tui.engine.databases.asking import Asking
from migrate_tui.engine.databases.catalogue import Column, ForeignKey, Table
from migrate_tui.engine.databases.facts import ColumnFacts, TableFacts
from migrate_tui.engine.databases.keys_sqlite import Judged
from migrate_tui.engine.databases.quoting import quote
from migrate_tui.engine.databases.sweep_sqlite import Swept, numbered
from migrate_tui.engine.sweep.affinity import affinity
from migrate_tui.engine.sweep.outline import number
from migrate_tui.engine.sweep.questions import declared, looks

SAMPLE = 50
Columns = dict[str, ColumnFacts]
Forms = dict[str, int]


class Counting:
    """Made before the reading, told of it by `look`; it has the facts once all is answered."""

    def __init__(self, table: Table, tables: set[str], questions: Asking) -> None:
        self.table = table
        self._one = questions.one
        self._ask = questions.ask
        self._counted = self._ask(self._count)
        self._orphans = [self._ask(partial(self._lost, tables, k)) for k in table.foreign_keys]

    def look(self, swept: Swept) -> None:
        """Ask what neither the reading nor the counting has told."""
        rows, numbers, valid = self._counted.get()
        known = rows if swept.rows is None else swept.rows
        self._rows = facts_sqlite.rows_of(self._one, self.table.name) if known is None else known
        numbers |= {c.name: self._numbers(c) for c in self.table.columns if c.identity}
        self._told = {**numbers, **swept.facts}
        self._forms = {**swept.forms, **self._numbered(numbers), **_sound(swept, valid)}
        columns = self.table.columns
        doubtful = [c for c in columns if c.name not in self._told]
        unknown = [c for c in columns if c.name not in self._forms and declared(c.type)]
        self._asked = self._ask(partial(self._facts, doubtful))
        self._texts = self._ask(partial(self._readable, doubtful))
        self._looked = {c.name: self._ask(partial(self._look, c)) for c in unknown}
        judged = Judged(self.table, self._rows, self._told, swept.lower)
        self._keys = [self._ask(partial(judged.key, columns=key)) for key in judged.all()]

    def facts(self) -> TableFacts:
        found = {**self._asked.get(), **self._told}
        columns = {c.name: self._hinted(c, found[c.name]) for c in self.table.columns}
        for name, read in self._texts.get().items():
            facts = replace(columns[name], nul=read.nul, broken=read.broken)
            # length() ends at a NUL; the bytes are no fewer than the characters
            longest = facts.longest if facts.nul and facts.characters else facts.characters
            columns[name] = replace(facts, characters=longest)
        looked = {name: answer.get() for name, answer in self._looked.items()}
        forms = {**self._forms, **{name: found for name, found in looked.items() if found}}
        for name, answer in forms.items():
            columns[name] = self._doubled(name, replace(columns[name], forms=answer))
        keys = tuple(answer.get() for answer in self._keys)
        return TableFacts(self._rows, columns, keys, tuple(a.get() for a in self._orphans))

    def _count(self, raw: sqlite3.Connection) -> tuple[int | None, Columns, dict[str, int]]:
        """The rows only where there is something else to count."""
        numbers = [c for c in self.table.columns if number(c.type) and not c.identity]
        documents = [c for c in self.table.columns if declared(c.type) == "json"]
        if not numbers and not documents:
            return None, {}, {}
        return facts_sqlite.counted(raw, self.table, numbers, documents)

    def _numbers(self, column: Column) -> ColumnFacts:
        return facts_sqlite.row_numbers(self._one, self.table, column, self._rows)

    def _numbered(self, numbers: Columns) -> dict[str, Forms]:
        kinds = {c.name: declared(c.type) for c in self.table.columns}
        found = {name: numbered(kinds[name], facts) for name, facts in numbers.items()}
        return {name: forms for name, forms in found.items() if forms is not None}

    def _lost(self, tables: set[str], key: ForeignKey, raw: sqlite3.Connection) -> int:
        """-1 where the parent is not there, or has no such columns."""
        if key.parent not in tables or len(key.columns) != len(key.parent_columns):
            return -1
        try:
            return keys_sqlite.orphans(raw, self.table, key)
        except sqlite3.OperationalError:
            return -1

    def _facts(self, columns: Sequence[Column], raw: sqlite3.Connection) -> Columns:
        return facts_sqlite.column_facts(raw, self.table, columns)

    def _readable(self, columns: Sequence[Column], raw: sqlite3.Connection) -> Columns:
        """What of their texts PostgreSQL cannot hold."""
        maybe = {
            c.name: ColumnFacts(texts=1)
            for c in columns
            if affinity(c.type) in ("text", "none", "numeric")
        }
        return facts_sqlite.text_facts(raw, self.table, maybe)

    def _look(self, column: Column, raw: sqlite3.Connection) -> Forms:
        """The answer of all values to what their declared type asks."""
        kind = declared(column.type)
        if kind == "decimal":
            numbers = facts_sqlite.declared_numbers(column.type)
            scale = numbers[1] if len(numbers) > 1 else 0
            return {"finer": facts_sqlite.decimals(raw, self.table, column, scale)}
        if kind == "json" and (plain := escapes.documents(raw, self.table, column)) is not None:
            return plain
        forms = facts_sqlite.form_facts(raw, self.table, column, kind) if kind else {}
        return escapes.with_pairs(raw, self.table, column, forms) if kind == "json" else forms

    def _doubled(self, name: str, facts: ColumnFacts) -> ColumnFacts:
        column = self.table.column(name)
        if column is None or declared(column.type) != "json" or not facts.forms.get("document"):
            return facts
        return replace(facts, twice=escapes.twice(self._one, self.table, column))

    def _hinted(self, column: Column, facts: ColumnFacts) -> ColumnFacts:
        """What a text column without such a type looks like, and its longest text in characters."""
        if "CHAR" in column.type.upper() and facts.texts and not facts.characters:
            count = facts_sqlite.characters(self._one, self.table, column)
            facts = replace(facts, characters=count)
        if declared(column.type) or facts.held != ("text",):
            return facts
        return replace(facts, looks=looks(self._sample(column.name)))

    def _sample(self, name: str) -> list[str]:
        """Some texts from the beginning of the table."""
        c = quote(name)
        rows = self._one.execute(
            f"select cast({c} as blob) from main.{quote(self.table.name)}"
            f" where {c} is not null limit {SAMPLE}"
        )
        return [data.decode(errors="replace") for (data,) in rows]


def _sound(swept: Swept, valid: dict[str, int]) -> dict[str, Forms]:
    """The columns in which every text is a document without an escape."""
    facts = {name: swept.facts[name] for name in swept.braced & valid.keys()}
    sound = {name for name, one in facts.items() if one.values == one.texts == valid[name]}
    return {name: {"document": valid[name]} if valid[name] else {} for name in sound}
