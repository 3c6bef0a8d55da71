"""A value becomes what the declared type asks for, exactly as SQLite would keep it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest

from migrate_tui.engine.databases.catalogue import Column
from migrate_tui.engine.functions import convert, register
from migrate_tui.engine.functions.compiled import Compiled

# (value, its known type, declared type, what is stored)
KEPT = [
    (" 12 ", "", "INTEGER", 12),
    ("12.0", "", "BIGINT", 12),
    (12.0, "", "INT", 12),
    (2**63 - 1, "", "INTEGER", 2**63 - 1),
    (1, "boolean", "INTEGER", 1),
    ("1.5", "", "REAL", 1.5),
    ("9223372036854775808", "", "NUMERIC", 2.0**63),
    ("0.30000000000000004", "", "REAL", 0.1 + 0.2),
    (5, "", "DOUBLE PRECISION", 5.0),
    ("5", "", "DECIMAL(10,2)", 5),
    (5.0, "", "NUMERIC", 5),
    ("1.50", "", "NUMERIC(5,1)", 1.5),
    (5, "", "TEXT", "5"),
    (1e20, "", "VARCHAR(2)", "1e+20"),
    ("far too long", "", "VARCHAR(3)", "far too long"),
    (b"\xff", "", "TEXT", b"\xff"),
    ("a\x00b", "", "TEXT", "a\x00b"),
    (1, "boolean", "TEXT", "true"),
    (" Yes ", "", "BOOLEAN", 1),
    ("0", "", "BOOL", 0),
    ('{"b": 1,  "a": 1.50}', "", "JSON", '{"b":1,"a":1.50}'),
    ('{"a": 1, "a": 2}', "", "JSONB", '{"a":2}'),
    ("[1]", "jsonb", "TEXT", "[1]"),
    ("2024-02-29 10:00:00+05:30", "", "TIMESTAMP", "2024-02-29T04:30:00.000Z"),
    ("2024-02-29", "", "DATETIME", "2024-02-29T00:00:00.000Z"),
    ("2024-02-29", "", "DATE", "2024-02-29"),
    ("2024-02-29T00:00:00.000Z", "timestamptz", "DATE", "2024-02-29"),
    ("2024-02-29T10:00:00.000Z", "timestamptz", "TEXT", "2024-02-29T10:00:00.000Z"),
    (b"\x00\xff", "", "BLOB", b"\x00\xff"),
    ("x", "", "", "x"),
    (
        "00000000-0000-0000-0000-000000000001",
        "uuid",
        "UUID",
        "00000000-0000-0000-0000-000000000001",
    ),
    ("12", "", "MONEY", 12),
    ("twelve", "", "MONEY", "twelve"),
]

# (value, its known type, declared type, the reason)
REFUSED = [
    ("abc", "", "INTEGER", "'abc' is not a valid integer"),
    (2.5, "", "INTEGER", "'2.5' is not a valid integer"),
    (1e300, "", "INTEGER", "'1e+300' is not a valid integer"),
    (b"1", "", "INTEGER", "'\\x31' is not a valid integer"),
    ("abc", "", "REAL", "'abc' is not a valid number"),
    (2**53 + 1, "", "REAL", "'9007199254740993' has more digits than a double"),
    (
        "0.12345678901234567890",
        "",
        "REAL",
        "'0.12345678901234567890' has more digits than a double",
    ),
    ("9223372036854775809", "", "NUMERIC", "'9223372036854775809' has more digits than a double"),
    ("9223372036854775809", "", "MONEY", "'9223372036854775809' has more digits than a double"),
    ("1e-400", "", "DOUBLE", f"'0.{'0' * 57}…' has more digits than a double"),
    ("", "", "DECIMAL(10,2)", "'' is not a valid number"),
    ("maybe", "", "BOOLEAN", "not a boolean: 'maybe'"),
    (2, "", "BOOLEAN", "not a boolean: '2'"),
    ("{", "", "JSON", "not valid JSON: '{'"),
    ('"\\ud800"', "", "JSON", "not valid JSON: '\"\\ud800\"'"),
    ("NaN", "", "JSON", "not valid JSON: 'NaN'"),
    ("", "", "TIMESTAMP", "not a timestamp of the years 1 to 9999: ''"),
    (17, "", "DATETIME", "'17' is a number: use timestamp_of(…, 'ms')"),
    ("2024-02-29T10:00Z", "", "DATE", "has a time of day: '2024-02-29T10:00Z'"),
]


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    register(connection)
    yield connection
    connection.close()


def column(declared: str) -> Column:
    return Column("x", declared, declared.partition("(")[0].upper())


def converted(
    connection: sqlite3.Connection, value: object, type_: str, declared: str, *, guarded: bool
) -> tuple[object, object]:
    compiled = convert(
        Compiled("x", type=type_), type_, column(declared), "sqlite", guarded=guarded
    )
    assert not (guarded and compiled.raises)
    query = f"select {compiled.value}, {compiled.reason or 'null'} from (select ? as x)"
    return connection.execute(query, (value,)).fetchone()  # type: ignore[no-any-return]


@pytest.mark.parametrize(("value", "type_", "declared", "stored"), KEPT)
@pytest.mark.parametrize("guarded", [False, True], ids=["plain", "guarded"])
def test_values_that_fit_are_kept_as_they_are_stored(
    connection: sqlite3.Connection,
    value: object,
    type_: str,
    declared: str,
    stored: object,
    guarded: bool,
) -> None:
    found, reason = converted(connection, value, type_, declared, guarded=guarded)
    assert (found, type(found), reason) == (stored, type(stored), None)
    connection.execute(f"create table target (x {declared})")
    connection.execute("insert into target values (?)", (found,))
    kept = "select typeof(x) = typeof(?) and x is ? from target"
    assert connection.execute(kept, (found, found)).fetchone() == (1,)


@pytest.mark.parametrize(("value", "type_", "declared", "reason"), REFUSED)
def test_values_that_do_not_fit_have_a_reason(
    connection: sqlite3.Connection, value: object, type_: str, declared: str, reason: str
) -> None:
    assert converted(connection, value, type_, declared, guarded=True)[1] == reason


@pytest.mark.parametrize(("value", "type_", "declared", "reason"), REFUSED)
def test_plain_conversions_raise_or_say_why(
    connection: sqlite3.Connection, value: object, type_: str, declared: str, reason: str
) -> None:
    try:
        found = converted(connection, value, type_, declared, guarded=False)[1]
    except sqlite3.OperationalError:
        return
    assert found == reason


@pytest.mark.parametrize("declared", sorted({case[2] for case in KEPT}))
def test_null_stays_null(connection: sqlite3.Connection, declared: str) -> None:
    for guarded in (False, True):
        assert converted(connection, None, "", declared, guarded=guarded) == (None, None)


def test_text_that_is_not_utf8_is_a_reason_not_an_error(connection: sqlite3.Connection) -> None:
    for declared in ("INTEGER", "REAL", "NUMERIC", "BOOLEAN", "JSON", "TIMESTAMP", "DATE"):
        compiled = convert(Compiled("x", type=""), "", column(declared), "sqlite", guarded=True)
        query = f"select {compiled.value}, {compiled.reason} from (select cast(x'ff' as text) as x)"
        assert connection.execute(query).fetchone()[1] is not None, declared
