"""One thing looked at closely, over the screen that it belongs to; escape goes back."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from migrate_tui.widgets.panel import Panel
from migrate_tui.widgets.words import words


class Detail(ModalScreen[None]):
    AUTO_FOCUS = "#detail"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,q", "back", "Back", id="detail.back"),
    ]

    def __init__(self, title: str, text: Content) -> None:
        super().__init__()
        self._title, self._text = title, text

    def compose(self) -> ComposeResult:
        yield Panel(self._title, id="detail")
        yield Static(words(("esc", "key"), " Back  ", ("up down", "key"), " Scroll"), id="hint")

    def on_mount(self) -> None:
        self.query_one("#detail", Panel).tell(self._text, self._title)

    def action_back(self) -> None:
        self.dismiss(None)
