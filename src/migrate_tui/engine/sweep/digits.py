"""Digits at one place of many texts, all compared at once: a place is one large number, in which
every text has a byte.

Invariant: the bytes are ASCII digits; of every byte of an answer, only the lowest bit is one.
"""

from __future__ import annotations

from functools import lru_cache


@lru_cache(8)
def every(texts: int) -> int:
    """The lowest bit of each of so many bytes."""
    return int.from_bytes(b"\1" * texts)


def place(lines: bytes, at: int, width: int) -> int:
    return int.from_bytes(lines[at::width])


def is_0(digit: int) -> int:
    return ~(digit | digit >> 1 | digit >> 2 | digit >> 3)


def from_2(digit: int) -> int:
    return digit >> 1 | digit >> 2 | digit >> 3


def from_3(digit: int) -> int:
    return digit & digit >> 1 | digit >> 2 | digit >> 3


def from_4(digit: int) -> int:
    return digit >> 2 | digit >> 3


def from_6(digit: int) -> int:
    return digit >> 1 & digit >> 2 | digit >> 3


def is_29(ten: int, one: int) -> int:
    """Told of tens below 3; of others it may be wrong."""
    return ten >> 1 & one & one >> 3
