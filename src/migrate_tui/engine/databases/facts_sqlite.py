"""The values of a SQLite table, counted by the database itself: one scan for the facts that cost
little, more only for the columns in which those leave a question.

Every text is decoded once, many columns in one piece: what is not UTF-8, or holds a NUL, is looked
for value by value only where that fails.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from migrate_tui.engine.databases.catalogue import Column, Table
from migrate_tui.engine.databases.facts import ColumnFacts
from migrate_tui.engine.databases.forms import FORMS
from migrate_tui.engine.databases.quoting import quote
from migrate_tui.engine.sweep.affinity import affinity

AT_ONCE = 60  # columns in one query: SQLite allows 2,000 results and 1,000 levels
CLASSES = ("integer", "real", "text", "blob")
NUMBER = "in ('integer', 'real')"


def rows_of(raw: sqlite3.Connection, table: str) -> int:
    return int(raw.execute(f"select count(*) from main.{quote(table)}").fetchone()[0])


def row_numbers(raw: sqlite3.Connection, table: Table, column: Column, rows: int) -> ColumnFacts:
    """The column that is the row's number: every row has one, and the tree begins and ends with
    them. Asked apart, for both in one query would be a scan."""
    c, name = quote(column.name), f"main.{quote(table.name)}"
    ends = (f"(select {end}({c}) from {name})" for end in ("min", "max"))
    least, greatest = raw.execute(f"select {', '.join(ends)}").fetchone()
    return ColumnFacts(rows, rows, least=least, greatest=greatest)


def counted(
    raw: sqlite3.Connection,
    table: Table,
    numbers: Sequence[Column],
    documents: Sequence[Column],
) -> tuple[int, dict[str, ColumnFacts], dict[str, int]]:
    """The rows, the facts of some columns, and how many documents of others are valid: one scan."""
    valid = [f"total(json_valid({quote(column.name)}))" for column in documents[:AT_ONCE]]
    some, more = numbers[:AT_ONCE], numbers[AT_ONCE:]
    parts = [part for column in some for part in _cheap(column)]
    rows, *cells = _one(raw, table, ["count(*)", *valid, *parts])
    sound = {c.name: int(n or 0) for c, n in zip(documents, cells[: len(valid)], strict=False)}
    facts = _facts(raw, table, some, cells[len(valid) :]) | column_facts(raw, table, more)
    return int(rows), facts, sound


def column_facts(
    raw: sqlite3.Connection, table: Table, columns: Sequence[Column]
) -> dict[str, ColumnFacts]:
    """How many values of which class there are, their extremes and their lengths."""
    found: dict[str, ColumnFacts] = {}
    for some in _portions(columns):
        row = _one(raw, table, [part for column in some for part in _cheap(column)])
        found |= _facts(raw, table, some, row)
    return found


def _facts(
    raw: sqlite3.Connection, table: Table, columns: Sequence[Column], cells: Sequence[Any]
) -> dict[str, ColumnFacts]:
    rows = (cells[at : at + 7] for at in range(0, len(cells), 7))
    pairs = zip(columns, rows, strict=True)
    return {column.name: _read(raw, table, column, *row) for column, row in pairs}


def _portions(columns: Sequence[Column]) -> Iterator[Sequence[Column]]:
    for start in range(0, len(columns), AT_ONCE):
        yield columns[start : start + AT_ONCE]


def _one(raw: sqlite3.Connection, table: Table, parts: Sequence[str]) -> tuple[Any, ...]:
    row: tuple[Any, ...] = raw.execute(
        f"select {', '.join(parts)} from main.{quote(table.name)}"
    ).fetchone()
    return row


def _cheap(column: Column) -> list[str]:
    """Numbers sort before texts, texts before blobs: the two ends tell the classes between."""
    c = quote(column.name)
    rule = affinity(column.type)
    real = "0" if rule in ("text", "real") else f"max(typeof({c}) = 'real')"
    bytes_ = "0" if rule in ("integer", "real") else f"max(length(cast({c} as blob)))"
    ends = [
        part
        for end in (f"min({c})", f"max({c})")
        for part in (f"typeof({end})", f"case when typeof({end}) {NUMBER} then {end} end")
    ]
    return [f"count({c})", *ends, real, bytes_]


def _read(
    raw: sqlite3.Connection,
    table: Table,
    column: Column,
    values: int,
    low: str,
    least: Any,
    high: str,
    greatest: Any,
    real: int | None,
    longest: int | None,
) -> ColumnFacts:
    """One class where both ends are of one; else each is counted."""
    facts = ColumnFacts(values, least=least, greatest=greatest, longest=longest or 0)
    if not values:
        return replace(facts, longest=0)
    alike = low == high and (low in ("text", "blob") or not real)
    if low == high == "real" and affinity(column.type) == "real":
        alike = True
    if alike:
        text = facts.longest if low in ("text", "blob") else 0
        return _classes(replace(facts, longest=text), {low: values})
    return _by_class(raw, table, column, facts)


def _by_class(
    raw: sqlite3.Connection, table: Table, column: Column, facts: ColumnFacts
) -> ColumnFacts:
    c = quote(column.name)
    parts = [f"total(typeof({c}) = '{name}')" for name in CLASSES]
    numbers = f"case when typeof({c}) {NUMBER} then {c} end"
    long = f"max(case when typeof({c}) in ('text', 'blob') then length(cast({c} as blob)) end)"
    row = _one(raw, table, [*parts, f"min({numbers})", f"max({numbers})", long])
    found = replace(facts, least=row[4], greatest=row[5], longest=row[6] or 0)
    return _classes(found, dict(zip(CLASSES, map(int, row[:4]), strict=True)))


def _classes(facts: ColumnFacts, counts: dict[str, int]) -> ColumnFacts:
    integers, reals, texts, blobs = (counts.get(name, 0) for name in CLASSES)
    return replace(facts, integers=integers, reals=reals, texts=texts, blobs=blobs)


def text_facts(
    raw: sqlite3.Connection, table: Table, facts: dict[str, ColumnFacts]
) -> dict[str, ColumnFacts]:
    """The texts that PostgreSQL cannot hold: with a NUL character, or not UTF-8."""
    known = [c for c in table.columns if c.name in facts and facts[c.name].texts]
    doubtful = [c for some in _portions(known) if not _readable(raw, table, some) for c in some]
    return {c.name: _judged(raw, table, c, facts[c.name]) for c in doubtful}


def _readable(raw: sqlite3.Connection, table: Table, columns: Sequence[Column]) -> bool:
    """A blank between the values keeps a broken end from being completed by what follows."""
    names = [quote(column.name) for column in columns]
    texts = (f"case when typeof({c}) = 'text' then {c} else '' end" for c in names)
    pure = (f"ifnull({quote(c.name)}, '')" for c in columns)
    plain = all(affinity(column.type) == "text" for column in columns)
    joined = " || ' ' || ".join(pure if plain else texts)
    try:
        rows = raw.execute(f"select {joined} from main.{quote(table.name)}")
        return not any("\0" in text for (text,) in rows)
    except sqlite3.OperationalError as error:
        if "UTF-8" not in str(error):
            raise
        return False
    except TypeError:  # a blob among them
        return False


def _judged(
    raw: sqlite3.Connection, table: Table, column: Column, facts: ColumnFacts
) -> ColumnFacts:
    raw.create_function("mt_broken", 1, _broken, deterministic=True)
    c = quote(column.name)
    text = f"typeof({c}) = 'text'"
    nul = f"total({text} and instr({c}, char(0)) > 0)"
    utf8 = raw.execute("pragma encoding").fetchone()[0] == "UTF-8"  # SQLite mends the others
    broken = f"total(case when {text} then mt_broken(cast({c} as blob)) end)" if utf8 else "0"
    row = _one(raw, table, [nul, broken])
    return replace(facts, nul=int(row[0]), broken=int(row[1]))


def _broken(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return True
    return False


def form_facts(raw: sqlite3.Connection, table: Table, column: Column, kind: str) -> dict[str, int]:
    """How many values look like what, in the words of that kind of form."""
    form = FORMS[kind].format(c=quote(column.name))
    found = Counter(raw.execute(f"select {form} from main.{quote(table.name)}"))  # no sorting
    return {str(name): count for (name,), count in sorted(found.items(), key=str) if name}


def characters(raw: sqlite3.Connection, table: Table, column: Column) -> int:
    c = quote(column.name)
    text = f"max(case when typeof({c}) = 'text' then length({c}) end)"
    return int(_one(raw, table, [text])[0] or 0)


def decimals(raw: sqlite3.Connection, table: Table, column: Column, scale: int) -> int:
    """Numbers that have more decimals than these."""
    c = quote(column.name)
    same = f"cast(printf('%.{min(scale, 15)}f', {c}) as real) = {c}"
    return int(_one(raw, table, [f"total(typeof({c}) = 'real' and not {same})"])[0])


def declared_numbers(type_: str) -> tuple[int, ...]:
    """The numbers in a declared type's brackets."""
    found = re.search(r"\(\s*(\d+)\s*(?:,\s*(\d+)\s*)?\)", type_)
    return tuple(int(part) for part in found.groups() if part) if found else ()
