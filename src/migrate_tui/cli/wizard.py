"""The way into the wizard: a plan and what was typed with it."""

from __future__ import annotations

from typing import NoReturn

import click

from migrate_tui.cli.calls import typed_options
from migrate_tui.engine.errors import PlanError
from migrate_tui.engine.history import Call

OWN = ("headless", "read_only", "ascii_only", "theme", "as_json", "plain", "verbose")


def wizard(call: Call, *, read_only: bool, ascii_only: bool, theme: str) -> NoReturn:
    """Open it and stay until it is left. What else was typed goes along with every command."""
    from migrate_tui.open import open_wizard  # late: a script needs no screens
    from migrate_tui.session import Session
    from migrate_tui.themes import NAMES

    if theme and theme not in NAMES:
        raise PlanError(f"There are no colours {theme!r}", f"Themes: {', '.join(NAMES)}")
    session = Session.open(call, typed_options(*OWN), read_only=read_only)
    code = open_wizard(session, ascii_only=ascii_only, theme=theme)
    raise click.exceptions.Exit(code)
