"""Hostile values of every type, and any others, for expressions to be worked out of."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

from migrate_tui.engine.functions.jsontext import Json, read_json
from migrate_tui.engine.functions.moments import FIRST, LAST

TEXTS = [
    "",
    " ",
    "a",
    "\xc9",
    "\xdf",
    "\u03a3\u0391\u03a3",
    "\u0130",
    "\ufb01",
    "  x  ",
    "12",
    " 12 ",
    "12.0",
    "12.5",
    "-0",
    "1e3",
    "1e400",
    "abc",
    "t",
    "TRUE",
    " Yes ",
    "off",
    "2",
    "a%b_c\\",
    "'",
    "{}",
    '[1, 2.50,\t"x"]',
    '{"b":1,"a":{"c":[true,null]}}',
    '{"a":"\\u0000"}',
    '{"a":"\\ud800"}',
    '{"a":"\\ud83d\\ude00"}',
    "NaN",
    '{"a":1,"a":2}',
    "\U0001f600",
    "\u05e9\u05dc\u05d5\u05dd",
    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "2024-02-29",
    "2024-02-30",
    "2024-02-29T10:00:00Z",
    "2024-02-29 10:00:00.1234567+05:30",
    "1700000000",
    "1700000000123.7",
    "0001-01-01T00:00:00+05:00",
    "9999-12-31T23:59:59.999Z",
    "null",
    "true",
    '"s"',
    "1.50",
    "1E+2",
    "-0.0",
    "2024-01-01T24:00",
    "20240101",
    "\u0661\u0662",
    "\xa012",
    "a\nb",
    "2024-06-01t10:00z",
]
INTEGERS = [
    0,
    1,
    -1,
    2,
    7,
    -7,
    1000000000000,
    1700000000123,
    9223372036854775807,
    -9223372036854775808,
    9007199254740993,
    253402300799999,
    253402300800000,
    -62135596800000,
    -62135596800001,
]
DOUBLES = [
    0.0,
    -0.0,
    1.0,
    -1.0,
    0.1,
    2.5,
    -2.5,
    0.49999999999999994,
    1000000000000000.0,
    1e16,
    1e-05,
    1e300,
    -1e300,
    1e-300,
    9007199254740992.0,
    1.8014398509481984e16,
    1700000000.123,
    1500000000000.7,
    9.2e18,
    9.223372036854776e18,
    -9.223372036854776e18,
    1e20,
    0.285,
    1.005,
    float("inf"),
    float("-inf"),
]
JSONS = [
    "{}",
    "[]",
    '{"a":true,"b":[1,2.50,{"c":null}],"k":"v"}',
    '[true,"x",1e2,-0.0]',
    "5",
    '"s"',
    "null",
    "true",
    '{"a":false,"\xe9":"\\u00e9\\n","longkey":{"z":1,"y":[]}}',
]
INSTANTS = [0, 1_700_000_000_123_456, -1_500_000, FIRST, LAST // 1000 * 1000]


def moment(micros: int) -> datetime:
    seconds, rest = divmod(micros, 1_000_000)
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest)


def either(known: list[Any], more: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(st.none(), st.sampled_from(known), more)


LETTERS = st.characters(exclude_categories=["Cs", "Cn"], exclude_characters="\x00")
ANY_TEXT = either(TEXTS, st.text(LETTERS, max_size=20))
DATA = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(LETTERS, max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(LETTERS, max_size=3), inner, max_size=3)
    ),
    max_leaves=6,
)


def document(data: Any) -> Json:
    import json

    return read_json(json.dumps(data))


INTS = either(INTEGERS, st.integers(-(2**63), 2**63 - 1))
FLOATS = either(DOUBLES, st.floats(allow_nan=False))
BOOLS = st.none() | st.booleans()
ROW = st.fixed_dictionaries(
    {
        "t": ANY_TEXT,
        "u": ANY_TEXT,
        "d": either(["a", "b", "x", "-1", "5"], st.text(LETTERS, max_size=1)),
        "i": INTS,
        "k": either(INTEGERS[:8], st.integers(-20, 20)),
        "f": FLOATS,
        "g": FLOATS,
        "b": BOOLS,
        "c": BOOLS,
        "j": either([read_json(text) for text in JSONS], DATA.map(document)),
        "m": either([moment(i) for i in INSTANTS], st.integers(FIRST, LAST).map(moment)),
    }
)


def known_rows() -> list[dict[str, Any]]:
    """Every known value at least once, beside shifting neighbours."""
    lists: dict[str, list[Any]] = {
        "t": TEXTS,
        "u": [None, *TEXTS[7:]],
        "d": ["a", "b", None, "x", "-1", "5"],
        "i": [*INTEGERS, None],
        "k": [*INTEGERS[:6], None],
        "f": [*DOUBLES, None],
        "g": [None, *DOUBLES[3:]],
        "b": [True, False, None],
        "c": [True, True, False, None, False],
        "j": [*(read_json(text) for text in JSONS), None],
        "m": [*(moment(i) for i in INSTANTS), None],
    }
    return [{c: values[n % len(values)] for c, values in lists.items()} for n in range(len(TEXTS))]
