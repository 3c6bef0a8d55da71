"""The wizard, opened on a terminal: what the environment needs said before Textual is imported."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from migrate_tui import settings
from migrate_tui.session.seat import Seat
from migrate_tui.session.stages import STAGES, Stage
from migrate_tui.terminal import Terminal, terminal

if TYPE_CHECKING:
    from migrate_tui.engine.browse.browser import Browser
    from migrate_tui.session.session import Session
    from migrate_tui.start import Chosen


def open_wizard(
    session: Session, *, ascii_only: bool = False, theme: str = "", start: Stage = STAGES[0]
) -> int:
    """Run the wizard until it is left; the exit code. Another one on the same plan looks on."""
    session.seat = Seat.at(session.call.plan)
    facts = prepared(ascii_only=ascii_only)
    from migrate_tui.app import Wizard

    path = settings.place()
    keep = partial(settings.write, path=path)
    wizard = Wizard(session, facts, theme, settings.read(path), keep, start)
    wizard.run(mouse=not facts.ssh)
    if said := wizard.parting():
        with suppress(OSError):
            sys.stderr.write(f"{said}\n")
            sys.stderr.flush()
    return wizard.return_code or 0


def open_browser(
    browsers: tuple[Browser, ...], table: str, *, ascii_only: bool = False, theme: str = ""
) -> int:
    """A database looked at on screens of its own."""
    facts = prepared(ascii_only=ascii_only)
    from migrate_tui.browsing import Browsing

    app = Browsing(browsers, facts, table, theme)
    app.run(mouse=not facts.ssh)
    return app.return_code or 0


def open_start() -> tuple[Chosen | None, int]:
    """Run the start page until something is chosen, or it is left; the exit code."""
    facts = prepared()
    from migrate_tui.start import Start

    page = Start(facts, settings.read(settings.place()).theme)
    chosen = page.run(mouse=not facts.ssh)
    return chosen, page.return_code or 0


def prepared(*, ascii_only: bool = False) -> Terminal:
    """The terminal's facts, and the environment as Textual has to find it."""
    facts = terminal(ascii_only=ascii_only)
    if facts.ssh:  # both leave the terminal at home in disorder when the line drops
        os.environ["TEXTUAL_DISABLE_KITTY_KEY"] = "1"
        os.environ.setdefault("ESCDELAY", "300")
    os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")
    for name in ("COLUMNS", "LINES"):  # they stay as they are when the terminal is resized
        os.environ.pop(name, None)
    return facts
