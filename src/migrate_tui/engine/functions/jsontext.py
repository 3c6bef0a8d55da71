"""JSON as text: strict reading, and the three ways to write it.

Valid is what PostgreSQL's jsonb takes: no NaN, no \\u0000, no lone surrogates, finite numbers.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import lru_cache

_BLANK = re.compile(r'("(?:[^"\\]|\\.)*")|[ \t\n\r]+')
_SUSPECT = re.compile(r"\\u0000|\\u[dD][89a-fA-F]|[\ud800-\udfff\x00]")
_POWER = re.compile(r"[0-9][eE][+-]?[0-9]")  # without it a short text has no huge number
_BAD_TEXT = re.compile("[\ud800-\udfff\x00]")
MOST_DIGITS = 131072  # before the decimal point, what a PostgreSQL numeric holds
MOST_DECIMALS = 16383
REMEMBERED = 1 << 16  # characters


@dataclass(frozen=True)
class Json:
    """A JSON document. `data` holds numbers as Decimal; `text` is minified, keys in their order."""

    data: object
    text: str = field(default="", compare=False)

    def minified(self) -> str:
        return self.text or write(self.data)


def read_json(text: str) -> Json:
    """Raises ValueError where jsonb would refuse the text.

    One row's document is asked for again and again: small ones are remembered for a moment.
    """
    return _remembered(text) if len(text) <= REMEMBERED else _read(text)


@lru_cache(maxsize=16)
def _remembered(text: str) -> Json:
    return _read(text)


def _read(text: str) -> Json:
    repeated: list[str] = []
    number = Decimal if len(text) <= MOST_DECIMALS and not _POWER.search(text) else _number
    try:
        data = json.loads(
            text,
            parse_float=number,
            parse_int=number,
            parse_constant=_refuse,
            object_pairs_hook=lambda pairs: _object(pairs, repeated),
        )
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if _SUSPECT.search(text):
        _check_texts(data)
    return Json(data, "" if repeated else _BLANK.sub(r"\1", text))


def _number(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise ValueError(text) from None
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int) or exponent < -MOST_DECIMALS:
        raise ValueError(text)
    if number and number.adjusted() >= MOST_DIGITS:
        raise ValueError(text)
    return number


def _refuse(constant: str) -> object:
    raise ValueError(constant)


def _object(pairs: list[tuple[str, object]], repeated: list[str]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        repeated.append("")
    return found


def _check_texts(data: object) -> None:
    if isinstance(data, str) and _BAD_TEXT.search(data):
        raise ValueError("text that no database holds")
    if isinstance(data, dict):
        _check_texts(list(data))
        data = list(data.values())
    if isinstance(data, list):
        for item in data:
            _check_texts(item)


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


def _numeric(value: Decimal) -> str:
    """As jsonb writes it: no exponent, trailing zeros kept."""
    return format(value if value else value.copy_abs(), "f")


def _plain(value: Decimal) -> str:
    text = _numeric(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


def write(data: object) -> str:
    """Minified, keys in their order."""
    return _write(data, _numeric, list, (",", ":"))


def canonical(data: object) -> str:
    """Minified, keys sorted by their bytes, numbers without exponent and trailing zeros."""
    return _write(data, _plain, _by_bytes, (",", ":"))


def jsonb_text(data: object) -> str:
    """As PostgreSQL prints a jsonb: shorter keys first, a space after comma and colon."""
    return _write(data, _numeric, _by_length, (", ", ": "))


Pairs = list[tuple[str, object]]


def _by_bytes(pairs: Pairs) -> Pairs:
    return sorted(pairs, key=lambda pair: pair[0].encode())


def _by_length(pairs: Pairs) -> Pairs:
    return sorted(pairs, key=lambda pair: (len(pair[0].encode()), pair[0].encode()))


def _write(
    data: object,
    number: Callable[[Decimal], str],
    order: Callable[[Pairs], Pairs],
    marks: tuple[str, str],
) -> str:
    comma, colon = marks
    if isinstance(data, dict):
        inner = order(list(data.items()))
        pairs = (_text(k) + colon + _write(v, number, order, marks) for k, v in inner)
        return "{" + comma.join(pairs) + "}"
    if isinstance(data, list):
        return "[" + comma.join(_write(item, number, order, marks) for item in data) + "]"
    if isinstance(data, Decimal):
        return number(data)
    if isinstance(data, str):
        return _text(data)
    return "null" if data is None else "true" if data else "false"
