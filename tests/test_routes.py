"""Every route from one database into another: there, verified, again, one edit, and back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from accounting import assert_same_figures
from migrate_tui.engine.context import Options
from migrate_tui.engine.events import MappingVerified
from small import BACK, FILES, KINDS, SERVERS, Small, counted, ranges, skipped, small

NEW_ROUTES = (FILES, SERVERS, BACK)
SOURCE = """
create table legacy (id integer primary key, name text, parent integer);
insert into legacy values (1, 'ä', null), (2, 'b', 1), (3, 'c', 1), (4, null, 2), (5, 'e', 9),
  (6, 'f', 1), (7, '', 6);
create table pairs (a integer, b text, note text, primary key (a, b));
insert into pairs values (1, 'x', '1'), (1, 'y', '2'), (2, 'x', '3'), (2, 'X', null);
"""
TARGET = """
create table people (id integer primary key, name text not null,
  parent integer references people (id));
create table notes (a integer, b text, note text, primary key (a, b));
"""
MAPPINGS = (
    {
        "into": "people",
        "from": "legacy",
        "key": ["id"],
        "where": "id <> 7",
        "columns": {"id": "id", "name": "name"},
        "ignore": ["parent"],
    },
    {"into": "notes", "from": "pairs", "key": ["a", "b"], "columns": {"*": "same"}},
)


@pytest.fixture(params=NEW_ROUTES)
def site(request: pytest.FixtureRequest, tmp_path: Path, fresh_url: Callable[[], str]) -> Small:
    options = Options(batch_size=2)
    return small(
        tmp_path,
        request.param,
        fresh_url,
        source=SOURCE,
        target=TARGET,
        mappings=MAPPINGS,
        options=options,
    )


def test_the_whole_way_of_each_route(site: Small) -> None:
    dry = site.steps("preflight", "dry-run")
    assert site.rows("people") == []
    wet = site.migrate()
    assert_same_figures(dry, wet)
    first = counted(wet, "people")
    assert (first.read, first.inserted, first.rejected, first.filtered) == (7, 5, 1, 1)
    assert site.rejects() == [("4", "name", "name may not be NULL")]
    assert counted(wet, "notes").inserted == 4
    assert {v.verdict for v in site.steps("verify").of(MappingVerified)} == {"match"}
    again = site.migrate()
    assert skipped(again, "notes") and counted(again, "notes").unchanged == 4
    assert counted(again, "people").unchanged == 5
    written = site.rows("people"), site.rows("notes")
    site.execute("update pairs set note = 'new' where b = 'X'", at="source")
    edited = site.migrate()
    assert (counted(edited, "notes").updated, counted(edited, "people").updated) == (1, 0)
    assert [r.counts.updated for r in ranges(edited, "notes")].count(1) == 1
    assert edited.started is not None
    site.roll_back(run=edited.started.run)
    assert (site.rows("people"), site.rows("notes")) == written
    site.execute("update pairs set note = null where b = 'X'", at="source")
    site.roll_back()
    assert site.rows("people") == site.rows("notes") == []


def test_a_source_is_not_written(site: Small) -> None:
    """Not even a temporary table, nor the state of a migration."""
    site.steps("backup", "migrate", "verify")
    if KINDS[site.route][0] == "postgresql":
        count = (
            "select count(*) from pg_class where relnamespace::regnamespace::text not like 'pg_%'"
        )
        names = site.query(
            f"{count} and relkind = 'r' and relname not in ('legacy', 'pairs')"
            " and relnamespace::regnamespace::text <> 'information_schema'",
            at="source",
        )
        assert names == [(0,)]
    else:
        assert site.query(
            "select count(*) from sqlite_master where type = 'table'", at="source"
        ) == [(2,)]
