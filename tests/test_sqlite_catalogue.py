"""SQLite's catalogue: what its pragmas and its CREATE texts say, and nothing else."""

from __future__ import annotations

import sqlite3

import pytest

from catalogue_site import SHARED, column, run, sqlite_connection, table  # noqa: F401
from migrate_tui.engine.databases import state
from migrate_tui.engine.databases.base import Connection
from migrate_tui.engine.databases.catalogue import Column, ForeignKey, own_state


@pytest.mark.parametrize(
    ("declared", "primary", "nullable", "identity"),
    [
        ("id integer primary key", True, False, "by default"),
        ("id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT", True, False, "by default"),
        ("id integer primary key desc", True, True, ""),
        ("id int primary key", True, True, ""),
        ("id text primary key", True, True, ""),
        ("id integer unique", False, True, ""),
    ],
)
def test_sqlite_primary_keys(
    lite: Connection, declared: str, primary: bool, nullable: bool, identity: str
) -> None:
    run(lite, f"create table t ({declared}, x)")
    found = column(lite, "id")
    assert (found.nullable, found.identity) == (nullable, identity)
    (unique,) = table(lite, "t").uniques
    assert (unique.columns, unique.primary) == (("id",), primary)


def test_sqlite_table_options(lite: Connection) -> None:
    run(
        lite,
        "create table w (b text, a integer, primary key (a desc, b)) without rowid",
        "create table s (a integer primary key, b any) strict",
    )
    without = table(lite, "w")
    assert without.without_rowid and not without.strict
    assert without.primary_key == ("a", "b")
    assert [one.nullable for one in without.columns] == [False, False]
    assert [unique.columns for unique in without.uniques] == [("a", "b")]
    assert table(lite, "s").strict and not table(lite, "s").without_rowid


def test_sqlite_columns(lite: Connection) -> None:
    run(
        lite,
        """create table t (
          a VarChar(50) not null default 'x''y' collate nocase, b "numeric (10 , 2)", c,
          d "UNSIGNED BIG INT" default (1 + 1), e generated always as (b * 2) stored,
          f text as (upper(a)) virtual, g DATETIME default current_timestamp)""",
    )
    assert table(lite, "t").columns == (
        Column("a", "VarChar(50)", "VARCHAR", False, "'x''y'", collation="nocase"),
        Column("b", "numeric (10 , 2)", "NUMERIC"),
        Column("c", "", ""),
        Column("d", "UNSIGNED BIG INT", "UNSIGNED BIG INT", default="1 + 1"),
        Column("e", "", "", generated=True, expression="b * 2"),
        Column("f", "TEXT", "TEXT", generated=True, expression="upper(a)"),
        Column("g", "DATETIME", "DATETIME", default="current_timestamp"),
    )


def test_sqlite_uniques_that_compare_otherwise_are_expressions(lite: Connection) -> None:
    run(
        lite,
        "create table t (a text collate nocase unique, b text, unique (b collate nocase))",
        "create unique index binary on t (a collate binary)",
        "create unique index same on t (a collate nocase)",
    )
    found = {unique.columns or unique.expressions for unique in table(lite, "t").uniques}
    assert found == {("a",), ('"b" COLLATE "nocase"',), ("a collate binary",)}


def test_sqlite_names_are_found_in_any_case(lite: Connection) -> None:
    run(
        lite,
        'create table "Ärger" (Id integer primary key, X int unique)',
        'create table c (a references "äRGER", b references Parent (CODE), d references gone (x))',
        "create table PARENT (Code int unique)",
        "create trigger t after insert on PaRent begin select 1; end",
    )
    assert table(lite, "parent").name == "PARENT"
    assert lite.table("ärger") is None
    parents = [(key.parent, key.parent_columns) for key in table(lite, "c").foreign_keys]
    assert parents == [("äRGER", ()), ("PARENT", ("Code",)), ("gone", ("x",))]
    assert [child for child, _ in lite.references("parent")] == ["c"]
    assert [trigger.name for trigger in table(lite, "PARENT").triggers] == ["t"]


def test_sqlite_foreign_keys_without_names_and_targets(lite: Connection) -> None:
    run(
        lite,
        "create table p (a int, b int, primary key (b, a))",
        "create table c (x int, y int, z int references c, k integer primary key,"
        " foreign key (x, y) references p)",
    )
    assert table(lite, "c").foreign_keys == (
        ForeignKey("c_z_fkey", ("z",), "c", ("k",)),
        ForeignKey("c_x_y_fkey", ("x", "y"), "p", ("b", "a")),
    )


def test_sqlite_columns_added_later(lite: Connection) -> None:
    run(
        lite,
        "create table t (a int check (a > 0))",
        "alter table t add column b text collate nocase check (b <> '') references t (a)",
    )
    assert [check.sql for check in table(lite, "t").checks] == ["a > 0", "b <> ''"]
    assert column(lite, "b").collation == "nocase"
    assert [key.columns for key in table(lite, "t").foreign_keys] == [("b",)]


def test_sqlite_odd_relations(lite: Connection) -> None:
    run(
        lite,
        "create table t (a)",
        "create view broken as select * from gone",
        "create view whole as select a as b from t",
        "create virtual table fts using fts5(title, body)",
    )
    assert lite.table_names() == ("t",)
    assert table(lite, "broken").columns == ()
    assert table(lite, "whole").column_names == ("b",)
    assert table(lite, "fts").kind == "virtual"
    assert table(lite, "fts").column_names == ("title", "body")
    assert table(lite, "fts_data").kind == "shadow"


def test_sqlite_facts_can_be_read_within_a_read_only_transaction(lite: Connection) -> None:
    run(lite, *SHARED)
    with lite.transaction(read_only=True):
        assert len(table(lite, "child").foreign_keys) == 3
        assert lite.references("parent")
        assert lite.table_names() == ("child", "parent")


def test_sqlite_checks_are_what_the_database_enforces(lite: Connection) -> None:
    run(lite, 'create table t (a, b, constraint "c k" check (a < b or b is null), check (a <> 5))')
    for check in table(lite, "t").checks:
        assert lite.execute(f"select {check.sql} from (select 5 as a, 4 as b)") == [(0,)]
    with pytest.raises(sqlite3.IntegrityError, match="c k"):
        lite.execute("insert into t values (5, 4)")


@pytest.mark.parametrize("name", [*state.TABLES, "migration_schema", "migration_undo_x\ny"])
def test_tables_of_our_own_record_are_known(name: str) -> None:
    assert own_state(name) and not own_state(f"my_{name}")
