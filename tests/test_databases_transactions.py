"""Transactions, savepoints and snapshots: what read-only refuses, and which error survives."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

import psycopg
import pytest

from connection_site import DRIVER_ERRORS, each_connection, each_url, rows  # noqa: F401
from migrate_tui.engine.databases import open_database
from migrate_tui.engine.databases.base import Connection, Locked


def test_a_transaction_commits_or_rolls_back(connection: Connection) -> None:
    with connection.transaction():
        connection.execute("insert into t values (1, 'kept')")
    with pytest.raises(ValueError, match="mine"), connection.transaction():
        connection.execute("insert into t values (2, 'lost')")
        raise ValueError("mine")
    assert rows(connection) == [(1, "kept")]


def test_nothing_begins_by_itself(connection: Connection, url: str) -> None:
    connection.execute("insert into t values (1, null)")
    with open_database(url).open() as other:
        assert rows(other) == [(1, None)]


def test_a_savepoint_takes_back_only_its_own(connection: Connection) -> None:
    with connection.transaction():
        connection.execute("insert into t values (1, 'before')")
        with pytest.raises(DRIVER_ERRORS), connection.savepoint():
            connection.execute("insert into t values (2, 'lost')")
            with connection.savepoint():
                connection.execute("insert into t values (1, 'twice')")
        with connection.savepoint():
            connection.execute("insert into t values (3, 'after')")
    assert rows(connection) == [(1, "before"), (3, "after")]


@pytest.mark.parametrize("inner", ["transaction", "savepoint"])
def test_the_first_error_survives_the_clean_up(connection: Connection, inner: str) -> None:
    """Somebody ended the transaction, so that neither ROLLBACK nor ROLLBACK TO can work."""
    with pytest.raises(ValueError, match="first"), connection.transaction():
        if inner == "savepoint":
            with connection.savepoint():
                connection.execute("rollback")
                raise ValueError("first")
        connection.execute("rollback")
        raise ValueError("first")
    with connection.transaction():
        connection.execute("insert into t values (1, null)")


def test_the_first_error_survives_a_lost_connection(postgres_url: str) -> None:
    with (
        open_database(postgres_url).open() as connection,
        open_database(postgres_url).open() as other,
    ):
        with pytest.raises(psycopg.OperationalError) as caught, connection.transaction():
            pid = connection.execute("select pg_backend_pid()")[0][0]
            other.execute("select pg_terminate_backend(:pid)", {"pid": pid})
            connection.execute("select 1")
        assert connection.transient(caught.value)


def test_an_error_that_was_swallowed_cannot_be_committed(postgres_url: str) -> None:
    """COMMIT of a failed transaction is a ROLLBACK that reports success."""
    with open_database(postgres_url).open() as connection:
        connection.execute("create table t (n int)")
        with pytest.raises(psycopg.errors.InFailedSqlTransaction), connection.transaction():
            connection.execute("insert into t values (1)")
            with contextlib.suppress(psycopg.Error):
                connection.execute("select 1/0")
        assert connection.execute("select * from t") == []


def test_a_deferred_constraint_fails_the_commit(connection: Connection) -> None:
    connection.execute("create table c (n integer references t (n) deferrable initially deferred)")
    violation = (sqlite3.IntegrityError, psycopg.errors.ForeignKeyViolation)
    with pytest.raises(violation), connection.transaction():
        connection.execute("insert into c values (99)")
    assert connection.execute("select * from c") == []
    with connection.transaction():
        connection.execute("insert into t values (99, null)")
        connection.execute("insert into c values (99)")


WRITES = [
    "insert into t values (1, null)",
    "update t set x = 'y'",
    "delete from t",
    "create table u (a integer)",
    "drop table t",
    "alter table t add column y text",
    "alter table t rename to u",
    "alter table t rename column x to y",
    "create index i on t (x)",
]


@pytest.mark.parametrize("write", WRITES)
@pytest.mark.parametrize("how", ["transaction", "connection"])
def test_read_only_refuses_writes(connection: Connection, url: str, write: str, how: str) -> None:
    connection.execute("insert into t values (5, 'stays')")
    with open_database(url).open(read_only=how == "connection") as reader:
        with pytest.raises(DRIVER_ERRORS), reader.transaction(read_only=how == "transaction"):
            reader.execute(write)
        assert rows(reader) == [(5, "stays")]
        assert reader.table_names() == ("t",)


@pytest.mark.parametrize("how", ["transaction", "connection"])
def test_read_only_takes_rows_of_temporary_tables(url: str, how: str) -> None:
    with open_database(url).open(read_only=how == "connection") as reader:
        reader.execute("begin read write" if reader.kind == "postgresql" else "begin")
        reader.execute("create temp table staged (n integer)")
        reader.execute("commit")
        with reader.transaction(read_only=True, snapshot=True):
            assert reader.load("staged", ["n"], [(1,), (2,)]) == 2
            reader.execute("insert into staged select n + 2 from staged")
            reader.execute("delete from staged where n = 1")
        assert reader.execute("select count(*) from staged") == [(3,)]


def test_a_read_only_transaction_can_use_functions_that_give_rows(connection: Connection) -> None:
    query = {
        "sqlite": "select value from json_each('[1, 2]') union select 3 from pragma_table_list",
        "postgresql": "select generate_series(1, 3)",
    }
    with connection.transaction(read_only=True):
        assert len(connection.execute(query[connection.kind])) == 3


def test_after_a_read_only_transaction_writes_are_allowed_again(connection: Connection) -> None:
    with connection.transaction(read_only=True):
        assert rows(connection) == []
    with connection.transaction():
        connection.execute("insert into t values (1, null)")
    assert rows(connection) == [(1, None)]


@pytest.mark.parametrize(
    "setting", ["user_version = 5", "journal_mode = wal", "application_id = 1"]
)
def test_read_only_keeps_the_settings_of_a_file(sqlite_path: Path, setting: str) -> None:
    before = sqlite3.connect(sqlite_path)
    before.execute("create table t (a)")
    with open_database(f"sqlite:///{sqlite_path}").open() as connection:
        with pytest.raises(sqlite3.DatabaseError), connection.transaction(read_only=True):
            connection.execute(f"pragma {setting}")
        name = setting.split()[0]
        assert connection.execute(f"pragma {name}")[0][0] in (0, "delete")
    before.close()


def test_a_snapshot_stands(connection: Connection, url: str) -> None:
    if connection.kind == "sqlite":
        connection.execute("pragma journal_mode = wal")
    with open_database(url).open(read_only=True) as reader:
        with reader.transaction(read_only=True, snapshot=True):
            if reader.kind == "postgresql":
                assert rows(reader) == []
            connection.execute("insert into t values (1, 'meanwhile')")
            assert rows(reader) == []
        assert rows(reader) == [(1, "meanwhile")]


def test_transient_errors(postgres_url: str) -> None:
    with open_database(postgres_url).open() as one, open_database(postgres_url).open() as other:
        one.execute("create table t (n int)")
        one.execute("insert into t values (1)")
        failure = pytest.raises(psycopg.errors.SerializationFailure)
        with failure as caught, one.transaction(snapshot=True):
            one.execute("select * from t")
            other.execute("update t set n = 2")
            one.execute("update t set n = 3")
        assert one.transient(caught.value)
        assert not one.transient(ValueError())
    with open_database(postgres_url).open() as connection:
        assert not connection.transient(Locked("of another kind"))
