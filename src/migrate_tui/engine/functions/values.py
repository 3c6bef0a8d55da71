"""What plan functions mean, in Python: the reference, and what SQLite calls.

A value is None, bool, int, float, Decimal, str, bytes, an aware datetime or a `Json`. A value that
cannot be read raises `Bad` with the reason.
"""

from __future__ import annotations

import math
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal

from migrate_tui.engine.databases.spelling import decimal_of, float_text
from migrate_tui.engine.functions.jsontext import Json, canonical, jsonb_text, read_json

Value = None | bool | int | float | Decimal | str | bytes | datetime | date | Json

LOWEST, HIGHEST = -(2**63), 2**63 - 1
SPACE = " \t\n\r\f\v"
TRUE = ("t", "true", "yes", "y", "on", "1")
FALSE = ("f", "false", "no", "n", "off", "0")
LONGEST_NUMBER = 400  # characters; within it every text that reads as a number is one everywhere
NUMBER = re.compile(
    r"[ \t\n\r\f\v]*[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?[ \t\n\r\f\v]*"
)
LARGEST = Decimal("1.7976931348623157e308")
SHOWN = 60


class Bad(ValueError):
    """A value that a function refuses; the text is the reason its row is rejected with."""


_unshown = threading.local()


@contextmanager
def unshown(veil: Callable[[str], str]) -> Iterator[None]:
    """While this lasts, reasons of this thread show of a value what `veil` makes of it."""
    _unshown.veil = veil
    try:
        yield
    finally:
        _unshown.veil = None


def short(value: Value) -> str:
    """The value as a reason shows it: quoted, cut to 60 characters."""
    text = _plain(value)
    if veil := getattr(_unshown, "veil", None):
        return str(veil(text))
    return "'" + (text if len(text) <= SHOWN else text[: SHOWN - 1] + "…") + "'"


def _plain(value: Value) -> str:
    if isinstance(value, bytes):
        return "\\x" + value[:SHOWN].hex()
    return text_of(value) or ""


def text_of(value: Value) -> str | None:
    """A value as text, as PostgreSQL writes it; moments as ISO-8601 UTC with milliseconds."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return float_text(value)
    if isinstance(value, Decimal):
        return decimal_text(value)
    if isinstance(value, bytes):
        raise Bad("bytes are not text")
    if isinstance(value, datetime):
        return moment_text(value)
    if isinstance(value, Json):
        return jsonb_text(value.data)
    return str(value)


def moment_text(value: datetime) -> str:
    """JavaScript's toISOString: milliseconds, cut, not rounded; no Z where there is no zone."""
    whole = value.astimezone(UTC) if value.tzinfo else value
    mark = "Z" if value.tzinfo else ""
    return whole.replace(tzinfo=None).isoformat("T", "milliseconds") + mark


def decimal_text(value: Decimal) -> str:
    if not value.is_finite():
        return float_text(float(value))
    return format(value if value else value.copy_abs(), "f")


def number_of(value: Value) -> int | float | Decimal | None:
    """A number; text must spell one. Infinity and NaN are none."""
    if value is None or isinstance(value, float | Decimal):
        return value
    if isinstance(value, bool | int):
        return int(value)
    if not isinstance(value, str):
        raise Bad(f"not a number: {short(value)}")
    if len(value) > LONGEST_NUMBER or not NUMBER.fullmatch(value):
        raise Bad(f"not a number: {short(value)}")
    number = Decimal(value.strip(SPACE))
    if number.copy_abs() > LARGEST:
        raise Bad(f"not a number: {short(value)}")
    return number


def whole(number: Decimal) -> int | Decimal:
    """An integer where 64 bits hold it."""
    return int(number) if LOWEST <= number <= HIGHEST else number


def int_of(value: Value) -> int | None:
    """Exactly an integer of 64 bits."""
    try:
        number = number_of(value)
    except Bad:
        raise Bad(f"not an integer: {short(value)}") from None
    if number is None or isinstance(number, int):
        return number if number is None else _in_range(number)
    if not math.isfinite(number) or number != int(number):
        raise Bad(f"not an integer: {short(value)}")
    return _in_range(int(number))


def _in_range(number: int) -> int:
    if not LOWEST <= number <= HIGHEST:
        raise Bad(f"not an integer: {short(number)}")
    return number


def bool_of(value: Value) -> bool | None:
    """None for NULL. Raises Bad for what is neither true nor false in any spelling."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, Json):
        return bool_of(text_of(value))
    if isinstance(value, int | float | Decimal) and value in (0, 1):
        return value == 1
    if isinstance(value, str):
        word = "".join(c.lower() if c.isascii() else c for c in value.strip(SPACE))
        if word in TRUE or word in FALSE:
            return word in TRUE
    raise Bad(f"not a boolean: {short(value)}")


def json_of(value: Value) -> Json | None:
    """Text is read as JSON; a number or boolean is that JSON value."""
    if value is None or isinstance(value, Json):
        return value
    if isinstance(value, str):
        try:
            return read_json(value)
        except ValueError:
            raise Bad(f"not valid JSON: {short(value)}") from None
    return Json(data_of(value))


def data_of(value: Value) -> object:
    """A value inside a JSON document; text is a string there."""
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, Json):
        return value.data
    if isinstance(value, int | float | Decimal):
        if not math.isfinite(value):
            raise Bad(f"not a JSON number: {short(value)}")
        return decimal_of(value) if isinstance(value, float) else Decimal(value)
    return text_of(value)


def canonical_text(value: Value) -> str | None:
    """Text that is the same for equal values on every database: what identifiers are made of."""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, float | Decimal) and math.isfinite(value):
        return plain_number(decimal_of(value) if isinstance(value, float) else value)
    if isinstance(value, Json):
        return canonical(value.data)
    return text_of(value)


def plain_number(value: Decimal) -> str:
    """Digits without exponent and without trailing zeros."""
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text
