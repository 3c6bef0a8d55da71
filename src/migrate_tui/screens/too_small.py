"""A terminal too small to draw in: one calm page, until it is larger; the run does not mind."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.widgets import Static

from migrate_tui.widgets.words import lines, words

NEED = Size(60, 18)


class TooSmall(ModalScreen[None]):
    """Lies over whatever was there, which comes back unchanged."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q", "app.leave", "Quit", id="small.quit"),
        Binding("d", "app.detach", "Detach", id="small.detach"),
    ]
    CSS = """
    TooSmall { align: center middle; background: $background; }
    TooSmall Static { width: auto; height: auto; text-align: center; }
    """

    def __init__(self, size: Size, *, busy: bool) -> None:
        super().__init__()
        self._size, self._busy = size, busy

    def compose(self) -> ComposeResult:
        yield Static(self._words(), id="small")

    def tell(self, size: Size, *, busy: bool) -> None:
        self._size, self._busy = size, busy
        for page in self.query(Static):
            page.update(self._words())

    def on_mount(self) -> None:
        self.tell(self._size, busy=self._busy)  # it may have changed since it was composed

    def _words(self) -> Content:
        now = f"now {self._size.width}x{self._size.height}, need {NEED.width}x{NEED.height}"
        rest = "the run goes on" if self._busy else "nothing is at work"
        return lines(words("terminal too small"), words(f"({now})"), words(rest))


def is_small(size: Size) -> bool:
    return size.width < NEED.width or size.height < NEED.height
