"""The print of a source: taken once, early, and never of a state that has passed."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from migrate_tui.engine.databases import open_database
from migrate_tui.engine.databases.sqlite import SQLiteDatabase
from migrate_tui.engine.prints import Print


@dataclass(frozen=True)
class Counted(SQLiteDatabase):
    """Says how often it was hashed."""

    hashed: list[str] = field(default_factory=list)

    def fingerprint(self, wanted: Callable[[], bool] = lambda: True) -> str:
        found = super().fingerprint(wanted)
        self.hashed.append(found)
        return found


@pytest.fixture
def database(tmp_path: Path) -> Counted:
    write(tmp_path / "app.db", "create table t (a)")
    return Counted(tmp_path / "app.db")


def write(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement)


def test_it_is_taken_once_for_as_long_as_nobody_writes(database: Counted) -> None:
    found = Print(database)
    found.begin()
    assert {found.hex(), found.hex(), found.hex()} == {SQLiteDatabase(database.path).fingerprint()}
    assert len(database.hashed) == 1


@pytest.mark.parametrize("journal", ["delete", "wal"])
def test_it_is_of_the_state_in_which_it_is_asked_for(database: Counted, journal: str) -> None:
    with closing(sqlite3.connect(database.path)) as keeps_the_log:
        keeps_the_log.execute(f"pragma journal_mode = {journal}").fetchone()
        found = Print(database)
        seen = set()
        for value in range(3):
            found.begin()
            write(database.path, f"insert into t values ({value})")
            seen.add(found.hex())
            assert found.hex() == SQLiteDatabase(database.path).fingerprint()
        assert len(seen) == 3


def test_to_open_a_file_that_keeps_a_log_changes_nothing(database: Counted) -> None:
    with closing(sqlite3.connect(database.path)) as connection:
        connection.execute("pragma journal_mode = wal").fetchone()
    found = Print(database)
    found.begin()
    with database.open(read_only=True) as connection:
        connection.execute("select * from t")
        found.hex()
    assert len(database.hashed) == 1


def test_what_nobody_wants_is_not_read_to_its_end(database: Counted) -> None:
    asked: list[int] = []

    def wanted() -> bool:
        asked.append(1)
        return len(asked) < 2

    write(database.path, "insert into t select zeroblob(8 << 20)")
    SQLiteDatabase(database.path).fingerprint(wanted)
    assert len(asked) == 2


def test_after_it_was_left_it_is_taken_anew(database: Counted) -> None:
    found = Print(database)
    found.begin()
    found.leave()
    assert found.hex() == SQLiteDatabase(database.path).fingerprint()


def test_where_nothing_tells_a_state_it_is_never_the_same() -> None:
    found = Print(open_database("postgresql://nobody@nowhere/nothing"))
    assert found.hex() != found.hex()
