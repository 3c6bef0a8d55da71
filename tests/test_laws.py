"""The engine's laws, a test or more each: a migration is exact, repeatable and undoable."""

from __future__ import annotations

import itertools
import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest

from accounting import assert_same_figures
from engines import eventually
from migrate_tui.engine.context import Options
from migrate_tui.engine.events import Finding
from migrate_tui.engine.steps.migrate import Migration
from small import (
    ACROSS,
    KINDS,
    POSTGRESQL,
    SERVERS,
    SQLITE,
    Small,
    counted,
    failure,
    ranges,
    skipped,
    small,
)

LEGACY = "create table legacy (id integer primary key, v text);"
FRESH = "create table fresh (id integer primary key, v text not null);"
each_route = pytest.mark.parametrize("route", tuple(KINDS))
on_postgresql = pytest.mark.parametrize("route", (POSTGRESQL, ACROSS, SERVERS))


@pytest.fixture
def url(request: pytest.FixtureRequest) -> Any:
    return lambda: request.getfixturevalue("fresh_url")()


def rows(number: int, value: str = "v") -> str:
    return (
        f"insert into legacy values {', '.join(f'({i}, {value!r})' for i in range(1, number + 1))};"
    )


@pytest.fixture
def site(tmp_path: Path, route: str, url: Any) -> Small:
    """Seven good rows, cut into ranges of two."""
    source, options = LEGACY + rows(7), Options(batch_size=2)
    return small(tmp_path, route, url, source=source, target=FRESH, options=options)


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


# law 14: skipping


@each_route
def test_law_14_an_unchanged_plan_stages_nothing(site: Small) -> None:
    assert not skipped(site.migrate())
    again = site.migrate()
    assert skipped(again)
    assert all(r.skipped for r in ranges(again))
    assert counted(again).unchanged == counted(again).read == 7
    assert not skipped(site.migrate(recheck=True))


@each_route
def test_law_14_a_range_with_rejects_is_never_skipped(site: Small) -> None:
    site.execute("update legacy set v = null where id = 4", at="source")
    site.migrate()
    again = site.migrate()
    assert not skipped(again)
    assert [r.low for r in ranges(again) if r.counts.rejected and r.skipped] == []


@each_route
def test_law_14_a_changed_row_is_written(site: Small) -> None:
    site.migrate()
    site.execute("update legacy set v = 'other' where id = 4", at="source")
    again = site.migrate()
    assert counted(again).updated == 1
    assert skipped(site.migrate())


@each_route
def test_law_14_a_changed_mapping_voids_every_range(site: Small) -> None:
    site.migrate()
    site.mapping()["columns"] = {"id": "id", "v": "upper(v)"}
    assert counted(site.migrate()).updated == 7


@each_route
def test_law_14_other_params_are_another_ledger(site: Small) -> None:
    site.document["params"] = {"least": 0}
    site.mapping()["where"] = "id > :least"
    assert counted(site.migrate(params={"least": "5"})).inserted == 2
    assert counted(site.migrate()).inserted == 5
    assert len(site.rows()) == 7


@each_route
def test_law_14_a_row_that_somebody_deleted_is_written_again(site: Small) -> None:
    site.migrate()
    site.execute("delete from fresh where id = 4")
    assert counted(site.migrate()).inserted == 1
    assert len(site.rows()) == 7


@each_route
def test_law_14_a_row_that_somebody_changed_is_written_again(site: Small) -> None:
    site.migrate()
    site.execute("update fresh set v = 'theirs' where id = 4")
    assert counted(site.migrate()).updated == 1


@each_route
def test_law_14_a_failed_verify_forgets_its_ranges(site: Small) -> None:
    site.migrate()
    site.execute("update fresh set v = 'theirs' where id = 4")
    assert site.steps("verify", code=5).exit_code == 5
    schema = "migrate_tui." if site.kind == "postgresql" else ""
    assert site.query(f"select count(*) from {schema}migration_ranges") == [(0,)]
    site.steps("migrate", "verify")


@each_route
def test_law_14_parents_that_changed_are_looked_up_again(
    tmp_path: Path, route: str, url: Any
) -> None:
    source = "create table old_parents (id integer primary key, name text);"
    source += "insert into old_parents values (1, 'a'), (2, 'b');" + LEGACY
    source += "insert into legacy values (1, 'a'), (2, 'b');"
    target = "create table parents (id integer primary key, name text unique);"
    target += "create table fresh (id integer primary key, p integer references parents (id));"
    parents = {"into": "parents", "from": "old_parents", "key": ["id"], "columns": {"*": "same"}}
    parents |= {"key": ["name"], "keep": ["id"]}
    columns = {"id": "id", "p": "lookup(parents, name => v)"}
    children = {"into": "fresh", "from": "legacy", "key": ["id"], "columns": columns}
    made = small(tmp_path, route, url, source=source, target=target, mappings=[parents, children])
    made.migrate()
    made.execute("delete from fresh; delete from parents; insert into parents values (9, 'a')")
    made.migrate()
    assert made.rows() == [("1", "9"), ("2", "2")]


# laws 15 and 16: undo


@each_route
def test_law_15_rolling_back_restores_whole_old_rows(tmp_path: Path, route: str, url: Any) -> None:
    target = "create table fresh (id integer primary key, v text, theirs text);"
    target += "insert into fresh values (1, 'old', 'a'), (2, 'v', 'b'), (90, 'x', 'c');"
    made = small(tmp_path, route, url, source=LEGACY + rows(5), target=target)
    before = made.rows()
    made.migrate(batch_size=2)
    made.roll_back()
    assert made.rows() == before
    assert counted(made.migrate()).inserted == 3, "the ledger forgot what was undone"


@each_route
def test_law_15_what_others_changed_since_is_listed_and_stays(
    tmp_path: Path, route: str, url: Any
) -> None:
    target = FRESH + "insert into fresh values (1, 'old'), (2, 'old');"
    made = small(tmp_path, route, url, source=LEGACY + rows(4), target=target)
    made.migrate()
    made.execute("update fresh set v = 'theirs' where id in (2, 3)")
    state = made.roll_back()
    assert made.rows() == [("1", "old"), ("2", "theirs"), ("3", "theirs")]
    listed = [f.fact for f in state.of(Finding) if f.severity == "warning"]
    assert len([f for f in listed if "changed since" in f]) == 2


@each_route
def test_law_15_rows_that_others_refer_to_stay(tmp_path: Path, route: str, url: Any) -> None:
    target = FRESH + "insert into fresh values (90, 'x');"
    target += "create table theirs (id integer references fresh (id) on delete cascade);"
    made = small(tmp_path, route, url, source=LEGACY + rows(3), target=target)
    made.migrate()
    made.execute("insert into theirs values (2)")
    made.roll_back()
    assert [key for key, _ in made.rows()] == ["2", "90"]
    assert made.rows("theirs") == [("2",)]


@each_route
def test_law_16_a_first_load_keeps_no_undo_and_rolls_back(site: Small) -> None:
    site.migrate()
    site.execute("update fresh set v = 'theirs' where id = 3; insert into fresh values (99, 'n')")
    names = {
        "postgresql": "select relname from pg_class where relname = 'migration_undo_fresh'",
        "sqlite": "select name from sqlite_master where name = 'migration_undo_fresh'",
    }
    assert site.query(names) == []
    site.roll_back()
    assert site.rows() == [("3", "theirs"), ("99", "n")]


@each_route
def test_law_16_rows_that_come_while_a_first_load_runs_are_put_back(
    site: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such a row is changed by the load; rolling back cannot leave it changed."""
    real = Migration.open

    def opened(self: Any, *args: Any, **words: Any) -> Any:
        found = real(self, *args, **words)
        site.execute("insert into fresh values (4, 'theirs')")
        return found

    monkeypatch.setattr(Migration, "open", opened)
    site.migrate()
    site.roll_back()
    assert site.rows() == [("4", "theirs")]


@each_route
def test_law_16_a_mapping_whose_first_load_meets_a_row_of_others_undoes_that_too(
    tmp_path: Path, route: str, url: Any
) -> None:
    source = LEGACY + rows(2, "one") + "create table two (id integer primary key, v text);"
    source += "insert into two values (2, 'two'), (3, 'two');"
    every = {"into": "fresh", "key": ["id"], "columns": {"*": "same"}}
    mappings = [
        {**every, "name": "ones", "from": "legacy", "owns": "v = 'one'"},
        {**every, "name": "twos", "from": "two", "owns": "v = 'two'"},
    ]
    target = FRESH + "insert into fresh values (3, 'theirs');"
    made = small(tmp_path, route, url, source=source, target=target, mappings=mappings)
    made.migrate()
    assert made.rows() == [("1", "one"), ("2", "two"), ("3", "two")]
    made.roll_back()
    assert made.rows() == [("3", "theirs")]


# laws 17 to 22


@each_route
def test_law_17_a_range_of_a_run_that_was_taken_over_does_not_stand(
    tmp_path: Path, route: str, url: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ranges that were whole before do: a few of them may be at work at once."""
    made = small(tmp_path, route, url, source=LEGACY + rows(40), target=FRESH)
    numbers = itertools.count()
    real = Migration.done
    stood: list[int] = []

    def done(self: Any, *args: Any, **words: Any) -> Any:
        if next(numbers) == 1:
            schema = "migrate_tui." if made.kind == "postgresql" else ""
            made.execute(f"update {schema}migration_leases set owner = 'somebody else'")
            stood.append(len(made.rows()))
        return real(self, *args, **words)

    monkeypatch.setattr(Migration, "done", done)
    found = made.migrate(code=None, batch_size=2)
    assert found.exit_code != 0
    assert "taken over" in failure(found)
    assert stood == [len(made.rows())]
    assert 0 < stood[0] < 40


def test_law_18_a_sqlite_application_gets_its_turns(tmp_path: Path, url: Any) -> None:
    made = small(tmp_path, SQLITE, url, source=LEGACY + rows(3000), target=FRESH)
    made.execute("create table journal (n integer)")
    stop = threading.Event()
    written: list[int] = []

    def application() -> None:
        path = made.target.removeprefix("sqlite:///")
        with closing(sqlite3.connect(path, isolation_level=None, timeout=10)) as raw:
            while not stop.is_set():
                raw.execute("insert into journal values (1)")
                written.append(1)
                stop.wait(0.002)

    beside = threading.Thread(target=application)
    beside.start()
    found = made.migrate(batch_size=300)
    stop.set()
    beside.join(20)
    assert counted(found).inserted == 3000
    assert len(ranges(found)) > 10
    assert len(written) > 3  # without the pauses it is one, which comes through at the end


@on_postgresql
def test_law_18_sequences_only_move_forward(tmp_path: Path, route: str, url: Any) -> None:
    target = "create table fresh (id serial primary key, v text not null);"
    made = small(tmp_path, route, url, source=LEGACY + rows(40), target=target)
    made.migrate()
    made.execute("insert into fresh (v) values ('theirs')")
    assert ("41", "theirs") in made.rows()
    made.execute("select setval('fresh_id_seq', 1000)")
    made.migrate()
    made.execute("insert into fresh (v) values ('later')")
    assert ("1001", "later") in made.rows()
    made.steps("verify")


@each_route
def test_law_20_the_dry_run_writes_nothing(site: Small) -> None:
    tables = {
        "postgresql": "select nspname, relname from pg_class c join pg_namespace n"
        " on n.oid = relnamespace where nspname !~ '^pg_' order by 1, 2",
        "sqlite": "select name, sql from sqlite_master order by 1",
    }
    before = site.query(tables)
    site.dry_run()
    assert site.query(tables) == before
    assert site.rows() == []


@on_postgresql
def test_law_20_a_role_that_may_only_read_is_enough(
    site: Small, request: pytest.FixtureRequest
) -> None:
    role = f"reader_{site.target.rpartition('_')[2]}"
    site.execute(f"create role {role} login; grant select on all tables in schema public to {role}")
    document, target = dict(site.document), site.target
    try:
        reader = target.replace("postgres@", f"{role}@")
        site.document["target"] = "same" if document["target"] == "same" else reader
        site.document["source"] = reader if document["target"] == "same" else site.source
        assert counted(site.dry_run(), step="dry-run").inserted == 7
    finally:
        site.document = document
        site.execute(f"drop owned by {role}; drop role {role}")


def test_law_20_a_sqlite_file_that_may_only_be_read_is_enough(tmp_path: Path, url: Any) -> None:
    made = small(tmp_path, SQLITE, url, source=LEGACY + rows(5), target=FRESH)
    path = Path(made.target.removeprefix("sqlite:///"))
    before = path.read_bytes()
    made.dry_run()
    assert path.read_bytes() == before


@on_postgresql
def test_law_21_hidden_rows_are_an_error(site: Small) -> None:
    role = f"hidden_{site.target.rpartition('_')[2]}"
    site.execute(
        f"create role {role} login; grant all on all tables in schema public to {role};"
        f"grant create on database {site.target.rpartition('/')[2]} to {role};"
        "alter table fresh enable row level security"
    )
    document = dict(site.document)
    try:
        reader = site.target.replace("postgres@", f"{role}@")
        key = "source" if document["target"] == "same" else "target"
        site.document[key] = reader
        found = site.dry_run(code=None)
        assert found.exit_code != 0
        assert "row-level security" in failure(found) or "row_security" in failure(found)
    finally:
        site.document = document
        site.execute(f"drop owned by {role}; drop role {role}")


@each_route
def test_law_22_a_column_that_no_mapping_reads_blocks(site: Small) -> None:
    site.execute("alter table legacy add column forgotten text", at="source")
    found = site.steps("preflight", code=3)
    assert any("legacy.forgotten" in f.fact for f in found.of(Finding) if f.severity == "error")
    site.mapping()["ignore"] = ["forgotten"]
    site.steps("preflight")


@pytest.mark.parametrize("route", (SQLITE, POSTGRESQL))
def test_law_22_a_table_cannot_be_read_into_itself(site: Small) -> None:
    site.mapping()["into"] = "legacy"
    with pytest.raises(Exception, match="one table"):
        site.plan()
