"""Tables that the schema step renames: their names go along, and come back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from migrate_tui.engine.context import Options
from migrate_tui.engine.errors import Blocked
from migrate_tui.engine.events import Finding, Note
from migrate_tui.engine.steps.schema import schema
from migrate_tui.engine.steps.unapply import unapply
from schema_site import each_url, prepared  # noqa: F401
from surroundings import ask, run_sql

OLD = (
    'create table "User" (id integer primary key, name text,'
    ' constraint "User_name_key" unique (name))',
    'create index "User_name_idx" on "User" (name)',
    'create table "Item" (id integer primary key, "userId" integer references "User" (id))',
    "insert into \"User\" values (1, 'Ada')",
    'insert into "Item" values (1, 1)',
)
NEW = """
create table "User" (id integer primary key, name text, constraint "User_name_key" unique (name));
create index "User_name_idx" on "User" (name);
"""


def test_a_rename_takes_its_names_along_and_comes_back(url: str, tmp_path: Path) -> None:
    run_sql(url, *OLD)
    before = _names(url)
    context = prepared(url, tmp_path, NEW, rename={"User": "LegacyUser"})
    events = list(schema(context))
    assert any(isinstance(e, Note) and "Item" in e.text for e in events)
    assert ask(url, 'select * from "LegacyUser"') == [(1, "Ada")]
    assert ask(url, 'select * from "User"') == []
    run_sql(url, "insert into \"User\" values (1, 'Ada')", 'delete from "User"')
    assert _refers(url) == "LegacyUser"
    assert [type(e) for e in schema(context)] == [Note]
    list(unapply(context))
    assert ask(url, 'select * from "User"') == [(1, "Ada")]
    assert _refers(url) == "User"
    assert _names(url) == before


def _names(url: str) -> list[tuple[Any, ...]]:
    if url.startswith("sqlite"):
        return ask(url, "select name, sql from sqlite_master where name like '%user%' order by 1")
    return ask(
        url,
        "select relname::text from pg_class where relname ~ 'User' union all"
        " select conname from pg_constraint where conname ~ 'User' order by 1",
    )


def _refers(url: str) -> str:
    if url.startswith("sqlite"):
        return str(ask(url, "select \"table\" from pragma_foreign_key_list('Item')")[0][0])
    query = (
        "select confrelid::regclass::text from pg_constraint where conrelid = '\"Item\"'::regclass"
    )
    return str(ask(url, f"{query} and contype = 'f'")[0][0]).strip('"')


def test_owned_sequences_go_along(each_postgres_url: str, tmp_path: Path) -> None:
    url = each_postgres_url
    run_sql(url, "create table users (id serial primary key, x int check (x > 0))")
    run_sql(url, "create table users2 (id int generated always as identity)")
    script = "create table users (id serial primary key, x int check (x > 0));"
    context = prepared(url, tmp_path, script, rename={"users": "legacy_users"})
    list(schema(context))
    assert ask(url, "select pg_get_serial_sequence('legacy_users', 'id')") == [
        ("public.legacy_users_id_seq",)
    ]
    assert ask(url, "select pg_get_serial_sequence('users', 'id')") == [("public.users_id_seq",)]
    assert ask(url, "insert into legacy_users (x) values (1) returning id") == [(1,)]


def test_a_function_that_names_a_renamed_table_is_a_finding(
    postgres_url: str, tmp_path: Path
) -> None:
    run_sql(
        postgres_url,
        *OLD,
        "create function f() returns bigint language sql as 'select count(*) from \"User\"'",
    )
    events = list(schema(prepared(postgres_url, tmp_path, NEW, rename={"User": "Legacy"})))
    assert [e.fact for e in events if isinstance(e, Finding)] == [
        "function f() uses User by name and will not follow it to its new name"
    ]


@pytest.mark.parametrize(
    ("made", "message"),
    [
        ([], "there is no table User"),
        (['create table "Legacy" (id integer)'], "Legacy is there already and no record"),
        (
            ['create table "Legacy" (id integer)', 'create table "User" (id integer)'],
            "both User and Legacy are there",
        ),
    ],
)
def test_renames_that_cannot_be(url: str, tmp_path: Path, made: list[str], message: str) -> None:
    run_sql(url, *made)
    with pytest.raises(Blocked, match=message):
        list(schema(prepared(url, tmp_path, rename={"User": "Legacy"})))


def test_a_rename_that_was_made_by_hand_is_adopted(url: str, tmp_path: Path) -> None:
    run_sql(url, 'create table "Legacy" (id integer)')
    words = {"rename": {"User": "Legacy"}, "options": Options(adopt=True)}
    list(schema(prepared(url, tmp_path, **words)))
    assert [type(e) for e in schema(prepared(url, tmp_path, rename={"User": "Legacy"}))] == [Note]
