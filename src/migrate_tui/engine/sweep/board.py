"""The parts of a file on one board: each is taken once, by whoever is free.

Invariant: what was taken is read, or given back. A table of which one part cannot be read this way
is left to the database whole.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from threading import Lock

from migrate_tui.engine.sweep.part import Listed, Part, parts
from migrate_tui.engine.sweep.reading import Read
from migrate_tui.engine.sweep.tally import Tally

Taken = tuple[int, Part]
Found = tuple[int, dict[str, Tally]]  # rows, and what was seen by column


@dataclass
class Board:
    """`raw` tells where parts begin and end; it is asked by whoever takes one, one at a time."""

    raw: sqlite3.Connection
    tables: Sequence[Listed]
    lock: Lock = field(default_factory=Lock)
    back: deque[Taken] = field(default_factory=deque)
    done: dict[int, tuple[Part, Read]] = field(default_factory=dict)
    left: set[str] = field(default_factory=set)  # tables that are left to the database
    trouble: sqlite3.Error | None = None

    def __post_init__(self) -> None:
        self._cut = enumerate(self._all())

    def _all(self) -> Iterator[Part]:
        for table in self.tables:
            for part in parts(self.raw, table):
                if table.name in self.left:
                    break
                yield part

    def take(self) -> Taken | None:
        """None once there are no more; an error of the file is met by everyone who asks."""
        with self.lock:
            if self.back:
                return self.back.popleft()
            if self.trouble is not None:
                raise self.trouble
            try:
                return next(self._cut, None)
            except sqlite3.Error as error:
                self.trouble = error
                raise

    def give_back(self, taken: Sequence[Taken]) -> None:
        with self.lock:
            self.back.extend(taken)

    def put(self, taken: Taken, read: Read | None) -> None:
        number, part = taken
        if read is None:
            self.left.add(part.table)
        else:
            self.done[number] = (part, read)

    def found(self) -> dict[str, Found]:
        """By table, in the order of its rows; only once all parts are read."""
        rows: Counter[str] = Counter()
        tallies: dict[str, dict[str, Tally]] = {}
        for _, (part, (number, states)) in sorted(self.done.items()):
            seen = tallies.setdefault(part.table, {})
            for column, state in zip(part.columns, states, strict=True):
                _add(seen, Tally.of(column, state))
            rows[part.table] += number if part.columns[0].name == next(iter(seen)) else 0
        return {name: (rows[name], tallies[name]) for name in tallies.keys() - self.left}


def _add(seen: dict[str, Tally], later: Tally) -> None:
    name = later.column.name
    if name in seen:
        seen[name].merge(later)
    else:
        seen[name] = later
