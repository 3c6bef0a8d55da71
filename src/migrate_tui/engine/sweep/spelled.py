"""The most frequent spellings of moments, told for many texts at once.

Invariant: a spelling is told only where `forms.MOMENT` says the same of each of the texts.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from itertools import compress
from operator import itemgetter

from migrate_tui.engine.sweep.digits import (
    every,
    from_2,
    from_3,
    from_4,
    from_6,
    is_0,
    is_29,
    place,
)

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
    all_ = every(len(texts))
    if form != "day" and _no_clock(lines, width) & all_:
        return None
    doubtful = (_odd_days(lines, width) & all_).to_bytes(len(texts))
    return form if all(map(_real, set(map(_day, compress(texts, doubtful))))) else None


def _no_clock(lines: bytes, width: int) -> int:
    """Hours from 24, minutes and seconds from 60."""
    ten, one, minutes, seconds = (place(lines, at, width) for at in (11, 12, 14, 17))
    return from_3(ten) | ten >> 1 & from_4(one) | from_6(minutes) | from_6(seconds)


def _odd_days(lines: bytes, width: int) -> int:
    """All days that are none, and some of those that are: from the 29th on, and before 1000."""
    ten, one = place(lines, 5, width), place(lines, 6, width)
    months = from_2(ten) | ten & from_3(one) | is_0(ten) & is_0(one)
    ten, one = place(lines, 8, width), place(lines, 9, width)
    days = from_3(ten) | is_29(ten, one) | is_0(ten) & is_0(one)
    return months | days | is_0(place(lines, 0, width))


@lru_cache(1 << 12)
def _real(day: str) -> bool:
    """A day of the calendar, which has no year 0."""
    try:
        date.fromisoformat(day)
    except ValueError:
        return False
    return True
