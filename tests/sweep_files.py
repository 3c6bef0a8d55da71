"""SQLite files of every kind of column, for reading them in more than one way."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

TYPES = (
    *("integer", "real", "text", "varchar(40)", "numeric", "decimal(8,2)", "datetime", "date"),
    *("boolean", "json", "", "blob", "uuid", "time"),
)
VALUES: tuple[tuple[Any, ...], ...] = (
    (1, 2, 0, None),
    (0, 1, 1),
    (10**12, 10**12 + 5, None),
    (10**9, 10**12),
    (1.5, -2.0, None),
    (1, 2.5, 2**60, -0.25),
    ("a", "bé", "日本", None, ""),
    ("2024-02-29 12:00:00", "1999-12-31 23:59:59"),
    ("2024-02-30 12:00:00",),
    ("2024-02-01", "2024-01-31", None),
    ("a\0b", "c"),
    (b"\x00\x01", b""),
    ("a", 1, b"x", 2.5),
    ('{"a": 1}', "[]", None),
    ('{"a": "\\u0000"}', "[]"),
    ("true", "no"),
    (None, None),
    (),
)
HELD = tuple(some for some in VALUES if some)
KEYS = ("", ", unique (k)", ", unique (k, c3), unique (c6, c3, k)", ", primary key (k)")


def mixed(path: Path, seed: int) -> None:
    """Three tables: most columns hold one kind of value, now and then there is another one."""
    chance = random.Random(seed)
    with closing(sqlite3.connect(path)) as raw:
        for number in range(3):
            _table(raw, f"t{number}", chance)
        raw.commit()


def _table(raw: sqlite3.Connection, name: str, chance: random.Random) -> None:
    key = chance.choice(KEYS)
    rest = " without rowid" if "primary" in key and chance.random() < 0.5 else ""
    columns = ", ".join(f"c{n} {type_}" for n, type_ in enumerate(TYPES))
    raw.execute(f"create table {name} (k text, {columns}{key}){rest}")
    held = [chance.choice(HELD) for _ in TYPES]
    rows = (
        (f"K{n - 1}" if n % 9 == 1 else f"k{n}", *(_cell(some, chance) for some in held))
        for n in range(chance.choice((1, 69, 70, 400)))
    )
    raw.executemany(f"insert into {name} values (?{', ?' * len(TYPES)})", rows)
    if not rest and chance.random() < 0.5:  # gaps, and numbers below nothing
        raw.execute(f"update {name} set rowid = -rowid")
        raw.execute(f"update {name} set rowid = 5000000 - rowid * rowid * rowid")


def _cell(some: tuple[Any, ...], chance: random.Random) -> Any:
    return chance.choice(chance.choice(HELD) if chance.random() < 0.001 else some)
