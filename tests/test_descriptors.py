"""A SQLite file read past SQLite: its locks stay, and no descriptor stays behind."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from migrate_tui.engine.databases.descriptors import descriptor
from migrate_tui.engine.databases.sqlite import SQLiteDatabase

WRITE = (
    "import sqlite3, sys\n"
    "with sqlite3.connect(sys.argv[1], timeout=0) as connection:\n"
    "    connection.execute('insert into t values (2)')\n"
)


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "app.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("create table t (a)")
        connection.execute("insert into t values (1)")
    before = descriptors()
    yield path
    assert descriptors() == before


def descriptors() -> set[str]:
    folder = "/dev/fd"
    return {one for one in os.listdir(folder) if Path(f"{folder}/{one}").exists()}


def somebody_writes(path: Path) -> bool:
    done = subprocess.run([sys.executable, "-c", WRITE, path], capture_output=True, text=True)
    assert done.returncode == 0 or "locked" in done.stderr, done.stderr
    return done.returncode == 0


def test_nobody_writes_to_what_is_read_though_its_bytes_were_read_beside(file: Path) -> None:
    database = SQLiteDatabase(file)
    with database.open(read_only=True) as connection:
        with connection.transaction(read_only=True):
            for _ in range(2):
                assert database.fingerprint() and database.state()
                assert not somebody_writes(file)
        assert somebody_writes(file)


def test_another_connection_that_is_closed_takes_no_lock_with_it(file: Path) -> None:
    database = SQLiteDatabase(file)
    with database.open(read_only=True) as connection, connection.transaction(read_only=True):
        with database.open(read_only=True) as other:
            other.execute("select * from t")
            database.fingerprint()
        assert not somebody_writes(file)


def test_without_a_connection_nothing_stays_open(file: Path) -> None:
    before = descriptors()
    SQLiteDatabase(file).fingerprint()
    assert descriptors() == before
    with pytest.raises(FileNotFoundError), descriptor(file.with_name("none.db")):
        pass


def test_a_file_that_took_the_place_of_another_is_the_one_that_is_read(file: Path) -> None:
    database = SQLiteDatabase(file)
    with database.open(read_only=True) as connection:
        connection.execute("select * from t")
        before = database.fingerprint()
        new = file.with_name("new.db")
        with closing(sqlite3.connect(new)) as other:
            other.execute("create table another (b)")
        new.replace(file)
        assert database.fingerprint() != before
        assert database.fingerprint() == SQLiteDatabase(file).fingerprint()


def test_a_file_that_cannot_be_opened_leaves_nothing(file: Path) -> None:
    file.write_bytes(b"no database" * 100)
    with pytest.raises(Exception, match="not a"), SQLiteDatabase(file).open():
        pass


def test_many_threads_read_one_file(file: Path) -> None:
    database = SQLiteDatabase(file)
    expected = database.fingerprint()
    found: list[str] = []

    def read() -> None:
        for _ in range(50):
            with database.open(read_only=True) as connection:
                connection.execute("select 1")
                found.append(database.fingerprint())

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(found) == {expected} and len(found) == 200
