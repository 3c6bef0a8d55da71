"""Clean-up: gated, never in the way of what stays, and with a way back while there is one."""

from __future__ import annotations

import importlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from migrate_tui.engine.context import Context, Options
from migrate_tui.engine.errors import Blocked, ConfirmationMissing
from migrate_tui.engine.events import Event, Note, SchemaStatement
from migrate_tui.engine.steps.clean_up import clean_up, drop_backups, retires, undo_clean_up
from surroundings import NOON, ask, context_for, run_sql

CONFIRM = "DELETE OLD TABLES"
DASHBOARD = SimpleNamespace(name="dashboard", text="Open the dashboard")
WORLD = (
    "create table students (id integer primary key, name text)",
    "create table old_students (id integer primary key, student_id integer"
    " references students (id))",
    "create table old_items (id integer primary key, old_id integer references old_students (id))",
    "create index old_items_old on old_items (old_id)",
    "create view names as select name from students",
    "insert into students values (1, 'Ada')",
    "insert into old_students values (1, 1)",
    "insert into old_items values (1, 1)",
)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    name = "sqlite_url" if request.param == "sqlite" else "postgres_url"
    found: str = request.getfixturevalue(name)
    run_sql(found, *WORLD)
    return found


@dataclass(frozen=True)
class Case:
    """One clean-up: what was said on the command line, and what the plan says."""

    url: str
    directory: Path
    confirm: str | None = CONFIRM
    acks: tuple[str, ...] = ("dashboard",)
    now: datetime = NOON
    action: str = "rename"
    tables: tuple[str, ...] = ("old_students", "old_items")

    @property
    def context(self) -> Context:
        wanted = SimpleNamespace(
            tables=self.tables, action=self.action, drop_after_days=30, confirm=CONFIRM
        )
        return context_for(
            self.url,
            self.directory,
            now=self.now,
            options=Options(confirm=self.confirm, acks=self.acks),
            clean_up=wanted,
            checklist=(DASHBOARD,),
        )

    def run(
        self, verified_at: datetime | None = NOON, backup: Path | None = Path("b.gz")
    ) -> list[Event]:
        context = self.context
        try:
            return list(clean_up(context, verified_at=verified_at, backup=backup))
        finally:
            context.close()


def tables(url: str) -> list[str]:
    if url.startswith("sqlite"):
        query = "select name from sqlite_master where type = 'table' order by 1"
    else:
        query = "select tablename from pg_tables where schemaname = 'public' order by 1"
    return [name for (name,) in ask(url, query) if name != "migration_schema"]


RENAMED = ["old_items_backup_20260301", "old_students_backup_20260301", "students"]
STANDING = ["old_items", "old_students", "students"]


def test_old_tables_are_renamed_and_the_rest_works(url: str, tmp_path: Path) -> None:
    case = Case(url, tmp_path)
    assert retires(case.context)
    events = case.run()
    shown = [e for e in events if isinstance(e, SchemaStatement)]
    assert [e.sql for e in shown if e.applied] == [e.sql for e in shown if not e.applied]
    assert not retires(case.context)
    assert tables(url) == RENAMED
    assert ask(url, "select * from names") == [("Ada",)]
    run_sql(url, "insert into old_items_backup_20260301 values (2, 1)")
    run_sql(url, "insert into students values (2, 'Bo')")
    (note,) = case.run()
    assert isinstance(note, Note) and "retired already" in note.text


def test_their_names_come_back(url: str, tmp_path: Path) -> None:
    before = _facts(url)
    case = Case(url, tmp_path)
    case.run()
    assert _facts(url) != before
    context = case.context
    list(undo_clean_up(context))
    assert _facts(url) == before
    assert [type(e) for e in undo_clean_up(context)] == [Note]
    context.close()
    case.run()
    assert tables(url) == RENAMED


def _facts(url: str) -> list[tuple[Any, ...]]:
    if url.startswith("sqlite"):
        where = "where tbl_name <> 'migration_schema' order by 1, 2"
        return ask(url, f"select type, name, replace(sql, '\"', '') from sqlite_master {where}")
    return ask(
        url,
        "select relname::text, '' from pg_class where relnamespace = 'public'::regnamespace"
        " union all select conname, pg_get_constraintdef(oid) from pg_constraint"
        " where connamespace = 'public'::regnamespace order by 1, 2",
    )


def test_indexes_and_sequences_follow_the_name(each_postgres_url: str, tmp_path: Path) -> None:
    url = each_postgres_url
    run_sql(url, "create table old_students (id serial primary key)")
    Case(url, tmp_path, tables=("old_students",)).run()
    new = "old_students_backup_20260301"
    found = ask(url, "select relname::text from pg_class where relname like 'old%' order by 1")
    assert found == [(new,), (f"{new}_id_seq",), (f"{new}_pkey",)]
    run_sql(url, "create table old_students (id serial primary key)")


# The gates


def test_nothing_to_clean_across_two_databases(url: str, tmp_path: Path) -> None:
    other = f"sqlite:///{tmp_path}/other.db"
    run_sql(other, *WORLD)
    context = context_for(url, tmp_path, source=other, clean_up=SimpleNamespace())
    (note,) = clean_up(context, verified_at=None, backup=None)
    assert isinstance(note, Note) and "another database" in note.text


def test_a_plan_without_clean_up_has_nothing_to_do(url: str, tmp_path: Path) -> None:
    context = context_for(url, tmp_path)
    assert [type(e) for e in clean_up(context, verified_at=None, backup=None)] == [Note]
    assert [type(e) for e in drop_backups(context)] == [Note]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"confirm": None}, 'type exactly: --confirm "DELETE OLD TABLES"'),
        ({"confirm": "delete old tables"}, 'type exactly: --confirm "DELETE OLD TABLES"'),
        ({"acks": ()}, r"dashboard \(Open the dashboard\)\n.*--ack dashboard"),
    ],
)
def test_confirmation_and_checklist_are_asked_for_after_the_preview(
    url: str, tmp_path: Path, changes: dict[str, Any], message: str
) -> None:
    case = replace(Case(url, tmp_path), **changes)
    events = clean_up(case.context, verified_at=NOON, backup=Path("b"))
    assert next(events) == SchemaStatement(_first(url), applied=False)
    with pytest.raises(ConfirmationMissing, match=message) as error:
        list(events)
    assert error.value.exit_code == 8
    assert tables(url) == STANDING


def _first(url: str) -> str:
    prefix = "" if url.startswith("sqlite") else '"public".'
    return f'alter table {prefix}"old_students" rename to "old_students_backup_20260301"'


@pytest.mark.parametrize(
    ("proofs", "message"),
    [
        ({"verified_at": None}, "verification is missing"),
        ({"verified_at": NOON - timedelta(hours=25)}, "verification is of 2026-02-28 11:00 UTC"),
        ({"backup": None}, "no readable backup"),
    ],
)
def test_it_needs_a_fresh_verification_and_a_backup(
    url: str, tmp_path: Path, proofs: dict[str, Any], message: str
) -> None:
    with pytest.raises(Blocked, match=message) as error:
        Case(url, tmp_path).run(**proofs)
    assert error.value.exit_code == 3
    assert tables(url) == STANDING


def test_a_table_that_is_not_there_is_named(url: str, tmp_path: Path) -> None:
    with pytest.raises(Blocked, match=r"clean_up.tables: there is no table none"):
        Case(url, tmp_path, tables=("old_items", "none")).run()


@pytest.mark.parametrize("action", ["rename", "drop"])
@pytest.mark.parametrize(
    ("made", "message"),
    [
        ("create view v as select * from old_items", "view v uses old_items"),
        ("create table kept (id integer references old_items (id))", "of kept uses old_items"),
    ],
)
def test_what_stays_and_depends_on_them_blocks(
    url: str, tmp_path: Path, action: str, made: str, message: str
) -> None:
    run_sql(url, made)
    with pytest.raises(Blocked, match=message):
        Case(url, tmp_path, action=action).run()
    assert set(tables(url)) >= set(STANDING)


def test_a_sequence_of_an_old_table_that_a_new_one_uses_blocks(
    postgres_url: str, tmp_path: Path
) -> None:
    run_sql(
        postgres_url,
        "create table old_students (id serial primary key)",
        "create table kept (id int default nextval('old_students_id_seq'))",
    )
    with pytest.raises(Blocked, match="default value for column id of table kept"):
        Case(postgres_url, tmp_path, tables=("old_students",), action="drop").run()


def test_what_the_scan_cannot_see_is_seen_afterwards(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite rewrites whatever refers to a renamed table; the texts are compared."""
    run_sql(sqlite_url, *WORLD, "create view v as select id from old_items")
    module = importlib.import_module("migrate_tui.engine.steps.clean_up")
    monkeypatch.setattr(module, "refuse_dependents", lambda *_: None)
    for action in ("rename", "drop"):
        with pytest.raises(Blocked, match=r"would change what stays: v.*|view v"):
            Case(sqlite_url, tmp_path, action=action).run()
    assert tables(sqlite_url) == STANDING
    assert ask(sqlite_url, "select * from v") == [(1,)]


# Names


def test_a_name_that_is_taken_gets_a_number(url: str, tmp_path: Path) -> None:
    run_sql(url, "create table old_items_backup_20260301 (id integer)")
    Case(url, tmp_path, tables=("old_items",)).run()
    assert "old_items_backup_20260301_2" in tables(url)


def test_long_names_are_cut_and_stay_apart(url: str, tmp_path: Path) -> None:
    names = tuple("o" * 60 + end for end in ("aa", "bb"))
    run_sql(url, *(f"create table {name} (id integer)" for name in names))
    Case(url, tmp_path, tables=names).run()
    found = [name for name in tables(url) if name.startswith("oo")]
    assert len(found) == 2
    assert all(len(n) == 63 and n.endswith("_backup_20260301") for n in found)


# Drops


def test_drop_now_and_no_way_back(url: str, tmp_path: Path) -> None:
    case = Case(url, tmp_path, action="drop")
    case.run(backup=Path("/kept/b.dump"))
    assert tables(url) == ["students"]
    with pytest.raises(Blocked, match="dropped old_items, old_students") as error:
        list(undo_clean_up(case.context))
    assert error.value.hint.endswith("/kept/b.dump")
    assert [type(e) for e in case.run()] == [Note]


def test_backups_go_when_their_days_are_over(url: str, tmp_path: Path) -> None:
    Case(url, tmp_path).run()
    early = Case(url, tmp_path, now=NOON + timedelta(days=29, hours=23))
    assert [type(e) for e in drop_backups(early.context)] == [Note, Note]
    assert tables(url) == RENAMED
    late = Case(url, tmp_path, now=NOON + timedelta(days=30))
    with pytest.raises(ConfirmationMissing):
        list(drop_backups(replace(late, confirm=None).context))
    assert tables(url) == RENAMED
    list(drop_backups(late.context))
    assert tables(url) == ["students"]
    assert [type(e) for e in drop_backups(late.context)] == [Note]
    with pytest.raises(Blocked, match="nothing to rename back"):
        list(undo_clean_up(late.context))


def test_a_backup_that_somebody_uses_is_not_dropped(url: str, tmp_path: Path) -> None:
    Case(url, tmp_path).run()
    run_sql(url, "create view v as select * from old_items_backup_20260301")
    late = Case(url, tmp_path, now=NOON + timedelta(days=30))
    with pytest.raises(Blocked, match="view v uses old_items_backup_20260301"):
        list(drop_backups(late.context))
    assert tables(url) == RENAMED
