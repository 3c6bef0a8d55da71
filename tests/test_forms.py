"""Forms of SQLite's moments and documents: the quick ways say what the slow one says."""

from __future__ import annotations

import sqlite3

import pytest

from migrate_tui.engine.databases.facts_sqlite import form_facts
from migrate_tui.engine.databases.sqlite_catalogue import table

DAYS = ("2024-02-29", "2023-02-29", "2024-00-01", "2024-13-01", "2024-04-31", "0000-01-01")
CLOCKS = ("10:00:00", "24:00:00", "23:59:59", "10:00:60", "10:60:00")
ENDS = {"": "local", ".123": "local", ".123456": "local", "Z": "zoned", ".123Z": "zoned"}


def form(value: object, kind: str, declared: str = "") -> str:
    raw = sqlite3.connect(":memory:")
    raw.execute(f"create table t (c {declared})")
    raw.executemany("insert into t values (?)", [(value,), (None,)])
    found = table(raw, "t")
    assert found is not None
    (name,) = form_facts(raw, found, found.columns[0], kind)
    raw.close()
    return name


@pytest.mark.parametrize("end", ENDS)
def test_a_moment_is_told_however_its_end_is_written(end: str) -> None:
    for mark in " T":
        assert form(f"2024-02-29{mark}23:59:59{end}", "moment") == ENDS[end]
        for day in DAYS[1:]:
            assert form(f"{day}{mark}10:00:00{end}", "moment") == "other"
        for clock in (CLOCKS[1], CLOCKS[3], CLOCKS[4]):
            assert form(f"2024-02-29{mark}{clock}{end}", "moment") == "other"


@pytest.mark.parametrize("zone", ["Z", "z", "+00:00", "-0530", "+02", " +00:00", " Z"])
def test_an_offset_may_stand_apart(zone: str) -> None:
    """As Sequelize writes it."""
    for clock in ("10:00:00", "10:00", "10:00:00.123"):
        assert form(f"2024-02-29 {clock}{zone}", "moment") == "zoned"
        assert form(f"2024-02-29 {clock} {zone}x", "moment") == "other"
        assert form(f"2024-02-29 {clock}  {zone}", "moment") == "other"


@pytest.mark.parametrize("declared", ["", "time", "datetime", "text"])
def test_what_a_column_is_declared_as_does_not_tell_how_a_value_looks(declared: str) -> None:
    """SQLite compares a column with a text as the type of the column says."""
    for text in ("10:00", "23:59:59", "23:59:59.5", "23:59:59.123456"):
        assert form(text, "time", declared) == "clock"
    for text in ("24:00", "10:00:60", "10:00:00.1234567", "10:00:00.", "10:00:00.5Z", "noon"):
        assert form(text, "time", declared) == "other"
    assert form("0000-01-01 10:00:00", "moment", declared) == "other"
    assert form("0001-01-01 10:00:00", "moment", declared) == "local"


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ('{"a": 1}', "document"),
        (r'["\u0041"]', "document"),
        (r'["\u0000"]', "escape"),
        (r'["\uD83D\uDE00"]', "escape"),
        (r'["\udc00"]', "escape"),
        ('"x"', "scalar"),
        ("{", "other"),
        ("", "empty"),
    ],
)
def test_documents_with_escapes_are_told_apart(text: str, known: str) -> None:
    assert form(text, "json") == known


def test_forms_are_counted_in_their_order() -> None:
    raw = sqlite3.connect(":memory:")
    raw.execute("create table t (c)")
    values = ["2024-02-29", None, "x", "2024-02-29 10:00:00.5", "y", 7]
    raw.executemany("insert into t values (?)", [(v,) for v in values])
    found = table(raw, "t")
    assert found is not None
    facts = form_facts(raw, found, found.columns[0], "moment")
    assert list(facts.items()) == [("day", 1), ("local", 1), ("other", 2), ("small", 1)]
    raw.close()
