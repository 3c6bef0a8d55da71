"""The unified workshop's new schema: what it refuses, what its triggers and function maintain."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest

from migrate_tui.recipes import RECIPES
from migrate_tui.recipes.unified_workshop.facts import FLAGS

RECIPE = RECIPES["unified-workshop"]
OLD_TIME = "2020-01-01T00:00:00.000Z"
STUDENT = f"""insert into students values ('00000000-0000-4000-a000-000000000001',
  'ada@example.com', 'Ada', null, '{OLD_TIME}', '{OLD_TIME}')"""
SESSION = f"""insert into sessions (session_token, student_id, created_at, updated_at) values
  ('t1', '00000000-0000-4000-a000-000000000001', '{OLD_TIME}', '{OLD_TIME}')"""


def schema(kind: str) -> str:
    return (RECIPE.folder / f"schema.{kind}.sql").read_text(encoding="utf-8")


def indexes() -> str:
    return (RECIPE.folder / "indexes.sql").read_text(encoding="utf-8")


@pytest.fixture
def lite(sqlite_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(sqlite_path, isolation_level=None)) as connection:
        connection.execute("pragma foreign_keys = on")
        connection.executescript(schema("sqlite") + STUDENT + ";" + SESSION)
        yield connection


@pytest.fixture
def server(each_postgres_url: str) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(each_postgres_url, autocommit=True) as connection:
        connection.execute(f"{schema('postgresql')} {STUDENT}; {SESSION}".encode())
        yield connection


REFUSED = {
    "rate above 100": "update sessions set completion_rate = 101",
    "step above 9": "update sessions set current_step = 10",
    "negative time": "update sessions set total_time_spent = -1",
    "empty token": "update sessions set session_token = ''",
    "no such student": "update sessions set student_id = '00000000-0000-4000-a000-00000000dead'",
    "second student of an address": STUDENT.replace("000000000001", "000000000002"),
    "a student without an address": "update students set student_email = null",
    "the same step twice": "insert into step_progress values ('t1', 4, 'committed', true, null), "
    "('t1', 4, 'committed', true, null)",
    "an event of no session": "insert into events values "
    "('00000000-0000-4000-a000-000000000009', 'none', 'x', null, '2020-01-01')",
}


@pytest.mark.parametrize("statement", REFUSED.values(), ids=REFUSED)
def test_sqlite_refuses(statement: str, lite: sqlite3.Connection) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        lite.execute(statement)


def test_postgresql_refuses(server: psycopg.Connection[Any]) -> None:
    for statement in REFUSED.values():
        with pytest.raises(psycopg.IntegrityError):
            server.execute(statement.encode())


@pytest.mark.parametrize("recursive", ["off", "on"])
def test_updated_at_moves_on_sqlite(recursive: str, lite: sqlite3.Connection) -> None:
    lite.execute(f"pragma recursive_triggers = {recursive}")
    for statement in _touches():
        lite.execute(statement)
    for table in ("students", "sessions"):
        ((time,),) = lite.execute(f"select updated_at from {table}").fetchall()
        assert time > OLD_TIME and len(time) == len(OLD_TIME) and time.endswith("Z")


def test_updated_at_moves_on_postgresql(server: psycopg.Connection[Any]) -> None:
    for statement in _touches():
        server.execute(statement.encode())
    for table in ("students", "sessions"):
        query = f"select updated_at > created_at from {table}"
        assert server.execute(query.encode()).fetchall() == [(True,)]


def _touches() -> list[str]:
    """Updates, also one that tries to set the time itself."""
    return [
        "update students set student_name = 'Ada L.'",
        f"update sessions set demo_mode = true, updated_at = '{OLD_TIME}'",
    ]


def test_session_progress_is_brought_up_to_the_flags(server: psycopg.Connection[Any]) -> None:
    for number, flag in enumerate(FLAGS, 1):
        server.execute(f"update sessions set {flag} = true".encode())
        query = "select update_session_progress('t1'), current_step from sessions"
        server.execute(b"select update_session_progress('t1')")
        ((rate, _),) = server.execute(query.encode()).fetchall()
        assert rate == int(100 * number / 21 + 0.5)
    assert server.execute(b"select current_step from sessions").fetchall() == [(9,)]


def test_a_step_once_reached_stays(server: psycopg.Connection[Any]) -> None:
    server.execute(b"update sessions set current_step = 7, services_ready = true")
    server.execute(b"select update_session_progress('t1')")
    assert server.execute(b"select current_step from sessions").fetchall() == [(7,)]


def test_progress_of_no_session_is_null(server: psycopg.Connection[Any]) -> None:
    assert server.execute(b"select update_session_progress('none')").fetchall() == [(None,)]


def test_indexes_can_be_made_on_both(
    lite: sqlite3.Connection, server: psycopg.Connection[Any]
) -> None:
    lite.executescript(indexes())
    server.execute(indexes().encode())
    made = "select name from sqlite_master where type = 'index' and name like 'idx_%' order by 1"
    on_server = "select indexname from pg_indexes where indexname like 'idx_%' order by 1"
    assert lite.execute(made).fetchall() == server.execute(on_server).fetchall() != []


def test_both_schemas_have_the_same_tables_and_columns(
    lite: sqlite3.Connection, server: psycopg.Connection[Any]
) -> None:
    sqlite_columns = lite.execute(
        "select t.name, c.name from sqlite_master t join pragma_table_info(t.name) c "
        "where t.type = 'table' order by 1, c.cid"
    ).fetchall()
    columns = server.execute(
        b"select table_name, column_name from information_schema.columns "
        b"where table_schema = 'public' order by 1, ordinal_position"
    ).fetchall()
    assert sqlite_columns == columns
    assert set(FLAGS) | {"demo_mode", "exercises"} <= {name for _, name in columns}
