"""How the values of a column are spelled to be compared: by us as SQLite holds them, by PostgreSQL
as it prints them, each time many of them as one text.

Invariant: where both texts are the same bytes and equally many values are plain, every row has what
its mapping makes of the source's; equal values may be spelled otherwise.
"""

from __future__ import annotations

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
DIGITS = 6  # of a second that PostgreSQL keeps
_NULL, _BETWEEN = NULL.encode(), BETWEEN.encode()


class Spelled(NamedTuple):
    """Values of one column in their order."""

    text: bytes
    plain: int  # how many of them are spelled without a mark
    weight: int


class Spelling(ABC):
    """Both sides of one column; SQL is of the target's value."""

    between = BETWEEN

    @abstractmethod
    def ours(self, values: Sequence[Any]) -> Spelled:
        """Raises Unlike, or TypeError, where a value has no spelling."""

    @abstractmethod
    def theirs(self, value: str) -> str:
        """Of its text; `value` is what `once` has made of it."""

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


class Parts(Numbers):
    """Doubles, by the shortest digits that give the same one again."""

    def theirs(self, value: str) -> str:
        """Python writes an exponent from 1e16 on, PostgreSQL from 1e15; NaN is above both."""
        none = f"when {value} is null then 'None'"
        bare = f"when {value} <> trunc({value}) or abs({value}) >= 1e16 then {value}::text"
        many = f"when abs({value}) >= 1e15 then {value}::bigint || '.0'"
        return f"case {none} {bare} {many} else {value}::text || '.0' end"


@dataclass(frozen=True)
class Texts(Spelling):
    """Values whose text is the source's, or not the same value."""

    is_text: bool = False  # of a type that need not be cast
    is_short: bool = False  # no value can be long

    def ours(self, values: Sequence[Any]) -> Spelled:
        text, nulls = joined(values)
        short, long = (text, 0) if self.is_short else shortened(text)
        return Spelled(short, len(values) - nulls - long, len(text))

    def once(self, value: str) -> str:
        return value if self.is_text else f"{value}::text"

    def theirs(self, value: str) -> str:
        if self.is_short:
            return f"coalesce({value}, '{NULL}')"
        digest = f"'{NULL}' || encode(sha256(convert_to({value}, 'UTF8')), 'hex')"
        known = f"case when octet_length({value}) > {LONG} then {digest} else {value} end"
        return f"coalesce({known}, '{NULL}')"

    def plain(self, value: str) -> str:
        short = f"*) filter (where octet_length({value}) <= {LONG}"
        return f"count({value if self.is_short else short})"

    def shortly(self) -> Spelling:
        return replace(self, is_short=True)

    def order(self, cell: str, value: str) -> tuple[str, str] | None:
        return f"+{cell} collate binary", f'{value}::text collate "C"'


class Contents(Spelling):
    """Bytes, each value by its digest."""

    def ours(self, values: Sequence[Any]) -> Spelled:
        known = [value for value in values if value is not None]
        digests = (_NULL if value is None else _digest(value) for value in values)
        return Spelled(_BETWEEN.join(digests), len(known), sum(map(len, known)))

    def theirs(self, value: str) -> str:
        return f"coalesce(encode(sha256({value}), 'hex'), '{NULL}')"


@dataclass(frozen=True)
class Moments(Spelling):
    """Days, or moments in UTC that are all written in one way, in years that are read alike.

    PostgreSQL leaves out the zeros at the end of a fraction: a microsecond more, on both sides,
    keeps them.
    """

    mark: str = ""  # between day and hour; nothing where there is no hour
    digits: int = 0  # of a second
    zone: str = ""

    def ours(self, values: Sequence[Any]) -> Spelled:
        text, nulls = joined(values)
        if self.mark == "T":
            text = text.replace(b"T", b" ")
        if self.zone:
            text = text.replace(self.zone.encode(), self._end)
        elif self._end:
            text = text.replace(_BETWEEN, self._end + _BETWEEN) + self._end
        return Spelled(text, len(values) - nulls, len(text))

    def theirs(self, value: str) -> str:
        null = NULL if self.zone else NULL + self._end.decode()
        if self._end:  # nothing but a moment is printed with a fraction
            return f"coalesce({self._text(value)}, '{null}')"
        known = f"{value} >= '1000-01-01' and {value} < '3000-01-01'"
        return f"case when {known} then {self._text(value)} else '{null}' end"

    @property
    def _end(self) -> bytes:
        """The digits that the microsecond adds."""
        missing = DIGITS - self.digits
        return b"1".rjust(missing, b"0") if self.digits and missing else b""

    def _text(self, value: str) -> str:
        if not self.mark:
            return f"{value}::text"
        moment = f"timezone(interval '0', {value})"
        if self._end:
            return f"({moment} + interval '1 microsecond')::text"
        if self.digits:
            return f"to_char({moment}, 'YYYY-MM-DD HH24:MI:SS.US')"
        return f"{moment}::text"


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
