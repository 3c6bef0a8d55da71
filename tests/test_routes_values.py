"""Values of every PostgreSQL type on their way into another database: exact, or a reason."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from accounting import assert_same_figures
from realpg import Binaries, Server
from small import BACK, SERVERS, Small, foreseen, small
from versions import VERSIONS

TYPES = """
create type mood as enum ('sad', 'it''s ok'); create domain positive as integer check (value > 0);
create type pair as (a integer, b text); create extension if not exists citext;
"""
UUID, LONG = "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", "1 mon -3 days +00:00:00.5"
# declared type in the source → value, text in another PostgreSQL, value in SQLite by typeof
EXACT: dict[str, list[tuple[str, str, Any]]] = {
    "smallint": [("-32768", "-32768", -32768)],
    "bigint": [("9223372036854775807", "9223372036854775807", 9223372036854775807)],
    "boolean": [("true", "true", 1), ("false", "false", 0)],
    "real": [("1e-45", "1e-45", 1.401298464324817e-45), ("-0.5", "-0.5", -0.5)],
    "double precision": [
        ("0.1", "0.1", 0.1),
        ("1.7976931348623157e308", "1.7976931348623157e+308", 1.7976931348623157e308),
        ("5e-324", "5e-324", 5e-324),
        ("-infinity", "-Infinity", float("-inf")),
    ],
    "numeric": [
        ("1.50", "1.50", 1.5),
        ("1.00", "1.00", 1),
        ("0.1", "0.1", 0.1),
        ("10000000000000000000", "10000000000000000000", 1e19),
        ("9223372036854775808", "9223372036854775808", "9223372036854775808"),
        ("0.12345678901234567890", "0.12345678901234567890", "0.12345678901234567890"),
        ("1e-400", "0." + "0" * 399 + "1", "0." + "0" * 399 + "1"),
    ],
    "numeric(12,4)": [("-12345678.0001", "-12345678.0001", -12345678.0001)],
    "money": [("1234.56", "$1,234.56", 1234.56)],
    "text": [("", "", ""), ("é\t\n\\N'\"%s{0}", "é\t\n\\N'\"%s{0}", "é\t\n\\N'\"%s{0}")],
    "character(4)": [("ab", "ab", "ab")],
    "character varying(3)": [("日本語", "日本語", "日本語")],
    "citext": [("Ab", "Ab", "Ab")],
    "name": [("n", "n", "n")],
    "bytea": [(r"\x", r"\x", b""), (r"\x00ff5c", r"\x00ff5c", b"\x00\xff\\")],
    "date": [("2024-02-29",) * 3, ("0001-01-01",) * 3],
    "time": [("23:59:59.999999", "23:59:59.999999", "23:59:59.999999")],
    "timestamp": [
        ("2024-06-01 12:00:00.123456", "2024-06-01 12:00:00.123456", "2024-06-01T12:00:00.123")
    ],
    "timestamp with time zone": [
        (
            "2024-06-01 12:00:00.999999+02",
            "2024-06-01 10:00:00.999999+00",
            "2024-06-01T10:00:00.999Z",
        ),
        ("0001-01-01 00:00:00+00", "0001-01-01 00:00:00+00", "0001-01-01T00:00:00.000Z"),
    ],
    "interval": [("1 mon -3 days 0.5s", LONG, LONG)],
    "uuid": [("A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11", UUID, UUID)],
    "json": [('{"b": 1, "a":[ ], "b": " x "}',) * 2 + ('{"b":1,"a":[],"b":" x "}',)],
    "jsonb": [('{"b": 1.00, "a": "\\u00e9 "}', '{"a": "é ", "b": 1.00}', '{"a":"é ","b":1.00}')],
    "inet": [("10.0.0.1/8", "10.0.0.1/8", "10.0.0.1/8")],
    "int4range": [("[1,5)", "[1,5)", "[1,5)")],
    "point": [("(1,2.5)", "(1,2.5)", "(1,2.5)")],
    "bit(3)": [("101", "101", "101")],
    "tsvector": [("'a':1 'b'", "'a':1 'b'", "'a':1 'b'")],
    "integer[]": [("{}", "{}", "[]"), ("{{1,2},{3,NULL}}", "{{1,2},{3,NULL}}", "[[1,2],[3,null]]")],
    "text[]": [('{a,"b c","q\\"",NULL}', '{a,"b c","q\\"",NULL}', '["a","b c","q\\"",null]')],
    "mood": [("it's ok", "it's ok", "it's ok")],
    "mood[]": [("{sad}", "{sad}", '["sad"]')],
    "positive": [("7", "7", 7)],
    "pair": [('(1,"x y")', '(1,"x y")', '(1,"x y")')],
}  # fmt: skip
NO_DATE = "not a date of the years 1 to 9999"
NO_MOMENT = "not a timestamp of the years 1 to 9999"
# what only PostgreSQL holds: there it arrives as it is, in SQLite it is a reject with this reason
ELSEWHERE: dict[str, list[tuple[str, str]]] = {
    "double precision": [("NaN", "NaN is no number there")],
    "real": [("NaN", "NaN is no number there")],
    "numeric": [("NaN", "NaN is no number there")],
    "date": [("infinity", NO_DATE), ("0044-03-15 BC", NO_DATE)],
    "timestamp": [("-infinity", NO_MOMENT), ("0044-03-15 00:00:00 BC", NO_MOMENT)],
    "timestamp with time zone": [
        ("infinity", NO_MOMENT),
        ("0044-03-15 00:00:00+00 BC", NO_MOMENT),
        ("294276-01-01 00:00:00+00", NO_MOMENT),
    ],
}


def literal(text: str | None) -> str:
    return "null" if text is None else "'" + text.replace("'", "''") + "'"


def table(name: str, columns: Mapping[str, str], rows: Iterable[Sequence[str | None]]) -> str:
    """A table whose columns are c0, c1, … after its id, with its rows."""
    typed = ", ".join(f"{column} {type_}" for column, type_ in columns.items())
    script = f"create table {name} (id integer primary key, {typed});"
    for number, row in enumerate(rows, 1):
        script += f" insert into {name} values ({number}, {', '.join(map(literal, row))});"
    return script


def columns_of(types: Iterable[str]) -> dict[str, str]:
    return {f"c{number}": type_ for number, type_ in enumerate(types)}


def rows_of(values: Sequence[Sequence[Any]]) -> list[tuple[Any, ...]]:
    """One row for the first value of each type, one for the second, …; the last is all NULL."""
    return [*itertools.zip_longest(*values), (None,) * len(values)]


def whole_way(site: Small) -> None:
    dry = site.steps("preflight", "dry-run")
    assert_same_figures(dry, site.migrate())
    assert foreseen(dry) == site.rejects()
    site.steps("verify")


@pytest.fixture(params=[(0, -1), (-1, 0)], ids=["newest to oldest", "oldest to newest"])
def two_servers(
    request: pytest.FixtureRequest, start_server: Callable[[Binaries | None], Server]
) -> Iterator[Callable[[], str]]:
    """A fresh database on each of two servers, the source's first."""
    servers = [start_server(VERSIONS[place]) for place in request.param]
    made: list[tuple[Server, str]] = []

    def fresh() -> str:
        server = servers[len(made)]
        made.append((server, server.new_database()))
        return made[-1][1]

    yield fresh
    for server, url in made:
        server.drop_database(url)


def test_into_another_postgresql(tmp_path: Path, two_servers: Callable[[], str]) -> None:
    """Bit by bit as it was, from the newest server into the oldest and back."""
    columns = columns_of(EXACT)
    values = [[v[0] for v in EXACT[t]] + [v for v, _ in ELSEWHERE.get(t, [])] for t in EXACT]
    source = TYPES + table("legacy", columns, rows_of(values))
    target = TYPES + table("fresh", columns, ())
    site = small(tmp_path, SERVERS, two_servers, source=source, target=target)
    whole_way(site)
    told = [[v[1] for v in EXACT[t]] + [v for v, _ in ELSEWHERE.get(t, [])] for t in EXACT]
    expected = [(str(n), *row) for n, row in enumerate(rows_of(told), 1)]
    assert sorted(site.rows(), key=lambda row: int(row[0] or 0)) == expected
    assert site.rows() == site.rows("legacy", at="source")
    site.roll_back()
    assert site.rows() == []


def test_into_sqlite(tmp_path: Path, fresh_url: Callable[[], str]) -> None:
    """Into columns without a type: what arrives is what staging makes of each value."""
    columns = columns_of(EXACT)
    source = TYPES + table("legacy", columns, rows_of([[v[0] for v in EXACT[t]] for t in EXACT]))
    target = table("fresh", dict.fromkeys(columns, ""), ())
    site = small(tmp_path, BACK, fresh_url, source=source, target=target)
    whole_way(site)
    expected = rows_of([[v[2] for v in EXACT[t]] for t in EXACT])
    for number, row in enumerate(expected, 1):
        found = site.query(f"select * from fresh where id = {number}")[0][1:]
        for type_, value, wanted in zip(EXACT, found, row, strict=True):
            assert repr(value) == repr(wanted), type_
    site.roll_back()
    assert site.rows() == []


def test_what_sqlite_cannot_hold_is_a_reject(tmp_path: Path, fresh_url: Callable[[], str]) -> None:
    cases = [(type_, *case) for type_, found in ELSEWHERE.items() for case in found]
    columns = columns_of(ELSEWHERE)
    rows = [[value if t == type_ else None for t in ELSEWHERE] for type_, value, _ in cases]
    site = small(
        tmp_path,
        BACK,
        fresh_url,
        source=table("legacy", columns, rows),
        target=table("fresh", dict.fromkeys(columns, ""), ()),
    )
    whole_way(site)
    assert site.rows() == []
    rejects = sorted(site.rejects(), key=lambda reject: int(reject[0]))
    for (_, _, reason), (type_, value, why) in zip(rejects, cases, strict=True):
        column = next(name for name, known in columns.items() if known == type_)
        assert reason == f"{column}: {why}: {value}"
