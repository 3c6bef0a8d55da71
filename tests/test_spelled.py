"""How both sides spell a column: numbers by their bytes where none is NULL, long values by their
digests where there may be some."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from alongside import assert_told, both_sides, looked, ours, theirs
from migrate_tui.engine.databases.spelled import NULL, Packed, Parts, Texts
from migrate_tui.engine.events import MappingVerified
from migrate_tui.engine.side_by_side import SideBySide
from small import ACROSS, Small, small

__all__ = ["looked"]
Url = Callable[[], str]
WORDS = """create table legacy (id integer primary key, said text not null, doc text not null,
  made text not null, day text not null);
create table fresh (id bigint primary key, said text not null, doc jsonb not null,
  made timestamptz not null, day date not null);
"""
SOURCE = """create table legacy (id integer primary key, whole integer not null, part real not null,
  flag integer not null, share real, said text);
"""
TARGET = """create table fresh (id bigint primary key, whole smallint not null,
  part float8 not null, flag boolean not null, share float8, said text);
"""

ROW = (7, 0.1, 1, 0.1, "said")
CHANGES = [
    *("whole = whole + 1", "whole = -whole", "whole = 256 * whole", "flag = not flag"),
    *("part = part + 1e-17 * 2", "part = -part", "part = 'nan'", "part = 'infinity'", "part = 0"),
    *("share = share + 1e-17 * 2", "share = -share", "share = 'nan'", "share = null"),
    "whole = flag::int, flag = whole = 7",
]


def made(folder: Path, url: Url, *rows: tuple[object, ...]) -> Small:
    """Loaded in ranges of ten rows."""
    site = small(folder, ACROSS, url, source=SOURCE, target=TARGET)
    with closing(sqlite3.connect(site.source.removeprefix("sqlite:///"))) as connection, connection:
        numbered = [(number, *row) for number, row in enumerate(rows, 1)]
        connection.executemany("insert into legacy values (?, ?, ?, ?, ?, ?)", numbered)
    site.migrate(batch_size=10)
    return site


def test_no_other_number_is_printed_alike(tmp_path: Path, fresh_url: Url) -> None:
    site = made(tmp_path, fresh_url, ROW, (-32768, 0.0, 0, None, None), (32767, 5e-324, 0, 0.0, ""))
    assert_told(site, CHANGES)
    with both_sides(site) as both:
        kinds = [type(one) for one in both.values.spellings]
        assert kinds == [Packed, Packed, Packed, Packed, Parts, Texts]
        for change in ("part = '-0' where id = 2", "share = '-0' where id = 3"):
            assert theirs(both, f"update fresh set {change}") != ours(both), change


def test_a_null_that_has_no_place_there_is_told(
    tmp_path: Path, fresh_url: Url, looked: list[SideBySide]
) -> None:
    site = made(tmp_path, fresh_url, *[ROW] * 3)
    site.execute("alter table fresh alter whole drop not null; update fresh set whole = null")
    verified = site.steps("verify", code=5, recheck=True).of(MappingVerified)[0]
    assert (verified.missing, verified.different) == (0, 3)


@pytest.mark.parametrize("moment", ["2024-02-29 12:00:00.120", "2024-02-29 12:00:00"])
def test_no_other_value_is_printed_alike_where_none_is_null(
    tmp_path: Path, fresh_url: Url, moment: str
) -> None:
    source, target = WORDS.split(";\n")[:2]
    site = small(tmp_path, ACROSS, fresh_url, source=source, target=target)
    rows = f"(1, 'a', '[1]', '{moment}', '2024-02-29'), (2, '', '{{}}', '{moment}', '2024-03-01')"
    site.execute(f"insert into legacy values {rows}", at="source")
    site.migrate()
    moved = ("made = made + interval '1 microsecond'", "made = 'infinity'", "day = 'infinity'")
    assert_told(site, [*moved, "day = day + 1", "said = ''", f"said = '{NULL}'", "doc = '[1.0]'"])
    with both_sides(site) as both:
        both = replace(both, values=both.values.shortly())
        columns = ("said", "doc", "made", "day")
        nothing = "; ".join(f"alter table fresh alter {name} drop not null" for name in columns)
        for name in columns:
            change = f"{nothing}; update fresh set {name} = null where id = 2"
            assert theirs(both, change) != ours(both), name


@pytest.mark.parametrize(("said", "is_short"), [("a" * 300, True), ("long", False)])
def test_long_values_are_looked_for_where_some_are_kept_apart(
    tmp_path: Path, fresh_url: Url, looked: list[SideBySide], said: str, is_short: bool
) -> None:
    text = said if is_short else "".join(chr(0x4E00 + n * 7919 % 20000) for n in range(9000))
    site = made(tmp_path, fresh_url, *[(*ROW[:4], text)] * 12)
    assert site.steps("verify", recheck=True).of(MappingVerified)[0].verdict == "match"
    assert [one.doubted for one in looked] == [[]]
    assert looked[0].both.values.spellings[-1] == Texts(True, is_short)


def test_long_values_are_looked_for_where_a_range_is_large(
    tmp_path: Path, fresh_url: Url, looked: list[SideBySide], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("migrate_tui.engine.side_by_side.PAGES", 0)
    site = made(tmp_path, fresh_url, *[(*ROW[:4], "a" * 5000)] * 12)
    assert site.steps("verify", recheck=True).of(MappingVerified)[0].verdict == "match"
    assert [one.doubted for one in looked] == [[]]
    assert looked[0].both.values.spellings[-1] == Texts(True, False)
