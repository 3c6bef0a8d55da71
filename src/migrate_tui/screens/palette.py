"""The palette: every action that would do something now, found by its words and done by enter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from migrate_tui.terminal import Glyphs
from migrate_tui.widgets.field import Field
from migrate_tui.widgets.grid import Grid, Heading
from migrate_tui.widgets.words import words


@dataclass(frozen=True)
class Entry:
    title: str
    key: str
    run: object  # given back to whoever opened the palette


class Palette(ModalScreen[Entry | None]):
    """The chosen entry, or None."""

    AUTO_FOCUS = "Input"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave", id="palette.leave"),
        Binding("down", "move(1)", "Down", show=False, priority=True, id="palette.down"),
        Binding("up", "move(-1)", "Up", show=False, priority=True, id="palette.up"),
    ]

    def __init__(self, entries: Sequence[Entry], glyphs: Glyphs) -> None:
        super().__init__()
        self._entries, self._glyphs = tuple(entries), glyphs
        self.found = self._entries

    def compose(self) -> ComposeResult:
        with Vertical(id="dialog", classes="calm") as dialog:
            dialog.border_title = words("Commands")
            yield Field(id="word", placeholder="type to find, enter runs")
            yield Grid(self._glyphs, Heading("", widest=44), Heading("key"), id="entries")

    def on_mount(self) -> None:
        self.query_one(Input).cursor_blink = False
        self._tell()

    @on(Input.Changed)
    def find(self, event: Input.Changed) -> None:
        needles = event.value.lower().split()
        self.found = tuple(e for e in self._entries if all(n in e.title.lower() for n in needles))
        self._tell()

    def _tell(self) -> None:
        grid = self.query_one(Grid)
        rows = [(entry.title, (entry.key, "dim")) for entry in self.found]
        grid.tell(tuple(_marked(row, at == grid.cursor) for at, row in enumerate(rows)))

    def action_move(self, by: int) -> None:
        self.query_one(Grid).action_move(by)
        self._tell()

    @on(Input.Submitted)
    def run(self) -> None:
        at = self.query_one(Grid).cursor
        self.dismiss(self.found[at] if at < len(self.found) else None)

    @on(Grid.Opened)
    def opened(self, event: Grid.Opened) -> None:
        self.dismiss(self.found[event.at])

    def action_leave(self) -> None:
        self.dismiss(None)


def _marked(row: tuple[str, tuple[str, str]], here: bool) -> tuple[tuple[str, str], ...]:
    """The row that enter would run is lit: the focus stays where one types."""
    title, key = row
    return ((title, "changed"), key) if here else ((title, ""), key)
