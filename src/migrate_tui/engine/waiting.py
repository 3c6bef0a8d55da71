"""The ranges of a mapping that are still to be written, cut anew where another size is asked for.

The header says how a mapping is cut before any range of the new cut is written, so that a killed
run goes on with the same ranges.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from migrate_tui.engine.ledger import Header
from migrate_tui.engine.ranges import Span, between, joined, recut

Bound = str | None


@dataclass
class Waiting:
    """A queue of ranges. `cut` gives the bounds between two others at the size asked for now."""

    header: Header
    asked: Callable[[], int | None]
    cut: Callable[[Bound, Bound], Sequence[str]]
    reopen: Callable[[Header], Header]
    ranges: deque[Span] = field(default_factory=deque)
    size: int | None = None  # what was asked for when they were cut

    @property
    def outgrown(self) -> bool:
        """Whether the next range will be cut anew."""
        return bool(self.ranges) and not self.ranges[0].nulls and self.asked() != self.size

    def next(self) -> Span | None:
        if self.outgrown:
            self.size = self.asked()
            self._cut_again()
        return self.ranges.popleft() if self.ranges else None

    def _cut_again(self) -> None:
        bounds, ranges = self.header.bounds, deque[Span]()
        for low, high in joined(tuple(self.ranges)):
            cuts = self.cut(low, high)
            bounds = recut(bounds, low, high, cuts)
            ranges.extend(between(low, high, cuts))
        self.header = self.reopen(replace(self.header, bounds=bounds))
        self.ranges = ranges
