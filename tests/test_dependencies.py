"""What depends on a table is found, and what only lives on it is not."""

from __future__ import annotations

from collections.abc import Collection

import pytest

from migrate_tui.engine.databases import open_database
from migrate_tui.engine.databases.dependents import mentions
from migrate_tui.engine.dependencies import dependents, refuse_dependents
from migrate_tui.engine.errors import Blocked
from surroundings import run_sql

OLD = (
    "create table old (id integer primary key, note text unique, up integer references old(id))",
    "create table old_items (id integer primary key, old_id integer references old(id))",
    "create index old_note on old (note)",
    "create table new (id integer primary key, old_note text)",
)
POSTGRESQL_OLD = (
    "create table old (id serial primary key, note text unique, parent integer references old(id))",
    *OLD[1:],
    "create function old_stamp() returns trigger language plpgsql as"
    " $$ begin perform 1 from old; return new; end $$",
    "create trigger old_t before insert on old for each row execute function old_stamp()",
)


def found(url: str, tables: Collection[str] = ("old", "old_items")) -> list[tuple[str, str]]:
    with open_database(url).open() as connection:
        return [(one.kind, one.name) for one in dependents(connection, tables)]


SQLITE_CASES = {
    "nothing": ([], []),
    "a trigger on an old table": (
        ["create trigger t after insert on old begin delete from old_items; end"],
        [],
    ),
    "a view": (["create view v as select note from old"], [("view", "v")]),
    "a view with quotes": (['create view v as select n."note" from "OLD" n'], [("view", "v")]),
    "a column of that name": (
        ["alter table new add column old", "create view v as select new.old from new"],
        [],
    ),
    "a comment": (["create view v as select id /* not old */ from new -- nor old"], []),
    "a foreign key": (
        ["create table kept (id integer references old(id))"],
        [("foreign key", "kept_id_fkey of kept")],
    ),
    "a trigger": (
        ["create trigger t after insert on new begin delete from old where note = 'x'; end"],
        [("trigger", "t of new")],
    ),
    "old as the former row": (
        ["create trigger t after update on new when old.id = 1 begin delete from new; end"],
        [("trigger", "t of new")],
    ),
}


@pytest.mark.parametrize(("made", "expected"), SQLITE_CASES.values(), ids=SQLITE_CASES.keys())
def test_dependents_in_sqlite(
    sqlite_url: str, made: list[str], expected: list[tuple[str, str]]
) -> None:
    run_sql(sqlite_url, *OLD, *made)
    assert found(sqlite_url) == expected


POSTGRESQL_CASES = {
    "nothing": ([], []),
    "a key of an old table": (["alter table old add foreign key (parent) references new (id)"], []),
    "a view": (["create view v as select note from old"], [("view", "v")]),
    "a materialized view": (
        ["create materialized view v as select note from old"],
        [("materialized view", "v")],
    ),
    "a view by its primary key": (
        ["create view v as select id, note from old group by id"],
        [("view", "v")],
    ),
    "a foreign key": (
        ["create table kept (id integer references old(id))"],
        [("foreign key", "kept_id_fkey of kept")],
    ),
    "a sequence": (
        ["alter table new alter column id set default nextval('old_id_seq')"],
        [("default", "default value for column id of table new")],
    ),
    "a function's text": (
        ["create function f() returns bigint language sql as 'select count(*) from old'"],
        [("function", "f()")],
    ),
    "a function's dynamic text": (
        [
            "create function f() returns void language plpgsql as"
            " $$ begin execute 'delete from public.old where id = ' || 1; end $$"
        ],
        [("function", "f()")],
    ),
    "a function that only speaks of it": (
        [
            "create function f() returns int language plpgsql as"
            " $$ begin -- once read old\n return 1; /* old */ end $$"
        ],
        [],
    ),
    "a function's row type": (
        ["create function f(r old) returns int language sql as 'select 1'"],
        [("function", "function f(old)")],
    ),
    "a function with a parsed body": (
        ["create function f() returns bigint begin atomic select count(*) from old; end"],
        [("function", "function f()")],
    ),
    "a trigger function shared with a kept table": (
        ["create trigger t before insert on new for each row execute function old_stamp()"],
        [("function", "old_stamp()")],
    ),
    "a policy": (
        ["create policy p on new using (exists (select 1 from old))"],
        [("policy", "policy p on table new")],
    ),
    "a child table": (
        ["create table child () inherits (old)", "alter table child alter column id drop default"],
        [("table", "child")],
    ),
    "a column of its type": (["alter table new add column o old"], [("table", "new")]),
}


@pytest.mark.parametrize(
    ("made", "expected"), POSTGRESQL_CASES.values(), ids=POSTGRESQL_CASES.keys()
)
def test_dependents_in_postgresql(
    each_postgres_url: str, made: list[str], expected: list[tuple[str, str]]
) -> None:
    run_sql(each_postgres_url, *POSTGRESQL_OLD, *made)
    assert found(each_postgres_url) == expected


def test_names_of_other_schemas_and_odd_names(postgres_url: str) -> None:
    run_sql(
        postgres_url,
        "create schema archive",
        'create table archive."Odd.""x" (id int primary key)',
        'create view v as select * from archive."Odd.""x"',
        'create table "a.b" (id int)',
        'create view w as select * from "a.b"',
    )
    assert found(postgres_url, ['archive.Odd."x', "a.b"]) == [("view", "v"), ("view", "w")]


def test_a_table_that_is_not_there_has_no_dependents(sqlite_url: str, postgres_url: str) -> None:
    run_sql(sqlite_url, *OLD)
    assert found(sqlite_url, ["none"]) == found(postgres_url, ["none"]) == []


def test_the_refusal_lists_them_all(sqlite_url: str) -> None:
    run_sql(
        sqlite_url, *OLD, "create view v as select * from old", "create view w as select * from v"
    )
    with (
        open_database(sqlite_url).open() as connection,
        pytest.raises(Blocked, match="depends on the old tables: view v uses old") as error,
    ):
        refuse_dependents(connection, ["old", "old_items"])
    assert "change or drop these first" in error.value.hint


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("select * from goals", True),
        ("select * from public.goals", True),
        ('select * from "public"."goals"', True),
        ("select * from archive.goals", False),
        ("select t.goals from t", False),
        ("select goals_id from my_goals", False),
        ("execute 'select * from goals'", True),
        ("insert into [goals] values (1)", True),
        ("this isn't SQL about goals", True),
    ],
)
def test_mentions(sql: str, expected: bool) -> None:
    assert mentions(sql, "goals", "postgresql", ("public",)) is expected
