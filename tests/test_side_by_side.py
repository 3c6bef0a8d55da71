"""Verify's first look at a first load: the lines of both sides are the same bytes for the same
values of every kind, and never for two others."""

from __future__ import annotations

import math
import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from migrate_tui.engine.building import build
from migrate_tui.engine.bulk import lines
from migrate_tui.engine.compared import Same
from migrate_tui.engine.databases.printing import printed
from migrate_tui.engine.databases.reading import NULL, QUOTE, Blocks, Unlike
from migrate_tui.engine.databases.rehearsal import rehearsal
from migrate_tui.engine.events import MappingVerified
from migrate_tui.engine.run import context_of
from migrate_tui.engine.side_by_side import SideBySide, columns_of, same_rows
from small import ACROSS, Small, counted, small

Url = Callable[[], str]
SOURCE = """create table legacy (id integer primary key, said text, told text not null,
  whole integer, part real, share real not null, raw blob, flag boolean, made datetime, day date);
"""
TARGET = """create type tone as enum ('low', 'high');
create table fresh (id bigint primary key, said text, told varchar, whole bigint,
  part float8, share float8, raw bytea, flag boolean, made timestamptz, day date);
"""
ROW = ("said", "told", 5, 0.5, 2.0, b"\x00x", 1, "2024-02-29 12:00:00.120", "2024-02-29")
SAID = (
    "",
    " ",
    "NULL",
    "\\N",
    '"',
    ",",
    "\n",
    "\r\n",
    QUOTE,
    QUOTE * 2,
    NULL * 2,
    "é🦉",
    "a" * 70_000,
)
PARTS = (
    0.1 + 0.2,
    5e-324,
    1e15,
    123456789012345.0,
    9007199254740993.0,
    -0.0,
    1e-5,
    0.0001,
    1e22,
    7.0,
)


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> list[SideBySide]:
    """Every comparison of lines, with what it found same and what it doubted."""
    found: list[SideBySide] = []
    look = SideBySide.look

    def noting(self: SideBySide) -> Iterator[Same]:
        found.append(self)
        yield from look(self)

    monkeypatch.setattr(SideBySide, "look", noting)
    return found


def made(folder: Path, url: Url, rows: list[tuple[Any, ...]], **plan: Any) -> Small:
    """Loaded in ranges of ten rows."""
    site = small(folder, ACROSS, url, source=SOURCE, target=TARGET, plan=plan or None)
    path = site.source.removeprefix("sqlite:///")
    with closing(sqlite3.connect(path)) as connection, connection:
        marks = ", ".join("?" * (len(rows[0]) + 1))
        numbered = [(number, *row) for number, row in enumerate(rows, 1)]
        connection.executemany(f"insert into legacy values ({marks})", numbered)
    site.migrate(batch_size=10)
    return site


def varied() -> list[tuple[Any, ...]]:
    """Rows that differ from ROW in one value each, with NULL wherever it may be."""
    rows = [ROW]
    kinds: dict[int, tuple[Any, ...]] = {0: SAID, 1: SAID, 2: (0, -1, 2**63 - 1, -(2**63))}
    chance = random.Random(7)
    doubles = tuple(chance.uniform(-1, 1) * 10 ** chance.randint(-20, 14) for _ in range(40))
    kinds |= {3: (*PARTS, *doubles), 4: (*doubles, *PARTS), 5: (b"", bytes(range(256)))}
    kinds |= {6: (0,), 7: ("1999-12-31 23:59:59.999",)}
    for place, values in kinds.items():
        nulls = () if place in (1, 4) else (None,)
        rows += [(*ROW[:place], value, *ROW[place + 1 :]) for value in (*values, *nulls)]
    return [*rows, (*ROW[:8], None), (*ROW[:1], "a" * 70_000, *ROW[2:])]


def test_the_same_values_are_the_same_lines(
    tmp_path: Path, fresh_url: Url, looked: list[SideBySide]
) -> None:
    rows = varied()
    site = made(tmp_path, fresh_url, rows)
    state = site.steps("verify", recheck=True)
    assert [one.doubted for one in looked] == [[]]
    assert counted(state, step="verify").unchanged == len(rows)
    assert state.of(MappingVerified)[0].verdict == "match"


@pytest.mark.parametrize("number", [1234567890123456.5, math.inf])
def test_a_number_that_is_printed_otherwise_is_left_to_the_diff(
    tmp_path: Path, fresh_url: Url, looked: list[SideBySide], number: float
) -> None:
    site = made(tmp_path, fresh_url, [(*ROW[:4], number, *ROW[5:])])
    state = site.steps("verify", recheck=True)
    assert [len(one.doubted) for one in looked] == [1]
    assert state.of(MappingVerified)[0].verdict == "match"


CHANGES = [
    *("said = said || ' '", "said = null", f"said = '{NULL}'", f"said = '{QUOTE}'", "said = ''"),
    *("told = told || e'\\n'", "told = null", f"told = '{NULL}'", "told = upper(told)"),
    *("whole = whole + 1", "whole = null", "part = part + 1e-16", "part = null"),
    *("share = share + 1e-15", "share = null", "raw = raw || '\\x00'", "raw = null", "raw = ''"),
    *("flag = not flag", "flag = null", "made = made + interval '1 microsecond'", "made = null"),
    *("made = 'infinity'", "day = day + 1", "day = null", "day = '-infinity'"),
]


EMPTY = (None, "told", None, None, 2.0, None, None, None, None)
FILLINGS = [
    *(f"said = '{NULL}'", "said = ''", "said = 'NULL'", "whole = 0", "part = 0", "part = 'nan'"),
    *("raw = ''", "flag = false", "made = '2024-02-29'", "day = '2024-02-29'"),
]


@pytest.mark.parametrize(("row", "changes"), [(ROW, CHANGES), (EMPTY, FILLINGS)])
def test_no_other_value_is_printed_alike(
    tmp_path: Path, fresh_url: Url, row: tuple[Any, ...], changes: list[str]
) -> None:
    """In a column of NULLs alone nothing tells what it holds: a second row does."""
    site = made(tmp_path, fresh_url, [row, ROW])
    with closing(context_of(site.plan(), site.options, "r")) as context:
        job = build(context, seeds=False)["fresh"]
        read = lines(job)
        assert read is not None
        columns = columns_of(job, read)
        ours = b"".join(read.whole().contents)
        for change in (None, *changes):
            with rehearsal(context.target):
                if change:
                    context.target.execute(f"update fresh set {change} where id = 1")
                theirs = printed(context.target, job.parsed.target, columns, "true order by id")
                assert (b"".join(theirs) == ours) == (change is None), change


@pytest.mark.parametrize("change", ["said = 'another'", "said = null", "made = null"])
def test_a_row_that_is_another_is_told_and_the_others_are_not(
    tmp_path: Path, fresh_url: Url, looked: list[SideBySide], change: str
) -> None:
    site = made(tmp_path, fresh_url, [ROW] * 35)
    site.execute(f"update fresh set {change} where id = 12")
    state = site.steps("verify", code=5, recheck=True)
    verified = state.of(MappingVerified)[0]
    assert (verified.different, verified.missing, verified.extra) == (1, 0, 0)
    assert [[span.label for span in one.doubted] for one in looked] == [["11"]]


def test_a_large_range_that_differs_at_once_is_read_to_its_end(
    tmp_path: Path, fresh_url: Url, looked: list[SideBySide]
) -> None:
    """To break a COPY off would break off the snapshot that all that follows is seen in."""
    site = made(tmp_path, fresh_url, [("a" * 2_000_000, *ROW[1:])] * 12)
    site.execute("update fresh set said = 'b' where id = 1")
    verified = site.steps("verify", code=5, recheck=True).of(MappingVerified)[0]
    assert (verified.different, verified.missing) == (1, 0)
    assert [[span.label for span in one.doubted] for one in looked] == [["first"]]


def test_bounds_that_somebody_has_turned_hide_no_row(
    tmp_path: Path, fresh_url: Url, looked: list[SideBySide]
) -> None:
    site = made(tmp_path, fresh_url, [ROW] * 35)
    table = "migrate_tui.migration_mappings"
    turned = "replace(replace(replace(bounds, '\"11\"', 'x'), '\"21\"', '\"11\"'), 'x', '\"21\"')"
    site.execute(f"update {table} set bounds = {turned}")
    site.execute("update fresh set said = 'another' where id = 15")
    verified = site.steps("verify", code=5, recheck=True).of(MappingVerified)[0]
    assert (verified.different, verified.missing, verified.expected) == (1, 0, 35)
    assert looked == []


def test_a_source_that_is_written_to_while_it_is_read_has_no_more_lines(
    tmp_path: Path, fresh_url: Url
) -> None:
    """What its columns hold was counted before: now they may hold something else."""
    site = made(tmp_path, fresh_url, [ROW] * 3)
    with closing(context_of(site.plan(), site.options, "r")) as context:
        read = lines(build(context, seeds=False)["fresh"])
        assert read is not None and len(b"".join(read.whole().contents)) > 0
        site.execute("update legacy set whole = 'text' where id = 2", at="source")
        with pytest.raises(Unlike, match="somebody has written to legacy"):
            list(read.whole())


def test_a_row_that_is_gone_and_one_too_many(
    tmp_path: Path, fresh_url: Url, looked: list[SideBySide]
) -> None:
    site = made(tmp_path, fresh_url, [ROW] * 35)
    site.execute("delete from fresh where id = 12; insert into fresh (id) values (99)")
    verified = site.steps("verify", code=5, recheck=True).of(MappingVerified)[0]
    assert (verified.different, verified.missing, verified.extra) == (0, 1, 1)
    assert [[span.label for span in one.doubted] for one in looked] == [["11"]]


def test_where_rows_were_moved_few_ranges_are_tried(
    tmp_path: Path, fresh_url: Url, looked: list[SideBySide]
) -> None:
    site = made(tmp_path, fresh_url, [ROW] * 75)
    site.execute("update fresh set id = id")
    state = site.steps("verify", recheck=True)
    assert state.of(MappingVerified)[0].verdict == "match"
    assert counted(state, step="verify").unchanged == 75
    assert [len(one.doubted) for one in looked] == [8]  # three were tried, the rest was not


def test_a_source_that_was_written_to_is_told(
    tmp_path: Path, fresh_url: Url, looked: list[SideBySide]
) -> None:
    site = made(tmp_path, fresh_url, [ROW] * 25)
    site.execute("update legacy set said = 'newer' where id = 3", at="source")
    verified = site.steps("verify", code=5, recheck=True).of(MappingVerified)[0]
    assert (verified.different, verified.missing) == (1, 0)
    assert [[span.label for span in one.doubted] for one in looked] == [["first"]]


@pytest.mark.parametrize(
    ("moment", "zone", "printed"),
    [
        ("2024-02-29T12:00:00Z", "UTC", True),
        ("2024-02-29T12:00:00.5", "UTC", True),
        ("2024-02-29 12:00:00.123456", "UTC", True),
        ("2024-02-29 12:00:00", "UTC", True),
        ("2024-02-29 12:00", "UTC", False),
        ("2024-02-29", "UTC", False),
        ("2024-02-29 12:00:00+02:00", "UTC", False),
        ("2024-02-29 12:00:00", "Europe/Berlin", False),
    ],
)
def test_moments_are_printed_as_they_are_written(
    tmp_path: Path,
    fresh_url: Url,
    looked: list[SideBySide],
    moment: str,
    zone: str,
    printed: bool,
) -> None:
    site = made(tmp_path, fresh_url, [(*ROW[:7], moment, None)], timezone=zone)
    verified = site.steps("verify", recheck=True).of(MappingVerified)[0]
    assert verified.verdict == "match"
    assert [one.doubted for one in looked] == ([[]] if printed else [])


def test_rows_are_counted_however_the_blocks_are_cut() -> None:
    def ours(*blocks: tuple[int, bytes]) -> Blocks:
        return Blocks(iter(blocks))

    def theirs(*rows: bytes) -> Iterator[memoryview]:
        return map(memoryview, rows)

    assert same_rows(ours((2, b"ab"), (1, b"c")), theirs(b"a", b"b", b"c")) == 3
    assert same_rows(ours(), theirs()) == 0
    assert same_rows(ours((2, b"ab")), theirs(b"a", b"b", b"c")) is None
    assert same_rows(ours((2, b"ab")), theirs(b"a")) is None
    assert same_rows(ours((2, b"ab")), theirs(b"a", b"x")) is None
