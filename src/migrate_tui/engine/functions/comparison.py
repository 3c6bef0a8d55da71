"""Comparing: text by its bytes, numbers by their value, and one rule for unlike types.

Text beside a number, a boolean or a moment is read as one. Text that cannot be read equals
nothing; ordering by it rejects the row.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from migrate_tui.engine.databases.spelling import decimal_of
from migrate_tui.engine.errors import PlanError
from migrate_tui.engine.functions import compiled as c
from migrate_tui.engine.functions.casts import (
    as_bool,
    as_moment,
    as_number,
    as_text,
    python,
    unless,
)
from migrate_tui.engine.functions.compiled import Arguments, Compiled, combine
from migrate_tui.engine.functions.jsontext import Json
from migrate_tui.engine.functions.moments import moment_of
from migrate_tui.engine.functions.numbers import EXACT, exact_number
from migrate_tui.engine.functions.values import (
    HIGHEST,
    LOWEST,
    Bad,
    Value,
    bool_of,
    number_of,
)

EQUALS = ("=", "<>")
OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
TIMES = (c.MOMENT, c.TIMESTAMP, c.DATE)


def compare(arguments: Arguments, sign: str) -> Compiled:
    """Raises PlanError for JSON, and for bytes beside anything else."""
    left, right = arguments.values
    families = {left.family, right.family}
    if c.JSON in families:
        raise PlanError("JSON cannot be compared", "compare a member of it: x ->> 'key'")
    if c.BYTES in families and len(families - {c.UNKNOWN, c.NULL}) > 1:
        raise PlanError(f"bytes cannot be compared with {right.type or 'this'}")
    if c.NULL in families:
        return combine(c.null(arguments.kind, "boolean"), "boolean", [left, right])
    if arguments.postgresql:
        return _pg(left, right, sign, arguments)
    return _sqlite(left, right, sign, arguments)


def _pg(left: Compiled, right: Compiled, sign: str, arguments: Arguments) -> Compiled:
    a, b = readable(left, right, arguments, sign in EQUALS)
    x, y = f"({a.value})", f"({b.value})"
    if a.family in c.NUMBERS and b.family in c.NUMBERS:
        x, y = _numbers(a, b)
    elif a.family == c.TEXT and b.family == c.TEXT:
        x += ' collate "C"'
    value = f"({x} {sign} {y})"
    known = f"({left.value}) is not null and ({right.value}) is not null"
    if sign in EQUALS and _may_fail(left, right):
        no = "false" if sign == "=" else "true"
        value = f"coalesce({value}, case when {known} then {no} end)"
        return combine(value, "boolean", [left, right])
    unread = c.first_reason(s.reason for s, own in ((a, left), (b, right)) if s is not own)
    why = unread and f"case when {known} then {unread} end"
    raises = a.raises or b.raises
    return combine(value, "boolean", [left, right], why, raises)


def _may_fail(left: Compiled, right: Compiled) -> bool:
    return (left.family == c.TEXT) != (right.family == c.TEXT)


def _numbers(a: Compiled, b: Compiled) -> tuple[str, str]:
    if (a.family == c.FLOAT) == (b.family == c.FLOAT):
        return f"({a.value})", f"({b.value})"
    other = a if b.family == c.FLOAT else b
    if isinstance(other.literal, int) and abs(other.literal) < EXACT:
        return f"({a.value})::float8", f"({b.value})::float8"
    return exact_number(a), exact_number(b)


def readable(
    left: Compiled, right: Compiled, arguments: Arguments, soft: bool
) -> tuple[Compiled, Compiled]:
    """Both sides in one type; `soft` drops the reasons of text that cannot be read."""
    a, b = left.family, right.family
    if a == b and a not in (c.OTHER, c.TEXT):
        return left, right
    if c.UNKNOWN in (a, b):
        return left, right
    if a in TIMES or b in TIMES:
        return _read(as_moment, left, right, arguments, soft)
    if a in c.NUMBERS or b in c.NUMBERS:
        return _read(as_number, left, right, arguments, soft)
    if c.BOOL in (a, b):
        return _read(as_bool, left, right, arguments, soft)
    return as_text(left, arguments), as_text(right, arguments)


Reader = Callable[[Compiled, Arguments], Compiled]


def _read(
    reader: Reader, left: Compiled, right: Compiled, arguments: Arguments, soft: bool
) -> tuple[Compiled, Compiled]:
    found = []
    for side in (left, right):
        read = reader(side, arguments)
        if soft and side.family == c.TEXT and reader is as_bool:
            value = f"case when {read.reason} is null then {read.value} end"
            read = Compiled(value, side.reason, side.raises, "boolean")
        found.append(read)
    return found[0], found[1]


def _sqlite(left: Compiled, right: Compiled, sign: str, arguments: Arguments) -> Compiled:
    kinds = {_storage(left), _storage(right)}
    native = f"(+({left.value}) {sign} ({right.value}) collate binary)"
    if len(kinds) == 1 and c.UNKNOWN not in kinds:
        return combine(native, "boolean", [left, right])
    if sign in EQUALS and _no_number(left, right):
        return combine(native, "boolean", [left, right])
    tags = [f"'{_tag(side)}'" for side in (left, right)]
    called = python("compare", [left, right], arguments, "boolean", f"'{sign}'", *tags)
    if _tag(left) != "v" or _tag(right) != "v":
        return called
    alike = f"(typeof({left.value}) = 'text') = (typeof({right.value}) = 'text')"
    return unless(alike, native, called, "boolean")


def _storage(value: Compiled) -> str:
    if value.family in (*c.NUMBERS, c.BOOL):
        return c.INT
    return c.MOMENT if value.family in TIMES else value.family


def _no_number(left: Compiled, right: Compiled) -> bool:
    """Text in quotes that spells no number equals no number: SQLite says so by itself."""
    for side, other in ((left, right), (right, left)):
        if isinstance(side.literal, str) and other.family in (c.UNKNOWN, c.TEXT):
            return not spells_number(side.literal)
    return False


def _tag(value: Compiled) -> str:
    return "b" if value.family == c.BOOL else "t" if value.family in TIMES else "v"


def tagged(left: Value, right: Value, sign: Value, *tags: Value) -> Value:
    """SQLite's comparison: the values, the sign and what each is."""
    sides = [_retyped(v, t) for v, t in zip((left, right), tags, strict=True)]
    return compared(sides[0], sides[1], str(sign))


def _retyped(value: Value, tag: Value) -> Value:
    if value is None or tag == "v":
        return value
    return bool(value) if tag == "b" else moment_of(value)


def compared(left: Value, right: Value, sign: str, zone: str = "UTC") -> bool | None:
    """The same in Python; None where a side is NULL. Raises Bad where no order is known."""
    if left is None or right is None:
        return None
    if isinstance(left, Json) or isinstance(right, Json):
        raise Bad("JSON cannot be compared")
    try:
        a, b = _sides(left, right, zone)
    except Bad:
        if sign in EQUALS:
            return sign == "<>"
        raise
    if type(a) is not type(b) and (isinstance(a, str | bytes) or isinstance(b, str | bytes)):
        return _by_class(a, b, sign)
    return OPERATORS[sign](a, b)


def _by_class(a: object, b: object, sign: str) -> bool:
    rank = [2 if isinstance(x, bytes) else 1 if isinstance(x, str) else 0 for x in (a, b)]
    return OPERATORS[sign](rank[0], rank[1])


def _sides(left: Value, right: Value, zone: str) -> tuple[object, object]:
    pair = (left, right)
    if isinstance(left, bytes) or isinstance(right, bytes):
        return left, right
    if any(isinstance(x, date) for x in pair):
        return moment_of(left, zone), moment_of(right, zone)
    if any(isinstance(x, bool) for x in pair) and all(isinstance(x, bool | str) for x in pair):
        return bool_of(left), bool_of(right)
    if all(isinstance(x, str) for x in pair):
        return left, right
    return _exact(number_of(left), right), _exact(number_of(right), left)


def _exact(number: Value, other: Value) -> Value:
    """Beside a Decimal, a double is the decimal it is written as."""
    if isinstance(number, float) and not isinstance(other, int | float):
        if abs(number) >= EXACT and LOWEST <= number <= HIGHEST:
            return Decimal(int(number))
        return decimal_of(number) if number == number else number
    return number


def spells_number(text: str) -> bool:
    try:
        number_of(text)
    except Bad:
        return False
    return True
