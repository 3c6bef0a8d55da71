"""`schema preview`: what the schema step would do, told without doing it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from small_site import Place, place

__all__ = ["place"]
APPLY = ("run", "plan.yaml", "--headless", "--step", "schema")


def asked(place: Place, *words: str, code: int = 0) -> dict[str, Any]:
    ended = place.run("schema", "preview", "plan.yaml", "--json", *words)
    assert ended.exit_code == code, ended.stderr
    told: dict[str, Any] = json.loads(ended.stdout)
    return told


def does(told: dict[str, Any]) -> list[str]:
    return [one["does"] for one in told["statements"]]


def test_it_tells_every_statement_and_makes_no_database(place: Place) -> None:
    told = asked(place)
    assert does(told) == ["creates table students"]
    assert told["statements"][0]["sql"].startswith("create table students")
    assert not (place.folder / "new.db").exists()
    assert not (place.folder / ".migrate-tui").exists()


def test_what_is_applied_is_no_longer_told(place: Place) -> None:
    assert place.run(*APPLY).exit_code == 0
    assert asked(place)["statements"] == []
    assert "nothing to apply" in place.run("schema", "preview", "plan.yaml").stdout


def test_what_the_step_would_refuse_is_told_with_its_remedy(place: Place) -> None:
    place.sql("create table students (id integer primary key, name text, age integer)")
    told = asked(place, code=3)
    assert "already there" in told["problems"][0] and "--adopt" in told["hint"]
    adopted = asked(place, "--adopt")
    assert (adopted["problems"], does(adopted)) == ([], ["is there already: table students"])
    assert place.run(*APPLY).exit_code == 3  # nothing was recorded by looking


def test_a_rename_comes_first_with_who_depends_on_it(place: Place) -> None:
    place.plan(
        ('target: "sqlite:///new.db"', "target: same"),
        ("schema: {apply", "schema: {rename: {pupils: pupils_old}, apply"),
        ("from: pupils", "from: pupils_old"),
    )
    place.sql("create view names as select name from pupils", at="old.db")
    told = asked(place)
    assert does(told)[0] == "renames pupils to pupils_old"
    assert "names" in json.dumps(told["findings"]) + json.dumps(told["notes"])
    assert place.sql("select count(*) from pupils", at="old.db") == [(2,)]


def test_every_kind_of_change_has_its_word(place: Place) -> None:
    (place.folder / "schema.sql").write_text(
        "create table students (id integer primary key, name text not null, age integer);\n"
        "create index by_name on students (name);\n"
        "alter table students add column note text;\n"
        "drop table if exists leftovers;\n"
        "insert into students (id, name) values (7, 'x');\n"
    )
    assert does(asked(place)) == [
        "creates table students",
        "creates index by_name of students",
        "creates column note of students",
        "drops leftovers",
        "insert students",
    ]


def folder_of_migrations(folder: Path) -> None:
    for name, sql in (
        ("20260101000000_first", "create table students (id integer primary key, name text);"),
        ("20260102000000_second", "alter table students add column age integer;"),
    ):
        (folder / "migrations" / name).mkdir(parents=True)
        (folder / "migrations" / name / "migration.sql").write_text(sql)


def test_each_migration_is_told_with_its_status(place: Place) -> None:
    folder_of_migrations(place.folder)
    place.plan(("{apply: schema.sql}", "{migrations: migrations}"))
    told = asked(place)
    assert [one["status"] for one in told["migrations"]] == ["pending", "pending"]
    assert does(told) == ["creates table students", "creates column age of students"]
    assert place.run(*APPLY).exit_code == 0
    file = place.folder / "migrations" / "20260101000000_first" / "migration.sql"
    file.write_text("create table students (id integer primary key);")
    told = asked(place, code=3)
    assert [one["status"] for one in told["migrations"]] == ["changed", "applied"]
    assert "20260101000000_first is changed" in told["problems"][0]


@pytest.mark.parametrize("there", [True, False])
def test_a_schema_file_that_is_wrong_is_told(place: Place, there: bool) -> None:
    if there:
        place.sql("create table other (id integer)")
    (place.folder / "schema.sql").write_text("create table a (id integer);\ncommit;\n")
    assert "schema.sql:2: COMMIT" in asked(place, code=3)["problems"][0]


def test_on_a_server_nothing_is_written_either(place: Place, postgres_url: str) -> None:
    place.plan(("sqlite:///new.db", postgres_url))
    assert does(asked(place)) == ["creates table students"]
    assert asked(place)["statements"], "still not there"
