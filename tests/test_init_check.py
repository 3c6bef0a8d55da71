"""`check` looks again at a source and says what init did not see."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from init_site import Init, database
from migrate_tui.engine.profile.kept import changes

SOURCE = """
create table parent (id integer primary key);
create table t (id integer primary key, n integer, name text, at datetime,
                parent_id integer references parent, short varchar(3), price decimal(10, 2),
                later datetime, doc json, raw blob);
insert into parent values (1);
insert into t values (1, 5, 'a', '2024-02-29 12:34:56', 1, 'abc', 1.25, null, '{}', null);
"""
CHANGES = {
    "delete from t": {"t has 0 rows; init saw 1"},
    "update t set name = 'b'": set(),
    "update t set n = 'many'": {"t.n has 1 texts; init saw none"},
    "update t set name = 'a' || char(0)": {
        "t.name has 1 texts with a NUL character; init saw none"
    },
    "update t set at = 1709210096789": {
        "t.at has 1 integers; init saw none",
        "t.at has 1 value of a new form: as milliseconds",
    },
    "update t set n = 3000000000": {
        "t.n has numbers beyond 32 bits; those that init saw were not",
    },
    "update t set n = -9007199254740993": {
        "t.n has numbers beyond 32 bits; those that init saw were not",
        "t.n has numbers beyond the whole numbers of a double; those that init saw were not",
    },
    "update t set short = 'abcd'": {
        "t.short has texts of up to 4 characters; those that init saw fitted varchar(3)"
    },
    "update t set price = 1.005": {
        "t.price has 1 value of a new form: with more decimals than declared"
    },
    "update t set later = 'soon'": {
        "t.later has 1 value; init saw none, and went by its declared type"
    },
    "update t set doc = '{'": {"t.doc has 1 value of a new form: something else"},
    "update t set raw = x'00'": {"t.raw has 1 value; init saw none, and went by its declared type"},
    "update t set parent_id = 9": {"t has 1 rows without their parent by parent_id -> parent"},
    "alter table t add column more text": {"t.more is new since init looked"},
    "drop table t": {"t was there when init looked, and is gone"},
    "create table u (a)": {"u is new since init looked"},
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_changed_is_said(change: str, tmp_path: Path) -> None:
    from migrate_tui.engine.databases import open_database
    from migrate_tui.engine.databases.survey_sqlite import survey_sqlite
    from migrate_tui.engine.profile.kept import facts_of

    path = database(tmp_path / "s.db", SOURCE)
    before = facts_of(survey_sqlite(open_database(f"sqlite:///{path}")))
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute(change)
    now = facts_of(survey_sqlite(open_database(f"sqlite:///{path}")))
    assert {fact for _, fact, _ in changes(before, now)} == CHANGES[change]


def test_check_says_it(tmp_path: Path, postgres_url: str) -> None:
    path = database(tmp_path / "s.db", SOURCE)
    site = Init(tmp_path, "s.db", postgres_url)
    site.init()
    quiet = site.call("check", "plan.yaml", "--json")
    assert quiet.code == 0 and "init saw" not in quiet.out
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("insert into t (id, n) values (2, 'many')")
    told = site.call("check", "plan.yaml", "--json")
    facts = [found["fact"] for found in told.json["findings"]]
    assert told.code == 0
    assert {"t has 2 rows; init saw 1", "t.n has 1 texts; init saw none"} <= set(facts)
    (tmp_path / "profile.json").write_text("{")
    assert site.call("check", "plan.yaml").code == 2
