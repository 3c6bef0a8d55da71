"""Verify's first look at a first load: the digests of both sides are the same for the same values
of every kind, and never for two others."""

from __future__ import annotations

import hashlib
import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from alongside import WHOLE, assert_told, both_sides, filled, looked
from migrate_tui.engine.databases.base import Row
from migrate_tui.engine.databases.digests import Digests, Pair
from migrate_tui.engine.databases.reading import Unlike
from migrate_tui.engine.databases.spelled import BETWEEN, LONG, NULL, Spelled, Spelling
from migrate_tui.engine.events import MappingVerified
from migrate_tui.engine.side_by_side import SideBySide
from small import ACROSS, Small, counted, small

__all__ = ["looked"]
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
    "None",
    "é🦉",
    "a" * LONG,
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


def made(folder: Path, url: Url, rows: list[tuple[Any, ...]], **plan: Any) -> Small:
    """Loaded in ranges of ten rows."""
    site = small(folder, ACROSS, url, source=SOURCE, target=TARGET, plan=plan or None)
    filled(site, rows)
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
def test_a_number_that_is_printed_otherwise_is_compared_by_its_bytes(
    tmp_path: Path, fresh_url: Url, looked: list[SideBySide], number: float
) -> None:
    site = made(tmp_path, fresh_url, [(*ROW[:4], number, *ROW[5:])])
    state = site.steps("verify", recheck=True)
    assert [one.doubted for one in looked] == [[]]
    assert state.of(MappingVerified)[0].verdict == "match"


CHANGES = [
    *("said = said || ' '", "said = null", f"said = '{NULL}'", f"said = '{BETWEEN}'", "said = ''"),
    *("told = told || e'\\n'", "told = null", f"told = '{NULL}'", "told = upper(told)"),
    *("whole = whole + 1", "whole = null", "part = part + 1e-16", "part = null"),
    *("share = share + 1e-15", "share = null", "raw = raw || '\\x00'", "raw = null", "raw = ''"),
    *("flag = not flag", "flag = null", "made = made + interval '1 microsecond'", "made = null"),
    *("made = 'infinity'", "day = day + 1", "day = null", "day = '-infinity'"),
]


EMPTY = (None, "told", None, None, 2.0, None, None, None, None)
FILLINGS = [
    *(f"said = '{NULL}'", "said = ''", "said = 'NULL'", "whole = 0", "part = 0", "part = 'nan'"),
    *("raw = ''", "flag = false", "made = '2024-02-29'", "day = '2024-02-29'", "made = 'infinity'"),
]
MANY = ("a" * 70_000, "b" * LONG, *ROW[2:])
DIGEST = hashlib.sha256(b"a" * 70_000).hexdigest()
LONGER = [
    *("said = said || 'a'", f"said = '{NULL}{DIGEST}'", f"said = '{DIGEST}'", "said = null"),
    *(f"told = told || '{NULL}'", "told = told || 'b'", "told = left(told, -1)"),
]


@pytest.mark.parametrize(("row", "changes"), [(ROW, CHANGES), (EMPTY, FILLINGS), (MANY, LONGER)])
def test_no_other_value_is_printed_alike(
    tmp_path: Path, fresh_url: Url, row: Row, changes: list[str]
) -> None:
    """In a column of NULLs alone nothing tells what it holds: a second row does."""
    assert_told(made(tmp_path, fresh_url, [row, ROW]), changes)


@pytest.mark.parametrize("said", [BETWEEN, NULL, NULL * 2, f"a{BETWEEN}b"])
def test_a_text_that_holds_a_mark_is_left_to_the_diff(
    tmp_path: Path, fresh_url: Url, looked: list[SideBySide], said: str
) -> None:
    site = made(tmp_path, fresh_url, [(said, *ROW[1:]), ROW])
    verified = site.steps("verify", recheck=True).of(MappingVerified)[0]
    assert verified.verdict == "match"
    assert [len(one.doubted) for one in looked] == [1]


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


def test_large_texts_that_differ(tmp_path: Path, fresh_url: Url, looked: list[SideBySide]) -> None:
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
    with both_sides(site) as both:
        assert both.read(WHOLE, is_sorted=False).rows == 3
        site.execute("update legacy set whole = 'text' where id = 2", at="source")
        with pytest.raises(Unlike, match="somebody has written to legacy"):
            both.read(WHOLE, is_sorted=False)


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
        ("2024-02-29 12:00:00.120000Z", "UTC", True),
        ("2024-02-29T12:00:00.999", "UTC", True),
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


MOMENTS = [
    *("2024-02-29 12:00:00", "2024-02-29T12:00:00Z", "2024-02-29 12:00:00.5"),
    *("2024-02-29T12:00:00.120Z", "2024-02-29 12:00:00.120000", "2024-12-31 23:59:59.99999"),
]
MOVED = [
    *(f"made = made + interval '{step}'" for step in ("1 microsecond", "-1 microsecond", "1 day")),
    *("made = null", "made = 'infinity'", "made = '-infinity'", "made = made - interval '2050 y'"),
]


@pytest.mark.parametrize("moment", MOMENTS)
def test_no_other_moment_is_printed_alike(tmp_path: Path, fresh_url: Url, moment: str) -> None:
    assert_told(made(tmp_path, fresh_url, [(*ROW[:7], moment, None)] * 2), MOVED)


@dataclass(frozen=True)
class Bare(Spelling):
    """A value is its own text."""

    def ours(self, values: Sequence[Any]) -> Spelled:
        return Spelled(BETWEEN.join(values).encode(), len(values), 1)

    def theirs(self, value: str) -> str:
        return value


def digests_of(*lots: list[Row]) -> tuple[int, list[Pair]]:
    found = Digests([Bare(), Bare()])
    for lot in lots:
        found.take(lot)
    return found.rows, found.pairs({})


def test_digests_are_the_same_however_the_rows_come() -> None:
    rows: list[Row] = [("a", "x"), ("b", "y"), ("", "z")]
    known = digests_of(rows)
    assert digests_of(rows[:1], rows[1:]) == known == digests_of(*([row] for row in rows))
    assert digests_of() == (0, [(0, None), (0, None)])
    for others in (rows[:2], [*rows, ("", "")], [("ab", "x"), ("", "y"), ("", "z")], rows[::-1]):
        assert digests_of(others) != known
