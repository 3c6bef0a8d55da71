"""The catalogue: the same facts of every kind of database."""

from __future__ import annotations

import pytest

from catalogue_site import NAMES, SHARED, column, each_connection, run, table  # noqa: F401
from migrate_tui.engine.databases.base import Connection
from migrate_tui.engine.databases.catalogue import ForeignKey, Trigger, Unique


def test_shared_facts(connection: Connection) -> None:
    run(connection, *SHARED)
    schema = {"sqlite": None, "postgresql": "public"}[connection.kind]
    found = table(connection, "child")
    assert (found.name, found.schema, found.kind) == ("child", schema, "table")
    assert found.column_names == ("id", "parent_id", "a", "b", "code")
    assert [one.nullable for one in found.columns] == [False, False, True, True, True]
    assert found.column("parent_id") and column(connection, "parent_id", "child").default == "7"
    assert found.primary_key == ("id",)
    assert found.column("none") is None
    by_name = {key.name: key for key in found.foreign_keys}
    assert by_name == {
        "to_parent": ForeignKey("to_parent", ("parent_id",), "parent", ("id",), schema, "CASCADE"),
        "pair": ForeignKey("pair", ("b", "a"), "parent", ("b", "a"), schema, "SET NULL"),
        "to_code": ForeignKey("to_code", ("code",), "parent", ("code",), schema, deferrable=True),
    }
    assert [check.name for check in found.checks] == ["positive"]
    assert found.checks[0].sql.strip("()") == "a > 0"


def test_shared_uniques(connection: Connection) -> None:
    run(connection, *SHARED)
    uniques = {unique.name: unique for unique in table(connection, "child").uniques}
    assert uniques["child_pkey"] == Unique("child_pkey", ("id",), primary=True)
    assert uniques["live"].columns == ("code",) and uniques["live"].where
    assert uniques["live"].where.strip("()") == "a > 1"
    assert uniques["lower_code"].columns == ()
    assert uniques["lower_code"].expressions == ("lower(code)", "a")
    assert set(uniques) == {"child_pkey", "live", "lower_code"}
    parent = table(connection, "parent").uniques
    assert parent[0].primary
    assert {unique.columns for unique in parent} == {("id",), ("code",), ("b", "a")}


def test_shared_lists(connection: Connection) -> None:
    run(connection, *SHARED)
    run(connection, "create table migration_runs (a int)", "create table migration_undo_x (a int)")
    run(connection, "create temp table hidden (a int)", "create temp table parent (z int)")
    assert connection.table_names() == ("child", "parent")
    assert table(connection, "parent").column_names == ("id", "code", "a", "b")
    assert connection.table("hidden") is None
    assert connection.table("none") is None
    assert table(connection, "seen").kind == "view"
    assert table(connection, "seen").column_names == ("id", "code")
    assert table(connection, "migration_runs").column_names == ("a",)


def test_references(connection: Connection) -> None:
    run(connection, *SHARED)
    run(connection, "create table tree (id int primary key, up int references tree)")
    found = connection.references("parent")
    assert [(child, key.name) for child, key in found] in (
        [("child", "to_parent"), ("child", "to_code"), ("child", "pair")],
        [("child", "pair"), ("child", "to_code"), ("child", "to_parent")],
    )
    assert [(child, key.columns) for child, key in connection.references("tree")] == [
        ("tree", ("up",))
    ]
    assert connection.references("child") == connection.references("none") == ()


@pytest.mark.parametrize("name", NAMES)
def test_hostile_names(connection: Connection, name: str) -> None:
    quoted = connection.quote(name)
    run(
        connection,
        f"create table {quoted} ({quoted} integer primary key, x text not null)",
        f"create unique index i on {quoted} (x) where {quoted} > 0",
        f"create table c (y integer constraint {quoted} references {quoted} ({quoted}))",
        f"create table d (z integer constraint {quoted} check (z > 0))",
    )
    found = table(connection, name)
    assert found.name == name
    assert found.column_names == (name, "x")
    assert found.primary_key == (name,)
    assert {unique.columns for unique in found.uniques} == {(name,), ("x",)}
    ((child, key),) = connection.references(name)
    assert (child, key.name, key.parent, key.parent_columns) == ("c", name, name, (name,))
    assert [check.name for check in table(connection, "d").checks] == [name]
    assert name in connection.table_names()


def test_the_exact_name_comes_before_schema_and_table(connection: Connection) -> None:
    schema = {"sqlite": "main", "postgresql": "public"}[connection.kind]
    run(connection, "create table t (plain int)")
    assert table(connection, f"{schema}.t").column_names == ("plain",)
    run(connection, f'create table "{schema}.t" (dotted int)')
    assert table(connection, f"{schema}.t").column_names == ("dotted",)


def test_user_triggers(connection: Connection) -> None:
    run(connection, "create table t (a int)", "create table log (a int)")
    if connection.kind == "sqlite":
        text = 'CREATE TRIGGER "on T" AFTER INSERT ON T BEGIN INSERT INTO log VALUES (new.a); END'
        run(connection, text)
        assert table(connection, "t").triggers == (Trigger("on T", text),)
        return
    run(
        connection,
        "create function f() returns trigger language plpgsql as $$ begin return new; end $$",
        'create trigger "on T" before insert on t for each row execute function f()',
        "create trigger off before insert on t for each row execute function f()",
        "alter table t disable trigger off",
        "create table p (a int primary key)",
        "alter table t add foreign key (a) references p",
    )
    found = table(connection, "t").triggers
    assert [(trigger.name, trigger.enabled) for trigger in found] == [
        ("off", False),
        ("on T", True),
    ]
    assert found[1].sql.startswith('CREATE TRIGGER "on T" BEFORE INSERT ON public.t')
