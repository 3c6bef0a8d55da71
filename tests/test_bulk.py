"""Ranges of a first load copied straight into their table: every value as it is, what is refused
judged row by row, what was loaded known again."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest

from alongside import loaded_as_lines
from migrate_tui.engine.databases import open_database
from migrate_tui.engine.databases.cells import BYTES, cell
from migrate_tui.engine.databases.census import Census
from migrate_tui.engine.databases.reading import NULL, QUOTE
from migrate_tui.engine.databases.session import hasten
from migrate_tui.engine.databases.template import speller
from small import ACROSS, Small, counted, ranges, skipped, small

Url = Callable[[], str]
TARGET = """create table fresh (id bigint primary key, said text, whole bigint, part float8,
  raw bytea, flag boolean, made timestamptz);
"""
SOURCE = """create table legacy (id integer primary key, said text, whole integer, part real,
  raw blob, flag boolean, made datetime);
"""
SAID = (
    *(NULL * 2, f"{QUOTE}{NULL}{QUOTE}", f"a{NULL}", f"{NULL},"),
    *(
        "",
        " ",
        "NULL",
        "\\N",
        "\\.",
        "a\n\\.\nb",
        "a\rb\r\nc",
        "tab\tcomma,",
        "\"s'",
        "\\",
        "\\x41",
    ),
    *(QUOTE, QUOTE * 2, f"a{QUOTE},{QUOTE}b{QUOTE}", f"{QUOTE}\n{QUOTE}", "é漢🦉", "\u202e[/x]"),
    *("% :name $1", "x" * 100_000),
)
WHOLE = (0, 1, -1, 2**63 - 1, -(2**63))
PART = (0.1 + 0.2, 1e300, 5e-324, 1e15, 1e16, 123456789.125, math.inf, -math.inf, 1e-5, 7.0)
RAW = (b"", b"\x00", b"\\x41", b"\xff\xfe", bytes(range(256)))
MADE = ("2024-02-29 12:00:00.123", "1999-12-31 23:59:59.999", "2024-02-29T12:00:00Z")


def values() -> list[tuple[Any, ...]]:
    """A row for each value, and one without any."""
    rows: list[tuple[Any, ...]] = [(None,) * 6]
    for place, kind in enumerate((SAID, WHOLE, PART, RAW, (0, 1), MADE)):
        rows += [(*(None,) * place, value, *(None,) * (5 - place)) for value in kind]
    return [(number, *row) for number, row in enumerate(rows, 1)]


def filled(site: Small, rows: list[tuple[Any, ...]]) -> None:
    path = site.source.removeprefix("sqlite:///")
    with closing(sqlite3.connect(path)) as connection, connection:
        marks = ", ".join("?" * len(rows[0]))
        connection.executemany(f"insert into legacy values ({marks})", rows)


@pytest.fixture
def site(tmp_path: Path, fresh_url: Url) -> Small:
    return small(tmp_path, ACROSS, fresh_url, source=SOURCE, target=TARGET)


def test_every_value_arrives_as_it_is(site: Small) -> None:
    rows = values()
    filled(site, rows)
    found = site.migrate(batch_size=7)
    assert counted(found).inserted == counted(found).read == len(rows)
    assert all(loaded_as_lines(site)) and len(ranges(found)) == 7
    with psycopg.connect(site.target) as connection:
        columns = "id, said, whole, part, raw, flag::int, made at time zone 'UTC'"
        stored = connection.execute(f"select {columns} from fresh order by id").fetchall()
    for (*wanted, made), (*got, at) in zip(rows, stored, strict=True):
        assert [*map(repr, wanted)] == [*map(repr, got)]
        assert (made is None) == (at is None)
        assert made is None or made.replace("T", " ").rstrip("Z") in at.isoformat(
            " ", "milliseconds"
        )
    assert skipped(site.migrate(batch_size=7))


def test_text_that_reads_like_null_is_staged_and_no_null(site: Small) -> None:
    filled(site, [(n, NULL if n == 15 else "well", n, None, None, 0, None) for n in range(1, 41)])
    found = site.migrate(batch_size=10)
    assert counted(found).inserted == 40
    assert sorted(loaded_as_lines(site)) == [False, True, True, True]
    with psycopg.connect(site.target) as connection:
        assert connection.execute("select said from fresh where id = 15").fetchall() == [(NULL,)]


def test_the_same_in_a_column_that_is_never_null(tmp_path: Path, fresh_url: Url) -> None:
    source = "create table legacy (id integer primary key, said text not null, other text)"
    target = "create table fresh (id bigint primary key, said text, other text)"
    site = small(tmp_path, ACROSS, fresh_url, source=source, target=target)
    filled(site, [(1, NULL, None), (2, QUOTE, "x"), (3, f"a{QUOTE}", None), (4, "", "")])
    site.migrate()
    assert all(loaded_as_lines(site))
    with psycopg.connect(site.target) as connection:
        stored = connection.execute("select said, other from fresh order by id").fetchall()
    assert stored == [(NULL, None), (QUOTE, "x"), (f"a{QUOTE}", None), ("", "")]


@pytest.mark.parametrize(
    ("column", "bad"),
    [("said", "'a' || char(0)"), ("said", "cast(x'ff' as text)"), ("flag", "2"), ("said", "'no'")],
)
def test_a_range_with_a_row_that_is_refused_is_judged_row_by_row(
    site: Small, column: str, bad: str
) -> None:
    site.execute("alter table fresh add check (said <> 'no')")
    filled(site, [(n, "well", n, n / 8, b"x", n % 2, None) for n in range(1, 41)])
    site.execute(f"update legacy set {column} = {bad} where id = 15", at="source")
    found = site.migrate(batch_size=10)
    assert (counted(found).inserted, counted(found).rejected) == (39, 1)
    assert [key for key, _, _ in site.rejects()] == ["15"]
    assert sorted(loaded_as_lines(site)) == [False, True, True, True]
    assert len(site.rows()) == 39


def test_what_was_loaded_is_known_again_and_one_change_is_one_range(site: Small) -> None:
    filled(site, [(n, f"row {n}", n, None, None, None, None) for n in range(1, 31)])
    site.migrate(batch_size=10)
    site.execute("update legacy set said = 'other' where id = 25", at="source")
    again = site.migrate(batch_size=10)
    assert [event.skipped for event in ranges(again)] == [True, True, False]
    assert (counted(again).updated, counted(again).unchanged) == (1, 29)


def test_rows_that_are_there_already_are_compared_and_not_loaded(site: Small) -> None:
    filled(site, [(n, "ours", None, None, None, None, None) for n in range(1, 21)])
    site.execute("insert into fresh (id, said) values (7, 'theirs')")
    found = site.migrate(batch_size=10)
    assert (counted(found).inserted, counted(found).updated) == (19, 1)
    assert not any(loaded_as_lines(site))


def test_a_roll_back_takes_what_was_loaded_and_leaves_what_the_application_wrote(
    site: Small,
) -> None:
    filled(site, [(n, "ours", n, None, None, None, None) for n in range(1, 21)])
    site.migrate(batch_size=10)
    site.execute("update fresh set said = 'changed' where id = 3")
    site.execute("insert into fresh (id, said) values (100, 'new')")
    site.roll_back()
    assert {row[0] for row in site.rows()} == {"3", "100"}


def test_null_is_null_in_every_kind_of_cell() -> None:
    connection = sqlite3.connect(":memory:")
    held = [
        Census(1, 0, 0, 0, 0),
        Census(0, 1, 0, 0, 0),
        Census(0, 0, 1, 0, 0),
        Census(0, 0, 0, 1, 0),
    ]
    for one in (*held, Census(0, 0, 0, 0, 0)):
        found = cell(one, "null")
        row = connection.execute(f"select {found.sql}").fetchone()
        if found.form == BYTES:  # hexed before it is spelled
            assert row == (None,)
        else:
            line = speller([found])(tuple(v.encode() if isinstance(v, str) else v for v in row))
            assert line.decode().strip().strip(QUOTE) == NULL


def test_a_table_is_cut_as_it_lies_so_that_new_rows_are_one_range_whatever_their_keys(
    tmp_path: Path, fresh_url: Url
) -> None:
    source = "create table legacy (id text primary key, said text)"
    target = "create table fresh (id text primary key, said text)"
    site = small(tmp_path, ACROSS, fresh_url, source=source, target=target)
    filled(site, [(f"{n * 7919 % 1000:03}", f"row {n}") for n in range(1, 31)])
    assert counted(site.migrate(batch_size=10)).inserted == 30
    filled(site, [("000", "before all others"), ("5005", "among them")])
    again = site.migrate(batch_size=10)
    assert [event.skipped for event in ranges(again)] == [True, True, False]
    assert (counted(again).inserted, counted(again).unchanged) == (2, 30)
    assert len(site.rows()) == 32


def test_only_the_commits_of_ranges_do_not_wait_for_the_disk(fresh_url: Url) -> None:
    with open_database(fresh_url()).open() as connection:

        def waits() -> str:
            return str(connection.execute("show synchronous_commit")[0][0])

        connection.execute("set synchronous_commit = on")
        with connection.transaction():
            hasten(connection)
            assert waits() == "off"
        assert waits() == "on"
