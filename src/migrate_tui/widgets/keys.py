"""The last line: the keys that work now. What does not fit goes as a whole, the lightest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.widgets import Static

from migrate_tui.render.style import cells
from migrate_tui.widgets.words import words

ALWAYS = ("?", ":", "q", "esc")  # help, every other key, the way out


@dataclass(frozen=True)
class Hint:
    key: str
    does: str

    @property
    def width(self) -> int:
        return cells(self.key) + 1 + cells(self.does)


class Keys(Static):
    """Hints in the order of their weight."""

    def tell(self, hints: Sequence[Hint]) -> None:
        width = (self.size.width or self.app.size.width) - 2
        self.update(_drawn(chosen(hints, width)))


def chosen(hints: Sequence[Hint], width: int) -> tuple[Hint, ...]:
    """As many as fit, in their order; those of ALWAYS are kept at the cost of the others, and
    nothing is shown where something heavier had no room."""
    kept = [hint for hint in hints if hint.key in ALWAYS]
    for hint in hints:
        if hint not in kept:
            if _width([*kept, hint]) > width:
                break
            kept.append(hint)
    return tuple(hint for hint in hints if hint in kept)


def _width(hints: Sequence[Hint]) -> int:
    return sum(hint.width for hint in hints) + 2 * (len(hints) - 1)


def _drawn(hints: Sequence[Hint]) -> Content:
    parts = [words((hint.key, "key"), " ", hint.does) for hint in hints]
    return Content.assemble(" ", Content("  ").join(parts))
