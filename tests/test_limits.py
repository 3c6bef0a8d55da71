"""Columns with a length, a scale or a precision: what keeps it is copied and compared as it is
written, and what does not fares as it does without."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from accounting import assert_same_figures
from alongside import assert_told, filled, loaded_as_lines, looked
from migrate_tui.engine import bulk
from migrate_tui.engine.databases.catalogue import Column
from migrate_tui.engine.databases.limits import keeps
from migrate_tui.engine.events import MappingVerified
from migrate_tui.engine.side_by_side import SideBySide
from small import ACROSS, Rows, Small, counted, skipped, small

__all__ = ["looked"]
Url = Callable[[], str]
SOURCE = """create table legacy (id integer primary key, said varchar(4), told varchar(4) not null,
  price decimal(6, 2), rate real, large decimal, at datetime, since datetime, made datetime);
"""
TARGET = """create table fresh (id bigint primary key, said varchar(4), told varchar(4) not null,
  price numeric(6, 2), rate numeric, large numeric, at timestamp(3), since timestamptz(0),
  made timestamp);
"""
NAMES = ("said", "told", "price", "rate", "large", "at", "since", "made")
ROW = ("said", "told", 12.5, 0.5, 7, "2024-02-29 12:00:00.120", "2024-02-29T12:00:00Z", None)
MADE = "2024-02-29 23:59:59.123456"
WITHIN = {
    "said": ("", "é🦉漢x", "a  ", None, "    ", '"\n,'),
    "price": (0, -9999.99, 9999, 0.01, 0.1, 100.5, None),
    "rate": (0.1 + 0.2, -2.5, 1e-5, None),
    "large": (10, 2**53, 0.000123, -1.5, None),
    "at": ("1999-12-31 23:59:59.999", "2024-01-01 00:00:00.000", None),
    "since": ("1000-01-01T00:00:00Z", None),
    "made": ("2024-02-29 23:59:59.000000", "2024-02-29 00:00:00.120000"),
}
BEYOND = {
    "said": ("abcde", "abcd ", "abcd\n", "éééé "),
    "told": ("told ", "toldtold"),
    "price": (0.001, 1.005, 12.345, 9999.999, 10000, 1e9),
    "rate": (7.0, -0.0, 1e300),
    "large": (1e20,),
    "at": ("2024-02-29 12:00:00.1205", "2024-02-29 12:00:00.1200", "2024-02-29T12:00:00.120+02:00"),
    "since": ("2024-02-29T12:00:00.5Z", "2024-02-29T12:00:00.0Z"),
    "made": ("2024-02-29 23:59:59.1234567", "2024-02-29 23:59:59.123456-03:00", "now", "infinity"),
}


def changed(values: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Rows that differ from ROW in one value each."""
    sound = (*ROW[:-1], MADE)
    places = [(NAMES.index(name), each) for name, each in values.items()]
    return [(*sound[:at], value, *sound[at + 1 :]) for at, each in places for value in each]


def made(folder: Path, url: Url, rows: list[tuple[Any, ...]]) -> Small:
    return filled(small(folder, ACROSS, url, source=SOURCE, target=TARGET), rows)


def test_what_keeps_the_limits_is_copied_and_compared_as_it_is_written(
    tmp_path: Path, fresh_url: Url, looked: list[SideBySide]
) -> None:
    rows = [(*ROW[:-1], MADE), ROW, *changed(WITHIN)]
    site = made(tmp_path, fresh_url, rows)
    foreseen = site.dry_run(batch_size=10)
    assert_same_figures(foreseen, site.migrate(batch_size=10))
    assert all(loaded_as_lines(site)) and site.rejects() == []
    verified = site.steps("verify", recheck=True)
    assert counted(verified, step="verify").unchanged == len(rows)
    assert verified.of(MappingVerified)[0].verdict == "match"
    assert skipped(site.migrate(batch_size=10))


def test_it_arrives_as_its_column_writes_it(tmp_path: Path, fresh_url: Url) -> None:
    site = made(tmp_path, fresh_url, [(*ROW[:-1], MADE)])
    site.migrate()
    assert loaded_as_lines(site) == [True]
    assert site.query("select fresh::text from fresh where id = 1") == [
        (f'(1,said,told,12.50,0.5,7,"2024-02-29 12:00:00.12","2024-02-29 12:00:00+00","{MADE}")',)
    ]


@pytest.mark.parametrize("mark", ["", "Z"])
def test_a_moment_that_names_no_zone_is_of_the_plan_s(
    tmp_path: Path, fresh_url: Url, mark: str
) -> None:
    """In a column without a zone it stands in UTC, as the conversion has it."""
    at = (f"2024-02-29 12:00:00.120{mark}", "2024-02-29T12:00:00Z", f"2024-02-29 12:00:00{mark}")
    site = made(tmp_path, fresh_url, [(*ROW[:-3], *at)])
    site.document["timezone"] = "Asia/Kolkata"
    site.migrate()
    assert loaded_as_lines(site) == [bool(mark)]
    day = "2024-02-29 12:00:00" if mark else "2024-02-29 06:30:00"
    found = site.query("select at::text, since = '2024-02-29 12:00Z', made::text from fresh")
    assert found == [(f"{day}.12", True, day)]
    assert site.steps("verify", recheck=True).of(MappingVerified)[0].verdict == "match"


def moved(site: Small, url: Url) -> tuple[Rows, Rows]:
    """Rows and rejects in a target of their own."""
    site.target = site.document["target"] = url()
    site.execute(TARGET)
    foreseen = site.dry_run(batch_size=4)
    assert_same_figures(foreseen, site.migrate(batch_size=4))
    return site.rows(), site.rejects()


def test_what_is_beyond_a_limit_fares_as_it_does_without(
    tmp_path: Path, fresh_url: Url, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each stands among rows like the others, in a range of its own."""
    sound, odd = (*ROW[:-1], MADE), changed(BEYOND)
    rows = [sound] * 60 + [row for one in odd for row in (sound, one, sound, sound)]
    site = made(tmp_path, fresh_url, rows)
    monkeypatch.setattr(bulk, "PATIENCE", len(odd) + 1)
    quick = moved(site, fresh_url)
    assert loaded_as_lines(site).count(True) >= 15
    monkeypatch.setattr(bulk, "PATIENCE", 0)
    assert moved(site, fresh_url) == quick
    assert len(quick[0]) + len(quick[1]) == len(rows)


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("said", "abcd ", "longer than varchar(4)"),
        ("price", 1.005, "has more than 2 decimals"),
        ("at", "2024-02-29 12:00:00.1205", "has more than 3 decimals"),
        ("since", "2024-02-29T12:00:00.5Z", "has more than 0 decimals"),
    ],
)
def test_nothing_is_cut_or_rounded(
    tmp_path: Path, fresh_url: Url, name: str, value: object, why: str
) -> None:
    site = made(tmp_path, fresh_url, [ROW, *changed({name: (value,)})])
    site.migrate()
    ((key, _, reason),) = site.rejects()
    assert key == "2" and why in reason


CHANGES = [
    *("said = said || ' '", "said = null", "told = 'Told'", "price = price + 0.01"),
    *("price = -price", "price = null", "rate = rate + 0.00001", "rate = 'nan'", "rate = null"),
    *("large = large + 1e-30", "large = 'infinity'", "large = null", "at = null"),
    *("at = at + interval '1 millisecond'", "since = since + interval '1 second'"),
    *("since = '-infinity'", "made = made + interval '1 microsecond'", "made = null"),
]


def test_no_other_value_is_printed_alike(tmp_path: Path, fresh_url: Url) -> None:
    row = ("sai", "told", *ROW[2:-1], MADE)
    site = made(tmp_path, fresh_url, [row, row])
    site.migrate()
    assert_told(site, CHANGES)


@pytest.mark.parametrize(
    ("type_", "values", "kept"),
    [
        ("varchar(3)", [b"abc", b"\xc3\xa9" * 3, b"\x02"], True),
        ("varchar(3)", [b"abc", b"abc "], False),
        ("numeric(5,2)", [1, 1.25, None, 1e22, 3.0], True),
        ("numeric(5,2)", [1.125], False),
        ("numeric(5,2)", [1e-7], False),
        ("numeric(5)", [1.5], False),
        ("numeric", [1, 0.1 + 0.2, None], True),
        ("numeric", [1, 2.0], False),
    ],
)
def test_whether_values_keep_a_limit(type_: str, values: list[Any], kept: bool) -> None:
    look = keeps(Column("c", type_, type_.partition("(")[0]))
    assert look is not None and look(values) is kept


def test_other_types_have_none() -> None:
    assert keeps(Column("c", "varchar", "varchar")) is None
    assert keeps(Column("c", "bit(3)", "bit")) is None
