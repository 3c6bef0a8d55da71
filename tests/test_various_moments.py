"""Moments that are written in several ways in one column, as Django does where a second is whole:
copied as they are, and compared as PostgreSQL prints them."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from alongside import assert_told, filled, loaded_as_lines, looked
from migrate_tui.engine.databases.catalogue import Column
from migrate_tui.engine.databases.moments import Moments, Various
from migrate_tui.engine.databases.values import _moments
from migrate_tui.engine.events import MappingVerified
from migrate_tui.engine.side_by_side import SideBySide
from small import ACROSS, Small, counted, small

__all__ = ["looked"]
Url = Callable[[], str]
SOURCE = "create table legacy (id integer primary key, made datetime, local datetime not null);"
TARGET = "create table fresh (id bigint primary key, made timestamptz, local timestamp);"
DAY = "2024-02-29"
MADE = (f"{DAY} 12:00:00", f"{DAY} 12:00:00.120000", f"{DAY} 10:20:30.000000", f"{DAY} 00:00:00")
LOCAL = (f"{DAY}T12:00:00Z", f"{DAY}T12:00:00.500Z", f"{DAY} 12:00:00", f"{DAY}T10:00:00.000Z")


def made(folder: Path, url: Url, rows: list[tuple[str | None, str]]) -> Small:
    site = filled(small(folder, ACROSS, url, source=SOURCE, target=TARGET), rows)
    site.migrate(batch_size=50)
    return site


def test_they_are_the_same_moments(
    tmp_path: Path, fresh_url: Url, looked: list[SideBySide]
) -> None:
    chance = random.Random(3)
    rows: list[tuple[str | None, str]] = [*zip(MADE, LOCAL, strict=True), (None, LOCAL[0])]
    for _ in range(200):
        at = datetime(1000, 1, 1) + timedelta(seconds=chance.randrange(63_000_000_000))
        fine = at.replace(microsecond=chance.choice((0, 1, 10, 500_000, 999_999)))
        rows.append((fine.isoformat(" "), at.isoformat("T") + "Z"))
    site = made(tmp_path, fresh_url, rows)
    assert all(loaded_as_lines(site))
    verified = site.steps("verify", recheck=True)
    assert [one.doubted for one in looked] == [[]]
    assert counted(verified, step="verify").unchanged == len(rows)
    assert verified.of(MappingVerified)[0].verdict == "match"
    first = site.query("select made = '2024-02-29 12:00Z', local::text from fresh where id = 1")
    assert first == [(True, "2024-02-29 12:00:00")]


CHANGES = [
    *("made = made + interval '1 microsecond'", "made = null", "made = 'infinity'"),
    *("made = made + interval '10 seconds'", "local = local - interval '10 microseconds'"),
    *(
        "local = '-infinity'",
        "local = local + interval '1 day'",
        "made = made - interval '5000 years'",
    ),
]


@pytest.mark.parametrize("first", range(4))
def test_no_other_moment_is_printed_alike(tmp_path: Path, fresh_url: Url, first: int) -> None:
    pairs = [*zip(MADE, LOCAL, strict=True)]
    assert_told(made(tmp_path, fresh_url, [pairs[first], *pairs]), CHANGES)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("2024-02-29T12:00:00Z", "2024-02-29 12:00:00"),
        ("2024-02-29 12:00:00.100", "2024-02-29 12:00:00.1"),
        ("2024-02-29 12:00:00.010Z", "2024-02-29 12:00:00.01"),
        ("2024-02-29 12:00:00.000000", "2024-02-29 12:00:00"),
        ("2024-02-29 12:10:00", "2024-02-29 12:10:00"),
        ("2024-02-29 12:10:00.120 +00:00", "2024-02-29 12:10:00.12"),
        ("2024-02-29T12:10:00+00:00", "2024-02-29 12:10:00"),
        ("2024-02-29T12:10:00+02:00", "2024-02-29 12:10:00+02:00"),
    ],
)
def test_how_they_are_spelled(text: str, printed: str) -> None:
    values = [text.encode(), None, text.encode()]
    found = Various().ours(values)
    assert found.text.decode() == f"{printed}\x01\x02\x01{printed}" and found.plain == 2


@pytest.mark.parametrize(
    ("base", "ways", "kind"),
    [
        ("timestamptz", {"0000-00-00 00:00:00"}, Moments),
        ("timestamptz", {"0000-00-00 00:00:00", "0000-00-00 00:00:00.000000"}, Various),
        ("timestamp", {"0000-00-00T00:00:00Z", "0000-00-00T00:00:00.000Z"}, Various),
        ("timestamptz", {"0000-00-00 00:00:00", "0000-00-00"}, None),
        ("timestamptz", {"0000-00-00 00:00:00", "0000-00-00 00:00:00+00:00"}, Various),
        ("timestamptz", {"0000-00-00 00:00:00.000 +00:00"}, Moments),
        ("timestamptz", {"0000-00-00 00:00:00-00:00"}, None),
        ("timestamptz", {"0000-00-00 00:00:00.0000000"}, None),
        ("date", {"0000-00-00"}, Moments),
        ("date", {"0000-00-00", "0000-00-00 00:00:00"}, None),
        ("date", set(), None),
    ],
)
def test_how_a_column_is_compared(base: str, ways: set[str], kind: type | None) -> None:
    found = _moments(Column("c", base, base), ways)
    assert (found and type(found)) is kind


OFFSETS = ("2024-02-29 12:00:00.120 +00:00", "2024-02-29 12:00:00.500 +05:30")


@pytest.mark.parametrize("way", [" +00:00", "+00:00", "Z", " Z"])
def test_a_moment_of_any_offset_is_known(
    tmp_path: Path, fresh_url: Url, looked: list[SideBySide], way: str
) -> None:
    """Those in UTC are compared as they are printed, as Sequelize and Python write them."""
    rows: list[tuple[str | None, str]] = [
        (f"2024-02-29 12:00:0{n % 10}.{n:03}{way}", LOCAL[0]) for n in range(60)
    ]
    site = made(tmp_path, fresh_url, [*rows, (None, LOCAL[0])])
    assert all(loaded_as_lines(site))
    site.steps("verify", recheck=True)
    assert [one.doubted for one in looked] == [[]]
    assert site.query("select made = '2024-02-29 12:00:09.059Z' from fresh where id = 60") == [
        (True,)
    ]


def test_another_offset_is_left_to_the_diff(
    tmp_path: Path, fresh_url: Url, looked: list[SideBySide]
) -> None:
    site = made(tmp_path, fresh_url, [(one, LOCAL[0]) for one in OFFSETS])
    assert all(loaded_as_lines(site))
    assert site.steps("verify", recheck=True).of(MappingVerified)[0].verdict == "match"
    assert looked == []
    assert site.query("select made = '2024-02-29 06:30:00.5Z' from fresh where id = 2") == [(True,)]
