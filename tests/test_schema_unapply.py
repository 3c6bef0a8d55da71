"""What the schema step made is undone without losing rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrate_tui.engine.errors import Blocked
from migrate_tui.engine.events import Note
from migrate_tui.engine.steps.schema import after_load, schema
from migrate_tui.engine.steps.unapply import unapply
from schema_site import SCRIPT, each_url, prepared, statements, tables  # noqa: F401
from surroundings import ask, both, run_sql


def test_unapply_drops_what_was_made(url: str, tmp_path: Path) -> None:
    (tmp_path / "indexes.sql").write_text("create index a on students (name);")
    run_sql(url, "create table others (id integer)")
    context = prepared(url, tmp_path, SCRIPT, after_load=both("indexes.sql"))
    list(schema(context))
    list(after_load(context))
    shown = statements(list(unapply(context)))
    assert [sql.split()[1] for sql, applied in shown if applied] == [
        *("index", "view", "index", "table", "table")
    ]
    assert tables(url) == {"others"}
    assert [type(e) for e in unapply(context)] == [Note]
    list(schema(context))
    assert tables(url) == {"others", "students", "sessions"}


def test_unapply_refuses_rows_and_what_others_hung_on_it(url: str, tmp_path: Path) -> None:
    context = prepared(url, tmp_path, SCRIPT)
    list(schema(context))
    run_sql(
        url,
        "insert into students values (1, 'x')",
        "create view theirs as select id from sessions",
        "create table kept (id integer references students (id))",
    )
    with pytest.raises(Blocked) as error:
        list(unapply(context))
    for part in (
        "table students holds 1 rows",
        "view theirs uses sessions",
        "of kept uses students",
    ):
        assert part in error.value.message
    assert "names" not in error.value.message
    assert tables(url) >= {"students", "sessions"}


def test_unapply_undoes_columns_and_constraints(postgres_url: str, tmp_path: Path) -> None:
    run_sql(postgres_url, "create table old (id int)", "insert into old values (1)")
    script = (
        "alter table old add column note text;"
        "alter table old add constraint positive check (id > 0);"
        "create function f() returns int language sql as 'select 1';"
        "comment on table old is 'x';"
        "create type mood as enum ('a'); create schema if not exists other;"
    )
    context = prepared(postgres_url, tmp_path, script)
    list(schema(context))
    run_sql(postgres_url, "update old set note = 'x'")
    with pytest.raises(Blocked, match="column note of old holds 1 values"):
        list(unapply(context))
    run_sql(postgres_url, "update old set note = null")
    list(unapply(context))
    query = "select count(*) from pg_attribute where attrelid = 'old'::regclass and attnum > 0"
    assert ask(postgres_url, f"{query} and not attisdropped") == [(1,)]
    assert ask(postgres_url, "select count(*) from pg_constraint where conname = 'positive'") == [
        (0,)
    ]
    assert ask(postgres_url, "select to_regproc('f')::text, to_regtype('mood')::text") == [
        (None, None)
    ]


def test_what_has_no_way_back_is_said(url: str, tmp_path: Path) -> None:
    run_sql(url, "create table old (id integer)", "create table gone (id integer)")
    context = prepared(url, tmp_path, "drop table gone; update old set id = 2;")
    list(schema(context))
    with pytest.raises(
        Blocked, match=r"schema\.sql:1 \(UPDATE\) .*; schema\.sql:1 \(DROP\) has no"
    ):
        list(unapply(context))
