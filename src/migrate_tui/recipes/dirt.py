"""Which rows of a legacy table have something wrong, and what: a pure function of the row's number.

The rows are spread evenly, every kind gets its turn, and no row has two things wrong with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Dirt:
    """The share of `rows` that is dirty takes the kinds in turn; the first `least` always occur."""

    kinds: tuple[str, ...]
    rows: int
    share: float
    least: int

    @cached_property
    def count(self) -> int:
        if self.share <= 0:
            return 0
        return min(self.rows, max(self.least, round(self.rows * self.share)))

    def at(self, row: int) -> str:
        """The kind of dirt of this row, or an empty text."""
        count = self.count
        if not 0 <= row < self.rows or row * count % self.rows >= count:
            return ""
        return self.kinds[row * count // self.rows % len(self.kinds)]
