"""The restore step: every value as it was, in one step, or a sentence and nothing changed."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest

from migrate_tui.engine.backups import pg_client, postgresql_backup, postgresql_restore
from migrate_tui.engine.context import Context
from migrate_tui.engine.databases import backup_sqlite
from migrate_tui.engine.errors import Blocked, Difference
from migrate_tui.engine.events import BackupMade, Note
from migrate_tui.engine.steps.backup import backup
from migrate_tui.engine.steps.restore import restore
from surroundings import ask, context_for, run_sql

TABLES = (
    "create table students (id integer primary key, email text not null unique)",
    "create table sessions (id integer primary key, note text, student_id integer not null"
    " references students(id) on delete cascade)",
    "insert into students values (1, 'ada@example.org'), (2, 'é'), (3, '')",
    "insert into sessions values (10, null, 1), (11, 'x', 3)",
)
CHANGES = (
    "delete from sessions where id = 10",
    "update students set email = 'changed' where id = 1",
    "insert into students values (4, 'new')",
    "insert into sessions values (12, 'new', 4)",
)
ROWS = (
    "select * from students order by id",
    "select * from sessions order by id",
)


def backed_up(context: Context) -> Path:
    (event,) = [e for e in backup(context) if isinstance(e, BackupMade)]
    context.close()
    return Path(event.path)


def contents(url: str) -> list[list[tuple[object, ...]]]:
    return [ask(url, query) for query in ROWS]


@pytest.mark.parametrize("mode", ["delete", "wal"])
@pytest.mark.parametrize("compress", ["gzip", None])
def test_sqlite_is_as_it_was(
    sqlite_url: str, tmp_path: Path, mode: str, compress: str | None
) -> None:
    run_sql(sqlite_url, f"pragma journal_mode = {mode}", *TABLES)
    words = SimpleNamespace(directory="b", keep_days=7, compress=compress, of=("target",))
    context = context_for(sqlite_url, tmp_path, backup=words)
    before, path = contents(sqlite_url), backed_up(context)
    run_sql(sqlite_url, *CHANGES, "create table later (x)")
    assert contents(sqlite_url) != before
    assert all(isinstance(event, Note) for event in restore(context, path))
    assert contents(sqlite_url) == before
    assert ask(sqlite_url, "pragma journal_mode") == [(mode,)]
    assert ask(sqlite_url, "select name from sqlite_master where name = 'later'") == []
    assert sorted(p.name for p in path.parent.iterdir()) == [
        path.name,
        f"{path.name}.manifest.json",
    ]


def test_a_reader_of_a_write_ahead_log_goes_on_with_what_it_had(
    sqlite_path: Path, sqlite_url: str, tmp_path: Path
) -> None:
    run_sql(sqlite_url, "pragma journal_mode = wal", *TABLES)
    context = context_for(sqlite_url, tmp_path)
    path = backed_up(context)
    run_sql(sqlite_url, *CHANGES)
    with closing(sqlite3.connect(sqlite_path, isolation_level=None)) as reader:
        reader.execute("begin")
        assert reader.execute("select count(*) from students").fetchone() == (4,)
        list(restore(context, path))
        assert reader.execute("select count(*) from students").fetchone() == (4,)
        reader.execute("commit")
        assert reader.execute("select count(*) from students").fetchone() == (3,)


def test_a_reader_without_a_log_blocks_it_and_nothing_changes(
    sqlite_path: Path, sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_sql(sqlite_url, *TABLES)
    context = context_for(sqlite_url, tmp_path)
    path = backed_up(context)
    run_sql(sqlite_url, *CHANGES)
    changed = contents(sqlite_url)
    monkeypatch.setattr(backup_sqlite, "PATIENCE", 0.1)
    monkeypatch.setattr("migrate_tui.engine.databases.sqlite.BUSY_SECONDS", 0.1)
    with closing(sqlite3.connect(sqlite_path, isolation_level=None)) as reader:
        reader.execute("begin")
        reader.execute("select * from students").fetchone()
        with pytest.raises(Blocked, match="in use"):
            list(restore(context, path))
        reader.execute("rollback")
    assert contents(sqlite_url) == changed


def test_a_lost_sqlite_file_is_made_again(
    sqlite_path: Path, sqlite_url: str, tmp_path: Path
) -> None:
    run_sql(sqlite_url, "pragma journal_mode = wal", *TABLES)
    context = context_for(sqlite_url, tmp_path)
    before, path = contents(sqlite_url), backed_up(context)
    sqlite_path.unlink()
    list(restore(context, path))
    assert contents(sqlite_url) == before
    assert ask(sqlite_url, "pragma journal_mode") == [("wal",)]
    assert sqlite_path.stat().st_mode & 0o777 == 0o600


def test_pages_of_another_size_fit_into_a_write_ahead_log(
    sqlite_path: Path, sqlite_url: str, tmp_path: Path
) -> None:
    run_sql(sqlite_url, *TABLES)
    context = context_for(sqlite_url, tmp_path)
    before, path = contents(sqlite_url), backed_up(context)
    sqlite_path.unlink()
    run_sql(sqlite_url, "pragma page_size = 8192", "vacuum", *TABLES, "pragma journal_mode = wal")
    run_sql(sqlite_url, *CHANGES)
    list(restore(context, path))
    assert contents(sqlite_url) == before


def test_the_history_of_runs_is_not_taken_back(sqlite_url: str, tmp_path: Path) -> None:
    run_sql(sqlite_url, *TABLES, "create table migration_runs (id text, status text)")
    run_sql(sqlite_url, "insert into migration_runs values ('run-1', 'running')")
    context = context_for(sqlite_url, tmp_path)
    path = backed_up(context)
    run_sql(sqlite_url, "update migration_runs set status = 'done'")
    run_sql(sqlite_url, "insert into migration_runs values ('run-2', 'running')")
    list(restore(context, path))
    runs = ask(sqlite_url, "select * from migration_runs order by id")
    assert runs == [("run-1", "done"), ("run-2", "running")]


# What is refused before anything is touched


def test_a_damaged_backup_is_refused(sqlite_url: str, tmp_path: Path) -> None:
    run_sql(sqlite_url, *TABLES)
    context = context_for(sqlite_url, tmp_path)
    path = backed_up(context)
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(Blocked, match="is damaged: its sha256 is"):
        list(restore(context, path))


def test_a_file_without_a_manifest_is_refused(sqlite_url: str, tmp_path: Path) -> None:
    run_sql(sqlite_url, *TABLES)
    with pytest.raises(Blocked, match="no manifest"):
        list(restore(context_for(sqlite_url, tmp_path), tmp_path / "test.db"))


def test_a_backup_of_another_kind_is_refused(
    sqlite_url: str, postgres_url: str, tmp_path: Path
) -> None:
    run_sql(sqlite_url, *TABLES)
    path = backed_up(context_for(sqlite_url, tmp_path))
    with pytest.raises(Blocked, match="is a sqlite backup and the target is a postgresql"):
        list(restore(context_for(postgres_url, tmp_path), path))


def test_a_source_is_never_written(sqlite_url: str, tmp_path: Path) -> None:
    run_sql(sqlite_url, *TABLES)
    other = f"sqlite:///{tmp_path}/other.db"
    run_sql(other, *TABLES)
    words = SimpleNamespace(directory="b", keep_days=7, compress=None, of=("source",))
    context = context_for(other, tmp_path, source=sqlite_url, backup=words)
    with pytest.raises(Blocked, match="a source is never written"):
        list(restore(context, backed_up(context)))


# PostgreSQL


@pytest.fixture(params=["client", "copy"])
def method(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "copy":
        monkeypatch.setattr(postgresql_backup, "find_client", lambda major: None)
        monkeypatch.setattr(postgresql_restore, "find_client", lambda major: None)
    return str(request.param)


def test_postgresql_is_as_it_was(each_postgres_url: str, tmp_path: Path, method: str) -> None:
    url = each_postgres_url
    run_sql(
        url,
        *TABLES,
        "create table odd (id bigint generated always as identity primary key, j jsonb,"
        " twice bigint generated always as (id * 2) stored, at timestamptz, f float8)",
        "insert into odd (j, at, f) values ('{\"a\": 1.0}', 'infinity', '-0'), (null, null, 0.1)",
    )
    context = context_for(url, tmp_path)
    odd = "select id, j::text, twice, at::text, f::text from odd order by id"
    before, odds = contents(url), ask(url, odd)
    path = backed_up(context)
    run_sql(url, *CHANGES, "delete from odd where id = 1", "insert into odd (f) values (9)")
    list(restore(context, path))
    assert (contents(url), ask(url, odd)) == (before, odds)
    assert ask(url, "insert into odd (f) values (1) returning id") == [(3,)]


def test_constraints_and_triggers_stand_as_before(
    each_postgres_url: str, tmp_path: Path, method: str
) -> None:
    url = each_postgres_url
    run_sql(
        url,
        *TABLES,
        "create function stamp() returns trigger language plpgsql as"
        " $$ begin new.email := 'fired'; return new; end $$",
        "create trigger a before insert on students for each row execute function stamp()",
        "create trigger b before insert on students for each row execute function stamp()",
        "create trigger c before insert on students for each row execute function stamp()",
        "alter table students disable trigger b",
        "alter table students enable always trigger c",
    )
    facts = (
        "select conname, pg_get_constraintdef(oid) from pg_constraint order by 1, 2",
        "select tgname, tgenabled::text from pg_trigger where not tgisinternal order by 1",
    )
    before, stood = contents(url), [ask(url, fact) for fact in facts]
    context = context_for(url, tmp_path)
    path = backed_up(context)
    run_sql(url, "update students set email = 'z' where id = 2")
    list(restore(context, path))
    assert contents(url) == before
    assert [ask(url, fact) for fact in facts] == stood


def test_rows_of_others_are_neither_deleted_nor_orphaned(
    each_postgres_url: str, tmp_path: Path, method: str
) -> None:
    url = each_postgres_url
    run_sql(url, *TABLES)
    context = context_for(url, tmp_path)
    path = backed_up(context)
    run_sql(
        url,
        *CHANGES,
        "create table others (student_id integer references students(id) on delete cascade)",
        "insert into others values (1)",
    )
    list(restore(context, path))
    assert ask(url, "select * from others") == [(1,)]
    run_sql(url, "insert into students values (4, 'new')", "insert into others values (4)")
    changed = contents(url)
    with pytest.raises(Blocked, match=r"others.*\(4\) is not present"):
        list(restore(context, path))
    assert contents(url) == changed
    assert ask(url, "select * from others order by 1") == [(1,), (4,)]


def test_a_table_that_is_gone_is_made_again(
    each_postgres_url: str, tmp_path: Path, method: str
) -> None:
    url = each_postgres_url
    run_sql(
        url,
        "create type mood as enum ('good', 'it''s bad')",
        *TABLES,
        "create table \"Gone\" (id serial primary key, m mood default 'good' not null,"
        " n varchar(5) check (n <> ''), student_id integer references students(id))",
        'create index gone_n on "Gone" (lower(n)) where n is not null',
        "insert into \"Gone\" (n, student_id) values ('a', 1), (null, null)",
    )
    context = context_for(url, tmp_path)
    path = backed_up(context)
    facts = (
        'select id, m::text, n, student_id from "Gone" order by id',
        "select conname, pg_get_constraintdef(oid) from pg_constraint where"
        " conrelid = '\"Gone\"'::regclass and contype <> 'n' order by 1",
        "select indexdef from pg_indexes where tablename = 'Gone' order by 1",
        "select pg_get_serial_sequence('\"Gone\"', 'id')",
    )
    before = [ask(url, fact) for fact in facts]
    run_sql(url, 'drop table "Gone"', "drop type mood")
    list(restore(context, path))
    assert [ask(url, fact) for fact in facts] == before
    assert ask(url, "insert into \"Gone\" (n) values ('b') returning id") == [(3,)]


def test_an_empty_database_gets_everything(
    each_postgres_url: str, tmp_path: Path, method: str
) -> None:
    url = each_postgres_url
    run_sql(url, *TABLES, "create view names as select email from students")
    context = context_for(url, tmp_path)
    before, path = contents(url), backed_up(context)
    run_sql(url, "drop view names", "drop table sessions", "drop table students")
    list(restore(context, path))
    assert contents(url) == before
    assert ask(url, "select count(*) from names") == [(3,)]


def test_tables_of_another_shape_are_refused(postgres_url: str, tmp_path: Path) -> None:
    run_sql(postgres_url, *TABLES)
    context = context_for(postgres_url, tmp_path)
    path = backed_up(context)
    run_sql(postgres_url, "alter table students add column phone text")
    with pytest.raises(Blocked, match="students has other columns"):
        list(restore(context, path))


def test_a_restore_that_differs_is_rolled_back(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_sql(postgres_url, *TABLES)
    context = context_for(postgres_url, tmp_path)
    path = backed_up(context)
    run_sql(postgres_url, *CHANGES)
    changed = contents(postgres_url)
    monkeypatch.setattr(postgresql_restore, "gathered", lambda lines: list(lines)[1:])
    with pytest.raises(Difference, match="is not as the backup says"):
        list(restore(context, path))
    assert contents(postgres_url) == changed


def test_an_archive_of_pg_dump_needs_its_client(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_sql(postgres_url, *TABLES)
    context = context_for(postgres_url, tmp_path)
    path = backed_up(context)
    if path.suffix != ".dump":
        pytest.skip("no pg_dump of the server's version")
    monkeypatch.setattr(postgresql_restore, "find_client", lambda major: None)
    with pytest.raises(Blocked, match="no pg_restore of that version"):
        list(restore(context, path))
    assert pg_client.find_client(1) is None
