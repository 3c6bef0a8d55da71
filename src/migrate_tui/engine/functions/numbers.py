"""Numbers: 64-bit integers that never wrap, halves rounded away from zero."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal

from migrate_tui.engine.databases.spelling import decimal_of
from migrate_tui.engine.errors import PlanError
from migrate_tui.engine.functions import compiled as c
from migrate_tui.engine.functions.casts import LOWEST_SQL, as_int, as_number, helper, python
from migrate_tui.engine.functions.compiled import Arguments, Compiled, combine
from migrate_tui.engine.functions.entry import Function
from migrate_tui.engine.functions.values import (
    HIGHEST,
    LOWEST,
    Bad,
    Value,
    int_of,
    number_of,
    short,
)

WIDE = Context(prec=1200, rounding=ROUND_HALF_UP)
MOST_DECIMALS = 15
EXACT = 2**53  # up to here a double holds every whole number
TOO_LARGE = "more than 64 bits"


def _int_of(arguments: Arguments) -> Compiled:
    return as_int(arguments.values[0], arguments)


def _number_of(arguments: Arguments) -> Compiled:
    return as_number(arguments.values[0], arguments)


def _round(arguments: Arguments) -> Compiled:
    number = as_number(arguments.values[0], arguments)
    decimals = arguments.values[1].literal if len(arguments.values) > 1 else 0
    if not isinstance(decimals, int) or not 0 <= decimals <= MOST_DECIMALS:
        raise PlanError(f"{arguments.name} takes 0 to {MOST_DECIMALS} decimals")
    if number.family == c.INT:
        return number
    if not arguments.postgresql:
        return python("round", [number], arguments, number.type, str(decimals))
    sql = f"({number.value})"
    if number.family == c.NUMERIC:
        return combine(f"round({sql}, {decimals})", "numeric", [number])
    rounded = f"round({sql}::text::numeric, {decimals})::text::float8"
    return combine(rounded, "double precision", [number])


def _rounded(value: Value, decimals: Value = 0) -> Value:
    number = number_of(value)
    if number is None or isinstance(number, int) or not math.isfinite(number):
        return number
    exact = decimal_of(number) if isinstance(number, float) else number
    assert isinstance(decimals, int)
    result = exact.quantize(Decimal(1).scaleb(-decimals), context=WIDE)
    return float(result) if isinstance(number, float) else result


def _abs(arguments: Arguments) -> Compiled:
    number = as_number(arguments.values[0], arguments)
    sql = f"({number.value})"
    if number.family != c.INT and arguments.postgresql:
        return combine(f"abs{sql}", number.type, [number])
    lowest = "(-9223372036854775807 - 1)"
    if arguments.postgresql:
        sql, lowest = f"({number.value})::bigint", f"{LOWEST_SQL}::bigint"
    if number.literal is not None and number.literal != LOWEST:
        return combine(f"abs({sql})", number.type, [number])
    why = f"case when {sql} = {lowest} then '{TOO_LARGE}' end"
    if not arguments.postgresql:
        why = f"case when typeof({sql}) = 'integer' then {why} end"
        value = (
            f"abs(case when not (typeof({sql}) = 'integer' and {sql} = {lowest}) then {sql} end)"
        )
        return combine(value, number.type, [number], why)
    return combine(f"abs(nullif({sql}, {lowest}))", "bigint", [number], why)


def _magnitude(value: Value) -> Value:
    number = number_of(value)
    if number is None or isinstance(number, Decimal):
        return None if number is None else number.copy_abs()
    if number == LOWEST and isinstance(number, int):
        raise Bad(TOO_LARGE)
    return abs(number)


def _clamp(arguments: Arguments) -> Compiled:
    numbers = [as_number(value, arguments) for value in arguments.values]
    if not arguments.postgresql:
        return python("clamp", numbers, arguments, numbers[0].type)
    value, low, high = (f"({number.value})" for number in numbers)
    if any(number.family == c.FLOAT for number in numbers):
        value, low, high = (exact_number(number) for number in numbers)
    known = f"{value} is not null and {low} is not null and {high} is not null"
    limited = f"case when {known} then least(greatest({value}, {low}), {high}) end"
    same = all(number.family == c.INT for number in numbers)
    return combine(f"({limited})", "bigint" if same else "numeric", numbers)


def exact_number(number: Compiled) -> str:
    """A number as a PostgreSQL numeric that compares as the number itself does."""
    if number.family == c.FLOAT:
        return helper("exact", f"({number.value})::float8")
    return f"({number.value})::numeric"


def fit_doubles(values: Sequence[Compiled]) -> bool:
    """Whether all are doubles, or whole constants that a double holds."""
    return all(
        v.family == c.FLOAT or (isinstance(v.literal, int) and abs(v.literal) < EXACT)
        for v in values
    )


def _limited(value: Value, low: Value, high: Value) -> Value:
    number, least, most = number_of(value), number_of(low), number_of(high)
    if number is None or least is None or most is None:
        return None
    return min(max(number, least), most)


def in_64_bits(number: int) -> int:
    """Raises Bad for an integer that neither database has room for."""
    if not LOWEST <= number <= HIGHEST:
        raise Bad(f"{TOO_LARGE}: {short(number)}")
    return number


FUNCTIONS = (
    Function(
        "int_of",
        "int_of(x)",
        "Exactly an integer: 12, 12.0 and '12' are, 12.5 and '' reject the row.",
        "int_of(duration)",
        _int_of,
        int_of,
    ),
    Function(
        "number_of",
        "number_of(x)",
        "A number; text must spell one in full.",
        "number_of(score)",
        _number_of,
        number_of,
    ),
    Function(
        "round",
        "round(x[, decimals])",
        "Rounded, halves away from zero.",
        "round(price, 2)",
        _round,
        _rounded,
        1,
        2,
        literals=(1,),
    ),
    Function(
        "round_to",
        "round_to(x, decimals)",
        "Rounded to the decimals that the target holds, halves away from zero.",
        "round_to(price, 2)",
        _round,
        _rounded,
        2,
        2,
        literals=(1,),
    ),
    Function("abs", "abs(x)", "Without its sign.", "abs(balance)", _abs, _magnitude),
    Function(
        "clamp",
        "clamp(x, least, most)",
        "The number, or the nearer limit where it lies outside; NULL stays NULL.",
        "clamp(progress, 0, 100)",
        _clamp,
        _limited,
        3,
        3,
    ),
)
