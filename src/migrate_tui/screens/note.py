"""A line to be typed: why something is taken as it is. Nothing is no reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from migrate_tui.widgets.field import Field
from migrate_tui.widgets.words import Part, lines, words

KEYS = "enter keeps it, esc leaves it"


class Note(ModalScreen[str | None]):
    """What was typed, or None."""

    AUTO_FOCUS = "#word"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "Cancel", id="note.cancel"),
    ]

    def __init__(self, title: str, facts: Sequence[Sequence[Part]]) -> None:
        super().__init__()
        self._title, self._facts = title, facts

    def compose(self) -> ComposeResult:
        with Vertical(id="dialog", classes="calm") as dialog:
            dialog.border_title = words(self._title)
            yield Static(lines(*(words(*fact) for fact in self._facts)), id="facts")
            yield Field(id="word")
            yield Static(words((KEYS, "dim")), id="keys-of-note")

    def on_mount(self) -> None:
        self.query_one(Input).cursor_blink = False

    @on(Input.Submitted)
    def go(self, event: Input.Submitted) -> None:
        if event.value.strip():
            self.dismiss(event.value.strip())

    def action_cancel(self) -> None:
        self.dismiss(None)
