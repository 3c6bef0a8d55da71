"""Mirrors whose keys meet as the target compares them, of every kind and on every route."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from accounting import assert_same_figures
from migrate_tui.engine.events import Finding
from mirror_site import EVERY_ROUTE, MIRROR_ROUTES, gone, ids, mirror
from small import BACK, FILES, ROUTES, SQLITE, counted, skipped

every_route = pytest.mark.parametrize("route", EVERY_ROUTE)
each_route = pytest.mark.parametrize("route", MIRROR_ROUTES)
Url = Callable[[], str]


@every_route
def test_gone_on_every_route(tmp_path: Path, route: str, fresh_url: Url) -> None:
    site = mirror(tmp_path, route, fresh_url)
    site.migrate()
    gone(site, "id = 2")
    dry, wet = site.dry_run(), site.migrate()
    assert_same_figures(dry, wet)
    assert counted(wet).deleted == 1
    assert site.steps("verify").exit_code == 0
    site.roll_back(run=wet.run)
    assert ids(site) == [1, 2, 3, 4]
    site.migrate()
    assert skipped(site.migrate())
    site.roll_back()
    assert ids(site) == []


CASELESS = {
    "postgresql": "create extension citext; create table fresh (id citext primary key, v text);",
    "sqlite": "create table fresh (id text collate nocase primary key, v text);",
}


@every_route
def test_a_key_that_differs_in_case_is_the_same_key(
    tmp_path: Path, route: str, fresh_url: Url
) -> None:
    """Law 13: a collation difference deleted rows that were still there."""
    legacy = "create table legacy (id text primary key, v text);"
    rows = "insert into legacy values ('Ann','1'),('bob','2'),('CY','3');"
    site = mirror(tmp_path, route, fresh_url, source=legacy + rows, target=CASELESS)
    site.execute("insert into fresh values ('ANN', '1'), ('Bob', '2'), ('cy', '3')")
    dry, wet = site.dry_run(), site.migrate()
    assert_same_figures(dry, wet)
    assert (counted(wet).unchanged, counted(wet).deleted) == (3, 0)
    gone(site, "id = 'bob'")
    assert counted(site.migrate()).deleted == 1
    assert sorted(k for k, _ in site.query("select id, v from fresh")) == ["ANN", "cy"]
    site.roll_back()
    assert sorted(k for k, _ in site.query("select id, v from fresh")) == ["ANN", "Bob", "cy"]


@each_route
def test_a_user_who_differs_in_case_is_another_user(
    tmp_path: Path, route: str, fresh_url: Url
) -> None:
    chosen = {"where": "u = :user", "owns": "u = :user", "plan": {"params": {"user": None}}}
    target = {
        "postgresql": "create extension citext;"
        "create table fresh (id integer primary key, u citext, v text);",
        "sqlite": "create table fresh (id integer primary key, u text collate nocase, v text);",
    }
    site = mirror(tmp_path, route, fresh_url, target=target, **chosen)
    site.execute("insert into fresh values (8, 'ann', 'gone'), (9, 'ANN', 'hers')")
    wet = site.migrate(params={"user": "ann"}, confirm="delete fresh")
    assert counted(wet).deleted == 1
    assert ids(site) == [1, 2, 3, 9]
    site.roll_back(params={"user": "ann"})
    assert ids(site) == [8, 9]


PAIRS = "create table {} (u text not null, n integer not null, v text, primary key (u, n));"


@every_route
def test_keys_of_several_columns(tmp_path: Path, route: str, fresh_url: Url) -> None:
    rows = "insert into legacy values ('a',1,'x'),('a',2,'y'),('b',1,'z'),('b',2,'w');"
    site = mirror(
        tmp_path, route, fresh_url, source=PAIRS.format("legacy") + rows,
        target=PAIRS.format("fresh"), key=["u", "n"],
    )  # fmt: skip
    site.migrate()
    gone(site, "u = 'a' and n = 2")
    site.execute("insert into legacy values ('c', 2, 'new')", at="source")
    dry, wet = site.dry_run(), site.migrate()
    assert_same_figures(dry, wet)
    assert (counted(wet).deleted, counted(wet).inserted) == (1, 1)
    left = site.query("select u, n from fresh order by u, n")
    assert left == [("a", 1), ("b", 1), ("b", 2), ("c", 2)]
    site.roll_back(run=wet.run)
    left = site.query("select u, n from fresh order by u, n")
    assert left == [("a", 1), ("a", 2), ("b", 1), ("b", 2)]


@pytest.mark.parametrize("route", ROUTES[:2])
def test_a_key_that_is_null_is_nobodys(tmp_path: Path, route: str, fresh_url: Url) -> None:
    target = "create table fresh (id integer unique, u text, v text);"
    site = mirror(tmp_path, route, fresh_url, target=target)
    site.execute("insert into fresh values (null, 'app', 'mine')")
    site.migrate()
    gone(site, "id = 2")
    assert counted(site.migrate()).deleted == 1
    assert site.query("select count(*) from fresh") == [(4,)]


@pytest.mark.parametrize("route", ROUTES[:2])
def test_merged_rows_are_gone_only_together(tmp_path: Path, route: str, fresh_url: Url) -> None:
    legacy = "create table legacy (n integer primary key, id integer, v text);"
    rows = "insert into legacy values (1,1,'a'),(2,1,'b'),(3,2,'c'),(4,3,'d'),(5,3,'e');"
    site = mirror(
        tmp_path, route, fresh_url, source=legacy + rows, ignore=["n"],
        columns={"id": "id", "v": "v"}, merge={"match": "id", "prefer": "max"},
    )  # fmt: skip
    site.migrate()
    gone(site, "n in (2, 3)")
    dry, wet = site.dry_run(), site.migrate()
    assert_same_figures(dry, wet)
    assert ids(site) == [1, 3]


@pytest.mark.parametrize("route", [*MIRROR_ROUTES, BACK])
def test_a_filter_that_cannot_read_a_value_suspends_it(
    tmp_path: Path, route: str, fresh_url: Url
) -> None:
    """The row is held back by mistake, and its target row must not go for it."""
    legacy = "create table legacy (id integer primary key, n text);"
    rows = "insert into legacy values (1,'5'),(2,'6'),(3,'7');"
    target = "create table fresh (id integer primary key, n text);"
    site = mirror(
        tmp_path, route, fresh_url, source=legacy + rows, target=target, where="int_of(n) > 4"
    )
    site.migrate()
    site.execute("update legacy set n = 'six' where id = 2", at="source")
    dry, wet = site.dry_run(), site.migrate()
    assert_same_figures(dry, wet)
    assert ids(site) == [1, 2, 3]
    assert any("have no known key" in f.fact for f in wet.of(Finding))
    site.execute("update legacy set n = '1' where id = 2", at="source")
    assert counted(site.migrate()).deleted == 1


@pytest.mark.parametrize("route", [SQLITE, FILES, "across"])
def test_a_value_that_cannot_be_staged_suspends_it(
    tmp_path: Path, route: str, fresh_url: Url
) -> None:
    legacy = "create table legacy (id text primary key, v text);"
    rows = "insert into legacy values ('a','1'),('b','2'),('c','3');"
    target = "create table fresh (id text primary key, v text);"
    site = mirror(tmp_path, route, fresh_url, source=legacy + rows, target=target)
    site.migrate()
    site.execute("update legacy set id = 'b' || char(0) where id = 'b'", at="source")
    wet = site.migrate()
    if route == "across":  # a NUL byte is nothing that PostgreSQL can hold
        assert (counted(wet).deleted, counted(wet).rejected) == (0, 1)
    else:
        assert (counted(wet).deleted, counted(wet).inserted) == (1, 1)
