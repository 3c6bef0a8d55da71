"""The most frequent spellings of moments, told for many texts at once.

Invariant: a spelling is told only where `forms.MOMENT` says the same of each of the texts.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from operator import itemgetter

_DAY = b"0000-00-00"
_CLOCK = b"00:00:00"
SPELLINGS = {
    _DAY: "day",
    **{
        _DAY + between + _CLOCK + rest: form
        for between in (b" ", b"T")
        for rest, form in ((b"", "local"), (b".000", "local"), (b".000Z", "zoned"))
    },
}
_DIGITS = bytes.maketrans(b"123456789", b"000000000")
_day = itemgetter(slice(10))


def spelled(texts: Sequence[str], joined: str) -> str | None:
    """The form of all these texts, given as lines too; None where they need a closer look."""
    width = len(texts[0]) + 1
    if not joined.isascii() or len(joined) + 1 != width * len(texts):
        return None
    lines = joined.encode() + b"\n"
    shape = lines[:width].translate(_DIGITS)
    form = SPELLINGS.get(shape[:-1])
    if form is None or lines.translate(_DIGITS) != shape * len(texts):
        return None
    days = all(map(_real, set(map(_day, texts))))
    return form if days and (form == "day" or _of_a_clock(lines, width)) else None


def _of_a_clock(lines: bytes, width: int) -> bool:
    if max(lines[14::width]) > ord("5") or max(lines[17::width]) > ord("5"):
        return False
    hours = max(zip(lines[11::width], lines[12::width], strict=True))
    return bytes(hours) < b"24"


@lru_cache(1 << 12)
def _real(day: str) -> bool:
    """A day of the calendar, which has no year 0."""
    try:
        date.fromisoformat(day)
    except ValueError:
        return False
    return True
