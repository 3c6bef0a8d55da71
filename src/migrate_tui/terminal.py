"""What the terminal at hand can show; decided once, before anything is drawn."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass

from migrate_tui.render.style import ASCII_GLYPHS, GLYPHS, PLAIN, TONES, is_terminal

POOR = ("linux", "vt100", "vt220", "ansi", "cons25")  # terminals whose font has no box drawing


@dataclass(frozen=True)
class Glyphs:
    """The signs of one tier. Every status is one of them and a word; colour comes on top."""

    tones: Mapping[str, str]
    full: str
    empty: str
    sparks: str
    rule: str
    between: str
    arrow: str
    paused: str
    waiting: str
    live: str
    ellipsis: str
    up: str
    down: str
    dot: str = "·"

    def of(self, word: str) -> str:
        """The glyph of a status word."""
        return self.paused if word == "paused" else self.tones[TONES.get(word, PLAIN)]


UNICODE = Glyphs(GLYPHS, "█", "░", "▁▂▃▄▅▆▇█", "─", " ── ", "→", "‖", "○", "●", "…", "↑", "↓")
ASCII = Glyphs(
    ASCII_GLYPHS, "#", "-", "_.:-=+*#", "-", " -- ", "->", "=", ".", "*", "~", "^", "v", "-"
)


@dataclass(frozen=True)
class Terminal:
    """The facts that the wizard draws by."""

    glyphs: Glyphs = UNICODE
    colour: bool = True
    depth: str = "truecolor"
    ssh: bool = False
    tmux: bool = False

    @property
    def words(self) -> str:
        """What the header says of it: `ssh 256c`."""
        place = ("ssh",) if self.ssh else ()
        depth = {"truecolor": "", "256": "256c", "16": "16c"}[self.depth]
        return " ".join((*place, *((depth,) if depth and self.colour else ())))


def terminal(*, ascii_only: bool = False, environ: Mapping[str, str] = os.environ) -> Terminal:
    """What the environment says; `ascii_only` where the person said so."""
    name = environ.get("TERM", "")
    encoding = (getattr(sys.__stderr__, "encoding", None) or "ascii").lower().replace("-", "")
    plain = ascii_only or name in POOR or encoding != "utf8"
    deep = environ.get("COLORTERM", "") in ("truecolor", "24bit")
    depth = "truecolor" if deep else "256" if "256" in name else "16"
    return Terminal(
        ASCII if plain else UNICODE,
        colour=not environ.get("NO_COLOR"),
        depth=depth,
        ssh="SSH_CONNECTION" in environ,
        tmux="TMUX" in environ,
    )


def can_draw(environ: Mapping[str, str] = os.environ) -> bool:
    """Whether screens can be drawn at all: Textual reads stdin and draws on stderr."""
    streams = sys.__stdin__, sys.__stdout__, sys.__stderr__
    seen = all(stream is not None and is_terminal(stream) for stream in streams)
    return seen and environ.get("TERM", "dumb") not in ("dumb", "")
