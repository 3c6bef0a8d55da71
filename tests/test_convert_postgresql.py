"""A value becomes the target column's full type, or has a reason; nothing is cut silently."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from migrate_tui.engine.databases import open_database
from migrate_tui.engine.databases.base import Connection
from migrate_tui.engine.databases.catalogue import Column
from migrate_tui.engine.functions import convert, prepare
from migrate_tui.engine.functions.compiled import Compiled

SCHEMA = """
create type mood as enum ('sad', 'ok', 'it''s');
create domain positive as integer check (value > 0);
create domain code as varchar(3);
create table target (
  i2 smallint, i4 integer, i8 bigint, n numeric, n5 numeric(5,2), n3 numeric(3), r real,
  f double precision, t text, v varchar(5), ch char(3), b boolean, d date, ts timestamp,
  ts3 timestamp(3), tz timestamptz, tz0 timestamptz(0), u uuid, j json, jb jsonb, by bytea,
  m mood, p positive, c code, ai integer[], at text[], av varchar(2)[], am mood[],
  iv interval, ip inet, bits bit(3), tm time
)
"""

# (type and SQL of the value, column, the text of what is stored)
KEPT = [
    ("text", "' 12 '", "i4", "12"),
    ("text", "'12.0'", "i2", "12"),
    ("bigint", "32767", "i2", "32767"),
    ("integer", "7", "i8", "7"),
    ("boolean", "true", "i4", "1"),
    ("double precision", "12", "i4", "12"),
    ("numeric", "12.00", "i8", "12"),
    ("text", "'1.50'", "n", "1.50"),
    ("text", "'999.99'", "n5", "999.99"),
    ("double precision", "0.1", "n5", "0.10"),
    ("numeric", "1.500", "n5", "1.50"),
    ("text", "'0.1'", "f", "0.1"),
    ("numeric", "0.1", "f", "0.1"),
    ("numeric", "0.1", "r", "0.1"),
    ("bigint", "9007199254740992", "f", "9.007199254740992e+15"),
    ("bigint", "5", "t", "5"),
    ("boolean", "false", "t", "false"),
    ("uuid", "'00000000-0000-0000-0000-00000000000A'", "t", "00000000-0000-0000-0000-00000000000a"),
    ("text", "'abcde'", "v", "abcde"),
    ("text", "'ééééé'", "v", "ééééé"),
    ("text", "'ab'", "ch", "ab"),
    ("text", "' Yes '", "b", "true"),
    ("bigint", "0", "b", "false"),
    ("text", "'2024-02-29'", "d", "2024-02-29"),
    ("timestamp with time zone", "'2024-02-29 00:00:00+00'", "d", "2024-02-29"),
    ("text", "'2024-02-29T10:00:00.5Z'", "ts3", "2024-02-29 10:00:00.5"),
    ("text", "'2024-02-29T10:00:00'", "tz", "2024-02-29 10:00:00+00"),
    ("timestamp without time zone", "'2024-02-29 10:00'", "tz0", "2024-02-29 10:00:00+00"),
    ("timestamp with time zone", "'infinity'", "tz", "infinity"),
    (
        "text",
        "'{00000000-0000-0000-0000-00000000000A}'",
        "u",
        "00000000-0000-0000-0000-00000000000a",
    ),
    ("text", '\'{"b": 1, "a": 1.50}\'', "jb", '{"a": 1.50, "b": 1}'),
    ("text", '\'{"b":  1, "a": 2}\'', "j", '{"b":  1, "a": 2}'),
    ("jsonb", "'[1]'", "j", "[1]"),
    ("bigint", "5", "jb", "5"),
    ("text", "'é'", "by", "\\xc3a9"),
    ("text", "'it''s'", "m", "it's"),
    ("text", "'5'", "p", "5"),
    ("text", "'abc'", "c", "abc"),
    ("text", "'[1, 2]'", "ai", "{1,2}"),
    ("text", "'{1,2}'", "ai", "{1,2}"),
    ("jsonb", '\'["a b", null, ""]\'', "at", '{"a b",NULL,""}'),
    ("jsonb", "'[\"ab\"]'", "av", "{ab}"),
    ("jsonb", "'[\"ok\"]'", "am", "{ok}"),
    ("text", "'1 day'", "iv", "1 day"),
    ("text", "'90000000 microseconds'", "iv", "00:01:30"),
    ("text", "'10.0.0.1'", "ip", "10.0.0.1/32"),
    ("text", "'101'", "bits", "101"),
    ("text", "'10:00'", "tm", "10:00:00"),
    ("text", "'9:05:07.123456'", "tm", "09:05:07.123456"),
    ("text", "'9:05 PM'", "tm", "21:05:00"),
]

# (type and SQL of the value, column, the reason)
REFUSED = [
    ("text", "'abc'", "i4", "'abc' is not a valid integer"),
    ("text", "''", "i4", "'' is not a valid integer"),
    ("text", "'0x1F'", "i4", "'0x1F' is not a valid integer"),
    ("text", "'2.5'", "i4", "'2.5' is not a valid integer"),
    ("numeric", "2.5", "i4", "'2.5' is not a valid integer"),
    ("double precision", "'NaN'", "i8", "'NaN' is not a valid bigint"),
    ("text", "'9223372036854775808'", "i8", "'9223372036854775808' is not a valid bigint"),
    ("bigint", "32768", "i2", "'32768' is outside smallint"),
    ("bigint", "-2147483649", "i4", "'-2147483649' is outside integer"),
    ("text", "'1.505'", "n5", "'1.505' has more than 2 decimals"),
    ("text", "'1000'", "n5", "'1000' is outside numeric(5,2)"),
    ("numeric", "2.5", "n3", "'2.5' has more than 0 decimals"),
    ("text", "'1e999'", "n", "'1e999' is not a valid numeric"),
    ("bigint", "9007199254740993", "f", "'9007199254740993' does not fit double precision"),
    ("double precision", "1e300", "r", "'1e+300' does not fit real"),
    ("double precision", "0.123456789012", "r", "'0.123456789012' does not fit real"),
    ("text", "'abcdef'", "v", "longer than varchar(5) (6 characters)"),
    ("text", "'abcd'", "ch", "longer than char(3) (4 characters)"),
    ("text", "'maybe'", "b", "not a boolean: 'maybe'"),
    ("bigint", "2", "b", "not a boolean: '2'"),
    ("text", "'2024-02-30'", "d", "'2024-02-30' is not a valid date"),
    ("text", "''", "tz", "'' is not a valid timestamp with time zone"),
    ("text", "'now'", "tz", "'now' is not a valid timestamp with time zone"),
    ("text", "'2024-02-29T10:00Z'", "d", "'2024-02-29 10:00:00' has a time of day"),
    (
        "timestamp with time zone",
        "'2024-02-29 10:00+00'",
        "d",
        "'2024-02-29 10:00:00' has a time of day",
    ),
    (
        "text",
        "'2024-02-29T10:00:00.1234Z'",
        "ts3",
        "'2024-02-29 10:00:00.1234' has more than 3 decimals of a second",
    ),
    ("bigint", "17", "tz", "'17' is a number: use timestamp_of(…, 'ms')"),
    ("bigint", "17", "iv", "'17' is a number: use … || ' seconds'"),
    ("double precision", "1.5", "iv", "'1.5' is a number: use … || ' seconds'"),
    ("bigint", "123456", "tm", "'123456' is not a valid time without time zone"),
    *(
        ("text", f"'{text}'", "tm", f"'{text}' is not a valid time without time zone")
        for text in ("2024-02-29 10:00", "10:00:00+02", "10:00:00.1234567", "1000", "noon")
    ),
    ("text", "'xyz'", "u", "'xyz' is not a valid uuid"),
    ("text", "'{'", "jb", "'{' is not valid jsonb"),
    ("text", '\'{"a":"\\u0000"}\'', "jb", '\'{"a":"\\u0000"}\' is not valid jsonb'),
    ("text", "'maybe'", "m", "'maybe' is not one of enum mood: sad, ok, it's"),
    ("text", "'-5'", "p", "'-5' is not a valid positive"),
    ("text", "'abcd'", "c", "'abcd' is not a valid code"),
    ("text", "'[1, \"x\"]'", "ai", "'{1,x}' is not a valid integer[]"),
    ("text", "'nothing'", "ai", "not an array: 'nothing'"),
    ("jsonb", "'{}'", "at", "not a JSON array: '{}'"),
    ("jsonb", "'[\"abc\"]'", "av", "'{abc}' is not a valid character varying(2)[]"),
    ("jsonb", "'[\"glad\"]'", "am", "'{glad}' is not a valid mood[]"),
    ("text", "'soon'", "iv", "'soon' is not a valid interval"),
    ("text", "'1011'", "bits", "'1011' is not a valid bit(3)"),
    ("text", "repeat('x', 100)", "i4", "'" + "x" * 59 + "…' is not a valid integer"),
]


@pytest.fixture(scope="module")
def target(postgres_server: object) -> Iterator[tuple[Connection, dict[str, Column]]]:
    url = postgres_server.new_database()  # type: ignore[attr-defined]
    with open_database(url).open() as connection:
        for statement in SCHEMA.split(";"):
            connection.execute(statement)
        prepare(connection)
        table = connection.table("target")
        assert table is not None
        yield connection, {column.name: column for column in table.columns}
    postgres_server.drop_database(url)  # type: ignore[attr-defined]


def converted(
    target: tuple[Connection, dict[str, Column]], case: tuple[str, str, str], *, guarded: bool
) -> tuple[object, object]:
    connection, columns = target
    type_, sql, name = case
    value = convert(Compiled("x", type=type_), type_, columns[name], "postgresql", guarded=guarded)
    reason = value.reason or "null"
    assert not (guarded and value.raises)
    typed = (
        f"select x from (values (null::{type_}), ({sql}::{type_})) as given(x) where x is not null"
    )
    query = f"select ({value.value})::{columns[name].type}::text, {reason} from ({typed}) as source"
    return connection.execute(query)[0]  # type: ignore[return-value]


@pytest.mark.parametrize(("type_", "sql", "name", "stored"), KEPT)
@pytest.mark.parametrize("guarded", [False, True], ids=["plain", "guarded"])
def test_values_that_fit_are_kept(
    target: tuple[Connection, dict[str, Column]],
    type_: str,
    sql: str,
    name: str,
    stored: str,
    guarded: bool,
) -> None:
    value, reason = converted(target, (type_, sql, name), guarded=guarded)
    assert reason is None
    assert value == stored


@pytest.mark.parametrize(("type_", "sql", "name", "reason"), REFUSED)
def test_values_that_do_not_fit_have_a_reason(
    target: tuple[Connection, dict[str, Column]], type_: str, sql: str, name: str, reason: str
) -> None:
    assert converted(target, (type_, sql, name), guarded=True)[1] == reason


@pytest.mark.parametrize(("type_", "sql", "name", "reason"), REFUSED)
def test_plain_casts_raise_or_say_why(
    target: tuple[Connection, dict[str, Column]], type_: str, sql: str, name: str, reason: str
) -> None:
    try:
        found = converted(target, (type_, sql, name), guarded=False)[1]
    except psycopg.Error as error:
        assert error.sqlstate and error.sqlstate[:2] in ("22", "23")
    else:
        assert found is not None


@pytest.mark.parametrize("type_", sorted({case[0] for case in KEPT}))
@pytest.mark.parametrize("guarded", [False, True], ids=["plain", "guarded"])
def test_null_stays_null(
    target: tuple[Connection, dict[str, Column]], type_: str, guarded: bool
) -> None:
    connection, columns = target
    for name in {case[2] for case in KEPT if case[0] == type_}:
        value = convert(
            Compiled("x", type=type_), type_, columns[name], "postgresql", guarded=guarded
        )
        query = (
            f"select {value.value}, {value.reason or 'null'} from (values (null::{type_})) as s(x)"
        )
        assert connection.execute(query) == [(None, None)], name


def test_helpers_work_in_a_read_only_transaction(
    target: tuple[Connection, dict[str, Column]],
) -> None:
    connection, _ = target
    with connection.transaction(read_only=True):
        for case in REFUSED:
            assert converted(target, case[:3], guarded=True)[1] == case[3]
