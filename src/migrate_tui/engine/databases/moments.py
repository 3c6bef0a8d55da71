"""How days and moments are spelled to be compared.

Invariant: only text that PostgreSQL would print of the very moment is spelled as it prints it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from migrate_tui.engine.databases.spelled import (
    BETWEEN,
    NULL,
    Spelled,
    Spelling,
    counted,
    joined,
)

DIGITS = 6  # of a second that PostgreSQL keeps
_BETWEEN = BETWEEN.encode()


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
        moment = value if self.is_local else f"timezone(interval '0', {value})"
        if self._end:
            return f"({moment} + interval '1 microsecond')::text"
        if self.digits:
            return f"to_char({moment}, 'YYYY-MM-DD HH24:MI:SS.US')"
        return f"{moment}::text"
