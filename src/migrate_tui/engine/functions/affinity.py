"""What a SQLite column keeps of a value, and what it would keep only by losing something."""

from __future__ import annotations

import math
from decimal import Decimal

from migrate_tui.engine.functions.values import Bad, Value, int_of, number_of, short, whole


def integer_column(value: Value) -> Value:
    """As an INTEGER column of a STRICT table takes it. Raises Bad where it does not."""
    try:
        return int_of(value)
    except Bad:
        raise Bad(f"{short(value)} is not a valid integer") from None


def _number(value: Value) -> int | float | Decimal | None:
    try:
        return number_of(value)
    except Bad:
        raise Bad(f"{short(value)} is not a valid number") from None


def real_column(value: Value) -> Value:
    number = _number(value)
    return None if number is None else _double(number)


def _double(number: int | float | Decimal) -> float:
    """The double that is this number, or whose shortest digits are its digits."""
    if isinstance(number, float):
        return number
    double, exact = float(number), Decimal(number)
    if exact not in (Decimal(double), Decimal(repr(double))):
        raise Bad(f"{short(number)} has more digits than a double")
    return double


def numeric_column(value: Value) -> Value:
    """An integer where the number is one, else a double."""
    number = _number(value)
    if number is None or isinstance(number, int) or not math.isfinite(number):
        return number
    integral = number == int(number)
    exact = whole(Decimal(number)) if integral else number
    return exact if isinstance(exact, int) else _double(exact)


def affinity(value: Value) -> Value:
    """NUMERIC affinity of a type that we do not know: text that spells a number becomes one."""
    if isinstance(value, bytes) or value is None:
        return value
    try:
        number = _number(value)
    except Bad:
        return value
    return numeric_column(number)
