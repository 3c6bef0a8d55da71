"""Folders of migrations: applied in order with a record each, and never twice; drift is told."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from engine_runs import failure, fold, rollback
from migrate_tui.engine.context import Options
from migrate_tui.engine.errors import PlanError
from migrate_tui.engine.events import Finding, Note, SchemaStatement
from migrate_tui.engine.migrations import read_folder
from migrate_tui.engine.run import Run
from migration_site import (
    BIO,
    BIO_NAME,
    INIT,
    INIT_NAME,
    LAST_NAME,
    Folder,
    folder,
    lite,
    statements,
)

__all__ = ["folder", "lite"]


def test_they_are_applied_in_order_and_once(folder: Folder) -> None:
    assert folder.status() == {INIT_NAME: "pending", BIO_NAME: "pending"}
    first = folder.apply()
    assert [sql.split('"')[1] for sql in statements(first)] == [
        *("Parent", "Child", "Parent_name_key", "Parent"),
    ]
    assert folder.status() == {INIT_NAME: "applied", BIO_NAME: "applied"}
    again = folder.apply()
    assert statements(again) == []
    assert any("2 migrations are applied" in note.text for note in again.of(Note))


def test_status_makes_no_database(lite: Folder) -> None:
    assert set(lite.status().values()) == {"pending"}
    assert not (lite.path / "new.db").exists()


def test_the_schema_step_of_a_run_is_the_same_code(folder: Folder) -> None:
    state = fold(Run(folder.plan(), Options(), ("schema",)).events())
    assert (state.exit_code, len(statements(state))) == (0, 4)
    assert set(folder.status().values()) == {"applied"}


def test_a_record_says_what_prisma_would_say_of_the_file(folder: Folder) -> None:
    folder.apply()
    schema = "migrate_tui." if folder.kind == "postgresql" else ""
    found = folder.ask(
        f"select name, checksum, status from {schema}migration_schema where step = 'migration'"
        " order by id"
    )
    sums = [
        hashlib.sha256(folder.file(name).read_bytes()).hexdigest() for name in (INIT_NAME, BIO_NAME)
    ]
    assert found == [(INIT_NAME, sums[0], "done"), (BIO_NAME, sums[1], "done")]


def test_a_failure_leaves_nothing_of_its_migration(folder: Folder) -> None:
    folder.write(LAST_NAME, 'CREATE TABLE "Third" ("id" INTEGER);\nCREATE TABLE broken oops;\n')
    state = folder.apply(code=2)
    assert f"{LAST_NAME}/migration.sql:2: " in failure(state)
    assert folder.tables() == {"Parent", "Child"}
    assert folder.status()[LAST_NAME] == "pending"
    folder.write(LAST_NAME, 'CREATE TABLE "Third" ("id" INTEGER);\n')
    folder.apply()
    assert "Third" in folder.tables()


def test_an_empty_migration_is_applied_too(folder: Folder) -> None:
    folder.write(LAST_NAME, "-- This is an empty migration.")
    assert len(statements(folder.apply())) == 4
    assert folder.status()[LAST_NAME] == "applied"


@pytest.mark.parametrize("word", ["BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT x"])
def test_a_transaction_of_its_own_is_refused_by_line(folder: Folder, word: str) -> None:
    folder.write(LAST_NAME, f'CREATE TABLE "Third" ("id" INTEGER);\n{word};\n')
    told = failure(folder.apply(code=2))
    assert f"{LAST_NAME}/migration.sql:2: {word.split()[0]}" in told
    assert folder.tables() == set()


def test_one_that_comes_too_late_is_applied_and_told(folder: Folder) -> None:
    folder.apply()
    folder.write("20240115000000_late", 'CREATE TABLE "Late" ("id" INTEGER);')
    (told,) = (f.fact for f in folder.apply().of(Finding))
    assert told.startswith(f"20240115000000_late is applied after {BIO_NAME}")


# Drift


def test_a_changed_file_is_told_with_its_statement(folder: Folder) -> None:
    folder.apply()
    folder.write(BIO_NAME, BIO.replace("bio", "biography"))
    assert folder.status() == {INIT_NAME: "applied", BIO_NAME: "changed"}
    told = failure(folder.apply(code=3))
    assert f"changed after it was applied, at {BIO_NAME}/migration.sql:1" in told
    assert "schema new NAME" in told
    folder.resolve(BIO_NAME, applied=True)
    assert set(folder.status().values()) == {"applied"}


def test_other_comments_and_line_ends_are_no_drift(folder: Folder) -> None:
    folder.apply()
    folder.write(BIO_NAME, "-- why not\n\n" + BIO)
    folder.file(INIT_NAME).write_bytes(INIT.replace("\n", "\r\n").encode())
    assert set(folder.status().values()) == {"applied"}
    folder.file(INIT_NAME).write_bytes(("-- so\n" + INIT).replace("\n", "\r\n").encode())
    assert set(folder.status().values()) == {"applied"}


def test_a_missing_folder_is_told_and_may_be_forgotten(folder: Folder) -> None:
    folder.apply()
    folder.file(BIO_NAME).unlink()
    folder.file(BIO_NAME).parent.rmdir()
    assert folder.status()[BIO_NAME] == "missing"
    assert "is missing (its folder is gone)" in failure(folder.apply(code=3))
    folder.resolve(BIO_NAME, applied=False)
    assert folder.status() == {INIT_NAME: "applied"}


def test_what_stands_without_a_record_is_told_and_blocks(folder: Folder) -> None:
    for sql in INIT.split(";")[:2]:
        folder.ask(sql)
    assert folder.unrecorded() == ["table Parent", "table Child"]
    told = failure(folder.apply(code=3))
    assert "no record says that this plan made it: table Parent" in told and "--adopt" in told
    assert statements(folder.apply(adopt=True))[0].startswith("CREATE UNIQUE INDEX")
    assert set(folder.status().values()) == {"applied"}


def test_a_baseline_is_resolved_as_applied(folder: Folder) -> None:
    for sql in INIT.split(";")[:3]:
        folder.ask(sql)
    folder.resolve(INIT_NAME, applied=True)
    assert [(s.name, s.status, s.by) for s in folder.standings()] == [
        (INIT_NAME, "applied", "hand"),
        (BIO_NAME, "pending", ""),
    ]
    assert statements(folder.apply()) == [BIO.strip().rstrip(";")]


@pytest.mark.parametrize(
    ("name", "applied", "code", "told"),
    [
        (INIT_NAME, True, 3, "is applied already"),
        (INIT_NAME, False, 3, "take it back with `schema down`"),
        (LAST_NAME, False, 3, "is not applied"),
        ("20240101000000_inti", True, 2, f"did you mean `{INIT_NAME}`"),
    ],
)
def test_what_cannot_be_resolved(
    folder: Folder, name: str, applied: bool, code: int, told: str
) -> None:
    folder.apply()
    folder.write(LAST_NAME, "")
    assert told in failure(folder.resolve(name, applied=applied, code=code))


# Replacing what an earlier migration made


def test_a_view_may_be_made_anew_by_a_later_migration(folder: Folder) -> None:
    new = "or replace view" if folder.kind == "postgresql" else "view"
    gone = "" if folder.kind == "postgresql" else "drop view names;"
    folder.write(BIO_NAME, 'create view names as select name from "Parent";')
    folder.write(LAST_NAME, f'{gone} create {new} names as select name from "Parent" where id > 0;')
    assert folder.unrecorded() == []
    folder.apply()
    assert set(folder.status().values()) == {"applied"}


def test_the_whole_step_is_undone_over_renames_and_redefinitions(folder: Folder) -> None:
    folder.write(
        LAST_NAME,
        'CREATE TABLE "new_Child" ("id" INTEGER NOT NULL PRIMARY KEY);\n'
        'INSERT INTO "new_Child" SELECT "id" FROM "Child";\n'
        'DROP TABLE "Child";\n'
        'ALTER TABLE "new_Child" RENAME TO "Child";\n'
        'ALTER TABLE "Parent" RENAME TO "Elder";\n'
        'ALTER TABLE "Elder" RENAME TO "Ancestor";\n',
    )
    folder.apply()
    assert folder.tables() == {"Ancestor", "Child"}
    fold(Run(folder.plan(), Options(), ("migrate",)).events())
    state = fold(rollback(folder.plan(), Options(), schema=True))
    assert state.exit_code == 0, failure(state)
    assert folder.tables() == set()
    assert set(folder.status().values()) == {"pending"}
    folder.apply()


# Folders on disk


@pytest.mark.parametrize(
    ("made", "told"),
    [
        ({"nothing/migration.sql": ""}, "nothing is not named <timestamp>_<name>"),
        ({"2024_a/other.sql": ""}, "2024_a has no migration.sql"),
        ({"stray.sql": "select 1"}, "stray.sql lies in no folder of its own"),
        ({"2024_a/migration.sql": "select 'x"}, "line 1: the quote ' is never closed"),
    ],
)
def test_a_folder_that_is_none_is_told(tmp_path: Path, made: dict[str, str], told: str) -> None:
    for name, text in made.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    with pytest.raises(PlanError) as error:
        read_folder(tmp_path, "sqlite")
    assert told in error.value.message and error.value.exit_code == 2
    assert ("nothing else" in error.value.hint) is ("quote" not in told)


def test_every_problem_of_a_folder_is_told(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    with pytest.raises(PlanError) as error:
        read_folder(tmp_path, "sqlite")
    assert len(error.value.problems) == 2


def test_prismas_own_files_beside_them_are_no_matter(folder: Folder) -> None:
    (folder.path / "migrations" / "migration_lock.toml").write_text('provider = "sqlite"\n')
    folder.file(INIT_NAME).write_bytes("\ufeff".encode() + INIT.encode())
    assert [type(e) for e in folder.apply().of(SchemaStatement)]
