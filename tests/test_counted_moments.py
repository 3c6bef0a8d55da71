"""Moments that a source counts from 1970, as JavaScript does: copied and compared as they are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest

from accounting import assert_same_figures
from alongside import assert_told, filled, loaded_as_lines, looked
from migrate_tui.engine import bulk
from migrate_tui.engine.databases.catalogue import Column
from migrate_tui.engine.databases.census import Census
from migrate_tui.engine.databases.native import readable
from migrate_tui.engine.diff.copied import counted
from migrate_tui.engine.events import MappingVerified
from migrate_tui.engine.expressions import parse
from migrate_tui.engine.side_by_side import SideBySide
from small import ACROSS, Small, skipped, small
from small import counted as counts

__all__ = ["looked"]
Url = Callable[[], str]
SOURCE = """create table legacy (id integer primary key, made datetime not null, seen datetime,
  local bigint, fine integer, known integer not null);
"""
TARGET = """create table fresh (id bigint primary key, made timestamptz not null,
  seen timestamptz(0), local timestamp(3), fine timestamp, known timestamptz);
"""
COLUMNS = {
    "id": "id",
    "made": "unix_ms(made)",
    "seen": "unix_s(seen)",
    "local": "timestamp_of(local, 'ms')",
    "fine": "timestamp_of(fine, 'us')",
    "known": "timestamp_of(known, 's')",
}
NAMES = tuple(COLUMNS)[1:]
ROW = (1_700_000_000_123, 1_700_000_000, 1_699_999_999_999, 1_700_000_000_000_001, 0)
LAST = 32_503_679_999
WITHIN = {
    "made": (0, 1, 999, 1000, LAST * 1000 + 999),
    "seen": (0, 951_782_400, LAST, None),
    "local": (0, 86_399_999, 1_709_251_199_001, None),
    "fine": (0, 999_999, 1_000_000, LAST * 1_000_000 + 999_999, None),
}
BEYOND = {
    "made": (-1, LAST * 1000 + 1000, 253_402_300_800_000, 2**63 - 1),
    "seen": (-(2**63), LAST + 1, 10**12),
    "local": (-999, -1000),
    "fine": (-1_000_001,),
}


def changed(values: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Rows that differ from ROW in one value each."""
    places = [(NAMES.index(name), each) for name, each in values.items()]
    return [(*ROW[:at], value, *ROW[at + 1 :]) for at, each in places for value in each]


def made(folder: Path, url: Url, rows: list[tuple[Any, ...]], zone: str = "UTC") -> Small:
    site = small(folder, ACROSS, url, source=SOURCE, target=TARGET, columns=COLUMNS)
    site.document["timezone"] = zone
    return filled(site, rows)


@pytest.mark.parametrize("zone", ["UTC", "Asia/Kolkata"])
def test_they_are_copied_and_compared_as_they_are(
    tmp_path: Path, fresh_url: Url, looked: list[SideBySide], zone: str
) -> None:
    rows = [ROW, *changed(WITHIN)]
    site = made(tmp_path, fresh_url, rows, zone)
    site.migrate(batch_size=10)
    assert all(loaded_as_lines(site)) and site.rejects() == []
    with psycopg.connect(site.target) as connection:
        connection.execute("set time zone 'UTC'")
        units = {"made": 1000, "seen": 1, "local": 1000, "fine": 1_000_000, "known": 1}
        cells = ", ".join(f"(extract(epoch from {n}) * {u})::int8" for n, u in units.items())
        assert connection.execute(f"select {cells} from fresh order by id").fetchall() == rows
    verified = site.steps("verify", recheck=True)
    assert [one.doubted for one in looked] == [[]]
    assert counts(verified, step="verify").unchanged == len(rows)
    assert verified.of(MappingVerified)[0].verdict == "match"
    assert skipped(site.migrate(batch_size=10))


def test_what_is_no_moment_fares_as_it_does_without(
    tmp_path: Path, fresh_url: Url, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each stands among rows like the others, in a range of its own."""
    odd = changed(BEYOND)
    site = made(tmp_path, fresh_url, [row for one in odd for row in (ROW, one, ROW, ROW)])
    found = []
    for patience in (len(odd) + 1, 0):
        monkeypatch.setattr(bulk, "PATIENCE", patience)
        site.target = site.document["target"] = fresh_url()
        site.execute(TARGET)
        foreseen = site.dry_run(batch_size=3)
        assert_same_figures(foreseen, site.migrate(batch_size=3))
        found.append((site.rows(), site.rejects()))
        assert any(loaded_as_lines(site)) is bool(patience)
    assert found[0] == found[1]
    assert len(found[0][0]) + len(found[0][1]) == 4 * len(odd)
    assert {key for key, _, _ in found[0][1]} == {"10", "14", "18", "26"}


CHANGES = [
    *("made = made + interval '1 microsecond'", "made = 'infinity'", "seen = '-infinity'"),
    *("seen = null", "seen = seen + interval '1 second'", "local = null", "local = 'infinity'"),
    *("local = local - interval '1 millisecond'", "fine = fine + interval '1 microsecond'"),
    *("fine = null", "known = null", "known = '1970-01-01 00:00:01Z'"),
]


def test_no_other_moment_is_printed_alike(tmp_path: Path, fresh_url: Url) -> None:
    site = made(tmp_path, fresh_url, [ROW, ROW])
    site.migrate()
    assert_told(site, CHANGES)


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("unix_ms(a)", ("a", "ms")),
        ("unix_s(a)", ("a", "s")),
        ("timestamp_of(a, 'us')", ("a", "us")),
        ("unix_ms(a + 1)", None),
        ("unix_ms(new.a)", None),
        ("timestamp_of(1, 's')", None),
        ("iso8601(a)", None),
        ("a", None),
    ],
)
def test_which_expressions_count(text: str, known: tuple[str, str] | None) -> None:
    assert counted(parse(text)) == known


@pytest.mark.parametrize(
    ("type_", "unit", "known"),
    [
        ("timestamptz", "us", True),
        ("timestamp(3)", "ms", True),
        ("timestamp(3)", "us", False),
        ("timestamp(0)", "s", True),
        ("timestamp(0)", "ms", False),
        ("date", "s", False),
        ("int8", "s", False),
    ],
)
def test_what_they_are_copied_into(type_: str, unit: str, known: bool) -> None:
    whole, parts = Census(1, 0, 0, 0, 7), Census(0, 1, 0, 0, 0)
    column = Column("c", type_, type_.partition("(")[0])
    assert readable(whole, column, unit) is known
    assert not readable(parts, column, unit)
