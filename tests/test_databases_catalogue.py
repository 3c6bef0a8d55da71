"""The catalogue tells the same facts of SQLite and of every PostgreSQL, hostile names included."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import psycopg
import pytest

from migrate_tui.engine.databases import open_database
from migrate_tui.engine.databases.base import Connection
from migrate_tui.engine.databases.catalogue import Check, Column, ForeignKey, Table, Trigger, Unique

ODD = 'we%ird "q" :p %(x)s ? \\ \'s'
RTL = "שולחן\u202e"
LONG = "ü" * 31 + "x"  # 63 bytes
NAMES = ["user", "camelCase", "a.b.c", " ", ODD, RTL, LONG, "tab\tnew\nline", "semi;--", "%s"]


@pytest.fixture(params=["sqlite", "postgresql"])
def connection(request: pytest.FixtureRequest) -> Iterator[Connection]:
    """An empty database of each kind."""
    fixture = "postgres_url" if request.param == "postgresql" else "sqlite_url"
    with open_database(request.getfixturevalue(fixture), create=True).open() as opened:
        yield opened


@pytest.fixture
def lite(sqlite_url: str) -> Iterator[Connection]:
    with open_database(sqlite_url, create=True).open() as opened:
        yield opened


@pytest.fixture
def postgres_each(each_postgres_url: str) -> Iterator[Connection]:
    with open_database(each_postgres_url).open() as opened:
        yield opened


def table(connection: Connection, name: str) -> Table:
    found = connection.table(name)
    assert found is not None
    return found


def run(connection: Connection, *statements: str) -> None:
    for statement in statements:
        connection.execute(statement)


def column(connection: Connection, name: str, of: str = "t") -> Column:
    found = table(connection, of).column(name)
    assert found is not None
    return found


# --- the same facts of every kind


SHARED = (
    "create table parent (id integer primary key, code text not null unique, a int, b int,"
    " constraint ab unique (b, a))",
    "create table child (id integer primary key, parent_id integer not null default 7"
    " constraint to_parent references parent on delete cascade, a int, b int, code text"
    " constraint to_code references parent (code) deferrable initially deferred,"
    " constraint positive check (a > 0),"
    " constraint pair foreign key (b, a) references parent (b, a) on delete set null)",
    "create unique index live on child (code) where a > 1",
    "create unique index lower_code on child (lower(code), a desc)",
    "create index plain on child (b)",
    "create view seen as select id, code from child",
)


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


# --- SQLite


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


# --- PostgreSQL


POSTGRESQL_COLUMNS = [
    ("varchar(50) not null default 'x'", Column(
        "c", "character varying(50)", "varchar", False, "'x'::character varying")),
    ("numeric(10,2)", Column("c", "numeric(10,2)", "numeric")),
    ("timestamptz(3)", Column("c", "timestamp(3) with time zone", "timestamptz")),
    ("bigint generated always as identity", Column(
        "c", "bigint", "int8", False, identity="always")),
    ("int generated by default as identity", Column(
        "c", "integer", "int4", False, identity="by default")),
    ("text[]", Column("c", "text[]", "_text", kind="array")),
    ("jsonb", Column("c", "jsonb", "jsonb")),
    ('text collate "C"', Column("c", "text", "text", collation='pg_catalog."C"')),
    ("int generated always as (1 + 1) stored", Column(
        "c", "integer", "int4", generated=True, expression="(1 + 1)"
    )),
    ('"My Mood"', Column(
        "c", '"My Mood"', 'public."My Mood"', labels=("so, so", "happy'd"), kind="enum")),
    ('"My Mood"[]', Column("c", '"My Mood"[]', '_My Mood', kind="array")),
    ("email", Column("c", "email", "public.email", False, kind="domain", under="text")),
    ("pair", Column("c", "pair", "public.pair", kind="composite")),
    ("int4range", Column("c", "int4range", "int4range", kind="range")),
    ("int4multirange", Column("c", "int4multirange", "int4multirange", kind="range")),
    ("bit(3)", Column("c", "bit(3)", "bit")),
    ("point", Column("c", "point", "point")),
    ("oidvector", Column("c", "oidvector", "oidvector", kind="array")),
]  # fmt: skip


def test_postgresql_columns(postgres_each: Connection) -> None:
    if int(postgres_each.server_version().split()[1].split(".")[0]) < 14:
        pytest.fail("multiranges need PostgreSQL 14")
    run(
        postgres_each,
        "create type \"My Mood\" as enum ('so, so', 'happy''d')",
        "create domain email as text not null check (value like '%@%')",
        "create type pair as (a int, b int)",
    )
    for declared, expected in POSTGRESQL_COLUMNS:
        run(postgres_each, "drop table if exists t", f"create table t (gone int, c {declared})")
        run(postgres_each, "alter table t drop column gone")
        assert table(postgres_each, "t").columns == (expected,)


def test_postgresql_serial_is_a_default(postgres_each: Connection) -> None:
    run(postgres_each, "create table t (a serial)")
    assert column(postgres_each, "a").default == "nextval('t_a_seq'::regclass)"


def test_postgresql_uniques(postgres_each: Connection) -> None:
    run(
        postgres_each,
        "create table t (a int, b int, c text, d int unique deferrable,"
        " constraint n unique nulls not distinct (b), constraint inc unique (a) include (b))",
        "create unique index e on t ((a + b), c)",
        "create unique index p on t (b) where c is not null and a > 0",
    )
    found = {unique.name: unique for unique in table(postgres_each, "t").uniques}
    assert found == {
        "t_d_key": Unique("t_d_key", ("d",), deferrable=True),
        "n": Unique("n", ("b",), nulls_distinct=False),
        "inc": Unique("inc", ("a",)),
        "e": Unique("e", (), expressions=("(a + b)", "c")),
        "p": Unique("p", ("b",), where="((c IS NOT NULL) AND (a > 0))"),
    }


def test_postgresql_checks_are_bare_expressions(postgres_each: Connection) -> None:
    run(
        postgres_each,
        'create table t (a int not null, "Camel" text,'
        ' constraint "c k" check (length("Camel") > a), constraint later check (a > 1) no inherit)',
        "alter table t add constraint young check (a < 9) not valid",
    )
    checks = table(postgres_each, "t").checks
    assert checks == (
        Check("c k", '(length("Camel") > a)'),
        Check("later", "(a > 1)"),
        Check("young", "(a < 9)"),
    )
    for check in checks:
        query = f"select {check.sql} from (values (3, 'four')) as t (a, \"Camel\")"
        assert postgres_each.execute(query) == [(True,)]


def test_postgresql_18_tells_only_what_is_enforced(postgres_each: Connection) -> None:
    if not postgres_each.server_version().startswith("PostgreSQL 18"):
        return
    run(
        postgres_each,
        "create extension if not exists btree_gist",
        "create table p (id int, at daterange, primary key (id, at without overlaps))",
        "create table t (id int, at daterange, a int, v int generated always as (a * 2) virtual,"
        " constraint off check (a > 0) not enforced, constraint nn not null a,"
        " foreign key (id, period at) references p (id, period at))",
    )
    found = table(postgres_each, "t")
    assert (found.checks, found.foreign_keys, table(postgres_each, "p").uniques) == ((), (), ())
    assert [(one.nullable, one.generated) for one in found.columns[2:]] == [
        (False, False),
        (True, True),
    ]


def test_postgresql_other_schemas(postgres_each: Connection) -> None:
    run(
        postgres_each,
        'create schema "Other.one"',
        'create table "Other.one".p (id int primary key)',
        'create table t (id int primary key, p int references "Other.one".p)',
        'create table "Other.one".c (t int references t)',
        "create schema migrate_tui; create table migrate_tui.migration_ranges (a int)",
    )
    assert postgres_each.table_names() == ("t",)
    found = table(postgres_each, "Other.one.p")
    assert (found.schema, found.name) == ("Other.one", "p")
    (key,) = table(postgres_each, "t").foreign_keys
    assert (key.parent_schema, key.parent) == ("Other.one", "p")
    ((child, _),) = postgres_each.references("t")
    assert child == "Other.one.c"
    assert table(postgres_each, child).column_names == ("t",)
    assert postgres_each.table("p") is None
    run(postgres_each, 'set search_path = "Other.one", public')
    assert table(postgres_each, "p").schema == "Other.one"


def test_postgresql_odd_relations(postgres_each: Connection) -> None:
    run(
        postgres_each,
        "create table target (id int primary key)",
        "create table parts (k int references target) partition by range (k)",
        "create table part_1 partition of parts for values from (0) to (10)",
        "create materialized view m as select 1 as a",
        "create table secured (a int)",
        "alter table secured enable row level security",
        "create sequence s",
    )
    assert postgres_each.table_names() == ("parts", "secured", "target")
    assert [table(postgres_each, name).kind for name in ("parts", "part_1", "m")] == [
        "partitioned", "table", "materialized view",
    ]  # fmt: skip
    assert [child for child, _ in postgres_each.references("target")] == ["parts"]
    assert len(table(postgres_each, "part_1").foreign_keys) == 1
    assert table(postgres_each, "secured").row_security
    assert postgres_each.table("s") is None


def test_postgresql_names_are_not_cut(postgres_each: Connection) -> None:
    """A name that is too long is no other table's name, though the server would cut it."""
    run(postgres_each, f'create table "{LONG}" (a int)')
    assert table(postgres_each, LONG).name == LONG
    assert postgres_each.table(LONG + "_and_more") is None


def test_postgresql_facts_need_no_search_path(postgres_each: Connection) -> None:
    run(postgres_each, "create table t (a int primary key)", "set search_path = ''")
    assert postgres_each.table("t") is None
    assert table(postgres_each, "public.t").primary_key == ("a",)
    assert postgres_each.table_names() == ()
    assert isinstance(postgres_each.raw, psycopg.Connection)
