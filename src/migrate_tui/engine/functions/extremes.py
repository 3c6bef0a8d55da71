"""greatest and least: the values in one type, NULL left out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import partial

from migrate_tui.engine.errors import PlanError
from migrate_tui.engine.functions import compiled as c
from migrate_tui.engine.functions.casts import as_moment, as_number, as_text, python
from migrate_tui.engine.functions.comparison import TIMES, compared
from migrate_tui.engine.functions.compiled import Arguments, Compiled, combine
from migrate_tui.engine.functions.entry import Function
from migrate_tui.engine.functions.moments import moment_of
from migrate_tui.engine.functions.numbers import exact_number, fit_doubles
from migrate_tui.engine.functions.values import Value, number_of


def same(values: Sequence[Compiled], arguments: Arguments) -> list[Compiled]:
    """All values in one type that can be ordered."""
    families = {value.family for value in values} - {c.NULL}
    if c.JSON in families or c.BYTES in families:
        raise PlanError("JSON and bytes have no order", "compare a member of it: x ->> 'key'")
    if families & set(TIMES):
        return [as_moment(value, arguments) for value in values]
    if len(families) == 1 and families <= {c.BOOL, c.UNKNOWN}:
        return list(values)
    if families & {*c.NUMBERS, c.BOOL}:
        return [as_number(value, arguments) for value in values]
    return [as_text(v, arguments) for v in values] if c.UNKNOWN not in families else list(values)


def extreme(arguments: Arguments) -> Compiled:
    """greatest or least; NULL is left out."""
    values = same(arguments.values, arguments)
    kinds = {value.family for value in values} - {c.NULL}
    type_ = next((v.type for v in values if v.family != c.NULL), "text")
    mixed = kinds <= set(c.NUMBERS) and len(kinds) > 1 and not fit_doubles(values)
    if mixed:
        type_ = "numeric"
    elif kinds <= set(c.NUMBERS) and c.FLOAT in kinds:
        type_ = "double precision"
    if not arguments.postgresql:
        return python(arguments.name, values, arguments, type_)
    sql = [f"({value.value})" for value in values]
    if kinds == {c.TEXT}:
        sql[0] += ' collate "C"'
    if mixed:
        sql = [exact_number(value) for value in values]
    return combine(f"{arguments.name}({', '.join(sql)})", type_, values)


def chosen(*values: Value, sign: str, zone: str = "UTC") -> Value:
    """The reference of greatest (sign >) and least (sign <)."""
    present: list[Value] = [value for value in values if value is not None]
    if any(isinstance(v, int | float | Decimal) for v in present):
        present = [*map(number_of, present)]
    elif any(isinstance(v, date) for v in present):
        present = [moment_of(value, zone) for value in present]
    best: Value = None
    for value in present:
        if best is None or compared(value, best, sign):
            best = value
    return best


FUNCTIONS = (
    Function(
        "greatest",
        "greatest(x, …)",
        "The greatest; NULL is left out.",
        "greatest(created_at, updated_at)",
        extreme,
        partial(chosen, sign=">"),
        1,
        None,
        zoned=True,
    ),
    Function(
        "least",
        "least(x, …)",
        "The least; NULL is left out.",
        "least(score, 100)",
        extreme,
        partial(chosen, sign="<"),
        1,
        None,
        zoned=True,
    ),
)
