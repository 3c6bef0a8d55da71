"""A closer look, laid over a screen: lines to choose from, and the chosen one in full below.

Invariant: it only shows. What is opened from it lies over it, and escape goes back one step.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from migrate_tui.engine.events import RowSample
from migrate_tui.terminal import Glyphs
from migrate_tui.widgets.diff import CHANGED, columns_of, text, title, value
from migrate_tui.widgets.grid import Grid, Heading, Row
from migrate_tui.widgets.keys import Hint, Keys
from migrate_tui.widgets.panel import Panel
from migrate_tui.widgets.words import lines, words


@dataclass(frozen=True)
class Sheet:
    """What is looked at: headings and rows, and what each row opens."""

    title: str
    headings: tuple[Heading, ...]
    rows: Sequence[Row]
    open: Callable[[int], Sheet] | None = None


class Look(ModalScreen[None]):
    CSS_PATH = "look.tcss"
    AUTO_FOCUS = "Grid"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "app.pop_screen", "Back", id="look.back"),
        Binding("tab", "app.focus_next", "Text", id="look.text"),
    ]

    def __init__(self, sheet: Sheet, glyphs: Glyphs) -> None:
        super().__init__()
        self.sheet, self.glyphs = sheet, glyphs

    def compose(self) -> ComposeResult:
        with Vertical(id="look"):
            yield Grid(self.glyphs, id="lines")
            yield Panel("in full", id="full")
            yield Keys(id="look-keys")

    def on_mount(self) -> None:
        grid = self.query_one("#lines", Grid)
        grid.border_title = words(self.sheet.title)
        grid.tell(self.sheet.rows, self.sheet.headings)
        self.tell(0)

    def on_screen_resume(self) -> None:
        opens = [Hint("enter", "Open")] if self.sheet.open else []
        self.query_one(Keys).tell([*opens, Hint("tab", "Text"), Hint("esc", "Back")])

    @on(Grid.Moved)
    def moved(self, event: Grid.Moved) -> None:
        self.tell(event.at)

    def tell(self, at: int) -> None:
        """The row at hand, nothing of it cut."""
        if at < len(self.sheet.rows):
            row = zip(self.sheet.headings, self.sheet.rows[at], strict=False)
            told = [words((f"{h.name}  ", "dim"), part) for h, part in row if h.name and part]
            self.query_one(Panel).tell(lines(*told))

    @on(Grid.Opened)
    def opened(self, event: Grid.Opened) -> None:
        if self.sheet.open is not None:
            self.app.push_screen(Look(self.sheet.open(event.at), self.glyphs))


def cells_sheet(sample: RowSample, before: str, after: str) -> Sheet:
    """One row: column, is, should be."""
    headings = (Heading("", widest=1), Heading("column", widest=24), *map(Heading, (before, after)))
    rows = tuple(_cells(sample, column) for column in columns_of(sample))
    return Sheet(f"{sample.key}   {title(sample)}", headings, rows)


def _cells(sample: RowSample, column: str) -> Row:
    sides = value(sample.before, column), value(sample.after, column)
    if column in sample.changed and sample.before and sample.after:
        return (CHANGED, column, *((text(side), "changed") for side in sides))
    return ("", column, *sides)
