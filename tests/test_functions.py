"""Functions where they are special: reasons, whole Unicode, time zones, speed, odd storage."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from expression_worlds import Adapter, Columns, Postgresql, Sqlite
from migrate_tui.engine.errors import Blocked
from migrate_tui.engine.expressions import compile, parse
from migrate_tui.engine.expressions.reference import Row, evaluate
from migrate_tui.engine.functions import FUNCTIONS, prepare, register
from migrate_tui.engine.functions.postgresql_helpers import statements
from migrate_tui.engine.functions.unicode import case_mapping
from migrate_tui.engine.functions.values import Bad


@pytest.fixture(scope="module")
def postgresql(postgres_server: Any) -> Iterator[Postgresql]:
    url = postgres_server.new_database()
    world = Postgresql(url)
    yield world
    world.raw.close()
    postgres_server.drop_database(url)


def value_of(world: Sqlite | Postgresql, text: str, **types: str) -> Any:
    compiled = compile(parse(text), world.kind, Columns(types), guarded=False)
    return world.select(f"select {compiled.value}")[0][0]


REASONS = [
    ("int_of('12.5')", "not an integer: '12.5'"),
    ("int_of('')", "not an integer: ''"),
    ("number_of('1e999')", "not a number: '1e999'"),
    ("bool_of('maybe')", "not a boolean: 'maybe'"),
    ("any_true('')", "not a boolean: ''"),
    ("percent_true(true, 2)", "not a boolean: '2'"),
    ("json('{')", "not valid JSON: '{'"),
    ("json('\"\\u0000\"')", "not valid JSON: '\"\\u0000\"'"),
    ("timestamp_of('soon', 'ms')", "not a timestamp of the years 1 to 9999: 'soon'"),
    ("unix_ms(253402300800000)", "not a timestamp of the years 1 to 9999: '253402300800000'"),
    ("9223372036854775807 + 1", "the result has more than 64 bits"),
    ("7 % 0", "division by zero"),
    ("substring('abc', 1, -1)", "a negative length"),
    (f"int_of('{'x' * 100}')", "not an integer: '" + "x" * 59 + "…'"),
]


@pytest.mark.parametrize(("text", "reason"), REASONS)
def test_reasons_are_the_same_everywhere(postgresql: Postgresql, text: str, reason: str) -> None:
    with pytest.raises(Bad) as bad:
        evaluate(parse(text), Row())
    assert str(bad.value) == reason
    for world in (Sqlite(), postgresql):
        compiled = compile(parse(text), world.kind, Columns({}), guarded=True)
        assert world.select(f"select {compiled.value} is null, {compiled.reason}")[0][1] == reason


def test_lower_and_upper_know_every_character(postgresql: Postgresql) -> None:
    """Except characters that are newer than one of the two Unicode tables."""
    characters = [chr(i) for i in range(1, 0x20000) if not 0xD800 <= i < 0xE000]
    for name in ("lower", "upper"):
        sql = f"select c, pg_temp.mt_{name}(c) from unnest(%s::text[]) as c"
        found = dict(postgresql.raw.execute(sql, (characters,)).fetchall())
        wanted = {c: FUNCTIONS[name].reference(c) for c in characters}
        assert [c for c in characters if found[c] != wanted[c] and c.swapcase() != c] == []


def test_servers_without_such_a_collation_use_our_table(postgresql: Postgresql) -> None:
    plain = [s for s in statements("UTC", None) if ".mt_lower" in s or ".mt_upper" in s]
    try:
        for statement in plain:
            postgresql.raw.execute(statement.encode())
        for name in ("lower", "upper"):
            single, several = case_mapping(name)
            for text in ("".join(single), "".join(several), "Straße ΌΔΟΣ ﬁ İ"):
                wanted = evaluate(parse(f"{name}(c)"), Row(columns={"c": text}))
                sql = f"select pg_temp.mt_{name}(%s::text)"
                assert postgresql.raw.execute(sql, (text,)).fetchone() == (wanted,)
    finally:
        prepare(Adapter(postgresql.raw))  # type: ignore[arg-type]


ZONES = [
    ("2024-07-01T12:00:00", "America/Los_Angeles", "2024-07-01T19:00:00.000Z"),
    ("2024-03-10T02:30:00", "America/Los_Angeles", "2024-03-10T10:30:00.000Z"),  # never shown
    ("2024-11-03T01:30:00", "America/Los_Angeles", "2024-11-03T09:30:00.000Z"),  # shown twice
    ("2024-07-01T12:00:00+02:00", "America/Los_Angeles", "2024-07-01T10:00:00.000Z"),
    ("2024-07-01", "Asia/Kolkata", "2024-06-30T18:30:00.000Z"),
]


@pytest.mark.parametrize(("text", "zone", "moment"), ZONES)
def test_moments_without_a_zone_are_in_the_plans(
    postgresql: Postgresql, text: str, zone: str, moment: str
) -> None:
    expression = f"iso8601('{text}')"
    assert evaluate(parse(expression), Row(timezone=zone)) == moment
    sqlite = Sqlite()
    register(sqlite.connection, zone)
    assert value_of(sqlite, expression) == moment
    try:
        prepare(Adapter(postgresql.raw), zone)  # type: ignore[arg-type]
        assert value_of(postgresql, expression) == moment
    finally:
        prepare(Adapter(postgresql.raw))  # type: ignore[arg-type]


def test_a_database_of_another_encoding_is_refused(postgres: Any) -> None:
    url = postgres.new_database()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("create database latin1 template template0 encoding 'LATIN1' locale 'C'")
        try:
            other = connection.info.dsn.replace(connection.info.dbname, "latin1")
            latin = psycopg.connect(other, autocommit=True)
            with latin, pytest.raises(Blocked, match="LATIN1"):
                prepare(Adapter(latin))  # type: ignore[arg-type]
        finally:
            connection.execute("drop database latin1 with (force)")
    postgres.drop_database(url)


FAST = [
    ("json(t)", {"t": "text"}, '("t")::jsonb'),
    ("lower(trim(t))", {"t": "text"}, 'pg_temp.mt_lower(btrim("t"))'),
    ("any_true(b, c)", {"b": "boolean", "c": "boolean"}, "coalesce"),
    ("bool_of(b)", {"b": "boolean"}, '"b"'),
    ("int_of(i)", {"i": "integer"}, '"i"'),
    ("timestamp_of(i, 'ms')", {"i": "bigint"}, "to_timestamp"),
    ("i + 1", {"i": "integer"}, "::bigint +"),
]


@pytest.mark.parametrize(("text", "types", "part"), FAST)
def test_the_common_path_is_native(text: str, types: dict[str, str], part: str) -> None:
    compiled = compile(parse(text), "postgresql", Columns(types), guarded=False)
    assert part in compiled.value
    assert compiled.value.count("pg_temp") == part.count("pg_temp")
    assert "pg_temp" not in (compiled.reason or "").replace("pg_temp.mt_short", "")


def test_wide_documents_are_built_in_pieces(postgresql: Postgresql) -> None:
    members = ", ".join(f"'k{i}', {i}" for i in range(130))
    for world in (Sqlite(), postgresql):
        assert value_of(world, f"json_object({members}) ->> 'k129'") == "129"
        assert value_of(world, f"json_array({', '.join(map(str, range(130)))}) ->> -1") == "129"


def test_json_keeps_its_words_on_sqlite() -> None:
    text = '{"b": 1.50,\t"a": [ 1e2, "x  y", "\\u00e9" ]}'
    assert value_of(Sqlite(), f"json('{text}')") == '{"b":1.50,"a":[1e2,"x  y","\\u00e9"]}'
    assert value_of(Sqlite(), 'json(\'{"a": 1, "b": 2, "a": 3}\')') == '{"a":3,"b":2}'
    assert value_of(Sqlite(), "json_object('a', true, 'b', 1)") == '{"a":true,"b":1}'


def test_identifiers_never_change() -> None:
    wanted = "facdde7a-bf1e-8c5b-b012-73ab2e282f79"
    assert evaluate(parse("uuid_for('a', 'b')"), Row()) == wanted
    assert evaluate(parse("uuid_for('a', null)"), Row()) is None
    assert evaluate(parse("uuid_for('a', 'b', 'c')"), Row()) != evaluate(
        parse("uuid_for('a', 'bc', '')"), Row()
    )
    checksum = evaluate(parse('checksum(\'{"b": 1.50, "a": [1, "\\u0001"]}\')'), Row())
    assert checksum == evaluate(parse('checksum(\'{"a":[1e0,"\\u0001"],"b":1.5}\')'), Row())


def test_declared_types_and_collations_of_sqlite_do_not_change_comparisons() -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    register(connection)
    connection.execute("create table x (n text collate nocase, i integer, t text, y)")
    connection.execute("insert into x values ('A', '5x', '5', '05')")
    cases = {"n = 'a'": 0, "n in ('a')": 0, "i < '6'": 1, "t = 5": 1, "t < 10": 1, "y = 5": 1}
    cases |= {"n is distinct from 'a'": 1, "greatest(n, 'a') = 'a'": 1, "nullif(n, 'a') is null": 0}
    for text, wanted in cases.items():
        compiled = compile(parse(text), "sqlite", Columns({}), guarded=True)
        assert connection.execute(f"select {compiled.value} from x").fetchone() == (wanted,), text


def test_bytes_that_are_no_text_reject_and_never_raise() -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    register(connection)
    connection.execute("create table x as select cast(x'61ff62' as text) as t, x'ff00' as y")
    for text in (
        "lower(t)",
        "json(t)",
        "int_of(t)",
        "uuid_for('k', t)",
        "length(trim(t))",
        "t > 5",
    ):
        compiled = compile(parse(text), "sqlite", Columns({}), guarded=True)
        query = f"select {compiled.value}, {compiled.reason} from x"
        assert connection.execute(query).fetchone() == (None, "not valid UTF-8"), text
    for text, wanted in {"fix_utf8(t)": "a\ufffdb", "fix_utf8(y)": "\ufffd"}.items():
        compiled = compile(parse(text), "sqlite", Columns({}), guarded=True)
        assert connection.execute(f"select {compiled.value} from x").fetchone() == (wanted,)


def test_bytes_become_text_alike(postgresql: Postgresql) -> None:
    for raw in (b"a\xffb", b"\xe2\x82A", b"\xc3\xa9\xf0\x9f", b"\xed\xa0\x80", b"\xf8x", b"\x00a"):
        wanted = evaluate(parse("fix_utf8(y)"), Row({"y": raw}))
        sql = "select pg_temp.mt_fix_utf8(%s::bytea)"
        assert postgresql.raw.execute(sql, (raw,)).fetchone() == (wanted,)


def test_or_null_gives_null_where_its_argument_would_reject(postgresql: Postgresql) -> None:
    for world in (Sqlite(), postgresql):
        for text in ("int_of('x')", "json('{')", "bool_of('maybe')", "7 % 0"):
            plain = compile(parse(f"or_null({text})"), world.kind, Columns({}), guarded=False)
            assert (plain.reason, plain.raises) == (None, False)
            assert world.select(f"select {plain.value}") == [(None,)]
