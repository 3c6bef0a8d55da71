"""The studio's new schema: old names make room, both databases have one shape, all goes back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest

from engine_runs import NESTED, Route, Site, Start, fold
from migrate_tui.engine.events import Failed
from migrate_tui.engine.run import check
from migrate_tui.recipes import RECIPES

RECIPE = RECIPES["nested-practice-sessions"]
USER = """insert into "User" ("id", "email", "name") values ('u', 'ada@studio.example', 'Ada')"""
AT = "'2024-01-01', '2024-01-01'"
SESSION = f"""insert into "PracticeSession" ("id", "studentId", "createdAt", "updatedAt")
  values ('s', 'u', {AT})"""
REFUSED = {
    "a status of nobody's": """update "PracticeSession" set "status" = 'DONE'""",
    "a session of nobody": """update "PracticeSession" set "studentId" = 'nobody'""",
    "a session without its time": """update "PracticeSession" set "totalDuration" = null""",
    "a segment of no kind": f"""insert into "PracticeSegment" ("id", "sessionId", "title", "type",
      "createdAt", "updatedAt") values ('g', 's', 't', 'NAP', {AT})""",
    "a segment of no session": f"""insert into "PracticeSegment" ("id", "sessionId", "title",
      "createdAt", "updatedAt") values ('g', 'none', 't', {AT})""",
    "a piece of no state": f"""insert into "Piece" ("id", "studentId", "title", "status",
      "createdAt", "updatedAt") values ('p', 'u', 't', 'LOST', {AT})""",
}


def script(name: str) -> str:
    return (RECIPE.folder / name).read_text(encoding="utf-8")


def made(kind: str) -> str:
    """The new tables beside what the old database still has: its users."""
    users = script(f"legacy.{kind}.sql").partition('CREATE TABLE "PracticeSession"')[0]
    return f"{users}{script(f'schema.{kind}.sql')}{script('indexes.sql')}{USER};{SESSION}"


@pytest.fixture
def lite(sqlite_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(sqlite_path, isolation_level=None)) as connection:
        connection.execute("pragma foreign_keys = on")
        connection.executescript(made("sqlite"))
        yield connection


@pytest.fixture
def server(each_postgres_url: str) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(each_postgres_url, autocommit=True) as connection:
        connection.execute(made("postgresql").encode())
        yield connection


def test_both_refuse_the_same(lite: sqlite3.Connection, server: psycopg.Connection[Any]) -> None:
    for statement in REFUSED.values():
        with pytest.raises(sqlite3.IntegrityError):
            lite.execute(statement)
        with pytest.raises((psycopg.IntegrityError, psycopg.DataError)):
            server.execute(statement.encode())


def test_both_have_the_same_tables_columns_and_indexes(
    lite: sqlite3.Connection, server: psycopg.Connection[Any]
) -> None:
    columns = lite.execute(
        "select t.name, c.name from sqlite_master t join pragma_table_info(t.name) c "
        "where t.type = 'table' order by 1, c.cid"
    ).fetchall()
    there = server.execute(
        b"select table_name, column_name from information_schema.columns "
        b"where table_schema = 'public' order by table_name::text collate \"C\", ordinal_position"
    ).fetchall()
    assert columns == there
    indexes = lite.execute("select name from sqlite_master where sql like '%INDEX%'").fetchall()
    on_server = server.execute(b"select indexname from pg_indexes where schemaname = 'public'")
    assert set(indexes) < set(on_server.fetchall())


@pytest.fixture(params=NESTED[:2], ids=lambda route: route.id)
def site(request: pytest.FixtureRequest, tmp_path: Path, start_server: Start) -> Iterator[Site]:
    route: Route = request.param
    with route.site(tmp_path / "site", 60, start_server) as made:
        yield made


def test_a_plan_is_checked_before_its_tables_have_their_new_names(site: Site) -> None:
    state = fold(check(site.plan(), site.options))
    assert (state.exit_code, state.of(Failed)) == (0, [])
    text = site.plan_path.read_text()
    site.plan_path.write_text(text.replace("title: title", "title: tilte"))
    said = [failed.message for failed in fold(check(site.plan(), site.options)).of(Failed)]
    assert ["tilte" in message for message in said] == [True]


def test_without_the_schema_step_the_plan_says_what_is_missing(site: Site) -> None:
    state = site.run("dry-run", code=3)
    assert state.of(Failed)[0].hint == "run the schema step first: it gives the table this name"


def test_old_tables_come_back_under_their_names_with_all_that_bears_them(site: Site) -> None:
    """After two runs there are undo tables too; they hold columns of types that have to go."""
    before, analyses = names(site), site.rows("PracticeAnalysis")
    site.run("schema", "migrate")
    assert "LegacyPracticeSession_studentId_idx" in names(site)
    site.execute('delete from "PracticeSession"')
    site.run("migrate")
    site.rollback(schema=True)
    assert (names(site), site.rows("PracticeAnalysis")) == (before, analyses)
    assert site.query('select count(*) from "PracticeSession"') == [(60,)]
    site.run("schema", "migrate", "verify")


def names(site: Site) -> set[str]:
    """All tables and indexes of the application."""
    if site.kind == "sqlite":
        query = "select name from sqlite_master where name not like 'sqlite%'"
    else:
        query = "select relname from pg_class where relnamespace = 'public'::regnamespace"
    return {n for (n,) in site.query(query) if not n.startswith("migration_")}
