"""A first load whose foreign keys came after it is taken back whole, in whatever circles."""

from __future__ import annotations

from pathlib import Path

import pytest

from init_site import Init, database
from small import query

ONE = """
create table t (id integer primary key, p integer references t);
insert into t values (1, 6), (2, 1), (3, 3), (4, 5), (5, 4), (6, null), (7, 6);
"""
TWO = """
create table a (id integer primary key, b integer references b);
create table b (id integer primary key, a integer references a);
create table c (id integer primary key, a integer references a);
insert into a values (1, 1), (2, 3), (3, null);
insert into b values (1, 1), (2, 1), (3, 2);
insert into c values (1, 1), (2, 2);
"""


@pytest.fixture(params=[ONE, TWO], ids=["one table", "two tables and a child"])
def site(request: pytest.FixtureRequest, tmp_path: Path, postgres_url: str) -> Init:
    database(tmp_path / "old.db", request.param)
    site = Init(tmp_path, "old.db", postgres_url)
    site.init()
    site.run("--batch-size", "2")
    return site


def test_every_row_goes_and_then_its_table(site: Init) -> None:
    site.run("--batch-size", "2")
    back = site.call("rollback", "plan.yaml", "--schema", "--yes", "--json")
    assert back.code == 0, back.err
    rows = sum(mapping["deleted"] for mapping in back.json["mappings"])
    assert rows in (7, 8)
    left = "select relname from pg_class where relnamespace = 'public'::regnamespace"
    assert query(site.target, left) == [("migration_runs",)]


def test_a_row_that_a_row_of_others_refers_to_stays_with_all_that_it_refers_to(
    tmp_path: Path, postgres_url: str
) -> None:
    database(tmp_path / "old.db", ONE)
    site = Init(tmp_path, "old.db", postgres_url)
    site.init()
    site.run("--batch-size", "2")
    query(postgres_url, "insert into t values (100, 4) returning 1")
    back = site.call("rollback", "plan.yaml", "--yes", "--json")
    assert back.code == 0, back.err
    assert query(postgres_url, "select id from t order by id") == [(4,), (5,), (100,)]
    told = [f["fact"] for f in back.json["findings"] if f["severity"] == "warning"]
    assert sorted(told) == [f"t {id} stays: a row outside this run refers to it" for id in (4, 5)]
