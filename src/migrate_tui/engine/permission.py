"""Whether a writing action is allowed: the plan is named where its environment is protected, and
the guard's password is right. Every command that writes asks `allow` before it opens a database."""

from __future__ import annotations

import os
from collections.abc import Mapping

from migrate_tui.engine.errors import ConfirmationMissing
from migrate_tui.engine.options import Options
from migrate_tui.engine.passwords import read_hash
from migrate_tui.engine.plan import Guard, Plan
from migrate_tui.engine.secrets import from_keyring, remember

NOTHING = "Nothing was written."
NEEDED, WRONG = "the plan has a guard", "the guard's password is wrong"


def allow(
    plan: Plan, options: Options, action: str, environ: Mapping[str, str] = os.environ
) -> None:
    """Raises ConfirmationMissing unless `action` may write. Dry run and check never ask."""
    _refuse_unnamed(plan, options, action)
    if plan.guard is not None:
        _refuse_locked(plan.guard, options.password or given(plan.guard, environ), action)


def given(guard: Guard, environ: Mapping[str, str] = os.environ) -> str | None:
    """The password that the guard's variable holds, or else its keyring entry."""
    secret = environ.get(guard.env) if guard.env else None
    if not secret and guard.keyring:
        secret = from_keyring(guard.keyring)
    return secret or None


def places(guard: Guard) -> str:
    """Where the password may stand, for somebody who has to put it there."""
    ways = []
    if guard.env:
        ways.append(f"set the environment variable {guard.env}")
    if guard.keyring:
        ways.append(f"run `migrate-tui secret set {guard.keyring}`")
    return ", or ".join([*ways, "run it on a terminal, which asks for it"])


def _refuse_unnamed(plan: Plan, options: Options, action: str) -> None:
    if plan.protected and not options.confirmed(plan.plan):
        raise ConfirmationMissing(
            f"environment {plan.env} is protected: {action} has to be confirmed",
            f"{NOTHING} Add --confirm {plan.plan}",
        )


def _refuse_locked(guard: Guard, password: str | None, action: str) -> None:
    if not password:
        raise ConfirmationMissing(
            f"{NEEDED}: {action} needs its password", f"{NOTHING} {_capital(guard)}."
        )
    if not read_hash(guard.hash).fits(password):
        raise ConfirmationMissing(f"{WRONG}: {action} was refused", f"{NOTHING} {_capital(guard)}.")
    remember(password)  # a wrong one is shown nowhere either, and may be any word of a message


def _capital(guard: Guard) -> str:
    text = places(guard)
    return text[:1].upper() + text[1:]
