"""How a status looks and how foreign text is shown: always a glyph and a word, colour on top."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TextIO

GOOD, BAD, WARN, BUSY, DIM, PLAIN = "good", "bad", "warn", "busy", "dim", ""
TONES = {
    "done": GOOD,
    "match": GOOD,
    "ok": GOOD,
    "balanced": GOOD,
    "verified": GOOD,
    "applied": GOOD,
    "running": BUSY,
    "pending": BUSY,
    "info": BUSY,
    "failed": BAD,
    "blocked": BAD,
    "mismatch": BAD,
    "error": BAD,
    "lost": BAD,
    "changed": BAD,
    "missing": BAD,
    "unverified": BAD,
    "unreadable": BAD,
    "interrupted": WARN,
    "accepted": WARN,
    "half-applied": WARN,
    "paused": WARN,
    "killed": WARN,
    "warning": WARN,
    "unfinished": WARN,
    "skipped": DIM,
}
GLYPHS = {GOOD: "✓", BAD: "✗", WARN: "!", BUSY: "▶", DIM: "○", PLAIN: " "}
ASCII_GLYPHS = {GOOD: "v", BAD: "X", WARN: "!", BUSY: ">", DIM: ".", PLAIN: " "}
COLOURS = {GOOD: "36", BAD: "1;31", WARN: "33", BUSY: "1", DIM: "2"}  # told apart by every eye
ESCAPED = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))
JOINERS = frozenset("\u200c\u200d")  # part of the spelling of several scripts
NAMED = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


@dataclass(frozen=True)
class Style:
    """What a stream can show. `width` is None where nothing limits a line."""

    colour: bool = False
    unicode: bool = True
    width: int | None = None

    def status(self, word: str) -> str:
        tone = TONES.get(word, PLAIN)
        glyphs = GLYPHS if self.unicode else ASCII_GLYPHS
        return self.paint(f"{glyphs[tone]} {visible(word)}", tone)

    def paint(self, text: str, tone: str) -> str:
        """Coloured where the stream has colours; `tone` is a tone or the code of one."""
        code = COLOURS.get(tone, tone)
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour and code else text


def style_of(stream: TextIO, *, plain: bool, environ: Mapping[str, str] = os.environ) -> Style:
    """The style of a stream: colour and width only on a terminal that has them."""
    terminal = is_terminal(stream) and not plain
    colour = terminal and not environ.get("NO_COLOR") and environ.get("TERM") != "dumb"
    return Style(colour, _shows_glyphs(stream), width_of(stream) if is_terminal(stream) else None)


def is_terminal(stream: TextIO) -> bool:
    try:
        return stream.isatty()
    except ValueError:  # closed
        return False


def width_of(stream: TextIO) -> int:
    try:
        return os.get_terminal_size(stream.fileno()).columns or 80
    except (OSError, ValueError):
        return 80


def visible(text: str) -> str:
    """The text with everything that would steer a terminal or hide itself shown as its escape."""
    return text if text.isascii() and text.isprintable() else "".join(map(_visible, text))


def encodable(text: str, stream: TextIO) -> str:
    """The text with every letter that the stream cannot carry as its escape."""
    encoding = stream.encoding or "utf-8"
    return text.encode(encoding, "backslashreplace").decode(encoding)


def cells(text: str) -> int:
    """How many columns of a terminal the text fills."""
    return len(text) if text.isascii() else sum(map(_cells, text))


def cut(text: str, width: int) -> str:
    """As much of the text as fits."""
    if cells(text) <= width:
        return text
    used = 0
    for at, letter in enumerate(text):
        used += _cells(letter)
        if used > width:
            return text[:at]
    return text


def _visible(letter: str) -> str:
    if unicodedata.category(letter) not in ESCAPED or letter in JOINERS:
        return letter
    code = ord(letter)
    return NAMED.get(letter) or (f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}")


def _cells(letter: str) -> int:
    if unicodedata.combining(letter) or letter in JOINERS:
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def _shows_glyphs(stream: TextIO) -> bool:
    try:
        "".join(GLYPHS.values()).encode(stream.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
