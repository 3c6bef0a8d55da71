"""The ways back: one migration down, everything reset; and what Prisma did is Prisma's."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from engine_runs import failure, fold
from migrate_tui.engine.context import Options
from migrate_tui.engine.events import BackupMade, Note
from migrate_tui.engine.run import Run, rollback
from migration_site import (
    BIO,
    BIO_NAME,
    INIT,
    INIT_NAME,
    LAST_NAME,
    Folder,
    folder,
    lite,
    server,
    statements,
)

__all__ = ["folder", "lite", "server"]
PARENT = "insert into \"Parent\" (id, name) values (1, 'Ada')"


# Down


def test_down_undoes_the_last_by_its_records(folder: Folder) -> None:
    folder.apply()
    folder.ask(PARENT)
    assert [sql.split()[0] for sql in statements(folder.down())] == ["alter"]
    assert folder.status() == {INIT_NAME: "applied", BIO_NAME: "pending"}
    assert folder.ask('select * from "Parent"') == [(1, "Ada")]
    folder.apply()
    assert folder.ask('select bio from "Parent"') == [(None,)]


def test_down_loses_no_row_and_nothing_of_others(folder: Folder) -> None:
    folder.apply()
    folder.ask(PARENT)
    folder.ask("update \"Parent\" set bio = 'x'")
    told = failure(folder.down(code=3))
    assert f"{BIO_NAME} cannot be undone: column bio of Parent holds 1 values" in told
    assert f"write {BIO_NAME}/down.sql" in told
    folder.ask('update "Parent" set bio = null')
    folder.down()
    folder.ask('create view theirs as select id from "Child"')
    told = failure(folder.down(code=3))
    assert "table Parent holds 1 rows" in told and "view theirs uses Child" in told


def test_down_has_no_way_back_over_a_statement_that_makes_nothing(folder: Folder) -> None:
    folder.write(LAST_NAME, 'DROP TABLE "Child";')
    folder.apply()
    assert f"{LAST_NAME}/migration.sql:1 (DROP) has no way back" in failure(folder.down(code=3))


def test_down_by_its_own_script(folder: Folder) -> None:
    folder.write(LAST_NAME, "update \"Parent\" set bio = 'x';", 'update "Parent" set bio = null;')
    folder.apply()
    folder.ask(PARENT)
    folder.ask("update \"Parent\" set bio = 'x'")
    folder.down()
    assert folder.ask('select bio from "Parent"') == [(None,)]
    assert folder.status()[LAST_NAME] == "pending"


@pytest.mark.parametrize(
    ("down", "code", "told"),
    [
        ("drop table nowhere;", 2, "down.sql:1: "),
        ("commit;", 2, "down.sql:1: COMMIT"),
        ('drop table "Child"; drop table nowhere;', 2, "down.sql:1: "),
    ],
)
def test_a_down_script_that_fails_changes_nothing(
    folder: Folder, down: str, code: int, told: str
) -> None:
    folder.write(BIO_NAME, BIO, down)
    folder.apply()
    assert told in failure(folder.down(code=code))
    assert folder.status()[BIO_NAME] == "applied" and folder.tables() == {"Parent", "Child"}


def test_a_down_script_runs_in_one_transaction(server: Folder) -> None:
    server.write(BIO_NAME, BIO, 'drop index concurrently "Parent_name_key";')
    server.apply()
    assert "cannot share a transaction" in failure(server.down(code=2))


def test_down_of_nothing_is_no_error(folder: Folder) -> None:
    assert [note.text for note in folder.down().of(Note)] == [
        "no migration is applied: nothing to take back"
    ]


def test_what_was_only_marked_is_not_taken_back_blindly(folder: Folder) -> None:
    folder.resolve(BIO_NAME, applied=True)
    assert "was only marked as applied" in failure(folder.down(code=3))


# Reset

SEEDED = """\
seed:
  - {into: Parent, key: [id], rows: [{id: 7, name: Sample}], columns: {id: id, name: name}}
"""


def test_reset_makes_it_anew_and_seeds_it(folder: Folder) -> None:
    folder.add(SEEDED)
    folder.apply()
    folder.ask(PARENT)
    folder.ask('create table theirs ("id" integer)')
    state = folder.reset(confirm="school")
    assert folder.ask('select id from "Parent"') == [(7,)]
    assert folder.tables() == {"Parent", "Child", "theirs"}
    assert set(folder.status().values()) == {"applied"}
    (backup,) = state.of(BackupMade)
    assert backup.verified and backup.tables["Parent"] == 1


def test_reset_makes_what_was_never_there(lite: Folder) -> None:
    lite.reset(confirm="school")
    assert set(lite.status().values()) == {"applied"}


@pytest.mark.parametrize("said", [None, "yes", "School"])
def test_reset_wants_the_plans_name(folder: Folder, said: str | None) -> None:
    folder.apply()
    folder.ask(PARENT)
    state = folder.reset(code=8, confirm=said)
    assert "type exactly: --confirm school" in failure(state)
    assert folder.ask('select count(*) from "Parent"') == [(1,)]
    assert not state.of(BackupMade)


def test_reset_of_a_protected_environment_seeds_nothing(folder: Folder) -> None:
    folder.add(SEEDED)
    folder.apply()
    assert folder.reset(code=8, env="live", confirm="yes").exit_code == 8
    state = folder.reset(env="live", confirm="school")
    assert "a protected environment is not seeded" in [n.text for n in state.of(Note)]
    assert folder.ask('select count(*) from "Parent"') == [(0,)]


def test_reset_drops_nothing_that_others_hung_on_it(folder: Folder) -> None:
    folder.apply()
    folder.ask(PARENT)
    folder.ask('create view theirs as select id from "Child"')
    assert "view theirs uses Child" in failure(folder.reset(code=3, confirm="school"))
    assert folder.ask('select count(*) from "Parent"') == [(1,)]


def test_reset_leaves_what_was_only_taken_as_it_stood(folder: Folder) -> None:
    for sql in INIT.split(";")[:3]:
        folder.ask(sql)
    folder.ask(PARENT)
    folder.resolve(INIT_NAME, applied=True)
    folder.apply()
    folder.reset(confirm="school")
    assert folder.ask('select name, bio from "Parent"') == [("Ada", None)]


def test_reset_takes_what_was_adopted_once_more(folder: Folder) -> None:
    folder.ask(INIT.split(";")[0])
    folder.ask(PARENT)
    folder.apply(adopt=True)
    folder.reset(confirm="school")
    assert folder.ask('select name from "Parent"') == [("Ada",)]
    assert set(folder.status().values()) == {"applied"}


OLD = (
    "create table old (id integer primary key, name text)",
    "insert into old values (1, 'Ada'), (2, 'Bob')",
)
MAPPED = """\
mappings:
  - {into: Parent, from: old, key: [id], columns: {"*": same}}
"""


def test_after_a_reset_every_row_is_carried_again(folder: Folder) -> None:
    """The ledger of the runs before goes with the tables that they filled."""
    folder.add(MAPPED)
    legacy(folder)
    for _ in range(2):
        state = fold(Run(folder.plan(), Options(), ("schema", "migrate", "verify")).events())
        assert state.exit_code == 0, failure(state)
        assert state.progress["migrate", "Parent"].counts.inserted == 2
        folder.reset(confirm="school")
    assert "no run of school stands" in failure(fold(rollback(folder.plan(), Options())))


def legacy(folder: Folder, *statements: str) -> None:
    with closing(sqlite3.connect(folder.path / "old.db", isolation_level=None)) as old:
        for sql in statements or OLD:
            old.execute(sql)


def test_a_run_after_a_new_column_can_still_be_undone(folder: Folder) -> None:
    """The rows that a run wrote over are kept whole, with the columns as they are since."""
    folder.add(MAPPED)
    legacy(folder)
    for change in ("update old set name = 'Eve' where id = 2", "select 1"):
        fold(Run(folder.plan(), Options(), ("schema", "migrate")).events())
        legacy(folder, change)
    wide = 'ALTER TABLE "Parent" ALTER COLUMN "id" SET DATA TYPE BIGINT;'
    wide = wide if folder.kind == "postgresql" else ""
    folder.write(LAST_NAME, f'ALTER TABLE "Parent" ADD COLUMN "motto" TEXT; {wide}')
    folder.apply()
    if folder.kind == "postgresql":
        folder.ask('alter table "Parent" alter name type varchar(20)')
    folder.ask("update \"Parent\" set motto = 'on'")
    legacy(folder, "update old set name = 'Zoe' where id = 2")
    state = fold(Run(folder.plan(), Options(), ("migrate",)).events())
    assert state.exit_code == 0, failure(state)
    assert folder.ask('select name, motto from "Parent" where id = 2') == [("Zoe", "on")]
    assert state.started is not None
    back = fold(rollback(folder.plan(), Options(), run=state.started.run))
    assert back.exit_code == 0, failure(back)
    assert folder.ask('select name, motto from "Parent" where id = 2') == [("Eve", "on")]


# Prisma


def prisma(folder: Folder, name: str, path: Path | None, **words: Any) -> None:
    """Prisma's record of a migration; SQLite holds its times as milliseconds."""
    kind = "bigint" if folder.kind == "sqlite" else "timestamptz"
    folder.ask(
        f'create table if not exists "_prisma_migrations" ("id" text primary key,'
        f' "checksum" text not null, "finished_at" {kind}, "migration_name" text not null,'
        f' "logs" text, "rolled_back_at" {kind}, "started_at" {kind} not null,'
        f' "applied_steps_count" integer not null default 0)'
    )
    moment = "1700000000000" if folder.kind == "sqlite" else "'2023-11-14T22:13:20Z'"
    row = {"checksum": hashlib.sha256(path.read_bytes()).hexdigest() if path else "gone"}
    row |= {"finished_at": moment, "rolled_back_at": "null", "logs": "null"} | words
    folder.ask(
        'insert into "_prisma_migrations" (id, checksum, finished_at, migration_name, logs,'
        f" rolled_back_at, started_at) values ('{name}', '{row['checksum']}', {row['finished_at']},"
        f" '{name}', {row['logs']}, {row['rolled_back_at']}, {moment})"
    )


def test_what_prisma_applied_is_not_applied_twice(folder: Folder) -> None:
    for sql in INIT.split(";")[:3]:
        folder.ask(sql)
    prisma(folder, INIT_NAME, folder.file(INIT_NAME))
    found = {one.name: one for one in folder.standings()}
    assert (found[INIT_NAME].status, found[INIT_NAME].by) == ("applied", "prisma")
    assert found[INIT_NAME].at.startswith("2023-11-14")
    assert folder.unrecorded() == []
    assert statements(folder.apply()) == [BIO.strip().rstrip(";")]
    folder.down()
    assert "was applied by Prisma" in failure(folder.down(code=3))
    assert folder.ask('select count(*) from "_prisma_migrations"') == [(1,)]


def test_what_prisma_applied_from_another_file_is_drift(folder: Folder) -> None:
    prisma(folder, INIT_NAME, None)
    assert folder.status()[INIT_NAME] == "changed"
    assert "not the one that was applied" in failure(folder.apply(code=3))
    prisma(folder, "20230101000000_old", None)
    assert folder.status()["20230101000000_old"] == "missing"
    folder.resolve(INIT_NAME, applied=True)
    folder.resolve("20230101000000_old", applied=False)
    assert folder.status() == {INIT_NAME: "applied", BIO_NAME: "pending"}


def test_what_failed_in_prisma_is_for_a_person(folder: Folder) -> None:
    prisma(folder, INIT_NAME, folder.file(INIT_NAME), finished_at="null", logs="'no such table'")
    found = {one.name: one for one in folder.standings()}
    assert (found[INIT_NAME].status, found[INIT_NAME].detail) == ("failed", "no such table")
    assert "schema resolve --applied" in failure(folder.apply(code=3))
    folder.resolve(INIT_NAME, applied=False)
    assert folder.status()[INIT_NAME] == "pending"
    folder.apply()
    assert set(folder.status().values()) == {"applied"}


def test_what_prisma_rolled_back_is_pending(folder: Folder) -> None:
    moment = "1" if folder.kind == "sqlite" else "now()"
    prisma(folder, INIT_NAME, folder.file(INIT_NAME), rolled_back_at=moment)
    assert folder.status()[INIT_NAME] == "pending"
