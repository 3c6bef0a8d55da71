"""A PostgreSQL source beside its application: one snapshot, little memory, and what may be read."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from accounting import assert_accounted
from migrate_tui.engine.context import Options
from migrate_tui.engine.events import Finding, RangeDone
from migrate_tui.engine.run import Run
from migrate_tui.engine.state import RunState
from small import BACK, SERVERS, Small, counted, failure, ranges, skipped, small

Fresh = Callable[[], str]
FROM_SERVER = (SERVERS, BACK)
from_server = pytest.mark.parametrize("route", FROM_SERVER)
LEGACY = "create table legacy (id integer primary key, v text);"
FRESH = "create table fresh (id integer primary key, v text);"
ROWS = "insert into legacy select g, 'v' || g from generate_series(1, {}) g;"


@contextmanager
def role(site: Small) -> Iterator[str]:
    """A role of its own that may connect to the source; afterwards it is gone."""
    name = f"reader_{site.source.rpartition('_')[2]}"
    site.execute(f"create role {name} login", at="source")
    before = site.document["source"]
    site.document["source"] = site.source.replace("postgres@", f"{name}@")
    try:
        yield name
    finally:
        site.document["source"] = before
        site.execute(f"drop owned by {name}; drop role {name}", at="source")


def errors(state: RunState) -> list[str]:
    return [f.fact for f in state.of(Finding) if f.severity == "error"]


@from_server
def test_rows_written_between_two_ranges_wait_for_the_next_run(
    tmp_path: Path, fresh_url: Fresh, route: str
) -> None:
    """The lane that is staged ahead sees what the first range saw, and so do later mappings."""
    source = LEGACY + ROWS.format(9) + "create table other (id integer primary key, v text);"
    target = FRESH + "create table copy (id integer primary key, v text);"
    mappings = [
        {"into": "fresh", "from": "legacy", "key": ["id"], "columns": {"*": "same"}},
        {"into": "copy", "from": "other", "key": ["id"], "columns": {"*": "same"}},
    ]
    site = small(tmp_path, route, fresh_url, source=source, target=target, mappings=mappings)
    state, wrote = RunState(), False
    for event in Run(site.plan(), Options(batch_size=2), ("migrate",)).events():
        state.apply(event)
        if isinstance(event, RangeDone) and not wrote:
            wrote = True
            site.execute(
                "update legacy set v = 'later'; insert into legacy values (10, 'new');"
                "delete from legacy where id = 8; insert into other values (1, 'x')",
                at="source",
            )
    assert (state.exit_code, wrote) == (0, True), failure(state)
    assert_accounted(state)
    assert site.rows() == [(str(n), f"v{n}") for n in range(1, 10)]
    assert site.rows("copy") == []
    again = site.migrate(batch_size=2)
    assert (counted(again).inserted, counted(again).updated) == (1, 8)
    assert counted(again, "copy").inserted == 1


@from_server
def test_a_step_leaves_no_transaction_open_and_writes_nothing(
    tmp_path: Path, fresh_url: Fresh, route: str
) -> None:
    """The source's role may do nothing but read two columns' table."""
    site = small(tmp_path, route, fresh_url, source=LEGACY + ROWS.format(5), target=FRESH)
    with role(site) as name:
        site.execute(
            f"grant select on legacy to {name};"
            f"revoke temporary on database {site.source.rpartition('/')[2]} from public;",
            at="source",
        )
        site.steps("preflight", "dry-run", "migrate", "verify")
        assert skipped(site.migrate())
        site.roll_back()
    assert site.rows() == []


@from_server
def test_what_may_not_be_read_is_found_before_anything_is_written(
    tmp_path: Path, fresh_url: Fresh, route: str
) -> None:
    source = LEGACY + ROWS.format(5)
    source += "create policy half on legacy using (id < 3);"
    site = small(tmp_path, route, fresh_url, source=source, target=FRESH)
    with role(site) as name:
        found = site.steps("preflight", code=3)
        assert errors(found) == [f"no privilege SELECT on legacy of the source for {name}"]
        assert site.migrate(code=3).exit_code == 3
        site.execute(
            f"grant select on legacy to {name};alter table legacy enable row level security",
            at="source",
        )
        found = site.steps("preflight", code=3)
        assert errors(found) == [
            f"row level security of legacy hides rows from {name}: a part would be read"
        ]
        site.migrate(code=3)
        assert site.rows() == []
        site.execute(f"alter role {name} bypassrls", at="source")
        site.steps("preflight", "migrate")
    assert len(site.rows()) == 5


@from_server
def test_a_missing_table_is_told_with_its_line(
    tmp_path: Path, fresh_url: Fresh, route: str
) -> None:
    site = small(tmp_path, route, fresh_url, source=LEGACY, target=FRESH, **{"from": "legacie"})
    found = failure(site.steps("preflight", code=3))
    assert "the source has no table 'legacie'; did you mean 'legacy'?" in found
    assert "line" in found


@from_server
def test_wide_rows_need_little_memory(tmp_path: Path, fresh_url: Fresh, route: str) -> None:
    """48 rows of 1 MB, none of which compresses; a few at a time are held."""
    wide = "(select string_agg(md5(g::text || i), '') from generate_series(1, 32768) i)"
    source = f"{LEGACY} insert into legacy select g, {wide} from generate_series(1, 48) g;"
    site = small(tmp_path, route, fresh_url, source=source, target=FRESH)
    tracemalloc.start()
    try:
        site.migrate()
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert len(site.query("select id from fresh where length(v) = 1048576")) == 48
    assert peak < 40 << 20, peak


@from_server
def test_a_moved_table_is_compared_and_not_written_again(
    tmp_path: Path, fresh_url: Fresh, route: str
) -> None:
    """VACUUM FULL puts every row elsewhere: nothing is skipped unseen, nothing is a change."""
    site = small(tmp_path, route, fresh_url, source=LEGACY + ROWS.format(9), target=FRESH)
    site.migrate()
    assert skipped(site.migrate())
    site.execute("delete from legacy where id = 3", at="source")
    site.execute("vacuum full legacy", at="source")
    found = counted(site.migrate())
    assert (found.read, found.unchanged, found.updated) == (8, 8, 0)


@from_server
def test_a_table_made_anew_under_the_same_name_is_read_again(
    tmp_path: Path, fresh_url: Fresh, route: str
) -> None:
    """Its rows are other ones, whatever their keys."""
    site = small(tmp_path, route, fresh_url, source=LEGACY + ROWS.format(3), target=FRESH)
    site.migrate()
    site.execute(
        "begin; drop table legacy;"
        + LEGACY
        + "insert into legacy select g, 'w' || g from generate_series(1, 3) g; commit",
        at="source",
    )
    assert counted(site.migrate()).updated == 3


def test_queries_run_at_the_source_in_its_language(tmp_path: Path, fresh_url: Fresh) -> None:
    query = (
        "select l.id, array_agg(l.v order by l.v) as all, max(l.mood) as mood, :word as word,"
        " sum(1.5) as n from legacy l where l.v ~ '^v[0-9]$' group by l.id"
    )
    source = (
        "create type mood as enum ('sad', 'ok'); create table legacy (id int, v text, mood mood);"
        "insert into legacy values (1, 'v1', 'ok'), (1, 'v2', 'sad'), (2, 'x', 'ok');"
    )
    columns = {"id": "id", "vs": "all", "mood": "mood", "word": "word", "n": "n"}
    targets = {
        SERVERS: "create type mood as enum ('ok', 'sad'); create table fresh (id int primary key,"
        " vs text[], mood mood, word text, n numeric)",
        BACK: "create table fresh (id integer primary key, vs json, mood, word text, n numeric)",
    }
    wanted: dict[str, list[Any]] = {
        SERVERS: [("1", "{v1,v2}", "ok", "a%b", "3.0")],
        BACK: [("1", '["v1","v2"]', "ok", "a%b", "3")],
    }
    for route, target in targets.items():
        site = small(
            tmp_path / route,
            route,
            fresh_url,
            source=source,
            target=target,
            plan={"params": {"word": "a%b"}},
            **{"from": {"query": {"postgresql": query}}, "columns": columns},
        )
        site.steps("preflight", "dry-run", "migrate", "verify")
        assert site.rows() == wanted[route]
        assert counted(site.migrate()).unchanged == 1


def test_a_query_that_fails_half_way_is_told(tmp_path: Path, fresh_url: Fresh) -> None:
    source = LEGACY + ROWS.format(5)
    site = small(
        tmp_path,
        SERVERS,
        fresh_url,
        source=source,
        target=FRESH,
        **{"from": {"query": {"postgresql": "select id, (10 / (id - 3))::text as v from legacy"}}},
    )
    found = failure(site.migrate(code=3))
    assert "a query of the source cannot be read: division by zero" in found


@from_server
def test_views_partitions_and_children_are_read_whole(
    tmp_path: Path, fresh_url: Fresh, route: str
) -> None:
    """Where rows lie in no one file, no row is lost and nothing is skipped unseen."""
    source = """
      create table parent (id integer primary key, v text);
      create table child (primary key (id)) inherits (parent);
      insert into parent values (1, 'p'); insert into child values (1, 'c'), (2, 'c');
      create table parts (id integer, v text, primary key (id)) partition by range (id);
      create table part1 partition of parts for values from (0) to (10);
      create table part2 partition of parts for values from (10) to (20);
      insert into parts values (1, 'a'), (11, 'b');
      create table keyless (id integer, v text) partition by list (v);
      create table keyless_a partition of keyless for values in ('a');
      create table keyless_b partition of keyless for values in ('b');
      insert into keyless values (1, 'a'), (1, 'b'), (2, 'b');
      create view seen as select id, v from parent;
    """
    names = ("parent", "parts", "keyless", "seen")
    target = ";".join(f"create table new_{n} (id integer primary key, v text)" for n in names)
    mappings = [
        {"into": f"new_{n}", "from": n, "key": ["id"], "columns": {"*": "same"}} for n in names
    ]
    site = small(tmp_path, route, fresh_url, source=source, target=target, mappings=mappings)
    found = site.steps("dry-run", "migrate", "verify", batch_size=1)
    read = {
        n: (counted(found, f"new_{n}").read, counted(found, f"new_{n}").rejected) for n in names
    }
    assert read == {"parent": (3, 1), "parts": (2, 0), "keyless": (3, 1), "seen": (3, 1)}
    site.execute("update part2 set v = 'c'", at="source")
    again = site.migrate(batch_size=1)
    assert counted(again, "new_parts").updated == 1
    assert sum(r.counts.updated for r in ranges(again, "new_parent")) == 0


def test_two_schemas_of_one_database_are_two_databases(tmp_path: Path, fresh_url: Fresh) -> None:
    url = fresh_url()
    site = small(tmp_path, SERVERS, lambda: url, source="select 1", target="select 1")
    site.execute(
        "create schema old; create schema new;"
        "create table old.people (id int primary key, v text);"
        "insert into old.people values (1, 'a'), (2, 'b'); "
        "create table new.people (id int primary key, v text)"
    )
    site.document["source"], site.document["target"] = f"{url}?schema=old", f"{url}?schema=new"
    site.mapping().update({"from": "people", "into": "people"})
    site.steps("preflight", "dry-run", "migrate", "verify")
    assert site.query("select * from new.people order by id") == [(1, "a"), (2, "b")]
    site.roll_back()
    assert site.query("select count(*) from new.people") == [(0,)]
    assert site.query("select count(*) from old.people") == [(2,)]
