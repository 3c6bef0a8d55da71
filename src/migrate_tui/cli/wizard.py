"""The way into the wizard: a plan and what was typed with it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

import click

from migrate_tui.cli.calls import typed_options
from migrate_tui.cli.errors import say
from migrate_tui.engine.errors import PlanError
from migrate_tui.engine.history import Call
from migrate_tui.recent import note

OWN = ("headless", "read_only", "ascii_only", "theme", "as_json", "plain", "verbose")


def wizard(call: Call, *, read_only: bool, ascii_only: bool, theme: str) -> NoReturn:
    """Open it and stay until it is left. What else was typed goes along with every command."""
    from migrate_tui.open import open_wizard  # late: a script needs no screens
    from migrate_tui.session import Session
    from migrate_tui.themes import NAMES

    if theme and theme not in NAMES:
        raise PlanError(f"There are no colours {theme!r}", f"Themes: {', '.join(NAMES)}")
    session = Session.open(call, typed_options(*OWN), read_only=read_only)
    note(call.plan, call.env)
    code = open_wizard(session, ascii_only=ascii_only, theme=theme)
    raise click.exceptions.Exit(code)


def wizard_of(plan: Path, environ: Mapping[str, str], env: str | None = None) -> int:
    """Open it on a plan that nobody typed; the exit code."""
    from migrate_tui.open import open_wizard
    from migrate_tui.session import Session

    os.environ.update(environ)
    note(plan, env, environ)
    words = ("--env", env) if env else ()
    return open_wizard(Session.open(Call(plan, env), words))


def start_page() -> int:
    """What opens where nothing is typed: choose a plan, try one, or make one."""
    from migrate_tui.open import open_start

    chosen, code = open_start()
    if chosen is None:
        return code
    say(*chosen.notes)
    return wizard_of(chosen.plan, chosen.environ, chosen.env)
