"""One reading of a SQLite table, some rows at a time: what is plain to see of every column.

Invariant: a column that is not plain (mixed classes, bytes, NULs) has no answer here, nor have
values in an odd spelling; about those the database is asked, value by value.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from migrate_tui.engine.databases.affinity import affinity
from migrate_tui.engine.databases.catalogue import Column, Table
from migrate_tui.engine.databases.facts import ColumnFacts
from migrate_tui.engine.databases.questions import declared
from migrate_tui.engine.databases.spelled import spelled
from migrate_tui.engine.databases.sqlite_catalogue import quote

AT_ONCE = 60  # columns
ROWS = (256, 16)  # at a time; fewer where there are long values
BYTES = 1 << 25  # of all the rows that are held at once
COUNTS = {"ms": (10**12, 10**13 - 1), "s": (10**8, 10**10 - 1)}  # moments without a doubt
NOTHING = type(None)
Forms = dict[str, int]


@dataclass(frozen=True)
class Swept:
    """The columns that are plain, and the forms of those that need no other look."""

    facts: Mapping[str, ColumnFacts] = field(default_factory=dict)
    forms: Mapping[str, Forms] = field(default_factory=dict)


@dataclass
class Tally:
    """What was seen of one column so far."""

    column: Column
    plain: bool = True
    values: Counter[type] = field(default_factory=Counter)
    least: Any = None
    greatest: Any = None
    longest: int = 0
    characters: int = 0
    spellings: Counter[str | None] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.kind = declared(self.column.type)

    def add(self, cells: Sequence[Any]) -> None:
        joined = _joined(cells)
        if joined is not None:
            self._texts(cells, joined)
        elif NOTHING in (kinds := set(map(type, cells))):
            if len(kinds) > 1:
                self.add([cell for cell in cells if cell is not None])
        elif kinds <= {int, float}:
            self._numbers(cells, kinds)
        else:
            self.plain = False
        self.plain &= str not in self.values or len(self.values) == 1

    def _texts(self, texts: Sequence[str], joined: str) -> None:
        self.plain &= "\0" not in joined
        self.values[str] += len(texts)
        form = None
        if self.kind == "moment" and None not in self.spellings:
            form = spelled(texts, joined)
            self.spellings[form] += len(texts)
        characters = len(texts[0]) if form else max(map(len, texts))
        self.characters = max(self.characters, characters)
        whole = characters if joined.isascii() else max(len(text.encode()) for text in texts)
        self.longest = max(self.longest, whole)

    def _numbers(self, numbers: Sequence[float], kinds: set[type]) -> None:
        if len(kinds) == 1:
            self.values[kinds.pop()] += len(numbers)
        else:
            self.values.update(map(type, numbers))
        low, high = min(numbers), max(numbers)
        self.least = low if self.least is None else min(self.least, low)
        self.greatest = high if self.greatest is None else max(self.greatest, high)

    def facts(self) -> ColumnFacts:
        return ColumnFacts(
            self.values.total(),
            self.values[int],
            self.values[float],
            self.values[str],
            least=self.least,
            greatest=self.greatest,
            longest=self.longest,
            characters=self.characters if "CHAR" in self.column.type.upper() else 0,
        )

    def forms(self) -> Forms | None:
        """What the values look like, where that is plain."""
        if self.kind == "moment" and set(self.values) == {str} and None not in self.spellings:
            return {form: self.spellings[form] for form in sorted(map(str, self.spellings))}
        return numbered(self.kind, self.facts())


def numbered(kind: str | None, facts: ColumnFacts) -> Forms | None:
    """The forms of a column of whole numbers, which its two ends tell; None where they do not."""
    if kind == "decimal":
        return None if facts.reals else {"finer": 0}
    if kind is None or not facts.values:
        return {}
    if facts.held != ("integer",) or facts.least is None or facts.greatest is None:
        return None
    spans = {"boolean": {"bit": (0, 1)}, "moment": COUNTS}.get(kind, {})
    for form, (low, high) in spans.items():
        if low <= facts.least <= facts.greatest <= high:
            return {form: facts.values}
    return None


def _joined(cells: Sequence[Any]) -> str | None:
    """All of them as lines; None where they are not all texts."""
    try:
        return "\n".join(cells)
    except TypeError:
        return None


def number(column: Column) -> bool:
    """Declared as one: as many seconds to count as to read, and counting keeps nobody waiting."""
    return affinity(column.type) in ("integer", "real")


def swept(raw: sqlite3.Connection, table: Table) -> Swept:
    """All but declared numbers and bytes; nothing where a value is very long, or no UTF-8."""
    if raw.execute("pragma encoding").fetchone()[0] != "UTF-8":
        return Swept()
    columns = [c for c in table.columns if not number(c) and "BLOB" not in c.type.upper()]
    tallies: list[Tally] = []
    for start in range(0, len(columns), AT_ONCE):
        tallies += _read(raw, table, columns[start : start + AT_ONCE])
    plain = [tally for tally in tallies if tally.plain]
    forms = {tally.column.name: tally.forms() for tally in plain}
    return Swept(
        {tally.column.name: tally.facts() for tally in plain},
        {name: found for name, found in forms.items() if found is not None},
    )


def _read(raw: sqlite3.Connection, table: Table, columns: Sequence[Column]) -> list[Tally]:
    for rows in ROWS:
        tallies = [Tally(column) for column in columns]
        try:
            with _no_longer(raw, BYTES // (rows * len(columns))):
                _fill(raw, table, tallies, rows)
            return tallies
        except sqlite3.DataError:  # a value is longer
            continue
        except sqlite3.OperationalError as error:
            if "UTF-8" not in str(error):
                raise
            break
    return []


def _fill(raw: sqlite3.Connection, table: Table, tallies: Sequence[Tally], rows: int) -> None:
    names = ", ".join(quote(tally.column.name) for tally in tallies)
    cursor = raw.execute(f"select {names} from main.{quote(table.name)}")
    while some := cursor.fetchmany(rows):
        for tally, cells in zip(tallies, zip(*some, strict=True), strict=True):
            if tally.plain:
                tally.add(cells)


@contextmanager
def _no_longer(raw: sqlite3.Connection, most: int) -> Iterator[None]:
    """SQLite itself refuses a value that is longer, before it is anywhere in memory."""
    before = raw.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, most)
    try:
        yield
    finally:
        raw.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, before)
