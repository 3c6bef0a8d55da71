"""The schema step: shown, applied with its record, never twice, and undone without losing rows."""

from __future__ import annotations

import importlib
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from migrate_tui.engine.context import Context, Options
from migrate_tui.engine.databases.base import Connection
from migrate_tui.engine.databases.made import Made, made_by, shares_transaction, target_of
from migrate_tui.engine.databases.names import fitting, free
from migrate_tui.engine.databases.script import split
from migrate_tui.engine.errors import Blocked, PlanError
from migrate_tui.engine.events import Event, Finding, Note, SchemaStatement
from migrate_tui.engine.pending import Pending
from migrate_tui.engine.records import STARTED, Records
from migrate_tui.engine.steps.schema import after_load, schema
from migrate_tui.engine.steps.unapply import unapply
from surroundings import Files, ask, both, context_for, run_sql


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    name = "sqlite_url" if request.param == "sqlite" else "postgres_url"
    found: str = request.getfixturevalue(name)
    if request.param == "sqlite":
        Path(found.removeprefix("sqlite:///")).touch()
    return found


def prepared(url: str, directory: Path, script: str = "", **words: Any) -> Context:
    (directory / "schema.sql").write_text(script)
    options = words.pop("options", Options())
    wanted = SimpleNamespace(
        **{
            "rename": {},
            "apply": both("schema.sql"),
            "migrations": None,
            "from_source": False,
            "after_load": None,
        }
        | words
    )
    return context_for(url, directory, schema_=wanted, options=options)


def statements(events: list[Event]) -> list[tuple[str, bool]]:
    return [(e.sql, e.applied) for e in events if isinstance(e, SchemaStatement)]


def tables(url: str) -> set[str]:
    if url.startswith("sqlite"):
        rows = ask(url, "select name from sqlite_master where type = 'table'")
    else:
        rows = ask(url, "select tablename from pg_tables where schemaname = 'public'")
    return {name for (name,) in rows} - {"migration_schema"}


SCRIPT = """
-- students; and more
create table students (id integer primary key, name text default 'a;b');
create table sessions (id integer primary key, student_id integer references students (id));
create index sessions_student on sessions (student_id);
create view names as select name from students;
"""


def test_statements_are_shown_then_applied_once(url: str, tmp_path: Path) -> None:
    context = prepared(url, tmp_path, SCRIPT)
    events = schema(context)
    shown = [next(events) for _ in range(4)]
    assert [e.applied for e in shown if isinstance(e, SchemaStatement)] == [False] * 4
    assert tables(url) == set()
    assert [applied for _, applied in statements(list(events))] == [True] * 4
    assert tables(url) == {"students", "sessions"}
    (again,) = schema(context)
    assert isinstance(again, Note) and "nothing to apply" in again.text
    assert len(Records(context.target, "studio").all("apply")) == 4


def test_other_comments_are_no_drift(url: str, tmp_path: Path) -> None:
    list(schema(prepared(url, tmp_path, SCRIPT)))
    (again,) = schema(prepared(url, tmp_path, "-- moved down\n\n" + SCRIPT))
    assert isinstance(again, Note)


def test_a_changed_file_is_drift_and_named(url: str, tmp_path: Path) -> None:
    list(schema(prepared(url, tmp_path, SCRIPT)))
    changed = SCRIPT.replace("student_id integer", "student_id bigint")
    with pytest.raises(Blocked, match=r"schema\.sql:4 was changed since .* applied on 2026-03-01"):
        list(schema(prepared(url, tmp_path, changed)))


def test_a_failure_leaves_nothing_of_it(url: str, tmp_path: Path) -> None:
    context = prepared(url, tmp_path, SCRIPT + "create table broken (id integer) oops;\n")
    with pytest.raises(PlanError, match=r"schema\.sql:7: .*oops") as error:
        list(schema(context))
    assert error.value.exit_code == 2
    assert tables(url) == set() and not Records(context.target, "studio").all("apply")
    list(schema(prepared(url, tmp_path, SCRIPT)))
    assert tables(url) == {"students", "sessions"}


def test_objects_without_a_record_block_and_are_listed(url: str, tmp_path: Path) -> None:
    run_sql(url, "create table students (id integer primary key, name text)")
    run_sql(url, "create view names as select name from students")
    with pytest.raises(Blocked, match=r"table students \(.*:3\), view names \(.*:6\)") as error:
        list(schema(prepared(url, tmp_path, SCRIPT.replace("table", "table if not exists"))))
    assert error.value.exit_code == 3 and "--adopt" in error.value.hint
    assert tables(url) == {"students"}


def test_adopted_objects_are_recorded_and_never_dropped(url: str, tmp_path: Path) -> None:
    run_sql(url, "create table students (id integer primary key, name text)")
    context = prepared(url, tmp_path, SCRIPT, options=Options(adopt=True))
    events = list(schema(context))
    assert [e.text for e in events if isinstance(e, Note)] == [
        "table students is there already and was recorded"
    ]
    assert tables(url) == {"students", "sessions"}
    assert isinstance(next(schema(context)), Note)
    list(unapply(context))
    assert tables(url) == {"students"}


@pytest.mark.parametrize(
    "word", ["BEGIN", "commit", "START TRANSACTION", "savepoint x", "ROLLBACK"]
)
def test_transaction_control_is_refused_with_its_line(url: str, tmp_path: Path, word: str) -> None:
    with pytest.raises(PlanError, match=rf"schema\.sql:2: {word.split()[0].upper()}") as error:
        list(schema(prepared(url, tmp_path, f"create table a (id integer);\n{word};\n")))
    assert error.value.exit_code == 2
    assert tables(url) == set()


def test_a_missing_file_is_a_plan_error(url: str, tmp_path: Path) -> None:
    with pytest.raises(PlanError, match=r"none\.sql cannot be read"):
        list(schema(prepared(url, tmp_path, apply=both("none.sql"))))


def test_a_plan_without_a_schema_or_a_side_has_nothing_to_do(url: str, tmp_path: Path) -> None:
    for context in (context_for(url, tmp_path), prepared(url, tmp_path, apply=Files())):
        assert [type(event) for event in schema(context)] == [Note]


# Renames

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


# SQLite: a table that is redefined, and orphans

REDEFINED = """
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_parents" ("id" INTEGER PRIMARY KEY, "name" TEXT NOT NULL DEFAULT '');
INSERT INTO "new_parents" ("id") SELECT "id" FROM "parents";
DROP TABLE "parents";
ALTER TABLE "new_parents" RENAME TO "parents";
PRAGMA foreign_keys=ON;
"""
PARENTS = (
    "create table parents (id integer primary key)",
    "create table children (id integer primary key,"
    " parent integer references parents(id) on delete cascade)",
    "create view all_parents as select * from parents",
    "insert into parents values (1)",
    "insert into children values (1, 1)",
)


def test_redefining_a_table_keeps_its_children(sqlite_url: str, tmp_path: Path) -> None:
    run_sql(sqlite_url, *PARENTS)
    context = prepared(sqlite_url, tmp_path, REDEFINED)
    list(schema(context))
    assert ask(sqlite_url, "select * from children") == [(1, 1)]
    assert ask(sqlite_url, "select * from all_parents") == [(1, "")]
    assert ask(sqlite_url, "select \"table\" from pragma_foreign_key_list('children')") == [
        ("parents",)
    ]
    pragmas = [
        context.target.execute(f"pragma {p}") for p in ("foreign_keys", "legacy_alter_table")
    ]
    assert pragmas == [[(1,)], [(0,)]]


def test_new_orphans_end_the_step_and_old_ones_do_not(sqlite_url: str, tmp_path: Path) -> None:
    run_sql(sqlite_url, *PARENTS, "insert into children values (2, 99)")
    with pytest.raises(Blocked, match="1 in children for parents"):
        list(schema(prepared(sqlite_url, tmp_path, "delete from parents;")))
    assert ask(sqlite_url, "select count(*) from parents") == [(1,)]
    list(schema(prepared(sqlite_url, tmp_path, "create table other (id integer);")))


def test_triggers_with_semicolons_are_one_statement(sqlite_url: str, tmp_path: Path) -> None:
    script = """create table t (id integer, n integer);
    create trigger t_n after insert on t begin
      update t set n = 1 where id = new.id; update t set n = n + 1 where id = new.id;
    end;"""
    run_sql(sqlite_url, "vacuum")
    context = prepared(sqlite_url, tmp_path, script)
    list(schema(context))
    run_sql(sqlite_url, "insert into t (id) values (1)")
    assert ask(sqlite_url, "select n from t") == [(2,)]
    run_sql(sqlite_url, "delete from t")
    list(unapply(context))
    assert tables(sqlite_url) == set()


# Statements that run alone

ALONE = """
create table t (id int);
create type mood as enum ('a');
create index concurrently t_id on t (id);
alter type mood add value 'b';
create table u (m mood default 'b');
vacuum t;
"""


def test_statements_that_cannot_share_run_alone(each_postgres_url: str, tmp_path: Path) -> None:
    context = prepared(each_postgres_url, tmp_path, ALONE)
    assert len(statements(list(schema(context)))) == 12
    assert isinstance(next(schema(context)), Note)
    run_sql(each_postgres_url, "insert into u default values", "delete from u")


def test_a_killed_statement_is_looked_at_again(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed after it ran but before its record said so; and killed with half an index."""
    context = prepared(postgres_url, tmp_path, ALONE)
    step = importlib.import_module("migrate_tui.engine.applying")
    real = step._run

    def killed(connection: Connection, one: Pending) -> None:
        real(connection, one)
        if one.alone:
            raise KeyboardInterrupt

    monkeypatch.setattr(step, "_run", killed)
    for _ in range(3):
        with pytest.raises(KeyboardInterrupt):
            list(schema(context))
    monkeypatch.setattr(step, "_run", real)
    half = "update pg_index set indisvalid = false where indexrelid = 't_id'::regclass"
    run_sql(postgres_url, half)
    list(schema(context))
    records = Records(context.target, "studio").all("apply")
    assert [r.status for r in records] == ["done"] * 6
    assert tables(postgres_url) == {"t", "u"}


def test_a_half_built_index_is_built_again(postgres_url: str, tmp_path: Path) -> None:
    context = prepared(postgres_url, tmp_path, ALONE)
    list(schema(context))
    records = Records(context.target, "studio")
    for record in records.all("apply")[2:]:
        records.forget(record) if record.id > 3 else records.set_status(record, STARTED)
    run_sql(
        postgres_url,
        "drop table u",
        "drop type mood",
        "create type mood as enum ('a')",
        "update pg_index set indisvalid = false where indexrelid = 't_id'::regclass",
    )
    list(schema(context))
    query = "select indisvalid from pg_index where indexrelid = 't_id'::regclass"
    assert ask(postgres_url, query) == [(True,)]


# After the load


def test_after_load_goes_on_where_it_was_killed(url: str, tmp_path: Path) -> None:
    (tmp_path / "indexes.sql").write_text(
        "create index a on students (name);\ncreate view v as select name from students;\n"
    )
    context = prepared(url, tmp_path, SCRIPT, after_load=both("indexes.sql"))
    list(schema(context))
    events = after_load(context)
    assert next(events) == SchemaStatement("create index a on students (name)", applied=True)
    events.close()
    assert statements(list(after_load(context))) == [
        ("create view v as select name from students", True)
    ]
    assert list(after_load(context)) == []


def test_an_index_that_cannot_be_built_does_not_undo_the_one_beside_it(
    url: str, tmp_path: Path
) -> None:
    file = tmp_path / "indexes.sql"
    file.write_text(
        "create index a on students (name);\ncreate index b on students (nobody);\n"
        "create index c on students (id, name);\n"
    )
    context = prepared(url, tmp_path, SCRIPT, after_load=both("indexes.sql"))
    list(schema(context))
    with pytest.raises(PlanError, match=r"indexes.sql:2: .*nobody"):
        list(after_load(context))
    file.write_text(file.read_text().replace("nobody", "name, id"))
    left = [sql for sql, _ in statements(list(after_load(context)))]
    assert "create index a on students (name)" not in left
    assert "create index b on students (name, id)" in left
    assert list(after_load(context)) == []
    done = Records(context.target, context.plan.plan).all("after-load")
    assert {record.status for record in done if "nobody" not in record.statement} == {"done"}


def test_after_load_takes_indexes_that_are_there(url: str, tmp_path: Path) -> None:
    (tmp_path / "indexes.sql").write_text("create index a on students (name);")
    context = prepared(url, tmp_path, SCRIPT, after_load=both("indexes.sql"))
    list(schema(context))
    run_sql(url, "create index a on students (name)")
    assert [type(e) for e in after_load(context)] == [Note]
    assert list(after_load(context)) == []
    assert list(after_load(context_for(url, tmp_path))) == []


# Undoing


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


# Reading statements

MADE = [
    ("create table A (id int)", Made("TABLE", "a")),
    ('CREATE TEMP TABLE IF NOT EXISTS s."A" ()', Made("TABLE", "A", "s")),
    ("create or replace view v as select 1", Made("VIEW", "v")),
    ("create materialized view v as select 1", Made("MATERIALIZED VIEW", "v")),
    (
        "create unique index concurrently if not exists i on only s.t (x)",
        Made("INDEX", "i", "s", "t"),
    ),
    ("create index on t (x)", None),
    ("create trigger x before update of a on t execute f()", Made("TRIGGER", "x", None, "t")),
    ("create or replace function f(int) returns int", Made("FUNCTION", "f")),
    ("create extension if not exists citext", Made("EXTENSION", "citext", shared=True)),
    ("create extension citext", Made("EXTENSION", "citext")),
    ("create rule r as on insert to t do nothing", None),
    (
        "alter table only t add column if not exists c int default (1, 2)",
        Made("COLUMN", "c", None, "t"),
    ),
    ('alter table t add "C" int', Made("COLUMN", "C", None, "t")),
    ("alter table t add constraint c check (true)", Made("CONSTRAINT", "c", None, "t")),
    (
        'alter table only s.t add constraint c foreign key (a) references "P"."Q" (b)',
        Made("CONSTRAINT", "c", "s", "t", parent="Q"),
    ),
    ("alter table t add a int, add b int", None),
    ("alter table t add primary key (id)", None),
    ("insert into t values (1)", None),
]


@pytest.mark.parametrize(("sql", "made"), MADE, ids=[sql for sql, _ in MADE])
def test_what_a_statement_makes(sql: str, made: Made | None) -> None:
    assert made_by(sql, "postgresql") == made


@pytest.mark.parametrize(
    ("sql", "table"),
    [
        ("alter table if exists only s.t rename to u", "t"),
        ('insert into "T" values (1)', "T"),
        ("update t set x = 1", "t"),
        ("delete from only t", "t"),
        ("select 1", None),
    ],
)
def test_what_a_statement_changes(sql: str, table: str | None) -> None:
    assert target_of(sql, "postgresql") == table


@pytest.mark.parametrize(
    ("sql", "shares"),
    [
        ("create index i on t (x)", True),
        ("create index concurrently i on t (x)", False),
        ("drop index concurrently i", False),
        ("refresh materialized view concurrently v", True),
        ("vacuum t", False),
        ("alter type m add value 'x'", False),
        ("alter type m rename to n", True),
        ("alter system set x = 1", False),
    ],
)
def test_what_may_share_a_transaction(sql: str, shares: bool) -> None:
    (one,) = split(sql, "postgresql")
    assert shares_transaction(one.words, one.sql, "postgresql") is shares


def test_names_fit_and_stay_apart() -> None:
    long = "é" * 40
    first, second = fitting(long, "_backup_20260301"), fitting(long + "x", "_backup_20260301")
    assert len(first.encode()) <= 63 and first.endswith("_backup_20260301") and first != second
    assert free("t", "_b", {"t_b", "t_b_2"}) == "t_b_3"
