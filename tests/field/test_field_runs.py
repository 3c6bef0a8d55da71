"""Rows 21 and 35 to 45 of the field: what stands in the target, and what happens beside a run."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from field_site import Taken
from init_site import Init, database
from migrate_tui.engine.context import Options
from migrate_tui.engine.events import RangeDone
from migrate_tui.engine.profile.initiation import init
from migrate_tui.engine.run import Run
from migrate_tui.engine.sweep.sweep import ahead
from small import ACROSS, FILES, counted, query, script, small

PEOPLE = """
create table people (id integer primary key, name text, seen datetime, extra text);
insert into people values (3, 'Ann', 1709210096789, 'x'), (5, 'Bob', null, 'y');
"""


def test_row_21_an_identity_that_is_always_generated(tmp_path: Path, postgres_url: str) -> None:
    database(tmp_path / "p.db", PEOPLE)
    identity = "id bigint generated always as identity primary key"
    script(postgres_url, f"create table people ({identity}, name text, seen timestamptz)")
    site = Init(tmp_path, "p.db", postgres_url)
    site.init()
    site.run()
    assert query(postgres_url, "select id, name from people order by id") == [
        (3, "Ann"),
        (5, "Bob"),
    ]
    made = query(postgres_url, "insert into people (name) values ('Cy') returning id")
    assert made == [(6,)]


def test_row_35_rows_that_lie_only_in_the_wal(tmp_path: Path, postgres_url: str) -> None:
    """The file is opened as its application does, and neither copied nor written."""
    with closing(sqlite3.connect(tmp_path / "p.db", isolation_level=None)) as raw:
        raw.execute("pragma journal_mode = wal")
        raw.execute("pragma wal_autocheckpoint = 0")
        raw.executescript(PEOPLE)
        assert (tmp_path / "p.db-wal").stat().st_size > 0
        before = (tmp_path / "p.db").read_bytes()
        site = Init(tmp_path, "p.db", postgres_url)
        site.init()
        site.run()
        assert (tmp_path / "p.db").read_bytes() == before
    assert query(postgres_url, "select count(*) from people") == [(2,)]


def test_row_36_a_writer_beside_the_run(tmp_path: Path, fresh_url: Callable[[], str]) -> None:
    """One snapshot is read; what is written meanwhile is the work of the next run."""
    rows = ", ".join(f"({n}, 'v{n}')" for n in range(1, 10))
    site = small(
        tmp_path,
        ACROSS,
        fresh_url,
        source="pragma journal_mode = wal; create table legacy (id integer primary key, v text);"
        f"insert into legacy values {rows}",
        target="create table fresh (id bigint primary key, v text)",
    )
    wrote = False
    for event in Run(site.plan(), Options(batch_size=2), ("migrate",)).events():
        if isinstance(event, RangeDone) and not wrote:
            site.execute("update legacy set v = 'later' where id > 7", at="source")
            wrote = True
    assert site.query("select count(*) from fresh where v = 'later'") == [(0,)]
    assert counted(site.migrate()).updated == 2


def test_row_39_nothing_hangs_on_a_session(tmp_path: Path, fresh_url: Callable[[], str]) -> None:
    """No advisory lock is held between two events: a pooler may give each transaction another
    connection, and the lease is a row."""
    site = small(
        tmp_path,
        ACROSS,
        fresh_url,
        source="create table legacy (id integer primary key); insert into legacy values (1), (2)",
        target="create table fresh (id bigint primary key)",
    )
    locks = "select count(*) from pg_locks where locktype = 'advisory'"
    held = [
        site.query(locks)
        for event in Run(site.plan(), Options(batch_size=1), ("migrate",)).events()
        if isinstance(event, RangeDone)
    ]
    assert held == [[(0,)], [(0,)]]
    assert site.query("select count(*) from migrate_tui.migration_leases") == [(1,)]


EDITS = (  # each of them is lost by some checksum or comparison
    "update legacy set a = 'ab', b = 'c' where id = 1",  # was 'a', 'bc'
    "update legacy set a = '' where id = 2",  # was NULL
    "update legacy set a = 'x ' where id = 3",  # was 'x'
    "update legacy set a = (select a from legacy where id = 5 - legacy.id + 4)"
    " where id in (4, 5)",  # swapped
    "update legacy set a = 'same', b = 'same' where id in (6, 7)",  # both were 'other'
    "update legacy set r = 0.30000000000000004 where id = 8",  # was 0.3
    "update legacy set a = 'É' where id = 9",  # was E and a combining accent
)


@pytest.mark.parametrize("route", [ACROSS, FILES])
def test_row_41_no_change_is_lost_by_a_checksum(
    route: str, tmp_path: Path, fresh_url: Callable[[], str]
) -> None:
    site = small(
        tmp_path,
        route,
        fresh_url,
        source="create table legacy (id integer primary key, a text, b text, r real);"
        "insert into legacy values (1, 'a', 'bc', 0), (2, null, '', 0), (3, 'x', '', 0),"
        " (4, 'one', '', 0), (5, 'two', '', 0), (6, 'other', 'other', 0),"
        " (7, 'other', 'other', 0), (8, '', '', 0.3), (9, 'E\u0301', '', 0)",
        target="create table fresh (id integer primary key, a text, b text, r double precision)",
    )
    assert counted(site.migrate()).inserted == 9
    for edit in EDITS:
        rows = 2 if " in (" in edit else 1
        site.execute(edit, at="source")
        assert counted(site.migrate()).updated == rows, edit
    assert counted(site.migrate()).updated == 0
    texts = "select id, a, b from {} order by id"
    assert site.query(texts.format("fresh")) == site.query(texts.format("legacy"), at="source")


def test_row_42_json_that_is_written_otherwise_is_the_same(field: Taken) -> None:
    """Keys in another order and other blanks are no change; keys that are lost are told."""
    site = field.site
    assert field.column("select j::text from json_odd where id = 99") == ['{"a": 1, "b": 2}']
    again = site.run("--step", "migrate")
    counts = next(m for m in again["mappings"] if m["name"] == "json_odd")
    assert (counts["unchanged"], counts["updated"], counts["inserted"]) == (94, 0, 0)
    assert "1 of the first 96 documents has a key twice" in field.told("json_odd.j")


def test_row_43_columns_that_only_one_side_has(
    tmp_path: Path, fresh_url: Callable[[], str]
) -> None:
    """Nine columns here, eight there: by name, also back from PostgreSQL into SQLite."""
    url = fresh_url()
    script(
        url,
        "create table people (id bigint primary key, seen timestamptz, name text, more int);"
        "create table alembic_version (version_num text);"
        "insert into people values (1, now(), 'Ann', 5)",
    )
    lite = database(tmp_path / "p.db", "create table people (name text, id integer primary key)")
    site = Init(tmp_path, url, f"sqlite:///{lite}")
    said = site.init("--json").json
    facts = {f["column"]: f["fact"] for f in said["findings"]}
    assert facts["seen"] == facts["more"] == "the target has no such column; 1 values stay behind"
    assert said["not_carried"] == [
        {"table": "alembic_version", "why": "it belongs to Alembic", "column": None}
    ]
    site.run()
    with closing(sqlite3.connect(lite)) as raw:
        assert raw.execute("select * from people").fetchall() == [("Ann", 1)]


def test_row_44_what_is_not_whole_is_no_success(tmp_path: Path, postgres_url: str) -> None:
    """Rows that are left behind end with 4 before anything is written."""
    database(tmp_path / "p.db", "create table t (id integer primary key, n integer);")
    with closing(sqlite3.connect(tmp_path / "p.db", isolation_level=None)) as raw:
        raw.executemany("insert into t (n) values (?)", [*[(n,) for n in range(20)], ("many",)])
    site = Init(tmp_path, "p.db", postgres_url)
    site.init()
    result = site.run(code=4)
    assert (result["status"], result["mappings"][0]["rejected"]) == ("failed", 1)
    assert query(postgres_url, "select count(*) from t") == [(0,)]


def test_row_45_indexes_of_rows_that_stand_are_left_alone(
    tmp_path: Path, postgres_url: str
) -> None:
    """Only a table that the run makes gets its indexes after the load."""
    database(tmp_path / "p.db", PEOPLE)
    script(
        postgres_url,
        "create table people (id bigint primary key, name text, seen timestamptz, extra text);"
        "create index people_name on people (name); insert into people values (1, 'first')",
    )
    oid = "select oid from pg_class where relname = 'people_name'"
    before = query(postgres_url, oid)
    site = Init(tmp_path, "p.db", postgres_url)
    site.init()
    assert set(site.texts()) == {"plan.yaml", "profile.json"}
    site.run()
    assert query(postgres_url, "select id from people order by id") == [(1,), (3,), (5,)]
    assert query(postgres_url, oid) == before


def test_a_file_without_its_log_is_told(tmp_path: Path, postgres_url: str) -> None:
    """Nobody can know what is missing; that something may be is said."""
    with closing(sqlite3.connect(tmp_path / "p.db", isolation_level=None)) as raw:
        raw.execute("pragma journal_mode = wal")
        raw.executescript(PEOPLE)
        raw.execute("pragma wal_checkpoint(truncate)")
        raw.execute("delete from people where id = 5")
        (tmp_path / "copy.db").write_bytes((tmp_path / "p.db").read_bytes())
        assert Init(tmp_path, "p.db", postgres_url).init("--json").json["notes"] == []
    site = Init(tmp_path, "copy.db", postgres_url)
    (note,) = site.init("--json", "--force").json["notes"]
    assert "copy the -wal file too" in note
    assert "# copy.db keeps a write-ahead log" in site.text()


def test_so_is_a_large_one_whose_reading_began_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("migrate_tui.engine.sweep.sweep.LARGE", 0)
    with closing(sqlite3.connect(tmp_path / "p.db", isolation_level=None)) as raw:
        raw.execute("pragma journal_mode = wal")
        raw.executescript(PEOPLE)
        raw.execute("pragma wal_checkpoint(truncate)")
        (tmp_path / "copy.db").write_bytes((tmp_path / "p.db").read_bytes())
    urls = [f"sqlite:///{tmp_path / name}" for name in ("copy.db", "new.db")]
    with ahead(urls[0]) as begun:
        assert begun is not None
        (note,) = init(*urls, tmp_path / "plan.yaml", begun=begun).notes
    assert "copy the -wal file too" in note
