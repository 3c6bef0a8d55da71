"""The rows of a table under a grid: a page is asked for when it comes in sight."""

from __future__ import annotations

from collections.abc import Callable

from migrate_tui.engine.browse.view import PAGE, View
from migrate_tui.widgets.grid import Row
from migrate_tui.widgets.words import Part

NULL: Part = ("NULL", "dim")


class Pages:
    """The rows of a view as the grid wants them: those not yet read are asked for when in sight."""

    def __init__(self, view: View, length: int, want: Callable[[int], None]) -> None:
        self.view, self.length, self._want = view, length, want

    def __len__(self) -> int:
        return self.length

    def __getitem__(self, at: int) -> Row:
        number, place = divmod(at, PAGE)
        page = self.view.pages.get(number)
        if page is None:
            self._want(number)
            return tuple(("…", "dim") for _ in self.view.columns)
        if place >= len(page.rows):
            return tuple("" for _ in self.view.columns)
        return tuple(NULL if text is None else text for text in page.rows[place])
