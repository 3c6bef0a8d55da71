"""Rows before and after, side by side or one below the other; what differs is lit and marked.

A sign beside every line says what a colour says too: - goes, + comes, ~ differs, ! is held back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual import events

from migrate_tui.engine.events import RowSample
from migrate_tui.terminal import Glyphs
from migrate_tui.widgets.grid import GAP, Grid, Heading, Row
from migrate_tui.widgets.words import Part

SPLIT = 100  # columns of a terminal from which there is room for both sides
NAMES = 24  # columns of the names
NULL = ("NULL", "dim")
SIGNS = {
    "new": ("+", "good"),
    "missing": ("+", "good"),
    "gone": ("-", "bad"),
    "extra": ("-", "bad"),
    "kept": ("!", "warn"),
    "rejected": ("!", "warn"),
}
CHANGED = ("~", "changed")


class Diff(Grid):
    """Some rows as they are and as they will be."""

    def __init__(self, glyphs: Glyphs, before: str, after: str, **names: str) -> None:
        super().__init__(glyphs, **names)
        self.samples: tuple[RowSample, ...] = ()
        self._sides = before, after
        self._wanted: bool | None = None  # nothing was said: the width decides
        self._owners: list[int] = []

    @property
    def split(self) -> bool:
        return self.app.size.width >= SPLIT if self._wanted is None else self._wanted

    def compare(self, samples: Sequence[RowSample]) -> None:
        """Show these rows; the cursor goes to the first of other ones."""
        if tuple(samples) != self.samples:
            self.cursor = 0
        self.samples = tuple(samples)
        self._lay()

    def turn(self) -> None:
        """Side by side becomes one below the other, and back."""
        self._wanted = not self.split
        self._lay()

    def at(self, line: int) -> RowSample | None:
        """Whose line that is."""
        return self.samples[self._owners[line]] if line < len(self._owners) else None

    def on_resize(self, event: events.Resize) -> None:
        self._lay()

    def _lay(self) -> None:
        rows: list[Row] = []
        self._owners = []
        draw = side_by_side if self.split else one_below
        for at, sample in enumerate(self.samples):
            drawn = list(draw(sample))
            rows += drawn
            self._owners += [at] * len(drawn)
        self.tell(rows, self._headings())

    def _headings(self) -> list[Heading]:
        names = [Heading("", widest=1), Heading("key and columns", widest=NAMES)]
        room = self.size.width - 1 - NAMES - 2 * GAP
        if not self.split:
            return [*names, Heading(" / ".join(self._sides), widest=max(20, room - GAP))]
        half = max(12, (room - 2 * GAP) // 2)
        return [*names, *(Heading(side, widest=half) for side in self._sides)]


def side_by_side(sample: RowSample) -> Iterator[Row]:
    sign, tone = sign_of(sample)
    yield (sign, tone), (sample.key, "head"), (title(sample), tone), ""
    for column in columns_of(sample):
        before, after = value(sample.before, column), value(sample.after, column)
        if column in sample.changed and sample.before and sample.after:
            mark = CHANGED if sign == CHANGED[0] else (sign, tone)
            yield mark, column, (text(before), "changed"), (text(after), "changed")
        elif sample.before and sample.after:
            yield "", (column, "dim"), _dim(before), _dim(after)
        else:
            yield (sign, tone), column, before, after


def one_below(sample: RowSample) -> Iterator[Row]:
    sign, tone = sign_of(sample)
    yield (sign, tone), (sample.key, "head"), (title(sample), tone)
    for column in columns_of(sample):
        before, after = value(sample.before, column), value(sample.after, column)
        if column in sample.changed and sample.before and sample.after:
            yield ("-", "bad"), column, (text(before), "bad")
            yield ("+", "good"), column, (text(after), "changed")
        elif sample.before and sample.after:
            yield "", (column, "dim"), _dim(after)
        else:
            yield (sign, tone), column, after if sample.after else before


def sign_of(sample: RowSample) -> tuple[str, str]:
    return SIGNS.get(sample.status, CHANGED)


def title(sample: RowSample) -> str:
    """The status, and how many columns differ where both sides are there."""
    if not (sample.before and sample.after):
        return sample.status
    differ = len(sample.changed)
    return f"{sample.status}: {differ} of {len(columns_of(sample))} columns differ"


def columns_of(sample: RowSample) -> tuple[str, ...]:
    return tuple({**(sample.after or {}), **(sample.before or {})})


def value(side: dict[str, str | None] | None, column: str) -> Part:
    """A cell: nothing where there is no row, and NULL told from an empty text."""
    if side is None or column not in side:
        return ""
    found = side[column]
    return NULL if found is None else found or ("''", "dim")


def text(part: Part) -> str:
    return part if isinstance(part, str) else part[0]


def _dim(part: Part) -> Part:
    return text(part), "dim"
