"""The engine's laws 1 to 13, a test or more each: a migration is exact."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Any

import psycopg

from accounting import assert_same_figures
from engines import eventually
from law_site import FRESH, LEGACY, each_route, fresh, on_postgresql, rows, seven_rows  # noqa: F401
from migrate_tui.engine.events import Finding
from small import (
    ACROSS,
    POSTGRESQL,
    Small,
    counted,
    failure,
    ranges,
    small,
)


@each_route
def test_law_01_keys_cut_and_compared_as_the_target_compares_them(
    tmp_path: Path, route: str, url: Any
) -> None:
    target = {
        "postgresql": "create extension citext;create table fresh (id citext primary key, v text);",
        "sqlite": "create table fresh (id text collate nocase primary key, v text);",
    }
    source = "create table legacy (id text primary key, v text);"
    source += (
        "insert into legacy values ('B', '1'), ('a', '2'), ('b', '3'), ('A', '4'), ('c', '5');"
    )
    made = small(tmp_path, route, url, source=source, target=target)
    found = made.migrate(batch_size=1)
    assert counted(found).inserted == 3
    assert counted(found).rejected == 2
    assert [key for key, _, _ in made.rejects()] == ["a", "b"]
    again = made.migrate(batch_size=1)
    assert (counted(again).inserted, counted(again).updated) == (0, 0)


@each_route
def test_law_02_read_is_a_plain_count_and_null_keys_have_a_range(
    tmp_path: Path, route: str, url: Any
) -> None:
    source = "create table legacy (n integer primary key, id integer, v text);"
    source += "insert into legacy values (1, 1, 'a'), (2, null, 'b'), (3, null, 'c'), (4, 2, 'd');"
    made = small(tmp_path, route, url, source=source, target=FRESH, ignore=["n"])
    found = made.migrate(batch_size=1)
    assert counted(found).read == 4 == made.query("select count(*) from legacy", at="source")[0][0]
    assert [r.counts.rejected for r in ranges(found) if r.low == "null"] == [2]


@each_route
def test_law_03_bounds_are_increasing_and_gapless(site: Small) -> None:
    found = site.migrate()
    lows = [r.low for r in ranges(found) if r.low != "null"]
    assert lows[0] == "first"
    assert len(lows) == len(set(lows)) == 4
    assert sum(r.counts.read for r in ranges(found)) == 7


@each_route
def test_law_04_work_goes_in_order(tmp_path: Path, route: str, url: Any) -> None:
    """A row that is filtered is not rejected for its key, its value or a requirement."""
    source = "create table legacy (n integer primary key, id integer, v text);"
    source += (
        "insert into legacy values (1, null, 'out'), (2, null, 'in'), (3, 3, ''), (4, 4, 'in');"
    )
    require = [{"that": "v <> ''", "else": "an empty v"}]
    made = small(
        tmp_path, route, url, source=source, target=FRESH, ignore=["n"], require=require,
        where="v <> 'out'",
    )  # fmt: skip
    found = counted(made.migrate())
    assert (found.read, found.filtered, found.rejected, found.inserted) == (4, 1, 2, 1)
    assert [(k, r) for k, _, r in made.rejects()] == [
        ("2", "key column id is NULL"),
        ("3", "an empty v"),
    ]


def test_law_05_an_update_by_the_application_is_not_lost(tmp_path: Path, url: Any) -> None:
    """The range waits for the row, fails to serialise, and is done again from what it finds."""
    target = FRESH + "insert into fresh values (1, 'old');"
    made = small(tmp_path, POSTGRESQL, url, source=LEGACY + rows(1), target=target)
    made.mapping()["update_if"] = "old.v <> 'locked'"
    with psycopg.connect(made.target) as application:
        application.execute("update fresh set v = 'locked'")
        states: list[Any] = []
        run = threading.Thread(target=lambda: states.append(made.migrate(code=None)))
        run.start()
        _wait_until_blocked(made)
        application.commit()
        run.join(30)
    assert failure(states[0]) == ""
    assert made.rows() == [("1", "locked")]
    assert counted(states[0]).kept == 1


def _wait_until_blocked(made: Small) -> None:
    waiting = "select count(*) from pg_locks where not granted"
    deadline = time.monotonic() + 20
    while not made.query(waiting)[0][0]:
        assert time.monotonic() < deadline, "nothing waits for the row"


@each_route
def test_law_06_unmapped_columns_of_rows_that_stand_are_theirs(
    tmp_path: Path, route: str, url: Any
) -> None:
    target = "create table fresh (id integer primary key, v text, theirs text default 'd');"
    target += "insert into fresh values (1, 'old', 'mine');"
    made = small(tmp_path, route, url, source=LEGACY + rows(2), target=target)
    made.migrate()
    assert made.rows() == [("1", "v", "mine"), ("2", "v", "d")]


def test_law_07_nothing_staged_outlives_its_session(tmp_path: Path, url: Any) -> None:
    made = small(tmp_path, ACROSS, url, source=LEGACY + rows(5), target=FRESH)
    made.migrate(batch_size=2)
    left = "select relname from pg_class where relkind = 'r' and relname ~ '^(raw|wanted|diff|mt)_'"
    eventually(lambda: made.query(left) == [])  # the server ends a session in its own time


@each_route
def test_law_08_changed_is_byte_identity(tmp_path: Path, route: str, url: Any) -> None:
    target = {
        "postgresql": "create table fresh (id integer primary key, v jsonb, n numeric);",
        "sqlite": "create table fresh (id integer primary key, v text collate nocase, n);",
    }
    source = {
        "postgresql": "create table legacy (id integer primary key, v jsonb, n numeric);"
        """insert into legacy values (1, '{"a": 1.0}', 1.00);""",
        "sqlite": "create table legacy (id integer primary key, v text, n text);"
        """insert into legacy values (1, '{"a": 1.0}', '1.00');""",
    }
    made = small(tmp_path, route, url, source=source, target=target)
    made.execute(
        {
            "postgresql": """insert into fresh values (1, '{"a": 1}', 1.0)""",
            "sqlite": """insert into fresh values (1, '{"A": 1.0}', 1)""",
        }
    )
    assert counted(made.migrate()).updated == 1
    assert counted(made.migrate()).unchanged == 1


@each_route
def test_law_09_a_range_with_a_bad_row_keeps_its_good_rows(site: Small) -> None:
    site.execute("update legacy set v = null where id = 4", at="source")
    dry = site.dry_run()
    assert_same_figures(dry, site.migrate())
    assert len(site.rows()) == 6
    assert site.rejects() == [("4", "v", "v may not be NULL")]


TRIGGER = {
    "postgresql": """
        create function stamp() returns trigger language plpgsql as
          $$ begin new.v := new.v || '!'; return new; end $$;
        create trigger stamp before insert or update on fresh
          for each row execute function stamp();""",
    "sqlite": """create trigger stamp after insert on fresh
        begin update fresh set v = v || '!' where id = new.id; end;""",
}


@each_route
def test_law_10_triggers_are_off_in_every_range_and_on_after_it(site: Small) -> None:
    site.execute(TRIGGER)
    blocked = site.steps("preflight", code=None)
    assert any("triggers" in f.fact for f in blocked.of(Finding) if f.severity == "error")
    site.mapping()["triggers"] = "off"
    site.steps("preflight", "migrate", "verify")
    assert {v for _, v in site.rows()} == {"v"}
    site.execute("insert into fresh values (100, 'loud')")
    assert ("100", "loud!") in site.rows()


@on_postgresql
def test_law_10_rows_stored_must_be_the_rows_of_the_diff(site: Small) -> None:
    site.execute(
        "create function swallow() returns trigger language plpgsql as 'begin return null; end';"
        "create trigger swallow before insert on fresh for each row execute function swallow()"
    )
    site.mapping()["triggers"] = "fire"
    found = site.migrate(code=None)
    assert found.exit_code == 5, failure(found)
    assert site.rows() == []


@each_route
def test_law_12_the_dry_run_sees_parents_that_are_not_written_yet(
    tmp_path: Path, route: str, url: Any
) -> None:
    source = "create table old_parents (id integer primary key, name text);"
    source += "insert into old_parents values (1, 'a'), (2, 'b'), (3, null);"
    source += "create table legacy (id integer primary key, name text);"
    source += "insert into legacy values (1, 'A '), (2, 'b'), (3, 'c'), (4, null), (5, 'a');"
    serial = {"postgresql": "serial", "sqlite": "integer"}
    target = {
        kind: f"create table parents (id {word} primary key, name text unique not null);"
        "create table fresh (id integer primary key, p integer references parents (id));"
        for kind, word in serial.items()
    }
    parents = {
        "into": "parents", "from": "old_parents", "key": ["name"], "ignore": ["id"],
        "columns": {"name": "lower(trim(name))"},
    }  # fmt: skip
    columns = {"id": "id", "p": "parent(parents, name => name)"}
    children = {"into": "fresh", "from": "legacy", "key": ["id"], "columns": columns}
    made = small(tmp_path, route, url, source=source, target=target, mappings=[parents, children])
    dry, wet = made.dry_run(batch_size=2), made.migrate(batch_size=2)
    assert_same_figures(dry, wet)
    assert (counted(wet).inserted, counted(wet).rejected) == (4, 1)


@each_route
def test_law_13_rows_of_others_stay(site: Small) -> None:
    site.execute("insert into fresh values (50, 'theirs')")
    site.migrate()
    site.execute("delete from legacy where id = 3", at="source")
    site.migrate()
    assert {"50", "3"} <= {key for key, _ in site.rows()}
