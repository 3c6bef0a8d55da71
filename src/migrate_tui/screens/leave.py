"""Leaving while a run is at work: pause it, leave it to itself, or stay."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from migrate_tui.widgets.words import lines, words

PAUSE, DETACH, STAY = "pause", "detach", "stay"


class Leave(ModalScreen[str]):
    """One of the three words. Enter is none of them: it is pressed too easily."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("p", "answer('pause')", "Pause the run", id="leave.pause"),
        Binding("d,q", "answer('detach')", "Detach", id="leave.detach"),
        Binding("escape,s", "answer('stay')", "Stay", id="leave.stay"),
    ]
    CSS = """
    Leave #dialog { border: heavy $warning; width: 60; }
    App.-ascii Leave #dialog { border: ascii $warning; }
    """

    def __init__(self, run: str, command: str) -> None:
        super().__init__()
        self._run, self._command = run, command

    def compose(self) -> ComposeResult:
        with Vertical(id="dialog") as dialog:
            dialog.border_title = words("A run is at work: pause, detach or stay?")
            yield Static(
                lines(
                    words(),
                    words(("p", "key"), "    pause it after the range in work, and stay here"),
                    words(("d", "key"), "    detach: it goes on by itself. To come back:"),
                    words("     ", (self._command, "strong")),
                    words(("esc", "key"), "  stay"),
                    words(),
                )
            )

    def action_answer(self, word: str) -> None:
        self.dismiss(word)
