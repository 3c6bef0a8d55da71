"""A framed text with a title; both may hold foreign words."""

from __future__ import annotations

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from migrate_tui.widgets.words import words


class Panel(VerticalScroll):
    """Scrolls where the text is longer than the frame."""

    can_focus = True

    def __init__(self, title: str, **names: str) -> None:
        super().__init__(Static(classes="text"), **names)  # type: ignore[arg-type]
        self._title, self._shown = title, Content()

    def on_mount(self) -> None:
        self.tell(self._shown, self._title)

    def tell(self, text: Content, title: str | None = None) -> None:
        self._title, self._shown = title or self._title, text
        self.border_title = words(self._title)
        if self.is_mounted:
            self.query_one(Static).update(text)
