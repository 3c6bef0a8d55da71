"""In what way the rows of a first load are best compared, as the first of them tell: as they lie or
in the order of their key, and which columns the target writes in another way.

Invariant: no way takes different rows for the same; another one is taken where one fails.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from migrate_tui.engine.databases.base import Connection
from migrate_tui.engine.databases.catalogue import Column, Table
from migrate_tui.engine.databases.digests import Digests, Pair
from migrate_tui.engine.databases.printing import Printed, printed, respelled
from migrate_tui.engine.databases.reading import Values
from migrate_tui.engine.ranges import Span

FIRST = 1000  # rows that are looked at


@dataclass
class Comparable:
    """The columns of a source's table beside those of the target."""

    connection: Connection
    table: Table
    columns: Sequence[Column]
    values: Values
    direct: Sequence[str]  # by what the source is cut into ranges
    key: Sequence[int]  # places of the target's key
    handed: set[int] = field(default_factory=set)  # places whose text the target spells itself
    is_sorted: bool = False

    def ask(self, place: str, *, is_sorted: bool) -> Printed | None:
        """What the target prints of its rows in a place."""
        spelled = list(zip(self.columns, self.values.spellings, strict=True))
        by = f" order by {self._by(1)}" if is_sorted else ""
        return printed(self.connection, self.table, spelled, place + by)

    def read(self, span: Span, *, is_sorted: bool) -> Digests:
        """The same of the source."""
        found = Digests(self.values.spellings, self.handed)
        by = self._by(0) if is_sorted else ""
        self.values.between(span.low, span.high, self.direct, found.take, by)
        return found

    def respelled(self, place: int, text: str) -> Pair | None:
        spelling = self.values.spellings[place]
        return respelled(self.connection, self.columns[place], spelling, text)

    @property
    def target(self) -> tuple[Connection, Table]:
        return self.connection, self.table

    @property
    def reprinted(self) -> set[int]:
        """The places of what the target can spell itself."""
        return {n for n, one in enumerate(self.values.spellings) if one.is_reprinted}

    @property
    def can_sort(self) -> bool:
        return bool(self.key) and all(self._order(place) is not None for place in self.key)

    def choose(self, span: Span, place: str) -> None:
        """By the first rows of a range."""
        self.handed |= self._written_otherwise(span)
        self.is_sorted = self.can_sort and self._in_another_order(span, place)

    def _written_otherwise(self, span: Span) -> set[int]:
        """Columns that the target writes in another way than we do."""
        places = sorted(self.reprinted)
        some = self.values.narrowed(places)
        ours, texts = Digests(some.spellings), Digests(some.spellings, range(len(places)))
        for digests in (ours, texts) if places else ():
            some.between(span.low, span.high, self.direct, digests.take, limit=FIRST)
        pairs = zip(places, ours.pairs({}), texts.handed().values(), strict=True)
        return {place for place, pair, text in pairs if self.respelled(place, text) != pair}

    def _in_another_order(self, span: Span, place: str) -> bool:
        some, ours = self.values.narrowed(self.key), Digests([])
        ours = Digests(some.spellings)
        some.between(span.low, span.high, self.direct, ours.take, limit=FIRST)
        spelled = [(self.columns[n], self.values.spellings[n]) for n in self.key]
        theirs = printed(self.connection, self.table, spelled, f"{place} limit {FIRST}")
        return theirs is not None and theirs.pairs != ours.pairs({})

    def _order(self, place: int) -> tuple[str, str] | None:
        value = f"mt_t.{self.connection.quote(self.columns[place].name)}"
        return self.values.spellings[place].order(self.values.cells[place], value)

    def _by(self, side: int) -> str:
        found = (self._order(place) for place in self.key)
        return ", ".join(order[side] for order in found if order is not None)
