"""Values staged in the target's own types: the same rows and rejects as through the conversions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from migrate_tui.engine import work
from migrate_tui.engine.building import build
from migrate_tui.engine.context import Options
from migrate_tui.engine.databases.catalogue import Column
from migrate_tui.engine.databases.native import shape
from migrate_tui.engine.guarded import context_of
from small import ACROSS, Rows, Small, small

Url = Callable[[], str]
SOURCE = """create table legacy (id integer primary key, made datetime, day date, flag boolean,
  doc json, mark uuid, mood text, size real, number int, local datetime);
insert into legacy values
  (1, '2024-02-29 12:00:00.123', '2024-02-29', 1, '{"b": 1.0, "a": [null]}',
   'A0EEBC99-9c0b4ef8bb6d6bb9bd380a11', 'sad', 0.1, 7, '2024-02-29T12:00:00.12Z'),
  (2, null, null, null, null, null, null, null, null, null),
  (3, '1999-12-31 23:59:59.999', '1000-01-01', 0, '"x"',
   '{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}', 'glad', 1e300, -32768, '1000-01-01T00:00:00.00Z');
"""
TARGET = """create type mood as enum ('sad', 'glad');
create table fresh (id bigint primary key, made timestamptz, day date, flag boolean, doc jsonb,
  mark uuid, mood mood, size double precision, number smallint,
  local timestamp(3));
"""
FINE = {
    "made": "'2024-02-29 12:00:00.000'",
    "day": "'2024-02-29'",
    "doc": "'{}'",
    "mood": "'sad'",
    "local": "'2024-02-29T12:00:00.00Z'",
}
ODD = {  # what PostgreSQL would read, or read otherwise, and the conversion refuses or reads
    "made": (
        *("now", "infinity", "today", "epoch", "2024-02-29 24:00:00.000", "2024-02-29 12:00:00.00"),
        *("2024-02-30 12:00:00.000", "2024-02-29 12:00:60.000", "2024-02-29 12:00:00.1234567"),
        *("2024-02-29 12:00:00.1239999", "2024-02-29T12:00:00.5+02:00", "0001-01-01 00:00:00.000"),
        *("2024-02-29 12:00 PST", "2024-02-29", " 2024-02-29 12:00:00.000 ", "", "x"),
        *("2024-02-29 12:00:00.000 BC", "2024-02-29 12:00:00.000Z", "29/2/2024"),
    ),
    "local": (
        *("now", "2024-02-29T12:00:00.00+02:00", "2024-02-29T12:00:00.0005Z", "2024-02-29"),
        *("2024-02-29T12:00:00.0000Z", "2024-02-29T24:00:00.00Z", "2024-02-29T12:00:00.00"),
    ),
    "day": ("today", "infinity", "2024-02-30", "2024-02-29 00:00:00", "Feb 29 2024", "0000-01-01"),
    "doc": ("{a: 1}", r'"\\u0000"', '{"a": 1, "a": 2}', "NaN", " [1] ", ""),
    "mood": ("SAD", "sad ", ""),
}
NUMBERS = {
    "flag": (2, -1, 0.5, "'yes'"),
    "number": (32768, 1.5, "'7'"),
    "size": (1, "'inf'", 2**60),
}
CASES = [(c, f"'{v}'") for c, vs in ODD.items() for v in vs]
CASES += [(c, str(v)) for c, vs in NUMBERS.items() for v in vs]


@pytest.fixture
def site(tmp_path: Path, fresh_url: Url) -> Small:
    return small(tmp_path, ACROSS, fresh_url, source=SOURCE, target=TARGET)


def test_what_the_target_reads_as_the_conversion_does_is_staged_in_its_types(site: Small) -> None:
    context = context_of(site.plan(), Options(), "a run")
    quick = build(context, seeds=False)["fresh"].quick
    context.close()
    assert quick is not None
    assert dict(quick.raws[0].columns) == {
        "id": "bigint",
        "made": "timestamp with time zone",
        "day": "date",
        "flag": "boolean",
        "doc": "jsonb",
        "mark": "uuid",
        "mood": "mood",
        "size": "double precision",
        "number": "smallint",
        "local": "timestamp(3) without time zone",
    }
    site.migrate()
    assert site.rows()[0] == (
        *("1", "2024-02-29 12:00:00.123+00", "2024-02-29", "true", '{"a": [null], "b": 1.0}'),
        *("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", "sad", "0.1", "7"),
        "2024-02-29 12:00:00.12",
    )
    assert len(site.rows()) == 3 and site.rejects() == []


def inserted(key: int, row: dict[str, str]) -> str:
    names, values = ", ".join(row), ", ".join(row.values())
    return f"insert into legacy (id, {names}) values ({key}, {values});"


def moved(site: Small, fresh_url: Url) -> tuple[Rows, Rows]:
    """Rows and rejects in a target of their own."""
    url = fresh_url()
    site.target = site.document["target"] = url
    site.execute(TARGET)
    site.migrate()
    return site.rows(), site.rejects()


def test_a_value_in_doubt_fares_as_it_does_without(
    site: Small, fresh_url: Url, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each stands among rows like the others, in a range of its own."""
    site.options = Options(batch_size=4)
    alike = [FINE] * 60  # more than the sample that shows how moments are written
    each = [row for column, value in CASES for row in (FINE, FINE, {**FINE, column: value}, FINE)]
    rows = enumerate((*alike, *each), 10)
    site.execute("".join(inserted(key, row) for key, row in rows), at="source")
    monkeypatch.setattr(work, "PATIENCE", len(CASES))
    quick = moved(site, fresh_url)
    monkeypatch.setattr(work, "PATIENCE", 0)
    assert moved(site, fresh_url) == quick
    assert len(quick[0]) + len(quick[1]) == 63 + 4 * len(CASES)


def test_a_column_that_is_read_in_another_way_too_keeps_its_own_type(site: Small) -> None:
    site.mapping()["where"] = "made is not null"
    site.mapping()["columns"] = {"*": "same", "mood": "lower(doc)"}
    site.mapping()["ignore"] = ["mood"]
    context = context_of(site.plan(), Options(), "a run")
    quick = build(context, seeds=False)["fresh"].quick
    context.close()
    assert quick is not None
    kept = dict(quick.raws[0].columns)
    assert (kept["made"], kept["doc"], kept["day"]) == ("text", "text", "date")


@pytest.mark.parametrize(
    ("type_", "sample", "known"),
    [
        ("timestamptz", ["2024-02-29 12:00:00", "2024-02-29 12:00"], True),
        ("timestamptz", ["2024-02-29T12:00:00.123456Z", "2024-02-29T12:00:00-02:00"], True),
        ("timestamptz", ["2024-02-29 12:00:00.123 +00:00", "2024-02-29 12:00:00 Z"], True),
        ("timestamptz", ["2024-02-29 12:00:00.123  +00:00"], False),
        ("timestamptz", ["2024-02-29", None], False),
        ("timestamptz", ["2024-02-29 12:00:00.1234567"], False),
        ("timestamptz", ["2024-02-29 12", "1709210096"], False),
        ("timestamptz", [1709210096], False),
        ("timestamp", ["2024-02-29T12:00:00.123456Z", "2024-02-29 12:00"], True),
        ("timestamp", ["2024-02-29T12:00:00+00:00"], False),
        ("timestamp(3)", ["2024-02-29T12:00:00.123Z"], True),
        ("timestamptz(3)", ["2024-02-29T12:00:00.123+00:00"], True),
        ("timestamptz(3)", ["2024-02-29 12:00:00.123 +00:00"], True),
        ("timestamptz(3)", ["2024-02-29 12:00:00.123 Z"], True),
        ("timestamptz(3)", ["2024-02-29T12:00:00.123456+00:00"], False),
        ("timestamp(0)", ["2024-02-29T12:00:00.1"], False),
        ("date", ["2024-02-29"], True),
        ("date", ["2024-02-29 00:00:00"], False),
        ("date", [], True),
    ],
)
def test_the_ways_in_which_moments_are_written(
    type_: str, sample: list[object], known: bool
) -> None:
    column = Column("c", type_, type_.partition("(")[0])
    assert (shape('"c"', column, sample) is not None) is known
