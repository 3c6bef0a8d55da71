"""The real program beside a plan of one mapping: two tables, three columns, a wrong turn a test."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import kept
from migrate_tui.cli.commands import migrate_tui

PLAN = """\
plan: studio
source: "sqlite:///old.db"
target: "sqlite:///new.db"
schema: {apply: schema.sql}
mappings:
  - into: students
    from: pupils
    key: [id]
    columns:
      id: id
      name: name
      age: int_of(age)
"""
SCHEMA = "create table students (id integer primary key, name text not null, age integer);\n"
OLD = "create table pupils (id integer primary key, name text, age text)"
ROWS = ((1, "Ann", "7"), (2, "Bob", "8"))


@dataclass(frozen=True)
class Place:
    """A folder with a plan; the commands run in it."""

    folder: Path

    def run(self, *words: str) -> Result:
        return CliRunner().invoke(migrate_tui, [*words])

    def plan(self, *changes: tuple[str, str], more: str = "") -> None:
        text = (self.folder / "plan.yaml").read_text()
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        (self.folder / "plan.yaml").write_text(text + more)

    def sql(self, statement: str, *values: Any, at: str = "new.db") -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.folder / at, isolation_level=None)) as connection:
            return connection.execute(statement, values).fetchall()

    def students(self) -> list[tuple[Any, ...]]:
        return self.sql("select * from students order by id")

    def untouched(self) -> bool:
        """Whether the target holds nothing at all."""
        path = self.folder / "new.db"
        return not path.exists() or path.stat().st_size == 0


def fill(path: Path, rows: Iterable[tuple[Any, ...]] = ROWS) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(OLD)
        connection.executemany("insert into pupils values (?, ?, ?)", rows)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    monkeypatch.chdir(tmp_path)
    fill(tmp_path / "old.db")
    (tmp_path / "schema.sql").write_text(SCHEMA)
    (tmp_path / "plan.yaml").write_text(PLAN)
    return Place(tmp_path)


def at(url: str) -> Callable[[str], list[tuple[Any, ...]]]:
    """Runs statements on a server."""

    def execute(statement: str) -> list[tuple[Any, ...]]:
        cursor = kept.execute(url, statement)
        return cursor.fetchall() if cursor.description else []

    return execute
