"""A connection: statements, streams, loads, and what is pinned."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
import sqlalchemy as sa
from sqlalchemy.sql import quoted_name

from connection_site import DRIVER_ERRORS, each_connection, each_url, rows  # noqa: F401
from migrate_tui.engine.databases import open_database
from migrate_tui.engine.databases.base import Connection

ODD = 'we%ird "user" :p %(p)s'


def test_text_with_parameters(connection: Connection) -> None:
    connection.execute("insert into t values (:n, :x)", {"n": 7, "x": "10% :n 'é'"})
    connection.execute("insert into t values (8, '%:x')")
    assert connection.execute("select x, ':x' from t where n % 7 = :n", {"n": 0}) == [
        ("10% :n 'é'", ":x")
    ]
    assert connection.execute("select 10 % 4, '%s' -- :n") == [(2, "%s")]


def test_core_with_odd_names(connection: Connection) -> None:
    quoted = quoted_name(ODD, True)
    quotes = quoted_name('a"-é$', True)
    user = quoted_name("user", True)
    table = sa.table(quoted, sa.column(quoted), sa.column(user), sa.column(quotes))
    name = connection.quote(ODD)
    connection.execute(f'create table {name} ({name} integer, "user" text, "a""-é$" text)')
    connection.execute(sa.insert(table).values({ODD: 5, "user": "100%", quotes: "?"}))
    literal: sa.ColumnElement[str] = sa.literal_column("'50%:x\\'")
    query = sa.select(table.c[ODD], table.c.user, literal).where(
        table.c[ODD] == 5, table.c[quotes] == "?"
    )
    assert connection.execute(query) == [(5, "100%", "50%:x\\")]
    assert connection.execute(query.where(table.c[ODD].in_([5, 6]))) == [(5, "100%", "50%:x\\")]
    assert (
        connection.execute(sa.delete(table).where(table.c[ODD] == sa.bindparam("p")), {"p": 5})
        == []
    )
    assert connection.execute(sa.select(sa.func.count()).select_from(table)) == [(0,)]


def test_core_writes_literals_as_they_are(connection: Connection) -> None:
    text = "a\\b%'é"
    assert connection.execute(sa.select(sa.literal(text, literal_execute=True))) == [(text,)]


def test_core_creates_tables(connection: Connection) -> None:
    table = sa.Table(
        quoted_name(ODD, True),
        sa.MetaData(),
        sa.Column(quoted_name("a%b", True), sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("x", sa.Text, server_default="5%"),
    )
    connection.execute(sa.schema.CreateTable(table))
    connection.execute(sa.insert(table).values({"a%b": 1}))
    assert connection.execute(sa.select(table)) == [(1, "5%")]


def test_an_error_of_a_statement_is_the_drivers(connection: Connection) -> None:
    with pytest.raises(DRIVER_ERRORS, match="no_such"):
        connection.execute("select * from no_such")
    connection.execute("insert into t values (1, null)")
    with pytest.raises((sqlite3.IntegrityError, psycopg.errors.UniqueViolation)) as caught:
        connection.execute("insert into t values (1, null)")
    assert not connection.transient(caught.value)


def test_quote(connection: Connection) -> None:
    assert connection.quote('a"b.c') == '"a""b.c"'


@pytest.mark.parametrize("within", [True, False])
def test_stream(connection: Connection, within: bool) -> None:
    with connection.transaction():
        connection.load("t", ("n", "x"), ((i, "x" * (i % 7)) for i in range(1000)))
    query = "select n, x from t where n >= :low order by n"
    if within:
        with connection.transaction(read_only=True, snapshot=True):
            batches = list(connection.stream(query, {"low": 10}, size=70))
    else:
        batches = list(connection.stream(query, {"low": 10}, size=70))
    assert max(map(len, batches)) == 70
    assert [row for batch in batches for row in batch] == rows(connection)[10:]


def test_two_streams_and_a_write_at_once(connection: Connection) -> None:
    with connection.transaction():
        connection.load("t", ("n",), ((i,) for i in range(20)))
        one = connection.stream("select n from t order by n", size=5)
        other = connection.stream("select n from t order by n desc", size=5)
        assert next(one)[0] == (0,) and next(other)[0] == (19,)
        connection.execute("insert into t values (100, 'while streaming')")
        assert next(one)[0] == (5,)
        one.close()  # type: ignore[attr-defined]


def test_wide_rows_come_in_small_batches(connection: Connection) -> None:
    with connection.transaction():
        connection.load("t", ("n", "x"), ((i, "x" * (1 << 20)) for i in range(40)))
        batches = list(connection.stream("select x from t", size=5000))
    assert sum(map(len, batches)) == 40
    assert max(map(len, batches)) <= 16


VALUES = [
    (1, None),
    (2, ""),
    (3, "\\N"),
    (4, "\\."),
    (5, "tab\tnewline\ncarriage\rback\\slash"),
    (6, "'\"%s :x $1 é 😀 \u202e"),
    (-(2**31), "x" * 100_000),
]


def test_load(connection: Connection) -> None:
    with connection.transaction():
        assert connection.load("t", ("x", "n"), ((x, n) for n, x in VALUES)) == len(VALUES)
        assert connection.load("t", ("n",), ()) == 0
    assert rows(connection) == sorted(VALUES, key=lambda row: row[0])


def test_load_into_odd_names_of_a_temporary_table(connection: Connection) -> None:
    with connection.transaction():
        connection.execute(
            f"create temp table {connection.quote(ODD)} ({connection.quote(ODD)} text)"
        )
        assert connection.load(ODD, [ODD], [("a",), ("b",)]) == 2


def test_an_error_while_loading_survives(connection: Connection) -> None:
    def broken() -> Iterator[tuple[int]]:
        yield (1,)
        raise LookupError("source is gone")

    with pytest.raises(LookupError, match="source is gone"), connection.transaction():
        connection.load("t", ("n",), broken())
    assert rows(connection) == []


def test_columns_of(connection: Connection) -> None:
    query = 'select n, x as "Ünï", 1.5 as z, n as n2 from t where n = :n order by 1; -- end'
    found = connection.columns_of(query, {"n": 1})
    assert [name for name, _ in found] == ["n", "Ünï", "z", "n2"]
    types = [type_ for _, type_ in found]
    assert types == (
        ["", "", "", ""]
        if connection.kind == "sqlite"
        else ["integer", "text", "numeric", "integer"]
    )


def test_columns_of_runs_nothing(connection: Connection) -> None:
    connection.execute("insert into t values (1, 'not a number')")
    query = "select 1 / (n - 1) as q, cast(x as int) as i from t"
    assert [name for name, _ in connection.columns_of(query)] == ["q", "i"]


def test_postgresql_settings(each_postgres_url: str) -> None:
    options = quote("-c geqo=off -c DateStyle=German")
    url = f"{each_postgres_url}?application_name=mine&options={options}"
    with open_database(url, timezone="Europe/Berlin").open() as connection:
        pinned = {
            "DateStyle": "ISO, YMD",
            "TimeZone": "Europe/Berlin",
            "extra_float_digits": "1",
            "row_security": "off",
            "application_name": "mine",
            "geqo": "off",
            "client_encoding": "UTF8",
            "IntervalStyle": "postgres",
        }
        for name, value in pinned.items():
            assert connection.execute("select current_setting(:name)", {"name": name}) == [(value,)]
        assert connection.execute("select timestamptz '2024-07-01 12:00Z'") == [
            ("2024-07-01 14:00:00+02",)
        ]


def test_hidden_rows_are_an_error(each_postgres_url: str) -> None:
    with psycopg.connect(each_postgres_url, autocommit=True) as raw:
        raw.execute("create table t (a int)")
        raw.execute("alter table t enable row level security; drop role if exists reader")
        raw.execute("create role reader login; grant select on t to reader")
    reader = open_database(each_postgres_url.replace("postgres@", "reader@"))
    refused = pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security")
    with reader.open() as connection, refused:
        connection.execute("select * from t")
    with psycopg.connect(each_postgres_url, autocommit=True) as raw:
        raw.execute("drop owned by reader; drop role reader")


AS_TEXT = [
    "timestamptz 'infinity'",
    "date '0044-03-15 BC'",
    "interval '1 mon'",
    "time '24:00:00'",
    'jsonb \'{"b": 1.0, "a": 1e400}\'',
    'json \'{"a":1, "a": 2}\'',
    "uuid '00000000-0000-0000-0000-000000000001'",
    "int4range(1, 5)",
    "inet '10.0.0.1/8'",
    "daterange('-infinity', 'infinity')",
]


@pytest.mark.parametrize("value", AS_TEXT)
def test_values_that_python_would_change_come_as_text(postgres_url: str, value: str) -> None:
    with open_database(postgres_url).open() as connection:
        ((found, text),) = connection.execute(f"select v, v::text from (select {value} as v) as q")
        assert found == text
        with connection.transaction():
            assert list(connection.stream(f"select {value}")) == [[(text,)]]


def test_sqlite_settings(sqlite_path: Path) -> None:
    database = open_database(f"sqlite:///{sqlite_path}", create=True)
    with database.open() as connection:
        for setting, value in (("foreign_keys", 1), ("temp_store", 1), ("busy_timeout", 5000)):
            assert connection.execute(f"pragma {setting}") == [(value,)]
        assert connection.raw.isolation_level is None


def test_text_that_is_not_utf8_is_the_drivers_error(sqlite_path: Path) -> None:
    database = open_database(f"sqlite:///{sqlite_path}", create=True)
    with database.open() as connection, pytest.raises(sqlite3.OperationalError, match="UTF-8"):
        connection.execute("select cast(x'ff' as text)")


def test_facts_of_the_database(connection: Connection) -> None:
    name, _, number = connection.server_version().partition(" ")
    assert name == {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[connection.kind]
    assert int(number.split(".")[0]) >= 3
    assert connection.size() > 4000
    assert connection.url.startswith(connection.kind)
