"""The filter's line: what is typed hides the rows of a table that do not hold it, at once."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widgets import Input

from migrate_tui.widgets.field import Field
from migrate_tui.widgets.grid import Grid


class Filter(Field):
    """Enter keeps the filter and goes to the rows, escape takes it away."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "clear", "Clear", id="filter.clear"),
        Binding("down", "submit", "Rows", show=False, id="filter.rows"),
    ]
    grid: Grid | None = None

    def __init__(self) -> None:
        super().__init__(id="filter", placeholder="letters of any column", compact=True)
        self.cursor_blink = False
        self.display = False

    def ask(self, grid: Grid) -> None:
        self.grid = None  # what it held before is not a change
        self.value, self.display = grid.needle, True
        self.grid = grid
        self.focus()

    @on(Input.Changed)
    def changed(self, event: Input.Changed) -> None:
        event.stop()
        if self.grid is not None:
            self.grid.filter(event.value)

    @on(Input.Submitted)
    def kept(self, event: Input.Submitted) -> None:
        event.stop()
        self._leave()

    def action_clear(self) -> None:
        if self.grid is not None:
            self.grid.filter("")
        self._leave()

    def _leave(self) -> None:
        self.display = False
        if self.grid is not None:
            self.grid.focus()
