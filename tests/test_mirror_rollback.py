"""Rolling back a mirror: every deleted row comes back as it was, or is listed and stays deleted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from migrate_tui.engine.context import Options
from migrate_tui.engine.events import Finding
from mirror_site import MIRROR_ROUTES, gone, ids, mirror
from small import POSTGRESQL, Small, counted

each_route = pytest.mark.parametrize("route", MIRROR_ROUTES)
Url = Callable[[], str]
RICH = {
    "postgresql": """
        create table fresh (n bigint generated always as identity, id integer primary key,
          u text, v varchar(20) unique, loud text generated always as (upper(v)) stored,
          doc jsonb default '{"a": 1.0}', tags text[] default '{x,NULL}', at timestamptz);
        create function no() returns trigger language plpgsql as
          'begin raise exception ''no''; end';
        create trigger no before insert or delete on fresh for each row execute function no();
        alter table fresh disable trigger no;""",
    "sqlite": """
        create table fresh (n integer, id integer primary key, u text, v text unique,
          loud text generated always as (upper(v)) stored, doc text default '{"a": 1.0}',
          tags blob default x'00ff', at text);
        create trigger no before delete on fresh when old.u = 'never' begin
          select raise(abort, 'no'); end;
        create trigger log after insert on fresh begin update fresh set v = 'log'; end;""",
}


@each_route
def test_rows_come_back_to_the_last_bit(tmp_path: Path, route: str, fresh_url: Url) -> None:
    """Identities that are always generated, generated columns, columns of nobody's mapping."""
    site = mirror(tmp_path, route, fresh_url, target=RICH, triggers="off")
    site.migrate()
    site.execute("update fresh set at = '2024-02-03 04:05:06+00'")
    if site.kind == "postgresql":
        site.execute("alter table fresh enable trigger no")
    before = site.rows()
    gone(site, "id in (2, 3)")
    wet = site.migrate(batch_size=1)
    assert counted(wet).deleted == 2
    found = site.roll_back(run=wet.run)
    assert found.progress["rollback", "fresh"].counts.inserted == 2
    assert site.rows() == before


def stays(site: Small, run: str) -> list[str]:
    return [f.fact for f in site.roll_back(run=run).of(Finding)]


@each_route
def test_what_is_in_the_way_is_listed_and_stays(tmp_path: Path, route: str, fresh_url: Url) -> None:
    site = mirror(tmp_path, route, fresh_url, target=RICH, triggers="off")
    site.migrate()
    site.document["deletes"] = {"max": "100%"}
    gone(site, "id > 1")
    wet = site.migrate()
    if site.kind == "sqlite":
        site.execute("drop trigger log")
    site.execute("insert into fresh (id, u, v) values (2, 'app', 'new'), (9, 'app', 'c')")
    facts = stays(site, wet.run)
    assert [f.partition(" is not put back: ")[0] for f in facts] == ["fresh 2", "fresh 3"]
    assert facts[0].endswith("somebody has taken its key since")
    assert "unique" in facts[1].lower()
    assert ids(site) == [1, 2, 4, 9]
    assert site.query("select u from fresh where id = 2") == [("app",)]
    schema = "migrate_tui." if site.kind == "postgresql" else ""
    undo = f"{schema}migration_undo_fresh where mt_status = 'gone'"
    kept = site.query(f"select id, v from {undo} order by id")
    assert kept == [(2, "b"), (3, "c")]


@each_route
def test_a_part_of_it(tmp_path: Path, route: str, fresh_url: Url) -> None:
    """--only MAPPING --where SQL puts back what it names; the rest can still be undone."""
    site = mirror(tmp_path, route, fresh_url, plan={"deletes": {"max": "100%"}})
    site.migrate()
    gone(site, "id > 1")
    wet = site.migrate()
    assert ids(site) == [1]
    site.options = Options(only=("fresh",))
    site.roll_back(run=wet.run, where="fresh.u = 'bob'")
    assert ids(site) == [1, 4]
    site.roll_back(run=wet.run, where="id = 2")
    assert ids(site) == [1, 2, 4]
    site.options = replace(site.options, only=("another",))
    site.roll_back(run=wet.run)
    assert ids(site) == [1, 2, 4]
    site.options = Options()
    site.roll_back(run=wet.run)
    assert ids(site) == [1, 2, 3, 4]
    assert counted(site.migrate()).deleted == 3


@each_route
def test_a_parent_that_is_gone_by_then(tmp_path: Path, route: str, fresh_url: Url) -> None:
    target = "create table users (u text primary key);" + (
        "create table fresh (id integer primary key, u text references users (u), v text);"
        "insert into users values ('ann'), ('bob');"
    )
    site = mirror(tmp_path, route, fresh_url, target=target)
    site.migrate()
    gone(site, "id in (2, 4)")
    wet = site.migrate()
    site.execute("delete from users where u = 'bob'")
    facts = stays(site, wet.run)
    assert len(facts) == 1
    assert facts[0].startswith("fresh 4 is not put back: ")
    assert ids(site) == [1, 2, 3]


@each_route
def test_every_run_in_turn(tmp_path: Path, route: str, fresh_url: Url) -> None:
    """A key that left, came back with another value and left again."""
    site = mirror(tmp_path, route, fresh_url)
    site.migrate()
    gone(site, "id = 2")
    site.migrate()
    site.execute("insert into legacy values (2, 'ann', 'B')", at="source")
    site.migrate()
    gone(site, "id in (2, 3)")
    last = site.migrate()
    assert ids(site) == [1, 4]
    site.roll_back(run=last.run)
    assert site.query("select v from fresh order by id") == [("a",), ("B",), ("c",), ("d",)]
    found = site.roll_back()
    assert ids(site) == []
    counts = found.progress["rollback", "fresh"].counts
    assert (counts.inserted, counts.deleted) == (1, 5)


def test_a_domain_and_an_enum_come_back(tmp_path: Path, fresh_url: Url) -> None:
    target = (
        "create type mood as enum ('a', 'b', 'c', 'd'); create domain who as text check "
        "(value <> ''); create table fresh (id integer primary key, u who, v mood, e inet[]);"
    )
    site = mirror(tmp_path, POSTGRESQL, fresh_url, target=target, owns="v <> 'd' and u <> ''")
    site.migrate()
    site.execute("update fresh set e = '{10.0.0.1}'")
    before = site.rows()
    gone(site, "id in (2, 4)")
    wet = site.migrate()
    assert ids(site) == [1, 3, 4]
    site.roll_back(run=wet.run)
    assert site.rows() == before
