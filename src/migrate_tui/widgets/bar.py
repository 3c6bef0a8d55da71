"""Progress: a bar that is full only when the work is done, and a line of the last minute."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from migrate_tui.terminal import Glyphs
from migrate_tui.widgets.words import words


def percent(done: int, total: int | None, finished: bool) -> str:
    """Rounded down; 100 % is said only of what has ended."""
    if finished:
        return "100%"
    if not total:
        return "  -%"
    return f"{min(99, done * 100 // total):>3}%"


def bar(done: int, total: int | None, width: int, glyphs: Glyphs, *, finished: bool) -> Content:
    share = 1.0 if finished else min(done / total, 1.0) if total else 0.0
    full = width if finished else min(int(share * width), width - 1)
    return words((glyphs.full * full, "$primary"), (glyphs.empty * (width - full), "dim"))


def sparkline(values: Sequence[int], width: int, glyphs: Glyphs) -> str:
    """The last `width` values, from zero to the highest: steady work draws full bars."""
    shown = [0] * (width - len(values)) + list(values)[-width:]
    top = max(shown, default=0)
    last = len(glyphs.sparks) - 1
    return "".join(glyphs.sparks[round(v * last / top) if top else 0] for v in shown)
