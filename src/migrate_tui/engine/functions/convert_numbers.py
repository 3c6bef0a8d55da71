"""Numbers to PostgreSQL columns: nothing outside the range, no decimals or digits lost."""

from __future__ import annotations

from migrate_tui.engine.databases.catalogue import Column
from migrate_tui.engine.functions import compiled as c
from migrate_tui.engine.functions.casts import as_int, as_number
from migrate_tui.engine.functions.compiled import Arguments, Compiled, combine
from migrate_tui.engine.functions.convert_common import reworded, shown
from migrate_tui.engine.functions.numbers import EXACT

RANGES = {"int2": (-(2**15), 2**15 - 1), "int4": (-(2**31), 2**31 - 1), "int8": (0, 0)}
LARGEST_REAL = "3.4028234663852886e38"


def to_int(value: Compiled, column: Column, arguments: Arguments) -> Compiled:
    low, high = RANGES[column.base]
    if value.type == column.type:
        return value
    if value.family in (c.INT, c.BOOL) or isinstance(value.literal, bool):
        number = as_int(value, arguments)
    else:
        number = reworded(as_int(value, arguments), value, f"a valid {column.type}")
    narrow = column.base != "int8" and value.type not in ("smallint", "boolean")
    if isinstance(value.literal, int) and low <= value.literal <= high:
        narrow = False
    if not narrow or (column.base == "int4" and value.type == "integer"):
        return combine(f"({number.value})::{column.type}", column.type, [number])
    inside = f"{number.value} between {low} and {high}"
    why = f"case when not ({inside}) then {shown(number.value)} || ' is outside {column.type}' end"
    sql = f"(case when {inside} then ({number.value})::{column.type} end)"
    return combine(sql, column.type, [number], why)


def to_numeric(value: Compiled, column: Column, arguments: Arguments) -> Compiled:
    number = as_number(value, arguments)
    if number is not value:
        number = reworded(number, value, f"a valid {column.type}")
    plain = f"({number.value})::text::numeric" if number.family == c.FLOAT else f"({number.value})"
    if not (limits := column.limits):
        return combine(f"({plain})::numeric", "numeric", [number])
    precision, scale = limits[0], limits[1] if len(limits) > 1 else 0
    exact = f"({plain})::numeric"
    rounded = f"round({exact}, {scale})"
    inside = f"abs({rounded}) < 1e{precision - scale}"
    why = (
        f"case when {rounded} <> {exact} then {shown(exact)} || ' has more than {scale} decimals'"
        f" when not ({inside}) then {shown(exact)} || ' is outside {column.type}' end"
    )
    sql = f"(case when {inside} then {exact}::{column.type} end)"
    return combine(sql, column.type, [number], why)


def to_float(value: Compiled, column: Column, arguments: Arguments) -> Compiled:
    number = as_number(value, arguments)
    if number is not value:
        number = reworded(number, value, f"a valid {column.type}")
    sql = f"({number.value})::{column.type}"
    if value.family == c.FLOAT and column.base == "float8":
        return combine(sql, column.type, [number])
    inside = f"abs({number.value}) <= 1.7976931348623157e308"
    if column.base == "float4":
        inside = f"abs(({number.value})::numeric) <= {LARGEST_REAL}"
    if number.family == c.INT:
        inside = (
            f"{number.value} between {-EXACT} and {EXACT}" if column.base == "float8" else inside
        )
    same = f"{sql}::text::numeric = ({number.value})::text::numeric"
    kept = inside if number.family == c.INT and column.base == "float8" else f"{inside} and {same}"
    if value.family == c.TEXT and column.base == "float8":
        kept = inside
    odd = f"({number.value})::text in ('NaN', 'Infinity', '-Infinity')"
    kept = kept if number.family == c.INT else f"case when {odd} then true else {kept} end"
    why = f"case when not ({kept}) then {shown(number.value)} || ' does not fit {column.type}' end"
    guarded = f"(case when {kept} then {sql} end)"
    return combine(guarded, column.type, [number], why)
