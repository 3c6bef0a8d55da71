"""The tier of glyphs for what the library draws by itself: frames by style, scroll bars by letter.

Invariant: on a terminal with ASCII alone nothing else is drawn, but what data itself holds.
"""

from __future__ import annotations

from typing import Any, ClassVar

from textual.app import App
from textual.scrollbar import ScrollBar, ScrollBarRender

from migrate_tui.terminal import ASCII, Glyphs

BLANK = [" "] * 8  # the bar is its colour, and ends with a whole cell


class PlainBar(ScrollBarRender):
    VERTICAL_BARS: ClassVar[list[str]] = BLANK
    HORIZONTAL_BARS: ClassVar[list[str]] = BLANK


def draw_as(app: App[Any], glyphs: Glyphs) -> None:
    """From now on this program draws with these."""
    app.set_class(glyphs is ASCII, "-ascii")
    ScrollBar.renderer = PlainBar if glyphs is ASCII else ScrollBarRender
