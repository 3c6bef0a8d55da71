"""The way into the wizard: a plan and what was typed with it."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import NoReturn, TextIO

import click

from migrate_tui.cli.ask import answers
from migrate_tui.cli.calls import typed_options
from migrate_tui.cli.errors import say
from migrate_tui.engine.errors import PlanError
from migrate_tui.engine.history import Call, Record
from migrate_tui.engine.secrets import HIDDEN
from migrate_tui.render.style import encodable, is_terminal
from migrate_tui.session.recent import note

OWN = ("headless", "read_only", "ascii_only", "theme", "as_json", "plain", "verbose")


def wizard(call: Call, *, read_only: bool, ascii_only: bool, theme: str) -> NoReturn:
    """Open it and stay until it is left. What else was typed goes along with every command."""
    from migrate_tui.open import open_wizard  # late: a script needs no screens
    from migrate_tui.session.session import Session
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
    from migrate_tui.session.session import Session

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


def plain_wizard(call: Call, *, read_only: bool) -> NoReturn:
    """The same stages as lines and questions."""
    from migrate_tui.plain import Plain
    from migrate_tui.session.seat import Seat
    from migrate_tui.session.session import Session

    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda n, _: sys.exit(128 + n))
    session = Session.open(call, typed_options(*OWN), read_only=read_only)
    session.seat = Seat.at(call.plan)
    out = sys.stdout if is_terminal(sys.stdout) else sys.stderr
    raise click.exceptions.Exit(Plain(session, out, partial(_line, out), _secret).walk())


def converses(plain: bool) -> bool:
    """Whether lines and questions are wanted, and somebody is there to answer them."""
    dumb = os.environ.get("TERM", "dumb") in ("dumb", "")
    wanted = plain or (dumb and is_terminal(sys.stdout))
    return wanted and answers() and is_terminal(sys.stderr)


def _line(out: TextIO, question: str) -> str:
    out.write(encodable(question, out))
    out.flush()
    if not (typed := sys.stdin.readline()):
        raise EOFError
    return typed.strip()


def _secret(question: str) -> str:
    try:
        return str(click.prompt(question.removesuffix(" > "), hide_input=True, err=True))
    except click.Abort:
        raise EOFError from None


def attach_wizard(record: Record, *, read_only: bool, ascii_only: bool, theme: str) -> NoReturn:
    """The wizard on a run that somebody began, at the stage that it has come to."""
    from migrate_tui.open import open_wizard
    from migrate_tui.session.company import attached, standing

    session = attached(record, read_only=read_only)
    code = open_wizard(session, ascii_only=ascii_only, theme=theme, start=standing(session))
    raise click.exceptions.Exit(code)


def has_screen(record: Record) -> bool:
    """Whether the wizard can stand on a run: it has its stages, and no parameter that is hidden."""
    call = record.call
    return call.command == "run" and not any(HIDDEN in value for value in call.params.values())
