"""The schema step: shown, applied with its record, and never twice."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from migrate_tui.engine.context import Options
from migrate_tui.engine.databases.base import Connection
from migrate_tui.engine.errors import Blocked, PlanError
from migrate_tui.engine.events import Note, SchemaStatement
from migrate_tui.engine.pending import Pending
from migrate_tui.engine.records import STARTED, Records
from migrate_tui.engine.steps.schema import after_load, schema
from migrate_tui.engine.steps.unapply import unapply
from schema_site import SCRIPT, each_url, prepared, statements, tables  # noqa: F401
from surroundings import Files, ask, both, context_for, run_sql


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
