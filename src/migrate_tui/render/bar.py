"""The line that moves on a terminal: rows, rate and time left of one mapping; it never wraps."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TextIO

from migrate_tui.engine.events import Event, MappingStarted, RangeDone
from migrate_tui.engine.state import Progress, RunState
from migrate_tui.render.narration import Lines, Narrator, told
from migrate_tui.render.style import Style, cells, cut, is_terminal, style_of, visible, width_of
from migrate_tui.render.words import number, seconds

EVERY = 0.1  # seconds between two pictures
ERASE = "\r\x1b[K"
SURE = 0.01  # of the rows: before that, the time left is a guess
BLOCKS, NARROW = 24, 8


class Live(Lines):
    """Lines that stay, and below them the one that is drawn again and again."""

    def __init__(
        self,
        stream: TextIO,
        style: Style,
        *,
        verbose: bool = False,
        clock: Callable[[], float] = time.monotonic,
        width: Callable[[], int] | None = None,
    ) -> None:
        super().__init__(stream, style, verbose=verbose)
        self._clock = clock
        self._columns = width or (lambda: width_of(stream))
        self._began = self._drawn = clock()
        self._visible = False

    def show(self, event: Event, state: RunState) -> None:
        if isinstance(event, MappingStarted):
            self._began = self._clock()
        lines = told(event, self.style, self.verbose)
        if lines:
            self.close()
            self.write("".join(text + "\n" for text in lines))
        if state.current is None:
            self.close()
        elif self._due(event):
            self._draw(state.current)

    def close(self) -> None:
        if self._visible:
            self.write(ERASE)
            self._visible = False

    def _due(self, event: Event) -> bool:
        moved = isinstance(event, RangeDone) and self._clock() - self._drawn >= EVERY
        return moved or isinstance(event, MappingStarted)

    def _draw(self, progress: Progress) -> None:
        self._drawn = self._clock()
        elapsed = self._drawn - self._began
        text = bar(progress, elapsed, self._columns() - 1, unicode=self.style.unicode)
        self.write(ERASE + text)
        self._visible = True


def bar(progress: Progress, elapsed: float, width: int, *, unicode: bool = True) -> str:
    """The mapping at work in at most `width` cells."""
    head = visible(f"{progress.step} {progress.name}")
    tail = "  ".join(_facts(progress, elapsed))
    share = _share(progress)
    room = width - cells(head) - cells(tail) - 4
    blocks = min(BLOCKS, room)
    if share is None or blocks < NARROW:
        return cut(f"{head}  {tail}", max(0, width))
    full = round(share * blocks)
    done, open_ = ("█", "░") if unicode else ("#", "-")
    return f"{head}  {done * full}{open_ * (blocks - full)}  {tail}"


def narrator(stream: TextIO, *, plain: bool, verbose: bool, dumb: bool) -> Narrator:
    """What fits the stream: a moving line only on a terminal that can draw one."""
    style = style_of(stream, plain=plain)
    live = is_terminal(stream) and not plain and not dumb
    return (Live if live else Lines)(stream, style, verbose=verbose)


def _share(progress: Progress) -> float | None:
    if not progress.total:
        return None
    return min(1.0, progress.counts.read / progress.total)


def _facts(progress: Progress, elapsed: float) -> list[str]:
    read, total = progress.counts.read, progress.total
    facts = [f"{number(read)}/{number(total)} rows" if total else f"{number(read)} rows"]
    share = _share(progress)
    if share is not None:
        facts.insert(0, f"{share:4.0%}")
    if not progress.fresh or elapsed <= 0:
        return facts
    rate = progress.fresh / elapsed
    facts.append(f"{rate:,.0f} rows/s")
    if total and share is not None and share >= SURE and total > read:
        facts.append(f"ETA {seconds((total - read) / rate)}")
    return facts
