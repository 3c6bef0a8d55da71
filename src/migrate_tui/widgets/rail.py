"""The step rail: number, name and state of every stage, always in sight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.widgets import Static

from migrate_tui.render.style import TONES, WARN
from migrate_tui.terminal import Glyphs
from migrate_tui.widgets.words import words

NARROW = 100  # columns below which only the stage at hand is spelled out


@dataclass(frozen=True)
class Stop:
    title: str
    status: str


class Rail(Static):
    def tell(self, stops: Sequence[Stop], here: int | None, glyphs: Glyphs) -> None:
        wide = (self.size.width or self.app.size.width) >= NARROW
        self.update(_wide(stops, here, glyphs) if wide else _narrow(stops, here, glyphs))


def glyph(stop: Stop, glyphs: Glyphs) -> str:
    if stop.status == "skipped":  # somebody chose to go without: that is to be seen
        return glyphs.of("warning")
    return glyphs.waiting if stop.status == "waiting" else glyphs.of(stop.status)


def _wide(stops: Sequence[Stop], here: int | None, glyphs: Glyphs) -> Content:
    parts = [
        words((f"{glyph(stop, glyphs)} {n} {stop.title}", _tone(stop, n - 1 == here)))
        for n, stop in enumerate(stops, 1)
    ]
    return Content.assemble(" ", words((glyphs.between, "dim")).join(parts))


def _narrow(stops: Sequence[Stop], here: int | None, glyphs: Glyphs) -> Content:
    row = Content("").join(
        [words((glyph(s, glyphs), _tone(s, n == here))) for n, s in enumerate(stops)]
    )
    if here is None:
        return Content.assemble(" ", row)
    place = words((f"Step {here + 1}/{len(stops)} {stops[here].title}", "strong"))
    more = stops[here + 1].title if here + 1 < len(stops) else ""
    following = words((f"   next: {more}", "dim")) if more else Content()
    left = [stop.title for stop in stops if stop.status == "skipped"]
    if left:
        following = words((f"   without {', '.join(left)}", WARN))
    return Content.assemble(" ", row, "  ", place, following)


def _tone(stop: Stop, here: bool) -> str:
    if here:
        return "bold reverse"
    return WARN if stop.status == "skipped" else TONES.get(stop.status, "dim")
