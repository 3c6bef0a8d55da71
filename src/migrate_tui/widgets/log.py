"""The log of a run, a line an event: it follows the end until somebody looks further up."""

from __future__ import annotations

from migrate_tui.engine.events import Checked, Event, Failed, Finding, Note
from migrate_tui.render.narration import told
from migrate_tui.render.style import Style
from migrate_tui.session.follow import KEPT, Following
from migrate_tui.terminal import Glyphs
from migrate_tui.widgets.grid import Grid, Heading, Row
from migrate_tui.widgets.words import words


class Log(Grid):
    """Only what is new is put into words."""

    def __init__(self, glyphs: Glyphs, **names: str) -> None:
        super().__init__(glyphs, Heading("", widest=400), **names)
        self.lines: list[Row] = []
        self._of: Following | None = None
        self._seen = 0
        self.unread = 0

    @property
    def following(self) -> bool:
        """At the end, or not looked at."""
        return not self.has_focus or self.cursor >= len(self.lines) - 1

    def follow(self, run: Following | None) -> None:
        if run is not self._of:
            self.lines, self._of, self._seen, self.unread = [], run, 0, 0
        if run is None:
            return
        at_end, count = self.following, run.told - self._seen
        new = [line for event in run.log[-count:] for line in _lines(event)] if count else []
        self._seen = run.told
        self.lines = [*self.lines, *new][-KEPT:]
        self.tell(self.lines)
        self.unread = 0 if at_end else self.unread + len(new)
        if at_end:
            self.cursor = max(0, len(self.lines) - 1)
            self.scroll_end(animate=False)
        mark = "following" if at_end else f"+{self.unread}"
        self.border_title = words(f"Log  {mark}")


def _lines(event: Event) -> list[Row]:
    tone = _tone(event)
    return [((text, tone),) for text in told(event, Style(unicode=True), verbose=True)]


def _tone(event: Event) -> str:
    match event:
        case Failed():
            return "bad"
        case Finding():
            return {"error": "bad", "warning": "warn"}.get(event.severity, "")
        case Checked():
            return "" if event.ok else "bad"
        case Note():
            return "dim"
        case _:
            return ""
