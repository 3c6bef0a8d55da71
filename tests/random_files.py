"""Random SQLite files, one for each seed: odd names, types that do not hold, keys of every kind.

What SQLite refuses is left out, so that every file is one that an application could have made.
"""

from __future__ import annotations

import contextlib
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

TABLES = (
    "users",
    "orders",
    "two words",
    'quo"te',
    "100%",
    "select",
    "Größe",
    "%s",
    "a:b",
    "mt_log",
)
COLUMNS = (
    "name",
    "Name",
    "value",
    "order",
    "_source",
    "rowid",
    "ctid",
    "x" * 63,
    "it's",
    "*",
    "日本",
)
TYPES = (
    "INTEGER",
    "TEXT",
    "REAL",
    "BLOB",
    "",
    "DECIMAL(8,2)",
    "BOOLEAN",
    "DATETIME",
    "DATE",
    "JSON",
)
KEYS = (
    "INTEGER PRIMARY KEY",
    "INTEGER PRIMARY KEY AUTOINCREMENT",
    "TEXT PRIMARY KEY",
    "REAL PRIMARY KEY",
)
KEYS += ("BLOB PRIMARY KEY", "TEXT COLLATE NOCASE PRIMARY KEY", "DATETIME UNIQUE", "")
CHECKS = (
    "{c} > 0",
    "length({c}) < 99",
    "{c}",
    "{c} between 'a' and 'z'",
    "{c} / 2 < 9",
    "{c} <> 'x'",
)
DEFAULTS = (
    "0",
    "''",
    "'a' || 'b'",
    "(1) + (2)",
    "current_timestamp",
    "x'00'",
    "1.5",
    "null",
    "true",
)
PARTS = ("{c}", "{c} desc", "{c} collate nocase", "lower({c})", "length({c})", "coalesce({c}, '')")
ODD = (
    2**63 - 1,
    -(2**63),
    2**53 + 1,
    1e300,
    float("inf"),
    -0.0,
    "",
    "a'b\\",
    "é",
    "1",
    b"",
    b"\x00\xff",
)
WORDS: dict[str, Callable[[random.Random], Any]] = {
    "INTEGER": lambda r: r.randint(-5, 99),
    "TEXT": lambda r: r.choice(("a", "A", "a ", "Ä", "zz", "10", "9", "%s", "\\N")),
    "REAL": lambda r: r.choice((0.5, 1.0, -2.25, 1e16)),
    "BLOB": lambda r: r.randbytes(3),
    "": lambda r: r.randint(0, 9),
    "DECIMAL(8,2)": lambda r: round(r.uniform(0, 99), 2),
    "BOOLEAN": lambda r: r.randint(0, 1),
    "DATETIME": lambda r: r.randint(1_600_000_000_000, 1_700_000_000_000),
    "DATE": lambda r: f"20{r.randint(10, 29)}-0{r.randint(1, 9)}-1{r.randint(0, 9)}",
    "JSON": lambda r: r.choice(('{"a": [1, null]}', "[]", "1.50", '"é"', '{"b": 1, "aa": 2}')),
}


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


@dataclass
class File:
    """A file as it grows; of each table the columns with their declared types."""

    raw: sqlite3.Connection
    rng: random.Random
    tables: dict[str, dict[str, str]] = field(default_factory=dict)

    def fill(self) -> None:
        for name in self.rng.sample(TABLES, self.rng.randint(1, 4)):
            self._table(name)
            if name in self.tables:
                self._rows(name)
                self._index(name)

    def _try(self, sql: str, values: tuple[Any, ...] = ()) -> bool:
        with contextlib.suppress(sqlite3.Error):
            self.raw.execute(sql, values)
            return True
        return False

    def _table(self, name: str) -> None:
        rng, key = self.rng, self.rng.choice(KEYS)
        kinds = {"id": key.partition(" ")[0]} if key else {}
        parts = [f"id {key}"] if key else []
        for column in rng.sample(COLUMNS, rng.randint(1, 4)):
            kinds[column] = rng.choice(TYPES)
            parts.append(f"{quoted(column)} {kinds[column]}{self._extras(column)}")
        if rng.random() < 0.5 and "PRIMARY" in key:
            parent = rng.choice([*self.tables, name])
            kinds["parent"] = self.tables.get(parent, kinds).get("id", "TEXT")
            parts.append(f"parent {kinds['parent']} references {quoted(parent)}")
        tail = " without rowid" if "PRIMARY" in key and rng.random() < 0.2 else ""
        if self._try(f"create table {quoted(name)} ({', '.join(parts)}){tail}"):
            self.tables[name] = kinds

    def _extras(self, column: str) -> str:
        rng, cell = self.rng, quoted(column)
        extra = f" default ({rng.choice(DEFAULTS)})" if rng.random() < 0.3 else ""
        extra += f" check ({rng.choice(CHECKS).format(c=cell)})" if rng.random() < 0.2 else ""
        return extra + (" not null" if rng.random() < 0.2 else "")

    def _rows(self, name: str) -> None:
        kinds, known = self.tables[name], []
        odd = self.rng.choice((0, 0, 0.05, 0.3))
        for _ in range(self.rng.choice((0, 3, 25))):
            row = {c: self._value(kind, odd) for c, kind in kinds.items()}
            if "parent" in row and known:
                row["parent"] = self.rng.choice([*known, None])
            marks = ", ".join("?" * len(row))
            if self._try(f"insert into {quoted(name)} values ({marks})", tuple(row.values())):
                known.append(row.get("id"))

    def _value(self, kind: str, odd: float) -> Any:
        chance = self.rng.random()
        if chance < odd:
            return self.rng.choice(ODD)
        return None if chance > 0.9 else WORDS[kind](self.rng)

    def _index(self, name: str) -> None:
        column = self.rng.choice(list(self.tables[name]))
        part = self.rng.choice(PARTS).format(c=quoted(column))
        unique = self.rng.choice(("", "unique "))
        where = self.rng.choice(("", f" where {quoted(column)} is not null"))
        self._try(f"create {unique}index {quoted('ix ' + name)} on {quoted(name)} ({part}){where}")


def build(path: Path, seed: int) -> Path:
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("pragma foreign_keys = off")
        File(raw, random.Random(seed)).fill()
    return path
