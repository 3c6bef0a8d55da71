"""Digests of rows that are read, as they come: of each column how many values are plain, and the
SHA-256 of all of them as they are spelled.

Invariant: the same rows give the same digests, into however many lots they are cut.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from migrate_tui.engine.databases.base import Row
from migrate_tui.engine.databases.reading import Unlike
from migrate_tui.engine.databases.spelled import BETWEEN, Spelling, joined

MOST = 64 << 20  # bytes of a column that are handed over at once
Pair = tuple[int, bytes | None]


@dataclass
class Digest:
    """One column, as we spell it."""

    spelling: Spelling
    plain: int = 0

    def __post_init__(self) -> None:
        self._seen = sha256()
        self._is_empty = True

    def take(self, values: Sequence[Any]) -> int:
        found = self.spelling.ours(values)
        if not self._is_empty:
            self._seen.update(self.spelling.between.encode())
        self._seen.update(found.text)
        self._is_empty = False
        self.plain += found.plain
        return found.weight

    def pair(self) -> Pair:
        return self.plain, None if self._is_empty else self._seen.digest()


@dataclass
class Collected:
    """One column whose spelling is left to the target: its text as it is."""

    texts: list[bytes] = field(default_factory=list)
    size: int = 0

    def take(self, values: Sequence[Any]) -> int:
        text, _ = joined(values)
        self.texts.append(text)
        self.size += len(text)
        if self.size > MOST:
            raise Unlike("there is too much of it to be handed over")
        return len(text)

    @property
    def text(self) -> str:
        return BETWEEN.encode().join(self.texts).decode()


class Digests:
    """Those of all columns; the text of some of them is `handed` to the target."""

    def __init__(self, spellings: Sequence[Spelling], handed: Collection[int] = ()) -> None:
        self.rows = 0
        self._columns = [
            Collected() if place in handed else Digest(one) for place, one in enumerate(spellings)
        ]

    def take(self, rows: Sequence[Row]) -> int:
        """Their weight."""
        self.rows += len(rows)
        pairs = zip(self._columns, zip(*rows, strict=True), strict=True)
        return sum(column.take(values) for column, values in pairs)

    def handed(self) -> dict[int, str]:
        """The text of each column that is handed over, by its place."""
        columns = enumerate(self._columns)
        return {place: one.text for place, one in columns if isinstance(one, Collected)}

    def pairs(self, answers: Mapping[int, Pair]) -> list[Pair]:
        """One for each column; `answers` are those of the target."""
        columns = enumerate(self._columns)
        return [one.pair() if isinstance(one, Digest) else answers[n] for n, one in columns]
