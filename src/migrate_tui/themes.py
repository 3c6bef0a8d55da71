"""The colours: dark, light and one for every eye; the terminal's own sixteen come with Textual."""

from __future__ import annotations

from textual.theme import Theme

DARK = Theme(
    name="dark",
    primary="#5fafd7",
    secondary="#87afaf",
    accent="#5fd7d7",
    success="#5fd7af",
    warning="#ffd75f",
    error="#ff8787",
    foreground="#d0d0d0",
    background="#121212",
    surface="#1c1c1c",
    panel="#262626",
    dark=True,
)
LIGHT = Theme(
    name="light",
    primary="#005f87",
    secondary="#005f5f",
    accent="#005faf",
    success="#005f5f",
    warning="#875f00",
    error="#af0000",
    foreground="#262626",
    background="#fafafa",
    surface="#f0f0f0",
    panel="#e4e4e4",
    dark=False,
)
COLOUR_BLIND = Theme(  # blue and orange, after Okabe and Ito
    name="colour-blind",
    primary="#56b4e9",
    secondary="#8fbcd4",
    accent="#56b4e9",
    success="#56b4e9",
    warning="#f0e442",
    error="#e69f00",
    foreground="#dcdcdc",
    background="#101418",
    surface="#181d22",
    panel="#22282e",
    dark=True,
)
THEMES = (DARK, LIGHT, COLOUR_BLIND)
NAMES = (*(theme.name for theme in THEMES), "ansi-dark", "ansi-light")
