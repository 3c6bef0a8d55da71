"""JSON in jsonb, compared as PostgreSQL prints it; what is spaced in another way is spaced so.

Invariant: what is done to a document changes no value in it, so that none is taken for another;
one whose keys, numbers or escapes PostgreSQL writes in another way is not known to be the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from migrate_tui.engine.databases.reading import Unlike
from migrate_tui.engine.databases.spelled import Spelled, Texts, joined, shortened

_OUTSIDE = b"\0"  # between two stretches that are no string
_ESCAPED = ((b"\\\\", b"\x03"), (b'\\"', b"\x04"))  # in the place of what would seem to end one


@dataclass(frozen=True)
class Documents(Texts):
    """Values of jsonb. One space stands behind each comma and colon."""

    @property
    def is_reprinted(self) -> bool:
        return True

    def ours(self, values: Sequence[Any]) -> Spelled:
        text, nulls = joined(values)
        text = spaced(text)
        short, long = (text, 0) if self.is_short else shortened(text)
        return Spelled(short, len(values) - nulls - long, len(text))


def spaced(text: bytes) -> bytes:
    """Documents one behind the other, in which PostgreSQL's spaces stand between the tokens.

    What is in strings stays: every second stretch between quotes is none, and the quotes of valid
    documents come in pairs; what is made of others is not valid, and nothing that is printed.
    """
    escapes = _ESCAPED if b"\\" in text else ()
    if any(mark in text for mark in (_OUTSIDE, *(mark for _, mark in escapes))):
        raise Unlike("JSON holds a control character")
    for escape, mark in escapes:
        text = text.replace(escape, mark)
    stretches = text.split(b'"')
    inside = b"".join(stretches[1::2])
    if b"," in inside or b":" in inside:
        stretches[::2] = _spaced(_OUTSIDE.join(stretches[::2])).split(_OUTSIDE)
        text = b'"'.join(stretches)
    else:
        text = _spaced(text)
    for escape, mark in escapes:
        text = text.replace(mark, escape)
    return text


def _spaced(outside: bytes) -> bytes:
    bare = outside.replace(b", ", b",").replace(b": ", b":")
    return bare.replace(b",", b", ").replace(b":", b": ")
