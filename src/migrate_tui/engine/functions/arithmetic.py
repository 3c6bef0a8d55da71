"""+ - * %: whole numbers have 64 bits and never wrap, doubles stay finite."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import Decimal

from migrate_tui.engine.errors import PlanError
from migrate_tui.engine.functions import compiled as c
from migrate_tui.engine.functions.casts import LOWEST_SQL, as_number, helper
from migrate_tui.engine.functions.compiled import Arguments, Compiled, combine
from migrate_tui.engine.functions.entry import Function
from migrate_tui.engine.functions.numbers import WIDE, in_64_bits
from migrate_tui.engine.functions.values import Bad, Value, number_of

OVERFLOW = "the result has more than 64 bits"
NOT_FINITE = "the result is no finite number"
BY_ZERO = "division by zero"
NOT_WHOLE = "% takes whole numbers"


def _build(arguments: Arguments) -> Compiled:
    sign = arguments.name
    left, right = (as_number(value, arguments) for value in arguments.values)
    if sign == "%" and c.FLOAT in (left.family, right.family):
        raise PlanError(NOT_WHOLE, "use int_of(…)")
    if not arguments.postgresql:
        return _sqlite(left, right, sign)
    if c.FLOAT in (left.family, right.family):
        return _pg_float(left, right, sign, arguments)
    if c.NUMERIC in (left.family, right.family):
        return _pg_numeric(left, right, sign)
    return _pg_int(left, right, sign, arguments)


def _pg_int(left: Compiled, right: Compiled, sign: str, arguments: Arguments) -> Compiled:
    a, b = f"({left.value})::bigint", f"({right.value})::bigint"
    value, parts = f"({a} {sign} {b})", (left, right)
    if sign == "%":
        value = f"({a} % nullif({b}, 0))"
        why = f"case when {b} = 0 and {a} is not null then '{BY_ZERO}' end"
        return combine(value, "bigint", parts, why)
    if not arguments.guarded:
        return combine(value, "bigint", parts, raises=True)
    wide = f"({left.value})::numeric {sign} ({right.value})::numeric"
    inside = f"({wide}) between {LOWEST_SQL} and 9223372036854775807"
    value = f"(case when {inside} then {value} end)"
    return combine(value, "bigint", parts, f"case when not ({inside}) then '{OVERFLOW}' end")


def _pg_numeric(left: Compiled, right: Compiled, sign: str) -> Compiled:
    a, b = f"({left.value})::numeric", f"({right.value})::numeric"
    if sign != "%":
        return combine(f"({a} {sign} {b})", "numeric", (left, right))
    why = f"case when {b} = 0 and {a} is not null then '{BY_ZERO}' end"
    return combine(f"({a} % nullif({b}, 0))", "numeric", (left, right), why)


def _pg_float(left: Compiled, right: Compiled, sign: str, arguments: Arguments) -> Compiled:
    a, b = f"({left.value})::float8", f"({right.value})::float8"
    value, parts = f"({a} {sign} {b})", (left, right)
    if arguments.guarded:
        value = helper("float", f"'{sign}'", a, b)
        odd = f"{value} is null and {a} is not null and {b} is not null"
    else:
        odd = f"{value} in ('NaN', 'Infinity', '-Infinity')"
    why = f"case when {odd} then '{NOT_FINITE}' end"
    return combine(value, "double precision", parts, why, not arguments.guarded)


def _sqlite(left: Compiled, right: Compiled, sign: str) -> Compiled:
    a, b = f"({left.value})", f"({right.value})"
    value = f"({a} {sign} {b})"
    type_ = left.type if left.type == right.type else "numeric"
    if sign == "%":
        real = f"typeof{a} = 'real' or typeof{b} = 'real'"
        zero = f"{b} = 0 and {a} is not null"
        why = f"case when {real} then '{NOT_WHOLE}' when {zero} then '{BY_ZERO}' end"
        return combine(value, type_, (left, right), why)
    whole = [f"typeof{x} = 'integer'" for x in (a, b)]
    wrapped = f"typeof{value} = 'real' and {' and '.join(whole)}"
    odd = f"{value} in (9e999, -9e999) or {value} is null and {a} is not null and {b} is not null"
    if sign == "*":
        odd += f" or {value} = 0 and {a} <> 0 and {b} <> 0"
    why = f"case when {wrapped} then '{OVERFLOW}' when {odd} then '{NOT_FINITE}' end"
    guarded = f"case when not ({wrapped}) and not ({odd}) then {value} end"
    return combine(f"({guarded})", type_, (left, right), why)


def _reference(sign: str) -> Callable[[Value, Value], Value]:
    def apply(left: Value, right: Value) -> Value:
        a, b = number_of(left), number_of(right)
        if a is None or b is None:
            return None
        if isinstance(a, float) or isinstance(b, float):
            return _floats(float(a), float(b), sign)
        if isinstance(a, Decimal) or isinstance(b, Decimal):
            return _decimals(Decimal(a), Decimal(b), sign)
        return _ints(a, b, sign)

    return apply


def _ints(a: int, b: int, sign: str) -> int:
    if sign == "%":
        if b == 0:
            raise Bad(BY_ZERO)
        return int(math.copysign(1, a)) * (abs(a) % abs(b))
    result = a + b if sign == "+" else a - b if sign == "-" else a * b
    try:
        return in_64_bits(result)
    except Bad:
        raise Bad(OVERFLOW) from None


def _decimals(a: Decimal, b: Decimal, sign: str) -> Decimal:
    if sign == "%":
        if b == 0:
            raise Bad(BY_ZERO)
        return WIDE.remainder(a, b)
    apply = {"+": WIDE.add, "-": WIDE.subtract, "*": WIDE.multiply}
    return apply[sign](a, b)


def _floats(a: float, b: float, sign: str) -> float:
    if sign == "%":
        raise Bad(NOT_WHOLE)
    result = a + b if sign == "+" else a - b if sign == "-" else a * b
    if not math.isfinite(result) or (sign == "*" and result == 0 and a != 0 and b != 0):
        raise Bad(NOT_FINITE)
    return result


WORDS = {
    "+": "The sum.",
    "-": "The difference.",
    "*": "The product.",
    "%": "The rest of a division, with the sign of x; by zero rejects the row.",
}
ARITHMETIC = tuple(
    Function(sign, f"x {sign} y", words, f"a {sign} b", _build, _reference(sign), 2, 2)
    for sign, words in WORDS.items()
)
