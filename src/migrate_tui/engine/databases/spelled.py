"""How the values of a column are spelled to be compared: by us as SQLite holds them, by PostgreSQL
as it prints them, each time many of them as one text.

Invariant: where both texts are the same bytes and equally many values are plain, every row has what
its mapping makes of the source's; equal values may be spelled otherwise.
"""

from __future__ import annotations

import struct
import sys
from abc import ABC, abstractmethod
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any, NamedTuple

from migrate_tui.engine.databases.reading import Unlike

BETWEEN = "\x01"  # two values
NULL = "\x02"  # in the place of a value, or before the digest of a long one
LONG = 4000  # bytes, more than which are spelled by their digest: no statement holds too much
NAN = b"\x7f\xf8\x00\x00null"
_NULL, _BETWEEN = NULL.encode(), BETWEEN.encode()
(_NAN,) = struct.unpack(">d", NAN)


class Spelled(NamedTuple):
    """Values of one column in their order."""

    text: bytes
    plain: int  # how many of them are spelled without a mark
    weight: int


class Spelling(ABC):
    """Both sides of one column; SQL is of the target's value."""

    between = BETWEEN

    @property
    def in_utc(self) -> bool:
        """Whether the target's session has to be."""
        return False

    @abstractmethod
    def ours(self, values: Sequence[Any]) -> Spelled:
        """Raises Unlike, or TypeError, where a value has no spelling."""

    @abstractmethod
    def theirs(self, value: str) -> str:
        """Of its text; `value` is what `once` has made of it."""

    @property
    def is_reprinted(self) -> bool:
        """Whether the target may print in another way what it reads from the source's very text."""
        return False

    def once(self, value: str) -> str:
        """What the text looks at more than once."""
        return value

    def plain(self, value: str) -> str:
        """How many are spelled without a mark."""
        return f"count({value})"

    def digest(self, value: str) -> str:
        """SQL of the SHA-256 of many of them."""
        return f"sha256(convert_to(string_agg({self.theirs(value)}, '{self.between}'), 'UTF8'))"

    def shortly(self) -> Spelling:
        """The same where no value can be long."""
        return self

    def order(self, cell: str, value: str) -> tuple[str, str] | None:
        """SQL by which the source's cells and the target's values come in one order."""
        return None


@dataclass(frozen=True)
class Packed(Spelling):
    """Numbers of columns that hold no NULL, as their bytes."""

    code: str  # of Python's array: q for whole numbers, d for doubles
    is_bool: bool = False
    between = ""

    def ours(self, values: Sequence[Any]) -> Spelled:
        packed = array(self.code, values)
        if sys.byteorder == "little":
            packed.byteswap()
        return Spelled(packed.tobytes(), len(values), 8 * len(values))

    def theirs(self, value: str) -> str:
        if self.code == "d":
            return f"float8send({value})"
        return f"int8send({value}{'::int' if self.is_bool else ''}::int8)"

    def plain(self, value: str) -> str:
        return counted(value, True)

    def digest(self, value: str) -> str:
        return f"sha256(string_agg({self.theirs(value)}, ''))"

    def order(self, cell: str, value: str) -> tuple[str, str] | None:
        return f"+{cell}", value


@dataclass(frozen=True)
class Numbers(Spelling):
    """Whole numbers and truth."""

    is_bool: bool = False
    between = ", "

    def ours(self, values: Sequence[Any]) -> Spelled:
        text = repr(list(values))[1:-1].encode()
        return Spelled(text, len(values) - text.count(b"None"), len(text))

    def theirs(self, value: str) -> str:
        return f"coalesce({value}{'::int' if self.is_bool else ''}::text, 'None')"

    def order(self, cell: str, value: str) -> tuple[str, str] | None:
        return f"+{cell}", value


@dataclass(frozen=True)
class Decimals(Spelling):
    """Numbers of any scale, as their shortest digits; a large double has more, and is not alike."""

    between = ", "

    def ours(self, values: Sequence[Any]) -> Spelled:
        text = repr(list(values))[1:-1]
        if ".0" in text:  # of a double
            text = (text + ",").replace(".0,", ",")[:-1]
        return Spelled(text.encode(), len(values) - text.count("None"), len(text))

    def theirs(self, value: str) -> str:
        return f"coalesce(trim_scale({value})::text, 'None')"


@dataclass(frozen=True)
class Parts(Packed):
    """Doubles of columns that may hold NULL: that is a NaN of its own, which no source holds."""

    code: str = "d"

    def ours(self, values: Sequence[Any]) -> Spelled:
        packed = super().ours([_NAN if value is None else value for value in values])
        return packed._replace(plain=len(values) - values.count(None))

    def theirs(self, value: str) -> str:
        return f"coalesce({super().theirs(value)}, '\\x{NAN.hex()}')"

    def plain(self, value: str) -> str:
        return counted(value, False)


@dataclass(frozen=True)
class Texts(Spelling):
    """Values whose text is the source's, or not the same value."""

    is_text: bool = False  # of a type that need not be cast
    is_short: bool = False  # no value can be long
    is_whole: bool = False  # none of the target's values can be NULL

    def ours(self, values: Sequence[Any]) -> Spelled:
        text, nulls = joined(values)
        short, long = (text, 0) if self.is_short else shortened(text)
        return Spelled(short, len(values) - nulls - long, len(text))

    def once(self, value: str) -> str:
        return value if self.is_text else f"{value}::text"

    def theirs(self, value: str) -> str:
        if self.is_short:
            return value if self.is_whole else f"coalesce({value}, '{NULL}')"
        digest = f"'{NULL}' || encode(sha256(convert_to({value}, 'UTF8')), 'hex')"
        known = f"case when octet_length({value}) > {LONG} then {digest} else {value} end"
        return f"coalesce({known}, '{NULL}')"

    def plain(self, value: str) -> str:
        if self.is_short:
            return counted(value, self.is_whole)
        return f"count(*) filter (where octet_length({value}) <= {LONG})"

    def shortly(self) -> Spelling:
        return replace(self, is_short=True)

    def order(self, cell: str, value: str) -> tuple[str, str] | None:
        return f"+{cell} collate binary", f'{value}::text collate "C"'


@dataclass(frozen=True)
class Uuids(Texts):
    """In capitals or without hyphens they are printed otherwise."""

    @property
    def is_reprinted(self) -> bool:
        return True


class Contents(Spelling):
    """Bytes, each value by its digest."""

    def ours(self, values: Sequence[Any]) -> Spelled:
        known = [value for value in values if value is not None]
        digests = (_NULL if value is None else _digest(value) for value in values)
        return Spelled(_BETWEEN.join(digests), len(known), sum(map(len, known)))

    def theirs(self, value: str) -> str:
        return f"coalesce(encode(sha256({value}), 'hex'), '{NULL}')"


def counted(value: str, is_whole: bool) -> str:
    """SQL of how many are not NULL; that of all rows has to be found only once."""
    return "count(*)" if is_whole else f"count({value})"


def joined(values: Sequence[Any]) -> tuple[bytes, int]:
    """Texts as one, and how many are none."""
    nulls = 0
    try:
        text = _BETWEEN.join(values)
    except TypeError:
        text = _BETWEEN.join([_NULL if value is None else value for value in values])
        nulls = len(values) - len([value for value in values if value is not None])
    if text.count(_BETWEEN) != len(values) - 1 or text.count(_NULL) != nulls:
        raise Unlike("a text holds a mark")
    return text, nulls


def shortened(text: bytes) -> tuple[bytes, int]:
    """Long values by their digests, and how many are."""
    if len(text) <= LONG:
        return text, 0
    values = text.split(_BETWEEN)
    long = sum(len(value) > LONG for value in values) if max(map(len, values)) > LONG else 0
    if not long:
        return text, 0
    known = (v if len(v) <= LONG else _NULL + _digest(v) for v in values)
    return _BETWEEN.join(known), long


def _digest(value: bytes) -> bytes:
    return sha256(value).hexdigest().encode()
