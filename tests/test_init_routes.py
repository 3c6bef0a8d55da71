"""`init` between files, between servers, and back from a server into a new file."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from carried import assert_carried, assert_keys_valid, assert_sequences_ahead, moment, table_names
from init_site import Init, database, shared
from small import query, script
from test_init import SHOP

SERVER = """
create type mood as enum ('glad', 'sad');
create table team (id bigint generated always as identity primary key, name text unique not null);
create table person (
  id serial primary key, team_id bigint references team on delete set null, mood mood,
  born date, seen timestamptz not null default now(), tags text[], data jsonb,
  price numeric(8, 2) check (price > 0), raw bytea, ok boolean default true, uid uuid);
create index person_team on person (team_id);
create unique index person_uid on person (uid) where uid is not null;
create view v as select * from person;
create table keyless (a int);
insert into team (name) values ('red'), ('blue');
insert into person (team_id, mood, born, seen, tags, data, price, raw, ok, uid) values
  (1, 'glad', '2024-02-29', '2024-02-29 12:34:56.789+02', '{a,b}', '{"k": [1, null]}', 19.90,
   '\\x00ff', true, 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'),
  (null, null, null, '2024-01-01 00:00:00+00', null, null, null, null, null, null);
"""


def rows(path: Path) -> dict[str, Counter[Any]]:
    """Every row of a file, moments as moments and numbers as numbers."""
    with closing(sqlite3.connect(path)) as raw:
        return {
            name: Counter(tuple(map(plain, row)) for row in raw.execute(f'select * from "{name}"'))
            for name in table_names(raw)
            if not name.startswith("migration_")
        }


def plain(value: Any) -> Any:
    if isinstance(value, str) and len(value) > 18 and value[:4].isdigit() and value[4] == "-":
        return moment(value, "ms").isoformat()
    if isinstance(value, str) and value[:2] == '{"':
        return json.dumps(json.loads(value))
    if isinstance(value, int) and value > 10**12 and value < 2 * 10**12:
        return moment(value, "ms").isoformat()
    return value


@pytest.mark.parametrize(
    "name", ["chinook.sqlite", pytest.param("prisma-iso8601.sqlite", marks=pytest.mark.slow)]
)
def test_there_and_back(name: str, tmp_path: Path, fresh_url: Callable[[], str]) -> None:
    source, url = shared(name), fresh_url()
    for folder, origin, goal in (
        ("there", str(source), url),
        ("back", url, f"sqlite:///{tmp_path / 'back.db'}"),
    ):
        (tmp_path / folder).mkdir()
        site = Init(tmp_path / folder, origin, goal)
        site.init()
        assert all(v["verdict"] == "match" for v in site.run()["verify"])
    assert rows(tmp_path / "back.db") == rows(source)
    with closing(sqlite3.connect(tmp_path / "back.db")) as raw:
        assert raw.execute("pragma foreign_key_check").fetchall() == []
        keys = "select count(*) from sqlite_master as m, pragma_foreign_key_list(m.name)"
        assert raw.execute(keys).fetchone() == (11,)


def test_a_file_into_a_file(tmp_path: Path) -> None:
    database(tmp_path / "shop.db", SHOP)
    site = Init(tmp_path, "shop.db", f"sqlite:///{tmp_path / 'copy.db'}")
    site.init()
    site.run()
    copy = rows(tmp_path / "copy.db")
    assert copy == rows(tmp_path / "shop.db")
    with closing(sqlite3.connect(tmp_path / "copy.db")) as raw:
        kinds = Counter(kind for (kind,) in raw.execute("select type from sqlite_master"))
        assert kinds["view"] == kinds["trigger"] == 1
        assert raw.execute("select count(*) from v").fetchone() == (2,)


def test_a_server_into_a_server(tmp_path: Path, fresh_url: Callable[[], str]) -> None:
    source, target = fresh_url(), fresh_url()
    script(source, SERVER)
    site = Init(tmp_path, source, target)
    left = {one["table"] for one in site.init("--json").json["not_carried"]}
    assert left == set()
    site.run()
    for table in ("team", "person"):
        wanted = query(source, f"select t::text from {table} as t order by id")
        assert query(target, f"select t::text from {table} as t order by id") == wanted
    assert (assert_keys_valid(target), assert_sequences_ahead(target)) == (1, 2)


def test_a_server_into_a_file(tmp_path: Path, fresh_url: Callable[[], str]) -> None:
    source = fresh_url()
    script(source, SERVER)
    site = Init(tmp_path, source, f"sqlite:///{tmp_path / 'new.db'}")
    site.init()
    site.run()
    with closing(sqlite3.connect(tmp_path / "new.db")) as raw:
        (first, second) = raw.execute("select * from person order by id").fetchall()
    assert first == (
        *(1, 1, "glad", "2024-02-29", "2024-02-29T10:34:56.789Z", '["a","b"]', '{"k":[1,null]}'),
        *(19.9, b"\x00\xff", 1, "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"),
    )
    assert second[:4] == (2, None, None, None)


def test_one_database_is_no_route(tmp_path: Path) -> None:
    database(tmp_path / "shop.db", SHOP)
    made = Init(tmp_path, "shop.db", "sqlite:///shop.db").init(code=2)
    assert "one database" in made.err


def test_values_arrive_as_they_are(tmp_path: Path, postgres_url: str) -> None:
    source = database(tmp_path / "shop.db", SHOP)
    site = Init(tmp_path, "shop.db", postgres_url)
    site.init()
    site.run()
    assert assert_carried(source, postgres_url) == 16
