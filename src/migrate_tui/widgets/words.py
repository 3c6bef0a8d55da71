"""Text for the screen: parts with a tone. No part is ever read as markup, whatever it holds."""

from __future__ import annotations

from textual.content import Content

from migrate_tui.render.style import BAD, BUSY, DIM, GOOD, PLAIN, TONES, WARN, cells, cut, visible
from migrate_tui.terminal import Glyphs

STYLES = {
    GOOD: "$text-success",
    BAD: "bold $text-error",
    WARN: "$text-warning",
    BUSY: "bold $text-accent",
    DIM: "dim",
    PLAIN: "",
    "strong": "bold",
    "key": "bold $text-accent",
}
Part = str | tuple[str, str]


def words(*parts: Part) -> Content:
    """Text in parts, each plain or with a tone; what would steer a terminal shows as its escape."""
    return Content.assemble(*(_part(part) for part in parts))


def lines(*rows: Content) -> Content:
    return Content("\n").join(rows)


def status(word: str, glyphs: Glyphs, text: str | None = None) -> Content:
    """A glyph, a word and a colour."""
    tone = TONES.get(word, PLAIN)
    return words((f"{glyphs.of(word)} {word if text is None else text}", tone))


def fit(text: str, width: int, glyphs: Glyphs) -> str:
    """The text cut or filled to exactly so many columns; what is cut is seen to be."""
    text = visible(text)
    if cells(text) > width:
        text = cut(text, max(0, width - 1)) + glyphs.ellipsis
    return text + " " * (width - cells(text))


def clipped(text: Content, width: int, glyphs: Glyphs) -> Content:
    """As `fit`, for a text with tones."""
    if text.cell_length > width:
        return Content.assemble(text.truncate(max(0, width - 1)), glyphs.ellipsis)
    return text.truncate(width, pad=True)


def right(text: str, width: int, glyphs: Glyphs) -> str:
    """As `fit`, with the text at the right edge."""
    return (
        " " * (width - cells(visible(text))) + visible(text)
        if cells(visible(text)) <= width
        else fit(text, width, glyphs)
    )


def clock(seconds: float) -> str:
    """As 00:07:19."""
    whole = int(seconds)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"


def _part(part: Part) -> tuple[str, str]:
    text, tone = (part, PLAIN) if isinstance(part, str) else part
    kept = "\n".join(visible(line) for line in text.split("\n"))
    return kept, STYLES.get(tone, tone)
