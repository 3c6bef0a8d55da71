"""Limits for a run at work: rows of a range, rest after each, rows a second; empty lifts one."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from migrate_tui.engine.control import Asked
from migrate_tui.widgets.field import Field
from migrate_tui.widgets.words import words

Limits = dict[str, int | None]
FIELDS = {
    "rows": "Rows of a range, from the next one on",
    "pause_ms": "Milliseconds of rest after each range",
    "rate": "Rows a second at most",
}


class Throttle(ModalScreen[Limits | None]):
    """The limits that were typed, or None. Enter in any field takes them all."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave them", id="throttle.leave"),
        Binding("down", "app.focus_next", "Next", show=False, id="throttle.next"),
        Binding("up", "app.focus_previous", "Back", show=False, id="throttle.previous"),
    ]

    def __init__(self, now: Asked) -> None:
        super().__init__()
        self._now = now

    def compose(self) -> ComposeResult:
        with Vertical(id="dialog", classes="calm") as dialog:
            dialog.border_title = words("Throttle")
            for name, text in FIELDS.items():
                yield Static(words(text))
                value = getattr(self._now, name)
                yield Field(str(value) if value else "", id=name, type="integer", valid_empty=True)
            yield Static(words(("enter takes them, an empty field is no limit, esc leaves", "dim")))

    def on_mount(self) -> None:
        for field in self.query(Input):
            field.cursor_blink = False

    @on(Input.Submitted)
    def take(self) -> None:
        typed = {name: self.query_one(f"#{name}", Input).value for name in FIELDS}
        if all(not text or (text.isdigit() and text.isascii()) for text in typed.values()):
            limits: Limits = {name: int(text or 0) or None for name, text in typed.items()}
            self.dismiss({**limits, "pause_ms": limits["pause_ms"] or 0})

    def action_leave(self) -> None:
        self.dismiss(None)
