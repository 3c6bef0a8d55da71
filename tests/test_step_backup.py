"""The backup step: what is kept was read back and compared; what cannot be, is not kept."""

from __future__ import annotations

import gzip
import json
import os
import sqlite3
import threading
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from migrate_tui.engine.backups import draft, files, pg_client, postgresql_backup, sqlite_backup
from migrate_tui.engine.backups.archive import gathered, lines_of
from migrate_tui.engine.backups.manifest import Content, backups_in, read_manifest
from migrate_tui.engine.context import Context
from migrate_tui.engine.databases import backup_sqlite
from migrate_tui.engine.databases.backup_facts import StoredTable
from migrate_tui.engine.errors import Blocked
from migrate_tui.engine.events import BackupMade, Note
from migrate_tui.engine.steps.backup import backup, newest_backup
from surroundings import NOON, ask, context_for, run_sql

STUDENTS = (
    "create table students (id integer primary key, email text not null, score double precision)",
    "insert into students values (1, 'ada@example.org', 1.5), (2, 'é', null), (3, '', -0.0)",
    "create table empty_one (id integer primary key)",
)


def made(context: Context) -> BackupMade:
    (event,) = [e for e in backup(context) if isinstance(e, BackupMade)]
    context.close()
    return event


def kept(directory: Path) -> list[str]:
    return sorted(path.name for path in directory.iterdir())


# SQLite


@pytest.mark.parametrize("compress", ["gzip", None])
def test_a_sqlite_backup_is_a_private_database(
    sqlite_url: str, tmp_path: Path, compress: str | None
) -> None:
    run_sql(sqlite_url, *STUDENTS)
    words = SimpleNamespace(directory="kept", keep_days=7, compress=compress, of=("target",))
    event = made(context_for(sqlite_url, tmp_path, backup=words))
    path = Path(event.path)
    assert event.tables == {"students": 3, "empty_one": 0} and event.verified
    assert event.bytes == path.stat().st_size and event.sha256 == files.sha256_of(path)
    assert {p.stat().st_mode & 0o777 for p in path.parent.iterdir()} == {0o600}
    assert kept(path.parent) == [path.name, f"{path.name}.manifest.json"]
    plain = tmp_path / "plain.db"
    plain.write_bytes(gzip.decompress(path.read_bytes()) if compress else path.read_bytes())
    query = "select id, email, typeof(score) from students order by id"
    assert ask(f"sqlite:///{plain}", query) == ask(sqlite_url, query)


def test_rows_in_the_write_ahead_log_are_in_the_backup(sqlite_path: Path, tmp_path: Path) -> None:
    writer = sqlite3.connect(sqlite_path, isolation_level=None)
    writer.execute("pragma journal_mode = wal")
    writer.execute("create table t (x)")
    writer.execute("insert into t values (1)")
    assert made(context_for(f"sqlite:///{sqlite_path}", tmp_path)).tables == {"t": 1}
    writer.close()


def test_a_busy_writer_neither_stops_nor_changes_the_backup(
    sqlite_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = sqlite3.connect(sqlite_path, isolation_level=None, check_same_thread=False)
    writer.execute("pragma journal_mode = wal")
    writer.execute("create table t (x)")
    writer.executemany("insert into t values (?)", [("x" * 500,)] * 2000)
    monkeypatch.setattr(backup_sqlite, "PAGES", 3)
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            writer.execute("insert into t values (1)")

    thread = threading.Thread(target=write)
    thread.start()
    try:
        event = made(context_for(f"sqlite:///{sqlite_path}", tmp_path))
    finally:
        stop.set()
        thread.join()
    assert event.tables["t"] >= 2000
    writer.close()


def test_values_that_python_cannot_decode_are_compared_too(sqlite_url: str, tmp_path: Path) -> None:
    run_sql(
        sqlite_url, "create table t (x)", "insert into t values (cast(x'ff00' as text)), (x'ff00')"
    )
    first = read_manifest(Path(made(context_for(sqlite_url, tmp_path)).path))
    run_sql(sqlite_url, "update t set x = x'ff00'")
    second = read_manifest(Path(made(context_for(sqlite_url, tmp_path, run="run-2")).path))
    assert [t.digest for t in first.content.tables] != [t.digest for t in second.content.tables]


def test_an_empty_database_is_backed_up_and_said_to_be_empty(
    sqlite_path: Path, tmp_path: Path
) -> None:
    sqlite_path.touch()
    events = list(backup(context_for(f"sqlite:///{sqlite_path}", tmp_path)))
    assert isinstance(events[-1], BackupMade) and events[-1].tables == {}


def test_a_damaged_copy_is_no_backup(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_sql(sqlite_url, *STUDENTS)
    real = backup_sqlite.copy

    def lossy(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
        real(source, target)
        target.execute("delete from students where id = 2")

    monkeypatch.setattr(backup_sqlite, "copy", lossy)
    with pytest.raises(Blocked, match="2 rows of students where the database has 3") as error:
        made(context_for(sqlite_url, tmp_path))
    assert error.value.exit_code == 3
    assert kept(tmp_path / "backups") == []


def test_a_changed_value_is_found_by_the_read_back(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_sql(sqlite_url, *STUDENTS)
    real = backup_sqlite.copy

    def wrong(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
        real(source, target)
        target.execute("update students set score = 1.5000000000000002 where id = 1")

    monkeypatch.setattr(backup_sqlite, "copy", wrong)
    with pytest.raises(Blocked, match="other values in students"):
        made(context_for(sqlite_url, tmp_path))


def test_a_full_disk_leaves_nothing_behind(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_sql(sqlite_url, *STUDENTS)

    def full(plain: Path, packed: Path) -> None:
        packed.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(sqlite_backup, "pack", full)
    with pytest.raises(Blocked, match="No space left on device"):
        made(context_for(sqlite_url, tmp_path))
    assert kept(tmp_path / "backups") == []


def test_a_file_cut_while_it_was_written_is_no_backup(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_sql(sqlite_url, *STUDENTS)
    real = sqlite_backup.pack

    def cut(plain: Path, packed: Path) -> None:
        real(plain, packed)
        os.truncate(packed, packed.stat().st_size - 40)

    monkeypatch.setattr(sqlite_backup, "pack", cut)
    with pytest.raises(Blocked, match="backup of the target failed"):
        made(context_for(sqlite_url, tmp_path))
    assert kept(tmp_path / "backups") == []


def test_a_lock_that_is_never_freed_ends_the_copy() -> None:
    times = iter([0.0, 1.0, 5.0, 20.0])
    look = backup_sqlite._patience(lambda: next(times))
    look(sqlite3.SQLITE_OK, 5, 9)
    look(sqlite3.SQLITE_BUSY, 5, 9)
    with pytest.raises(Blocked, match="in use"):
        look(sqlite3.SQLITE_BUSY, 5, 9)


# PostgreSQL

WIDE = (
    'create table "Odd ""Name" (id bigint generated always as identity primary key, "from" text,'
    " twice bigint generated always as (id * 2) stored, at timestamptz, j jsonb, b bytea)",
    'insert into "Odd ""Name" ("from", at, j, b) values (E\'a\\tb\\nc\\\\d\', \'2026-01-01\','
    " '{\"a\": [1, null]}', '\\x00ff'), (null, 'infinity', 'null', ''), ('\\.', null, null, null)",
    "create schema other",
    "create table other.students (id serial primary key, x double precision)",
    "insert into other.students (x) values (0.1), ('nan'), ('-0')",
    "create table empty_one (id int)",
)


@pytest.fixture(params=["client", "copy"])
def method(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Once with pg_dump where there is one of the server's version, once without."""
    if request.param == "copy":
        monkeypatch.setattr(postgresql_backup, "find_client", lambda major: None)
    return str(request.param)


def test_a_postgresql_backup_holds_every_row(
    each_postgres_url: str, tmp_path: Path, method: str
) -> None:
    run_sql(each_postgres_url, *WIDE)
    event = made(context_for(each_postgres_url, tmp_path))
    manifest = read_manifest(Path(event.path))
    assert event.tables == {'Odd "Name': 3, "other.students": 3, "empty_one": 0}
    if method == "copy":
        assert manifest.method == "copy"
    assert {(s.name, s.value, s.called) for s in manifest.content.sequences} >= {
        ("students_id_seq", 3, True)
    }
    assert {p.stat().st_mode & 0o777 for p in Path(event.path).parent.iterdir()} == {0o600}
    assert kept(Path(event.path).parent) == sorted(
        [manifest.file, f"{manifest.file}.manifest.json"]
    )


def test_both_ways_of_backing_up_find_the_same_rows(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if pg_client.find_client(_major(postgres_url)) is None:
        pytest.skip("no pg_dump of the server's version")
    run_sql(postgres_url, *WIDE)
    with_client = read_manifest(Path(made(context_for(postgres_url, tmp_path)).path))
    monkeypatch.setattr(postgresql_backup, "find_client", lambda major: None)
    without = read_manifest(Path(made(context_for(postgres_url, tmp_path, run="run-2")).path))
    assert (with_client.method, without.method) == ("pg_dump", "copy")
    assert with_client.content.tables == without.content.tables


def _major(url: str) -> int:
    return int(ask(url, "select current_setting('server_version_num')")[0][0]) // 10000


def test_an_empty_postgresql_database_is_backed_up(
    postgres_url: str, tmp_path: Path, method: str
) -> None:
    events = list(backup(context_for(postgres_url, tmp_path)))
    assert [type(event) for event in events] == [Note, BackupMade]


def test_a_lost_row_is_found_by_the_read_back(
    each_postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    run_sql(each_postgres_url, *WIDE)
    real = postgresql_backup.blocks_of

    def lossy(*words: object):  # type: ignore[no-untyped-def]
        for place, lines in real(*words):  # type: ignore[arg-type]
            yield place, (line for number, line in enumerate(lines) if number != 1)

    monkeypatch.setattr(postgresql_backup, "blocks_of", lossy)
    with pytest.raises(Blocked, match="read back with 2 rows"):
        made(context_for(each_postgres_url, tmp_path))
    assert kept(tmp_path / "backups") == []


def test_the_password_is_in_the_environment_only(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if pg_client.find_client(_major(postgres_url)) is None:
        pytest.skip("no pg_dump of the server's version")
    seen: list[tuple[list[str], dict[str, str]]] = []
    real = pg_client.subprocess.run

    def watch(command, **words):  # type: ignore[no-untyped-def]
        seen.append((list(command), dict(words.get("env") or {})))
        return real(command, **words)

    monkeypatch.setattr(pg_client.subprocess, "run", watch)
    secret = postgres_url.replace("postgres@", "postgres:pa55word@")
    event = made(context_for(secret, tmp_path))
    dumps = [one for one in seen if "--format=custom" in one[0]]
    assert dumps and dumps[0][1]["PGPASSWORD"] == "pa55word"
    assert not any("pa55word" in word for command, _ in seen for word in command)
    manifest = Path(event.path + ".manifest.json").read_text()
    assert "pa55word" not in manifest


def test_the_failure_of_pg_dump_is_told_and_leaves_nothing(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "pg_dump"
    broken.write_text("#!/bin/sh\necho half > /dev/null; echo 'permission denied' >&2; exit 1\n")
    broken.chmod(0o755)
    client = pg_client.Client(broken, broken)
    monkeypatch.setattr(postgresql_backup, "find_client", lambda major: client)
    with pytest.raises(Blocked, match="pg_dump failed: permission denied"):
        made(context_for(postgres_url, tmp_path))
    assert kept(tmp_path / "backups") == []


@pytest.mark.parametrize("size", [1, 2, 3, 7, 100])
def test_lines_come_whole_however_they_are_cut(size: int) -> None:
    text = b"a\nbb\n\nccc\n"
    blocks = [text[i : i + size] for i in range(0, len(text), size)]
    assert list(lines_of(blocks)) == [b"a\n", b"bb\n", b"\n", b"ccc\n"]
    assert b"".join(gathered(lines_of(blocks), 3)) == text


# Runs, roles, retention


def test_a_resumed_run_keeps_its_first_backup(sqlite_url: str, tmp_path: Path) -> None:
    run_sql(sqlite_url, *STUDENTS)
    first = made(context_for(sqlite_url, tmp_path))
    run_sql(sqlite_url, "delete from students")
    again = made(context_for(sqlite_url, tmp_path, now=NOON + timedelta(hours=1)))
    assert (again.path, again.tables) == (first.path, first.tables)


def test_source_and_target_each_have_a_backup_where_the_plan_says_so(tmp_path: Path) -> None:
    urls = [f"sqlite:///{tmp_path}/{name}.db" for name in ("old", "new")]
    for url in urls:
        run_sql(url, *STUDENTS)
    words = SimpleNamespace(directory="b", keep_days=7, compress=None, of=("source", "target"))
    two = context_for(urls[1], tmp_path, source=urls[0], backup=words)
    assert [e.role for e in backup(two) if isinstance(e, BackupMade)] == ["source", "target"]
    one = context_for(urls[1], tmp_path, backup=words, run="run-2")
    assert [e.role for e in backup(one) if isinstance(e, BackupMade)] == ["target"]


def test_old_backups_go_but_never_the_newest_nor_a_needed_one(
    sqlite_url: str, tmp_path: Path
) -> None:
    run_sql(sqlite_url, *STUDENTS)
    for number, days in enumerate((40, 30, 20, 10)):
        at = NOON - timedelta(days=days)
        list(backup(context_for(sqlite_url, tmp_path, run=f"r{number}", now=at), unfinished=["r0"]))
    folder = tmp_path / "backups"
    assert [m.run for m in backups_in(folder, "studio")] == ["r3", "r0"]
    list(backup(context_for(sqlite_url, tmp_path, run="r4"), unfinished=["r0"]))
    assert [m.run for m in backups_in(folder, "studio")] == ["r4", "r0"]
    assert len(kept(folder)) == 4


def test_the_newest_readable_backup_is_found(sqlite_url: str, tmp_path: Path) -> None:
    run_sql(sqlite_url, *STUDENTS)
    context = context_for(sqlite_url, tmp_path)
    assert newest_backup(context) is None
    first = made(context)
    later = NOON + timedelta(hours=1)
    second = made(context_for(sqlite_url, tmp_path, run="r2", now=later))
    assert newest_backup(context) == Path(second.path)
    assert newest_backup(context, run="run-1") == Path(first.path)
    assert newest_backup(context, run="r3") is None
    Path(second.path).write_bytes(b"damaged")
    assert newest_backup(context) == Path(first.path)


def test_a_manifest_says_what_and_when(sqlite_url: str, tmp_path: Path) -> None:
    run_sql(sqlite_url, *STUDENTS)
    event = made(context_for(sqlite_url, tmp_path))
    said = json.loads(Path(event.path + ".manifest.json").read_text())
    assert (said["plan"], said["run"], said["role"]) == ("studio", "run-1", "target")
    assert said["created_at"] == "2026-03-01T12:00:00.000+00:00"
    assert said["version"].startswith("SQLite 3.")


def test_agree_names_the_table(tmp_path: Path) -> None:
    content = Content(tables=(StoredTable("t", rows=1, digest="a"),))
    with pytest.raises(Blocked, match="0 rows of t where the database has 1"):
        draft.agree(content, {}, tmp_path / "x")
