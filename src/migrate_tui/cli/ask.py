"""Passwords from people and pipes: typed without an echo, or a line of stdin; never an argument."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from migrate_tui.cli.apart import handed
from migrate_tui.engine.apart import is_engine
from migrate_tui.engine.errors import ConfirmationMissing, PlanError
from migrate_tui.engine.secrets import remember

if TYPE_CHECKING:
    from migrate_tui.engine.options import Options
    from migrate_tui.engine.plan import Plan


def answers() -> bool:
    """Whether somebody is there to answer."""
    return sys.stdin.isatty()


def with_password(plan: Plan, options: Options, *, ask: bool) -> Options:
    """The options with the guard's password, typed where nothing else gives it."""
    from migrate_tui.engine.permission import given

    if is_engine():
        return replace(options, password=handed())
    if plan.guard is None or not ask or not answers() or given(plan.guard):
        return options
    return replace(options, password=_typed(f"Password of the guard of {plan.plan}", twice=False))


def new_password(name: str | None) -> str:
    """A password to keep: typed twice, or the only line of stdin."""
    if answers():
        secret = _typed(f"Password of {name}" if name else "Password", twice=True)
    else:
        secret = _line(sys.stdin.read())
    remember(secret)
    return secret


def _typed(question: str, *, twice: bool) -> str:
    try:
        secret = str(click.prompt(question, hide_input=True, err=True, confirmation_prompt=twice))
    except click.Abort:
        raise ConfirmationMissing("No password was typed", "Nothing was written.") from None
    return secret


def _line(text: str) -> str:
    secret = text.removesuffix("\n").removesuffix("\r")
    if not secret:
        raise PlanError("No password came in by stdin", "Type it on a terminal, or pipe one line.")
    if "\n" in secret:
        raise PlanError("stdin holds more than one line", "Pipe the password and nothing else.")
    return secret
