"""Opening: every way in which a database cannot be, told with what to do."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from migrate_tui.engine.databases import open_database, postgresql_session, sqlite
from migrate_tui.engine.databases.base import Locked
from migrate_tui.engine.errors import Blocked, ExitCode
from realpg import Server


def fails(url: str, *, read_only: bool = False, create: bool = False) -> Blocked:
    with pytest.raises(Blocked) as caught:
        open_database(url, create=create).open(read_only=read_only)
    assert caught.value.exit_code == ExitCode.BLOCKED
    assert caught.value.hint
    assert "\n" not in caught.value.message
    return caught.value


def test_a_missing_file_is_named(sqlite_path: Path, sqlite_url: str) -> None:
    assert str(sqlite_path) in fails(sqlite_url).message
    fails(sqlite_url, read_only=True, create=True)
    assert not sqlite_path.exists()


def test_create_makes_a_private_file(sqlite_path: Path, sqlite_url: str) -> None:
    with open_database(sqlite_url, create=True).open() as connection:
        connection.execute("create table t (a)")
    assert stat.S_IMODE(sqlite_path.stat().st_mode) == 0o600
    with open_database(sqlite_url, create=True).open() as connection:
        assert connection.table_names() == ("t",)


def test_create_in_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert "cannot be made" in fails(f"sqlite:///{tmp_path}/no/a.db", create=True).message


def test_a_folder(tmp_path: Path) -> None:
    assert "is a folder" in fails(f"sqlite:///{tmp_path}").message


def test_a_relative_path_lies_beside_the_plan(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "a.db").execute("create table t (a)")
    with open_database("sqlite:///a.db", directory=tmp_path).open() as connection:
        assert connection.table_names() == ("t",)


@pytest.mark.parametrize("name", ["a b.db", "a%20?b#.db", "é'\".db", "[x]&y=1.db"])
def test_odd_file_names(tmp_path: Path, name: str) -> None:
    database = open_database(f"sqlite:///{tmp_path}/{name}", create=True)
    with database.open() as connection:
        connection.execute("create table t (a)")
    with database.open(read_only=True) as connection:
        assert connection.table_names() == ("t",)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_not_a_database(sqlite_path: Path, sqlite_url: str) -> None:
    sqlite_path.write_text("this is only a text, but long enough to have a header\n" * 20)
    assert "is not a SQLite database" in fails(sqlite_url).message


def test_an_empty_file_is_an_empty_database(sqlite_path: Path, sqlite_url: str) -> None:
    sqlite_path.touch()
    with open_database(sqlite_url).open(read_only=True) as connection:
        assert connection.table_names() == ()


def test_a_damaged_database(sqlite_path: Path, sqlite_url: str) -> None:
    raw = sqlite3.connect(sqlite_path)
    raw.executescript("create table t (a); create table u (a); create view v as select 1;")
    raw.close()
    content = bytearray(sqlite_path.read_bytes())
    content[100:300] = b"\xff" * 200
    sqlite_path.write_bytes(content)
    error = fails(sqlite_url)
    assert "is damaged" in error.message
    assert ".recover" in error.hint


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waiting for a lock ends at once."""
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.01)


@pytest.mark.usefixtures("soon")
def test_a_file_that_is_locked(sqlite_path: Path, sqlite_url: str) -> None:
    raw = sqlite3.connect(sqlite_path, isolation_level=None)
    raw.execute("create table t (a)")
    raw.execute("begin exclusive")
    error = fails(sqlite_url, read_only=True)
    assert isinstance(error, Locked)
    assert "locked by another process" in error.message
    raw.close()


@pytest.mark.usefixtures("soon")
def test_a_transaction_that_finds_a_writer(sqlite_path: Path, sqlite_url: str) -> None:
    raw = sqlite3.connect(sqlite_path, isolation_level=None)
    raw.execute("create table t (a)")
    with open_database(sqlite_url).open() as connection:
        raw.execute("begin immediate")
        with pytest.raises(Locked) as caught, connection.transaction():
            pytest.fail("began")
        assert connection.transient(caught.value)
        with connection.transaction(read_only=True):
            assert connection.execute("select * from t") == []
        raw.execute("commit")
        with connection.transaction():
            connection.execute("insert into t values (1)")
    raw.close()


@pytest.mark.usefixtures("soon")
def test_a_commit_that_finds_a_reader_rolls_back(sqlite_path: Path, sqlite_url: str) -> None:
    raw = sqlite3.connect(sqlite_path, isolation_level=None)
    raw.executescript("create table t (a); insert into t values (1)")
    with open_database(sqlite_url).open() as connection:
        raw.execute("begin")
        raw.execute("select * from t").fetchall()
        with pytest.raises(Locked), connection.transaction():
            connection.execute("insert into t values (2)")
        raw.execute("commit")
        assert connection.execute("select count(*) from t") == [(1,)]
    raw.close()


KILLED_WRITER = """
import os, sqlite3, sys
raw = sqlite3.connect(sys.argv[1], isolation_level=None)
raw.execute("pragma cache_size = 1")
raw.execute("begin immediate")
raw.execute("update t set a = randomblob(1000)")
os._exit(9)
"""


def test_a_hot_journal_blocks_a_reader_and_heals_for_a_writer(
    sqlite_path: Path, sqlite_url: str
) -> None:
    raw = sqlite3.connect(sqlite_path)
    raw.execute("create table t (a)")
    raw.executemany("insert into t values (?)", [(bytes(1000),)] * 500)
    raw.commit()
    raw.close()
    subprocess.run([sys.executable, "-c", KILLED_WRITER, sqlite_path])
    assert sqlite_path.with_name("test.db-journal").stat().st_size > 0
    error = fails(sqlite_url, read_only=True)
    assert "not closed cleanly" in error.message
    with open_database(sqlite_url).open() as connection:
        assert connection.execute("select distinct a from t") == [(bytes(1000),)]


def test_rows_that_lie_only_in_the_wal_are_read(sqlite_path: Path, sqlite_url: str) -> None:
    raw = sqlite3.connect(sqlite_path)
    raw.execute("pragma journal_mode = wal")
    raw.execute("create table t (a)")
    raw.execute("insert into t values (1)")
    raw.commit()
    with open_database(sqlite_url).open(read_only=True) as connection:
        assert connection.execute("select a from t") == [(1,)]
        assert connection.size() > sqlite_path.stat().st_size
    raw.close()


OPEN_AS_NOBODY = """
import os, sys
import migrate_tui.engine.databases.sqlite
from migrate_tui.engine.databases import open_database
from migrate_tui.engine.errors import Blocked
os.setgid(65534), os.setuid(65534)
try:
    open_database(sys.argv[1]).open(read_only=sys.argv[2] == "ro")
except Blocked as error:
    print(error.message)
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
@pytest.mark.parametrize(
    ("mode", "folder", "file", "expected"),
    [
        ("ro", 0o755, 0o600, "No permission to read"),
        ("rw", 0o755, 0o644, "No permission to write"),
        ("rw", 0o755, 0o666, "No permission to write"),
        ("ro", 0o755, 0o644, ""),
    ],
)
def test_permissions(mode: str, folder: int, file: int, expected: str) -> None:
    home = Path("/tmp") / f"mt-permissions-{os.getpid()}"
    home.mkdir()
    try:
        sqlite3.connect(home / "a.db").execute("create table t (a)")
        (home / "a.db").chmod(file)
        home.chmod(folder)
        command = [sys.executable, "-c", OPEN_AS_NOBODY, f"sqlite:///{home}/a.db", mode]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        assert done.stdout.startswith(expected) and bool(done.stdout) is bool(expected)
    finally:
        shutil.rmtree(home)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


PLACES = [
    ("postgresql://postgres@{server}/no such", "There is no database no such on 127.0.0.1"),
    ("postgresql://nobody:secr3t@{server}/postgres", "There is no role nobody on 127.0.0.1"),
    ("postgresql://u:secr3t@127.0.0.1:{free}/d", "Nothing listens at 127.0.0.1:{free}"),
    ("postgresql://u:secr3t@/d?host=/no/such&port=1", "Nothing listens at /no/such:1"),
    ("postgresql://u:secr3t@no-such-host.invalid/d", "There is no host no-such-host.invalid"),
    ("postgresql://u:secr3t@{server}/postgres?sslmode=odd", "cannot be opened: "),
]


@pytest.mark.parametrize(("url", "expected"), PLACES)
def test_postgresql_that_cannot_be_reached(postgres: Server, url: str, expected: str) -> None:
    places = {"server": f"127.0.0.1:{postgres.port}", "free": free_port()}
    error = fails(url.format(**places))
    assert expected.format(**places) in error.message
    assert "secr3t" not in str(error)


def test_no_right_to_connect(postgres: Server, postgres_url: str) -> None:
    name = postgres_url.rpartition("/")[2]
    with psycopg.connect(postgres_url, autocommit=True) as raw:
        raw.execute("create role outsider login")
        raw.execute(f'revoke connect on database "{name}" from public')
        try:
            error = fails(postgres_url.replace("postgres@", "outsider@"))
        finally:
            raw.execute("drop role outsider")
    assert f"outsider may not connect to {name}" in error.message


def test_a_server_that_is_too_old(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgresql_session, "OLDEST", 99)
    assert "99 is the oldest" in fails(postgres_url).message


def test_a_timezone_that_is_none(postgres_url: str) -> None:
    with pytest.raises(Blocked, match="does not know the plan's timezone"):
        open_database(postgres_url, timezone="Mars/Base").open()


def test_prismas_schema_is_the_search_path(postgres_url: str) -> None:
    with psycopg.connect(postgres_url, autocommit=True) as raw:
        raw.execute('create schema "my app"; create table "my app".t (a int)')
    with open_database(f"{postgres_url}?schema=my%20app&pgbouncer=true").open() as connection:
        assert connection.table_names() == ("t",)


def test_the_unix_socket(postgres_server: Server) -> None:
    url = postgres_server.socket_url("postgres")
    with open_database(url).open() as connection:
        assert connection.execute("select inet_server_addr() is null") == [(True,)]
        assert connection.url == url
