"""A row whose parent is rejected, though `init` saw no reason to: the foreign key after the load
says which one it is, and both ways out of it work."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from init_site import Init, database
from small import query

SOURCE = """
create table person (id integer primary key, age integer not null);
create table visit (id integer primary key, person integer not null references person);
insert into person values (1, 30), (2, 40), (3, 50);
insert into visit values (1, 1), (2, 2), (3, 3);
"""
KEYS = "select confrelid::regclass::text from pg_constraint where contype = 'f' and convalidated"
VISITS = "select id from visit order by id"


def write(site: Init, statement: str) -> None:
    with closing(sqlite3.connect(site.folder / site.source)) as connection, connection:
        connection.execute(statement)


@pytest.fixture
def site(tmp_path: Path, postgres_url: str) -> Init:
    """A plan, made before a value came that is no number."""
    database(tmp_path / "app.db", SOURCE)
    made = Init(tmp_path, "app.db", postgres_url)
    made.init()
    write(made, "update person set age = 'old' where id = 2")
    plan = tmp_path / "plan.yaml"
    plan.write_text(plan.read_text().replace("rejects: {max: 0}", "rejects: {max: 5}"))
    return made


@pytest.mark.parametrize("mask", [False, True])
def test_the_key_says_which_row_and_what_to_do(site: Init, mask: bool) -> None:
    if mask:
        plan = site.folder / "plan.yaml"
        plan.write_text(plan.read_text() + "\nmask: [visit.person]\n")
    said = site.call("run", "plan.yaml", "--headless").err
    assert 'violates foreign key constraint "visit_person_fkey"' in said
    assert ('Key (person)=(2) is not present in table "person"' in said) is not mask
    assert "mend it in the source and run again" in said
    assert query(site.target, KEYS) == []


def test_it_stands_once_the_row_is_mended(site: Init) -> None:
    site.run(code=2)
    write(site, "update person set age = 40 where id = 2")
    site.run()
    assert query(site.target, KEYS) == [("person",)]
    assert query(site.target, VISITS) == [(1,), (2,), (3,)]


def test_before_the_load_it_rejects_what_refers_to_nothing(site: Init) -> None:
    site.run(code=2)
    assert site.call("rollback", "plan.yaml", "--schema", "--yes").code == 0
    before, after = site.folder / "schema.sql", site.folder / "indexes.sql"
    before.write_text(before.read_text() + after.read_text())
    after.write_text("")
    site.run()
    assert query(site.target, KEYS) == [("person",)]
    assert query(site.target, VISITS) == [(1,), (3,)]
    reasons = query(site.target, "select source from migrate_tui.migration_rejects")
    assert sorted(reasons) == [("person",), ("visit",)]
