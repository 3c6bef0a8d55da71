"""The first line: which databases, which run, how it stands, since when, on what terminal."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from migrate_tui.render.style import TONES, cells, cut, visible
from migrate_tui.terminal import Terminal
from migrate_tui.widgets.words import words


class Header(Static):
    """Set by `tell`; what is too long is cut in the middle part, never the status."""

    def tell(
        self, route: str, run: str, status: str, clock: str, terminal: Terminal, danger: str = ""
    ) -> None:
        width = self.size.width or self.app.size.width
        glyphs = terminal.glyphs
        tone = TONES.get(status, "")
        right = f"{glyphs.live} {status.upper()}  {clock}  {terminal.words}".rstrip()
        flag = f" {danger} " if danger else ""
        room = width - cells(right) - cells(flag) - 16
        left = visible(f"{route}  {run}".rstrip())
        if cells(left) > room:
            left = cut(left, max(0, room - 1)) + glyphs.ellipsis
        gap = " " * max(1, width - 14 - cells(left) - cells(flag) - cells(right) - 1)
        self.update(
            Content.assemble(
                words((" migrate-tui ", "strong"), (flag, "bold reverse $text-error")),
                words(" ", left, gap, (right, tone)),
            )
        )
