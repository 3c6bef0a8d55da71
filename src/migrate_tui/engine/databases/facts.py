"""What the values of a table are, column by column: counts and extremes, the same for every kind
of database. Invariant: every value of the table stands in exactly one of the counts of its column.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class ColumnFacts:
    """One column, all of its values; `values` are those that are not NULL."""

    values: int = 0
    integers: int = 0
    reals: int = 0
    texts: int = 0
    blobs: int = 0
    least: int | float | None = None  # of the numbers
    greatest: int | float | None = None
    longest: int = 0  # bytes of the longest text or blob
    characters: int = 0  # of the longest text, where a length is declared
    nul: int = 0  # texts with a NUL character
    broken: int = 0  # texts that are not UTF-8
    forms: Mapping[str, int] = field(default_factory=dict)  # what the values look like
    twice: tuple[int, int] = (0, 0)  # of the first documents, those with a key twice; and all
    looks: str = ""  # what a sample of texts looks like, where nothing declares it

    @property
    def numbers(self) -> int:
        return self.integers + self.reals

    @property
    def held(self) -> tuple[str, ...]:
        """The storage classes that are there, in SQLite's order of comparison."""
        return tuple(c for c in ("integer", "real", "text", "blob") if getattr(self, f"{c}s"))


@dataclass(frozen=True)
class KeyFacts:
    """One key: rows in which a column of it is NULL, and keys that become one."""

    columns: tuple[str, ...]
    nulls: int = 0
    folded: int = 0  # keys that differ from another in letter case only
    merged: int = 0  # keys that are the same as another once they have the type of the target


@dataclass(frozen=True)
class TableFacts:
    rows: int
    columns: Mapping[str, ColumnFacts]
    keys: tuple[KeyFacts, ...] = ()
    orphans: tuple[int, ...] = ()  # rows without their parent, for each foreign key
