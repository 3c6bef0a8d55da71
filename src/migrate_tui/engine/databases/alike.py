"""Whether many moments are all written in one way, looked at together.

Invariant: what it says of all of them, `native.shape` says of each; of others it says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from migrate_tui.engine.sweep.digits import every, from_4, place

_DIGITS = bytes.maketrans(b"123456789", b"000000000")
_FEW = {0: b"12", 5: b"01", 8: b"0123", 11: b"012", 14: b"012345", 17: b"012345"}
_ZONE = re.compile(rb"[+-]00:00$")
_HOUR = 11


def alike(texts: Sequence[bytes], way: bytes) -> bool:
    """Whether each is written so: a day, its clock, its zone, between the years 1000 and 2999."""
    lines = b"\n".join(texts) + b"\n"
    line, width = way + b"\n", len(way) + 1
    if lines.translate(_DIGITS) != line * len(texts):
        return False
    if any(lines[at::width].translate(None, few) for at, few in _few(way)):
        return False
    return len(way) <= _HOUR or not _late(lines, width, len(texts))


def _late(lines: bytes, width: int, texts: int) -> int:
    """Hours from 24; the first digit of each is 0, 1 or 2."""
    ten, one = place(lines, _HOUR, width), place(lines, _HOUR + 1, width)
    return ten >> 1 & from_4(one) & every(texts)


@lru_cache
def _few(way: bytes) -> tuple[tuple[int, bytes], ...]:
    """Places where not every digit may stand, and the digits that may."""
    clock = tuple((at, few) for at, few in _FEW.items() if way[at : at + 1] == b"0")
    zone = _ZONE.search(way)
    return (*clock, (zone.start() + 1, b"01"), (zone.start() + 4, b"012345")) if zone else clock
