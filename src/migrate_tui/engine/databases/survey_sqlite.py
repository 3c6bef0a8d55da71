"""The survey of a SQLite file on two connections: one is read while the other counts.

SQLite counts outside of Python's lock, so the two really run beside each other. What the reading
leaves in doubt is asked of the database afterwards, on both.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from migrate_tui.engine.databases import escapes, facts_sqlite, keys_sqlite, objects_sqlite
from migrate_tui.engine.databases.affinity import affinity
from migrate_tui.engine.databases.base import Database
from migrate_tui.engine.databases.catalogue import Column, ForeignKey, Table
from migrate_tui.engine.databases.facts import ColumnFacts, KeyFacts, TableFacts
from migrate_tui.engine.databases.questions import declared, looks
from migrate_tui.engine.databases.sqlite_catalogue import quote
from migrate_tui.engine.databases.sqlite_errors import blocked, is_damaged
from migrate_tui.engine.databases.survey import Survey, Surveyed
from migrate_tui.engine.databases.sweep_sqlite import number, numbered, swept

SAMPLE = 50
Columns = dict[str, ColumnFacts]
Forms = dict[str, dict[str, int]]
Beside = tuple[Columns, Forms, tuple[KeyFacts, ...], tuple[int, ...]]


def survey_sqlite(database: Database) -> Survey:
    """Raises Blocked where the file is missing or not whole."""
    try:
        return _survey(database)
    except sqlite3.DatabaseError as error:
        path = getattr(database, "path", Path())
        raise (blocked(error, path) if is_damaged(error) else error) from error


def _survey(database: Database) -> Survey:
    with (
        database.open(read_only=True) as one,
        database.open(read_only=True) as other,
        ThreadPoolExecutor(1, "survey") as pool,
    ):
        raw: sqlite3.Connection = one.raw
        tables = [found for name in one.table_names() if (found := one.table(name))]
        promised = objects_sqlite.promised(raw)
        surveyed = tuple(
            Surveyed(
                table,
                Counting(table, {t.name for t in tables}, raw, other.raw, pool).facts(),
                objects_sqlite.indexes(raw, table.name),
                promised.get(table.name),
            )
            for table in tables
        )
        return Survey("sqlite", surveyed, objects_sqlite.others(raw))


@dataclass(frozen=True)
class Counting:
    """One table, counted on both connections."""

    table: Table
    known: set[str]
    one: sqlite3.Connection
    other: sqlite3.Connection
    pool: ThreadPoolExecutor

    def facts(self) -> TableFacts:
        rows = facts_sqlite.rows_of(self.one, self.table.name)
        beside = self.pool.submit(self._beside, self.other)
        plain = swept(self.one, self.table)
        numbers, told, keys, orphans = beside.result()
        known = {**plain.forms, **told}
        counted = {**numbers, **plain.facts}
        doubtful = [c for c in self.table.columns if c.name not in counted]
        readable = self.pool.submit(self._readable, self.other, doubtful, known)
        asked = facts_sqlite.column_facts(self.one, self.table, doubtful)
        texts, forms = readable.result()
        found = {**asked, **counted}
        columns = {c.name: self._hinted(c.name, found[c.name]) for c in self.table.columns}
        for name, read in texts.items():
            facts = replace(columns[name], nul=read.nul, broken=read.broken)
            # length() ends at a NUL; the bytes are no fewer than the characters
            longest = facts.longest if facts.nul and facts.characters else facts.characters
            columns[name] = replace(facts, characters=longest)
        for name, answer in {**known, **forms}.items():
            columns[name] = self._doubled(name, replace(columns[name], forms=answer))
        return TableFacts(rows, columns, keys, orphans)

    def _beside(self, raw: sqlite3.Connection) -> Beside:
        """What SQLite counts alone while Python reads: numbers, documents, keys, references."""
        columns = self.table.columns
        numbers = facts_sqlite.column_facts(raw, self.table, [c for c in columns if number(c)])
        told = {c.name: self._forms(raw, c) for c in columns if declared(c.type) == "json"}
        for column in (c for c in columns if number(c) and c.name not in told):
            forms = numbered(declared(column.type), numbers[column.name])
            told |= {column.name: forms} if forms is not None else {}
        keys = tuple(self._key(raw, key) for key in self._keys())
        orphans = (self._orphans(raw, key) for key in self.table.foreign_keys)
        return numbers, told, keys, tuple(orphans)

    def _readable(
        self, raw: sqlite3.Connection, doubtful: Sequence[Column], known: Forms
    ) -> tuple[Columns, Forms]:
        """The texts of the doubtful columns, and the forms that are not known yet."""
        maybe = {
            c.name: ColumnFacts(texts=1)
            for c in doubtful
            if affinity(c.type) in ("text", "none", "numeric")
        }
        texts = facts_sqlite.text_facts(raw, self.table, maybe)
        asked = (c for c in self.table.columns if c.name not in known)
        return texts, {c.name: f for c in asked if (f := self._forms(raw, c))}

    def _doubled(self, name: str, facts: ColumnFacts) -> ColumnFacts:
        column = self.table.column(name)
        if column is None or declared(column.type) != "json" or not facts.forms.get("document"):
            return facts
        return replace(facts, twice=escapes.twice(self.one, self.table, column))

    def _forms(self, raw: sqlite3.Connection, column: Column) -> dict[str, int]:
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

    def _keys(self) -> list[tuple[str, ...]]:
        whole = (u.columns for u in self.table.uniques if u.columns and u.where is None)
        return list(dict.fromkeys(whole))

    def _key(self, raw: sqlite3.Connection, columns: tuple[str, ...]) -> KeyFacts:
        found = [self.table.column(c) for c in columns]
        if all(c and c.identity for c in found):
            return KeyFacts(columns)
        nulls = keys_sqlite.nulls(raw, self.table, columns)
        return KeyFacts(columns, nulls, keys_sqlite.folded(raw, self.table, columns))

    def _orphans(self, raw: sqlite3.Connection, key: ForeignKey) -> int:
        """-1 where the parent is not there, or has no such columns."""
        if key.parent not in self.known or len(key.columns) != len(key.parent_columns):
            return -1
        try:
            return keys_sqlite.orphans(raw, self.table, key)
        except sqlite3.OperationalError:
            return -1

    def _hinted(self, name: str, facts: ColumnFacts) -> ColumnFacts:
        """What a text column without such a type looks like, and its longest text in characters."""
        column = self.table.column(name)
        assert column is not None
        if "CHAR" in column.type.upper() and facts.texts and not facts.characters:
            count = facts_sqlite.characters(self.one, self.table, column)
            facts = replace(facts, characters=count)
        if declared(column.type) or facts.held != ("text",):
            return facts
        return replace(facts, looks=looks(self._sample(name, facts)))

    def _sample(self, name: str, facts: ColumnFacts) -> list[str]:
        """Some texts from the beginning of the table."""
        if facts.held != ("text",):
            return []
        c = quote(name)
        rows = self.one.execute(
            f"select cast({c} as blob) from main.{quote(self.table.name)}"
            f" where {c} is not null limit {SAMPLE}"
        )
        return [data.decode(errors="replace") for (data,) in rows]
