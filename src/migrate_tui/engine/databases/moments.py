"""How days and moments are spelled to be compared.

Invariant: only text that PostgreSQL would print of the very moment is spelled as it prints it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from migrate_tui.engine.databases.reading import Unlike
from migrate_tui.engine.databases.spelled import (
    BETWEEN,
    NULL,
    Packed,
    Spelled,
    Spelling,
    counted,
    joined,
)

DIGITS = 6  # of a second that PostgreSQL keeps
SINCE = 946_684_800_000_000  # microseconds from 1970 to 2000
ABSENT = 2**63 - 2  # in the place of NULL: more than any moment, and less than infinity
_BETWEEN = BETWEEN.encode()
# At the end of a moment:
_ZONE = re.compile(rb" ?(Z|[+]00:00)(?=\x01|\Z)")
_ZEROS = re.compile(rb"[.]([0-9]*?)0+(?=\x01|\Z)")
_POINT = re.compile(rb"[.](?=\x01|\Z)")


@dataclass(frozen=True)
class Moments(Spelling):
    """Days, or moments in UTC that are all written in one way, in years that are read alike.

    PostgreSQL leaves out the zeros at the end of a fraction: a microsecond more, on both sides,
    keeps them.
    """

    mark: str = ""  # between day and hour; nothing where there is no hour
    digits: int = 0  # of a second
    zone: str = ""
    is_whole: bool = False  # none of the target's values can be NULL
    is_local: bool = False  # the target's have no zone

    @property
    def in_utc(self) -> bool:
        return bool(self.mark)

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
            text = self._text(value)
            return text if self.is_whole else f"coalesce({text}, '{null}')"
        known = f"{value} >= '1000-01-01' and {value} < '3000-01-01'"
        return f"case when {known} then {self._text(value)} else '{null}' end"

    def plain(self, value: str) -> str:
        return counted(value, self.is_whole and bool(self._end))

    @property
    def _end(self) -> bytes:
        """The digits that the microsecond adds."""
        missing = DIGITS - self.digits
        return b"1".rjust(missing, b"0") if self.digits and missing else b""

    def _text(self, value: str) -> str:
        if not self.mark:
            return f"{value}::text"
        moment = _wall(value, self.is_local)
        if self._end:
            return f"({moment} + interval '1 microsecond')::text"
        if self.digits:
            return f"to_char({moment}, 'YYYY-MM-DD HH24:MI:SS.US')"
        return f"{moment}::text"


@dataclass(frozen=True)
class Various(Spelling):
    """Moments in UTC that are written in several ways, as PostgreSQL prints them."""

    is_local: bool = False  # the target's have no zone

    @property
    def in_utc(self) -> bool:
        return True

    def ours(self, values: Sequence[Any]) -> Spelled:
        text, nulls = joined(values)
        text = _ZEROS.sub(rb".\1", _ZONE.sub(b"", text.replace(b"T", b" ")))
        return Spelled(_POINT.sub(b"", text), len(values) - nulls, len(text))

    def theirs(self, value: str) -> str:
        moment = _wall(value, self.is_local)
        return f"coalesce({moment}::text, '{NULL}')"


@dataclass(frozen=True)
class Ticks(Packed):
    """Moments that the source counts from 1970, in the microseconds from 2000 that PostgreSQL
    keeps."""

    code: str = "q"
    unit: int = 1  # microseconds in each
    nullable: bool = True
    is_local: bool = False  # the target's have no zone

    def ours(self, values: Sequence[Any]) -> Spelled:
        ticks = [ABSENT if v is None else v * self.unit - SINCE for v in values]
        try:
            found = super().ours(ticks)
        except OverflowError:
            raise Unlike("a moment is beyond all that the target has") from None
        return found._replace(plain=len(values) - values.count(None))

    def theirs(self, value: str) -> str:
        kept = f"timestamp{'' if self.is_local else 'tz'}_send({value})"
        return f"coalesce({kept}, int8send({ABSENT}))" if self.nullable else kept

    def plain(self, value: str) -> str:
        return counted(value, not self.nullable)


def _wall(value: str, is_local: bool) -> str:
    """What a clock in UTC shows."""
    return value if is_local else f"timezone(interval '0', {value})"
