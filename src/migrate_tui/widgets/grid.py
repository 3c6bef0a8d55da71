"""A table of any length: only the lines in sight are ever made, and cells are never markup."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from migrate_tui.render.style import cells, visible
from migrate_tui.terminal import Glyphs
from migrate_tui.widgets.words import Part, fit, right, words

GAP = 2  # columns between two cells
WIDEST = 40  # of a cell that nothing asked to be wider
SEEN = 200  # rows that decide how wide a column is

Row = tuple[Part, ...]


class Rows(Protocol):
    """What a grid shows: it asks for the rows in sight, and for no others."""

    def __len__(self) -> int: ...
    def __getitem__(self, at: int) -> Row: ...


@dataclass(frozen=True)
class Heading:
    name: str
    right: bool = False
    widest: int = WIDEST


class Grid(ScrollView, can_focus=True):
    """Arrows or j and k move, enter opens; the first line names the columns."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *("grid--head", "grid--cursor", "grid--good", "grid--bad", "grid--warn"),
        *("grid--busy", "grid--dim", "grid--changed"),
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Open", id="grid.open"),
        Binding("up,k", "move(-1)", "Up", show=False, id="grid.up"),
        Binding("down,j", "move(1)", "Down", show=False, id="grid.down"),
        Binding("pageup", "page(-1)", "Page up", show=False, id="grid.page-up"),
        Binding("pagedown", "page(1)", "Page down", show=False, id="grid.page-down"),
        Binding("home,g", "jump(0)", "First", show=False, id="grid.first"),
        Binding("end,G", "jump(-1)", "Last", show=False, id="grid.last"),
        Binding("left", "slide(-8)", "Left", show=False, id="grid.left"),
        Binding("right", "slide(8)", "Right", show=False, id="grid.right"),
    ]

    class At(Message):
        """Something about a row. Whoever hears of one kind does not hear of the other."""

        def __init__(self, grid: Grid, at: int) -> None:
            super().__init__()
            self.grid, self.at = grid, at

        @property
        def control(self) -> Grid:
            return self.grid

    class Opened(At):
        """Enter was pressed on a row."""

    class Moved(At):
        """The cursor stands on another row."""

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, Grid.Moved)

    def __init__(self, glyphs: Glyphs, *headings: Heading, **names: str) -> None:
        super().__init__(**names)  # type: ignore[arg-type]
        self.glyphs, self.headings = glyphs, headings
        self.rows: Rows = ()
        self.cursor = 0  # of all rows, whatever the filter hides
        self.needle = ""
        self._view: Sequence[int] = ()  # the rows that the filter shows
        self._widths: tuple[int, ...] = ()

    def tell(self, rows: Rows, headings: Sequence[Heading] | None = None) -> None:
        """Other rows; the cursor stays where it was, as far as it can."""
        if headings is not None:
            self.headings = tuple(headings)
        self.rows = rows
        self.cursor = max(0, min(self.cursor, len(rows) - 1))
        self._look()

    def filter(self, needle: str) -> None:
        """Only rows that hold these letters, in any cell and any case."""
        self.needle = needle
        self._look()
        self.post_message(self.Moved(self, self.cursor))

    def plain(self, at: int) -> tuple[str, ...]:
        """The letters of a row."""
        return tuple(_text(part) for part in self.rows[at])

    def _look(self) -> None:
        needle, every = self.needle.lower(), range(len(self.rows))
        self._view = every if not needle else [a for a in every if self._holds(a, needle)]
        if needle and self._view and self.cursor not in self._view:
            self.cursor = self._view[0]
        count = f"/{self.needle}  {len(self._view)} of {len(self.rows)}" if needle else ""
        self.border_subtitle = words(count)
        self._measure()
        self.refresh()

    def _holds(self, at: int, needle: str) -> bool:
        return any(needle in text.lower() for text in self.plain(at))

    @property
    def _place(self) -> int:
        """Where the cursor stands among the rows in view."""
        return bisect_left(self._view, self.cursor)

    def _measure(self) -> None:
        shown = [self.rows[at] for at in range(min(SEEN, len(self.rows)))]
        self._widths = tuple(
            min(
                heading.widest,
                max([cells(heading.name), *(cells(visible(_text(row[n]))) for row in shown)]),
            )
            for n, heading in enumerate(self.headings)
        )
        width = sum(self._widths) + GAP * len(self._widths)
        self.virtual_size = Size(width, len(self._view) + 1)

    @property
    def _room(self) -> int:
        """Rows in sight, without the headings."""
        return max(1, self.scrollable_content_region.height - 1)

    # drawing

    def render_line(self, y: int) -> Strip:
        at = y - 1 + self.scroll_offset.y
        if y == 0:
            names = tuple(visible(h.name) for h in self.headings)
            strip = self._strip(names, "grid--head", "")
        elif at < len(self._view):
            row = self._view[at]
            here = "grid--cursor" if row == self.cursor and self.has_focus else ""
            strip = self._strip(self.rows[row], "", here)
        else:
            strip = Strip([])
        across = self.scroll_offset.x
        width = self.scrollable_content_region.width
        return strip.crop(across, across + width).adjust_cell_length(width, self.rich_style)

    def _strip(self, row: Row, always: str, over: str) -> Strip:
        base = self.rich_style + (self._style(over or always) if over or always else Style())
        segments: list[Segment] = []
        for cell, heading, width in zip(row, self.headings, self._widths, strict=False):
            place = right if heading.right else fit
            text, tone = cell if isinstance(cell, tuple) else (cell, "")
            style = base + self._style(f"grid--{tone}") if tone and not over else base
            segments.append(Segment(place(text, width, self.glyphs), style))
            segments.append(Segment(" " * GAP, base))
        strip = Strip(segments)
        return strip.extend_cell_length(self.scrollable_content_region.width, base)

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(name, partial=True)

    # moving

    def action_move(self, by: int) -> None:
        self._go(self._place + by)

    def action_page(self, by: int) -> None:
        self._go(self._place + by * self._room)

    def action_jump(self, to: int) -> None:
        self._go(to if to >= 0 else len(self._view) - 1)

    def action_slide(self, by: int) -> None:
        self.scroll_to(x=max(0, self.scroll_offset.x + by), animate=False)

    def action_open(self) -> None:
        if self._view:
            self.post_message(self.Opened(self, self.cursor))

    def on_click(self, event: events.Click) -> None:
        self._go(event.y - 1 + self.scroll_offset.y)

    def _go(self, to: int) -> None:
        if not self._view:
            return
        before, place = self._place, max(0, min(to, len(self._view) - 1))
        self.cursor = self._view[place]
        top = self.scroll_offset.y
        if place < top:
            self.scroll_to(y=place, animate=False)
        elif place >= top + self._room:
            self.scroll_to(y=place - self._room + 1, animate=False)
        for at in (before, place):
            line = at - self.scroll_offset.y + 1
            self.refresh(Region(0, line, self.size.width, 1))
        self.post_message(self.Moved(self, self.cursor))


def _text(part: Part) -> str:
    return part if isinstance(part, str) else part[0]
