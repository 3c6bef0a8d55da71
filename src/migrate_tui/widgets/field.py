"""A line to type in that is drawn with letters every terminal has, whatever was typed or pasted.

Invariant: one sign for one letter, so that the cursor stands where it is.
"""

from __future__ import annotations

from rich.text import Text
from textual.widgets import Input

from migrate_tui.render.style import visible

ODD = "?"  # for a letter that would steer the terminal


class Field(Input):
    """As `Input`; a password is as many stars."""

    @property
    def _value(self) -> Text:
        drawn = (letter if visible(letter) == letter else ODD for letter in self.value)
        text = "*" * len(self.value) if self.password else "".join(drawn)
        return Text(text, no_wrap=True, overflow="ignore", end="")
