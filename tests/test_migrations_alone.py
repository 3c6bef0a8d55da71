"""Migrations that cannot share one transaction, and SQLite's redefined tables."""

from __future__ import annotations

import importlib

import pytest

from engine_runs import failure
from migrate_tui.engine.databases.base import Connection
from migrate_tui.engine.pending import Pending
from migration_site import BIO_NAME, LAST_NAME, Folder, folder, lite, server, statements

__all__ = ["folder", "lite", "server"]

ALONE = """\
create type mood as enum ('a');
create index concurrently parent_bio on "Parent" (bio);
alter type mood add value 'b';
create table moods (m mood default 'b');
"""
# The second statement fails where two rows have one name.
UNIQUE = """\
create table other (id int);
create unique index concurrently names on "Child" ("parentId");
create table another (id int);
"""


def test_each_has_its_record(server: Folder) -> None:
    server.write(LAST_NAME, ALONE)
    assert len(statements(server.apply())) == 8
    (last,) = [s for s in server.standings() if s.name == LAST_NAME]
    assert (last.status, last.done) == ("applied", 4)


def test_a_failed_one_goes_on_where_it_failed(server: Folder) -> None:
    server.write(LAST_NAME, UNIQUE)
    server.write(BIO_NAME, 'insert into "Parent" values (1); insert into "Child" values (1, 1);')
    server.write(f"{BIO_NAME}_2", 'insert into "Child" values (2, 1);')
    told = failure(server.apply(code=2))
    assert f"{LAST_NAME}/migration.sql:2: could not create unique index" in told
    (last,) = [s for s in server.standings() if s.name == LAST_NAME]
    assert (last.status, last.done) == ("failed", 1)
    assert last.detail.startswith(f"1 of 3 statements are done: {LAST_NAME}/migration.sql:2: ")
    server.ask('delete from "Child" where id = 2')
    assert [sql.split()[1] for sql in statements(server.apply())] == ["unique", "table"]
    assert server.tables() >= {"other", "another"}
    assert server.ask("select indisvalid from pg_index where indexrelid = 'names'::regclass") == [
        (True,)
    ]


def half(server: Folder, monkeypatch: pytest.MonkeyPatch, runs: int = 1) -> None:
    """Killed right after the first statement that runs alone."""
    module = importlib.import_module("migrate_tui.engine.applying")
    real = module._run

    def killed(connection: Connection, one: Pending) -> None:
        real(connection, one)
        if one.alone:
            raise KeyboardInterrupt

    monkeypatch.setattr(module, "_run", killed)
    server.apply(code=6)
    monkeypatch.setattr(module, "_run", real)


def test_a_killed_one_is_half_applied_and_goes_on(
    server: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.write(LAST_NAME, ALONE)
    half(server, monkeypatch)
    (last,) = [s for s in server.standings() if s.name == LAST_NAME]
    assert (last.status, last.detail) == ("half-applied", "1 of 4 statements are done")
    assert "is half-applied" in failure(server.down(code=3))
    server.apply()
    assert server.status()[LAST_NAME] == "applied"


def test_half_of_one_that_was_changed_since_is_for_a_person(
    server: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.write(LAST_NAME, ALONE)
    half(server, monkeypatch)
    server.write(LAST_NAME, ALONE.replace("('a')", "('z')"))
    assert server.status()[LAST_NAME] == "changed"
    assert "those were changed since" in failure(server.apply(code=3))
    server.ask("drop index parent_bio")
    server.ask("drop type mood")
    server.file(LAST_NAME).write_text(ALONE)
    server.resolve(LAST_NAME, applied=False)
    assert len(statements(server.apply())) == 4


def test_its_later_statements_may_be_mended(
    server: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.write(LAST_NAME, ALONE)
    half(server, monkeypatch)
    server.write(LAST_NAME, ALONE.replace("create table moods", "create table tempers"))
    server.apply()
    assert "tempers" in server.tables()


def test_of_two_at_once_one_applies_and_the_other_is_told(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other one comes between the look and the work."""
    module = importlib.import_module("migrate_tui.engine.steps.folders")
    real = module.refuse_drift

    def overtaken(found: object) -> None:
        monkeypatch.setattr(module, "refuse_drift", real)
        folder.apply()

    monkeypatch.setattr(module, "refuse_drift", overtaken)
    told = failure(folder.apply(code=7))
    assert "another process is applying 20240101000000_init, or has applied it just now" in told
    assert set(folder.status().values()) == {"applied"}


# What Prisma writes for SQLite where a column's type changes (law 19)

REDEFINED = """\
-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_Parent" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL DEFAULT 'nobody',
    "bio" TEXT
);
INSERT INTO "new_Parent" ("bio", "id", "name") SELECT "bio", "id", coalesce("name", 'nobody') AS "name" FROM "Parent";
DROP TABLE "Parent";
ALTER TABLE "new_Parent" RENAME TO "Parent";
CREATE UNIQUE INDEX "Parent_name_key" ON "Parent"("name");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;
"""  # noqa: E501


def test_law_19_a_redefined_table_keeps_its_children(lite: Folder) -> None:
    lite.apply()
    lite.ask("insert into \"Parent\" (id, name) values (1, 'Ada'), (2, null)")
    lite.ask('insert into "Child" values (1, 1), (2, 2)')
    lite.ask('create view elders as select name from "Parent"')
    lite.write(LAST_NAME, REDEFINED)
    assert lite.unrecorded() == []
    lite.apply()
    assert lite.ask('select * from "Child"') == [(1, 1), (2, 2)]
    assert lite.ask("select * from elders order by 1") == [("Ada",), ("nobody",)]
    assert lite.ask("select \"table\" from pragma_foreign_key_list('Child')") == [("Parent",)]
    assert lite.ask("select * from pragma_foreign_key_check") == []


def test_a_redefinition_that_loses_a_parent_is_refused(lite: Folder) -> None:
    lite.apply()
    lite.ask("insert into \"Parent\" (id, name) values (1, 'Ada')")
    lite.ask('insert into "Child" values (1, 1)')
    lite.write(LAST_NAME, REDEFINED.replace('FROM "Parent"', 'FROM "Parent" WHERE id > 1'))
    assert "1 in Child for Parent" in failure(lite.apply(code=3))
    assert lite.ask('select name from "Parent"') == [("Ada",)]
    assert lite.status()[LAST_NAME] == "pending"
