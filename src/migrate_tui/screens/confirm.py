"""Type to confirm: what will be done stands there, and nothing happens until its name is typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Static

from migrate_tui.widgets.field import Field
from migrate_tui.widgets.words import Part, lines, words


class Confirm(ModalScreen[str | None]):
    """The typed word, or None. The focus starts on Cancel, and enter is dead until it fits."""

    AUTO_FOCUS = "#cancel"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "Cancel", id="confirm.cancel"),
        Binding("down", "app.focus_next", "Next", show=False, id="confirm.next"),
        Binding("up", "app.focus_previous", "Back", show=False, id="confirm.previous"),
    ]

    def __init__(self, title: str, facts: Sequence[Sequence[Part]], word: str, verb: str) -> None:
        super().__init__()
        self._title, self._facts, self._word, self._verb = title, facts, word, verb

    def compose(self) -> ComposeResult:
        with Vertical(id="dialog") as dialog:
            dialog.border_title = words(self._title)
            yield Static(lines(*(words(*fact) for fact in self._facts)), id="facts")
            yield Static(words("Type ", (self._word, "strong"), " to go on:"), id="ask")
            yield Field(id="word")
            with Horizontal(id="buttons"):
                yield Button("Cancel", id="cancel")
                yield Button(words(self._verb), id="go", variant="error", disabled=True)

    def on_mount(self) -> None:
        self.query_one(Input).cursor_blink = False

    @on(Input.Changed)
    def fits(self, event: Input.Changed) -> None:
        self.query_one("#go", Button).disabled = event.value != self._word

    @on(Input.Submitted)
    @on(Button.Pressed, "#go")
    def go(self) -> None:
        typed = self.query_one(Input).value
        if typed == self._word:
            self.dismiss(typed)

    @on(Button.Pressed, "#cancel")
    def action_cancel(self) -> None:
        self.dismiss(None)
