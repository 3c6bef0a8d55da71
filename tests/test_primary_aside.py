"""A primary key of a table that the plan made is built once its rows are there: it comes back after
the load, a failure, a death, and stays wherever it could not come back as it was."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from migrate_tui.engine.databases import open_database
from migrate_tui.engine.events import Event, RangeDone, StepStarted
from migrate_tui.engine.run import Run
from migrate_tui.engine.state import RunState
from small import ACROSS, Small, counted, failure, small

Url = Callable[[], str]
UPPER = "0A0A0A0A-0B0B-4C0C-8D0D-0E0E0E0E0E0E"
LEGACY = "create table legacy (id text primary key not null, v text);"
FRESH = "create table fresh (id text, v text, primary key (id));"
KEYS = (
    "select conname::text from pg_constraint where contype = 'p' and conrelid = 'fresh'::regclass"
)


def made(
    folder: Path, url: Url, source: str = LEGACY, target: str = FRESH, there: str = ""
) -> Small:
    """A source of 40 rows; the target's table comes from the plan's schema, or is there."""
    site = small(
        folder, ACROSS, url, source=source, target=there, plan={"schema": {"apply": "schema.sql"}}
    )
    (folder / "schema.sql").write_text(target if not there else "create table other (id integer);")
    rows = ", ".join(f"('k{n * 7919 % 1000:03}', 'row {n}')" for n in range(1, 41))
    site.execute(f"insert into legacy (id, v) values {rows}", at="source")
    return site


def at_work(site: Small, *steps: str, size: int = 10) -> Iterator[Event]:
    return Run(site.plan(), replace(site.options, batch_size=size), steps or ("migrate",)).events()


def keys_while(site: Small, size: int = 10) -> list[list[tuple[str, ...]]]:
    """The primary keys that stand after each range, and at the end."""
    found = [site.query(KEYS) for e in at_work(site, size=size) if isinstance(e, RangeDone)]
    return [*found, site.query(KEYS)]


def test_it_is_off_while_the_rows_come_and_back_as_it_was(tmp_path: Path, fresh_url: Url) -> None:
    target = (
        "create table fresh (id text constraint its_own primary key with (fillfactor=100), v text);"
    )
    site = made(tmp_path, fresh_url, target=target.replace(" with (fillfactor=100)", ""))
    site.steps("schema")
    with open_database(site.target).open() as connection:
        before = connection.table("fresh")
    assert keys_while(site) == [[], [], [], [], [("its_own",)]]
    with open_database(site.target).open() as connection:
        assert connection.table("fresh") == before
    assert len(site.rows()) == 40
    assert counted(site.migrate(batch_size=10)).unchanged == 40


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("create table legacy (id text, v text)", FRESH),
        ("create table legacy (id text collate nocase primary key not null, v text)", FRESH),
        (LEGACY, FRESH + "comment on constraint fresh_pkey on fresh is 'mine';"),
        (LEGACY, FRESH + "create table beside (id integer, of text references fresh (id));"),
        (LEGACY, FRESH.replace("v text", "v text references fresh (id)")),
        (LEGACY, FRESH + "alter table fresh replica identity using index fresh_pkey;"),
        (LEGACY, FRESH.replace("id)", "id) deferrable")),
        (LEGACY, FRESH.replace("id)", "id) with (fillfactor = 50)")),
        (LEGACY, 'create table fresh (id text collate "C", v text, primary key (id));'),
    ],
)
def test_it_stays_where_it_might_not_come_back_as_it_was(
    tmp_path: Path, fresh_url: Url, source: str, target: str
) -> None:
    site = made(tmp_path, fresh_url, source, target)
    site.execute("update legacy set v = null", at="source")
    site.steps("schema")
    assert all(found == [("fresh_pkey",)] for found in keys_while(site))


def test_it_stays_on_a_table_that_the_plan_did_not_make(tmp_path: Path, fresh_url: Url) -> None:
    site = made(tmp_path, fresh_url, there=FRESH)
    site.steps("schema")
    assert all(found == [("fresh_pkey",)] for found in keys_while(site))


@pytest.mark.parametrize(("id_", "ids"), [("text", ("a", "a")), ("uuid", (UPPER, UPPER.lower()))])
def test_it_stays_where_two_rows_of_the_source_could_make_the_same_key(
    tmp_path: Path, fresh_url: Url, id_: str, ids: tuple[str, str]
) -> None:
    """Rows are told by another key; what the target's then refuses is a reject."""
    unique = "unique" if id_ == "uuid" else ""
    site = small(
        tmp_path,
        ACROSS,
        fresh_url,
        source=f"create table legacy (code text primary key not null, id text not null {unique})",
        target="",
        key=["code"],
        plan={"schema": {"apply": "schema.sql"}, "rejects": {"max": 5}},
    )
    (tmp_path / "schema.sql").write_text(
        f"create table fresh (id {id_} primary key, code text unique);"
    )
    site.execute(f"insert into legacy values ('a', '{ids[0]}'), ('b', '{ids[1]}')", at="source")
    site.steps("schema")
    assert all(found == [("fresh_pkey",)] for found in keys_while(site, 1))
    assert len(site.rows()) == 1 and len(site.rejects()) == 1


def died(site: Small) -> None:
    """A run that ends after its second range as a kill ends it: nobody tidies up."""
    events = at_work(site, "schema", "migrate")
    ranges = (event for event in events if isinstance(event, RangeDone))
    next(ranges), next(ranges)
    events.close()
    assert site.query(KEYS) == []


def test_after_a_death_the_next_run_counts_on_it_and_puts_it_back(
    tmp_path: Path, fresh_url: Url
) -> None:
    site = made(tmp_path, fresh_url)
    died(site)
    seen: list[list[tuple[str, ...]]] = []
    state = RunState()
    for event in at_work(site, "preflight", "schema", "dry-run", "migrate", "verify"):
        state.apply(event)
        seen += [site.query(KEYS)] if isinstance(event, StepStarted) else []
    assert state.exit_code == 0, failure(state)
    assert seen == [[], [], [], [], [("fresh_pkey",)]]  # preflight to migrate, then verify
    assert len(site.rows()) == 40


def test_after_a_death_a_dry_run_says_what_is_left_to_write(tmp_path: Path, fresh_url: Url) -> None:
    site = made(tmp_path, fresh_url)
    died(site)
    there = len(site.rows())
    found = counted(site.dry_run(batch_size=10), step="dry-run")
    assert (found.inserted, found.unchanged) == (40 - there, there) and there >= 20


def test_after_a_death_a_roll_back_takes_the_rows_and_the_key_stands(
    tmp_path: Path, fresh_url: Url
) -> None:
    site = made(tmp_path, fresh_url)
    died(site)
    site.roll_back()
    assert site.rows() == [] and site.query(KEYS) == [("fresh_pkey",)]


def test_a_row_of_somebody_else_with_such_a_key_is_told_and_can_be_taken_back(
    tmp_path: Path, fresh_url: Url
) -> None:
    site = made(tmp_path, fresh_url)
    site.steps("schema")
    state = RunState()
    for event in at_work(site):
        state.apply(event)
        if isinstance(event, RangeDone) and not site.query(
            "select 1 from fresh where v = 'theirs'"
        ):
            site.execute("insert into fresh select id, 'theirs' from fresh limit 1")
    assert state.exit_code == 5
    assert failure(state).startswith("primary key fresh_pkey of fresh cannot be put back")
    assert "take it away and run again" in failure(state)
    site.roll_back()
    assert [row[1] for row in site.rows()] == ["theirs"]
    assert site.query(KEYS) == [("fresh_pkey",)]


def test_rows_that_are_refused_meet_the_key_again(tmp_path: Path, fresh_url: Url) -> None:
    site = made(tmp_path, fresh_url, target=FRESH.replace("v text", "v text check (v <> 'row 15')"))
    site.steps("schema")
    assert keys_while(site)[-2:] == [[("fresh_pkey",)]] * 2
    with psycopg.connect(site.target) as connection:
        assert connection.execute("select count(*) from fresh").fetchone() == (39,)
