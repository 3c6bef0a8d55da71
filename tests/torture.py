"""The torture database: every hostile thing that a SQLite file can hold, and what became of it."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

CASES = Path(__file__).parent / "cases"


@dataclass(frozen=True)
class Case:
    """`careful_tool` is what has to happen; `naive_postgres` what happens to others."""

    id: str
    table: str
    severity: str
    what: str
    naive_postgres: str
    careful_tool: str

    @property
    def tables(self) -> list[str]:
        return (
            [name.strip() for name in self.table.split(" / ")]
            if "/ " in self.table
            else [self.table]
        )


def cases() -> list[Case]:
    return [Case(**case) for case in json.loads((CASES / "torture.json").read_text())]


def build(path: Path) -> Path:
    script = (CASES / "torture.sql").read_bytes().decode()
    with closing(sqlite3.connect(path)) as raw:
        raw.executescript(f"pragma foreign_keys = off; begin; {script} commit;")
    return path


def source_rows(path: Path) -> dict[str, int]:
    with closing(sqlite3.connect(path)) as raw:
        names = [
            name
            for (name,) in raw.execute(
                "select name from pragma_table_list where schema = 'main' and type = 'table'"
            ).fetchall()
            if not name.startswith("sqlite_")
        ]
        quoted = {name: '"' + name.replace('"', '""') + '"' for name in names}
        return {
            n: raw.execute(f"select count(*) from {q}").fetchone()[0] for n, q in quoted.items()
        }


def target_rows(url: str, tables: dict[str, str]) -> dict[str, int]:
    with psycopg.connect(url) as server:
        count = sql.SQL("select count(*) from {}")
        found: dict[str, Any] = {
            name: server.execute(count.format(sql.Identifier(into))).fetchone()
            for name, into in tables.items()
        }
    return {name: row[0] for name, row in found.items()}
