"""Rows 1 to 18 of the field: values that are not what their column says."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from field_site import Taken


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type,misc]


def test_row_01_seconds_milliseconds_microseconds_and_mixed(field: Taken, mended: Taken) -> None:
    """Each column has its unit from its data; two units in one are never guessed."""
    assert field.rows("select s, ms, us from moments where id = 1") == [
        (
            at(2024, 2, 29, 12, 34, 56),
            at(2024, 2, 29, 12, 34, 56, 789000),
            at(2024, 2, 29, 12, 34, 56, 789123),
        )
    ]
    assert field.rows("select ns, mixed from moments where id = 1") == [
        (1709210096789123456, 1709210096)
    ]
    assert "1 as milliseconds, 1 as seconds" in field.told("moments.mixed")
    assert "2 as nanoseconds" in field.told("moments.ns")
    assert mended.rows("select ns, mixed from moments order by id") == [
        (at(2024, 2, 29, 12, 34, 56, 789123), at(2024, 2, 29, 12, 34, 56)),
        (at(2024, 2, 29, 12, 34, 57, 1002), at(2024, 2, 29, 12, 34, 57, 1000)),
    ]


def test_row_02_dates_as_zero_empty_julian_and_packed(field: Taken, mended: Taken) -> None:
    """Rejected, or kept as they are stored, until a rule is taken for the column."""
    assert sorted(field.rejects("unknown_dates")) == ["38", "39", "40"]
    assert "3 values are not a timestamp (1 empty, 2 something else)" in field.told("unknown_dates")
    assert field.types("odd_dates") | {"id": ""} == {
        "id": "",
        "zeros": "timestamp with time zone",
        "julian": "double precision",
        "packed": "bigint",
        "day": "bigint",
    }
    assert "1 value is 0" in field.told("odd_dates.zeros")
    assert mended.column("select count(*) from unknown_dates where born is null") == [3]
    days = "julian, packed, day::timestamptz"
    assert mended.rows(f"select zeros, {days} from odd_dates order by id") == [
        (
            at(2024, 2, 29, 12, 34, 56, 789000),
            at(2024, 2, 29, 12),
            at(2024, 2, 29, 12, 34, 56),
            at(2024, 2, 29),
        ),
        (None, at(2024, 3, 1), at(2023, 12, 31, 23, 59, 59), at(2023, 12, 31)),
    ]


def test_row_03_texts_without_a_zone(field: Taken) -> None:
    """The plan names the zone; a text's own zone counts first."""
    assert field.rows("select naive, aware from zones order by id") == [
        (at(2024, 2, 29, 12, 34, 56), at(2024, 2, 29, 10, 34, 56)),
        (at(2024, 7, 1, 0, 0, 0, 500000), at(2024, 7, 1)),
    ]
    assert "2 texts say no time zone: read in the plan's timezone: UTC" in field.told("zones.naive")


def test_row_04_fractions_of_a_second_are_kept(field: Taken) -> None:
    """Nothing is rounded; what the target has no room for is cut, and said."""
    kept = field.column("select extract(microsecond from at)::int % 1000000 from fine order by id")
    assert kept == [*range(123456, 123467), 123456]
    told = "1 text has more digits than microseconds: cut to microseconds"
    assert told in field.told("fine.at")


def test_row_05_defaults_are_translated_or_told(field: Taken) -> None:
    found = field.defaults("defaults")
    assert found.keys() == {"id", "bare", "now", "iso", "price", "word", "blank", "flag"} - {"id"}
    assert (found["bare"], found["price"]) == ("CURRENT_TIMESTAMP", "0")
    assert found["word"] == "'double quoted'::text" and found["blank"] == "''::text"
    for column in ("quoted", "week", "later", "rnd"):
        assert "is not carried over" in field.told(f"defaults.{column}")


def test_row_06_nul_in_text(field: Taken, mended: Taken) -> None:
    """Rejected with its place; stripped by a rule that verification knows too."""
    assert field.rejects("nul")["1"] == "t: NUL byte at character 2"
    assert mended.rows("select t, short from nul order by id") == [("ab", "abc"), ("plain", "abcd")]
    assert [v["verdict"] for v in mended.run["verify"] if v["into"] == "nul"] == ["match"]


def test_row_07_lengths_beyond_a_nul(field: Taken) -> None:
    """SQLite's length() ends at a NUL; the profile does not."""
    assert "a text has 5 characters" in field.told("nul.short")


def test_row_08_json_that_jsonb_refuses(field: Taken, mended: Taken) -> None:
    refused = field.rejects("json_odd")
    assert sorted(refused, key=str) == ["91", "92", "93", "94", "95", "96"]
    assert "6 values are not JSON" in field.told("json_odd.j")
    assert field.column("select j ->> 'a' from json_odd where id = 97") == ["😀"]
    big = "select j ->> 'big' from json_odd where id = 98"
    assert field.column(big) == ["123456789012345678901234567890"]
    assert mended.column("select count(*) from json_odd where j is null") == [5]


def test_row_09_binary_json(field: Taken) -> None:
    """SQLite's own JSONB is bytes: never taken for text, and the way to read it is named."""
    assert field.rejects("json_odd")["96"] == "j: a blob among text"
    assert "1 blob" in field.told("json_odd.j")
    others = [o for f in field.findings("json_odd.j") for o in f["alternatives"]]
    assert any("json(j)" in other and "query" in other for other in others)


def test_row_10_bytes_that_are_not_utf8(field: Taken, mended: Taken) -> None:
    """The row is put aside with its key; the others of its table arrive."""
    assert field.rejects("broken") == {"1": "t: invalid UTF-8 at byte 3"}
    assert field.column("select t from broken") == ["café"]
    assert mended.column("select t from broken order by id") == ["caf\ufffd", "café"]


def test_row_11_words_and_fractions_in_an_integer_column(field: Taken, mended: Taken) -> None:
    assert sorted(field.rejects("loose")) == ["32", "33"]
    assert field.column("select n from loose where id = 31") == [12]
    assert "31 integer, 1 real, 1 text" in field.told("loose.n")
    assert mended.column("select n from loose where id > 30 order by id") == [12, None, None]
    assert field.findings("strict_one") == []
    assert field.types("text_keys")["loose_id"] == "text"
    assert "text cannot refer to bigint" in field.left("text_keys")


def test_row_12_integers_have_64_bits_whatever_they_are_called(field: Taken) -> None:
    assert field.rows("select i, t, s from wide where id = 1") == [(2**63 - 1, 40000, -(2**63))]


def test_row_13_real_is_double_precision(field: Taken) -> None:
    assert {field.types("reals")[c] for c in ("r", "f")} == {"double precision"}
    assert field.rows("select r, f from reals order by id") == [
        (0.1, 3.141592653589793),
        (math.inf, -math.inf),
        (5e-324, 123456789.123456789),
    ]


def test_row_14_decimals_and_words_for_numbers(field: Taken, mended: Taken) -> None:
    """A decimal is the shortest digits of its double; what is out of its limits is told."""
    digits = [Decimal("0.1"), Decimal("1e20"), Decimal("0.30000000000000004")]
    assert field.column("select free from reals order by id") == digits
    assert field.column("select price from reals where id = 3") == [Decimal("1.005")]
    assert "outside its 10 digits or 2 decimals" in field.told("reals.price")
    assert sorted(field.rejects("words")) == ["21", "22"]
    assert mended.column("select price from reals order by id") == [
        Decimal("19.99"),
        Decimal("5.00"),
        Decimal("1.01"),
    ]
    assert mended.column("select count(*) from words where r is null") == [2]


def test_row_15_lengths_that_sqlite_does_not_keep(field: Taken, mended: Taken) -> None:
    assert field.rows("select v, t, c from lengths where id = 1") == [("abcdef", "x", "abc")]
    assert "declared VARCHAR(3), but a text has 6 characters" in field.told("lengths.v")
    assert mended.column("select v from lengths order by id") == ["abc", "äöü"]
    assert mended.types("lengths")["v"] == "character varying(3)"


def test_row_16_odd_and_empty_names_of_types(field: Taken) -> None:
    types = field.types("odd_types")
    assert (types["a"], types["b"], types["c"]) == ("numeric", "double precision", "bytea")
    assert field.rows("select a, b, c, e, f, g, h, i from odd_types") == [
        (Decimal(5), 1.5, b"\x00\xff", b"\x01", "any", "text", "word", 7)
    ]


def test_row_17_booleans_of_every_spelling(field: Taken, mended: Taken) -> None:
    """A column of nothing but true and false is boolean; every other stays what it is."""
    assert field.rows("select bits, words, three, gap from flags order by id") == [
        (True, True, 1, "true"),
        (False, False, 2, ""),
        (None, False, 0, "true"),
    ]
    assert "1 empty, 2 words for true or false" in field.told("flags.gap")
    assert mended.column("select gap from flags order by id") == [True, None, True]


@pytest.mark.parametrize("way", ["field", "mended"])
def test_row_18_bytes_among_texts_and_texts_among_bytes(
    way: str, request: pytest.FixtureRequest
) -> None:
    """Bytes stay bytes; the row with bytes in a text column is rejected, or is hexadecimal."""
    found: Taken = request.getfixturevalue(way)
    rows = found.rows("select id, b, t from blobs order by id")
    assert rows[0] == (1, b"\x00\xff", "plain") and rows[-2:] == [(3, b"", ""), (4, None, None)]
    assert (rows[1:-2] == [(2, b"null", "00ff")]) is (way == "mended")
    assert (found.rejects("blobs") == {"2": "t: a blob among text"}) is (way == "field")
    assert "bytea: bytes as they are" in found.told("blobs.b")
