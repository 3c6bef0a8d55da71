"""A question with a key for every answer; escape leaves everything as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from migrate_tui.widgets.words import Part, lines, words


class Ask(ModalScreen[str | None]):
    """The key that was pressed, or None. Enter is no answer: nothing happens by a habit."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "stay", "Stay", id="ask.stay")]

    def __init__(
        self,
        title: str,
        facts: Sequence[Sequence[Part]],
        answers: Mapping[str, str],
        stay: str = "Leave it as it is",
    ) -> None:
        super().__init__()
        self._title, self._facts, self._answers, self._stay = title, facts, answers, stay

    def compose(self) -> ComposeResult:
        with Vertical(id="dialog", classes="calm") as dialog:
            dialog.border_title = words(self._title)
            yield Static(lines(*(words(*fact) for fact in self._facts)), id="facts")
            keys = {**self._answers, "esc": self._stay}
            rows = [words((f"  {key:<6}", "key"), does) for key, does in keys.items()]
            yield Static(lines(*rows), id="answers")

    def on_key(self, event: events.Key) -> None:
        if event.character in self._answers:
            event.stop()
            self.dismiss(event.character)

    def action_stay(self) -> None:
        self.dismiss(None)
