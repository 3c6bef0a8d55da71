"""CleanUp."""

from __future__ import annotations

from collections.abc import Iterator

from textual.widget import Widget

from migrate_tui.screens.step import StepScreen
from migrate_tui.stages import BY_NAME
from migrate_tui.widgets.panel import Panel
from migrate_tui.widgets.words import words


class CleanUpScreen(StepScreen):
    stage = BY_NAME["clean-up"]

    def body(self) -> Iterator[Widget]:
        yield Panel(self.stage.title, id="facts")

    def show(self) -> None:
        text = self.stage.does
        self.query_one("#facts", Panel).tell(words(text))
