"""`secret`: passwords in the desktop's keyring by name, and the hash that a guard needs."""

from __future__ import annotations

import click

from migrate_tui.cli.ask import new_password
from migrate_tui.cli.errors import say
from migrate_tui.cli.output import emit
from migrate_tui.engine.errors import PlanError


@click.group()
def secret() -> None:
    """Keep passwords in the keyring, and make the hash of a plan's guard.

    A password is typed without an echo, or comes as a line of stdin; it is never an argument and
    never shown. NAME is what guard: keyring: says, the name of one of the plan's connections, or
    the account user@host:port/database.
    """


@secret.command("set")
@click.argument("name")
def set_(name: str) -> None:
    """Keep a password in the keyring under NAME."""
    from migrate_tui.engine import wallet

    wallet.names()  # where there is no keyring, nobody types for nothing
    wallet.store(name, new_password(name))
    say(f"The keyring holds {name} now.")


@secret.command("list")
def list_() -> None:
    """List the names that were set here, never the passwords."""
    from migrate_tui.engine import wallet

    names = wallet.names()
    if not names:
        say("No password was set by `migrate-tui secret set`.")
    emit("".join(f"{name}\n" for name in names))


@secret.command()
@click.argument("name")
def delete(name: str) -> None:
    """Take the password of NAME out of the keyring."""
    from migrate_tui.engine import wallet

    wallet.forget(name)
    say(f"The keyring no longer holds {name}.")


@secret.command("hash")
@click.argument("name", required=False)
def hash_(name: str | None) -> None:
    """Print what guard: hash: wants, for a new password or for the keyring's NAME."""
    from migrate_tui.engine import wallet
    from migrate_tui.engine.passwords import hashed

    password = wallet.find(name) if name else new_password(None)
    if not password:
        raise PlanError(f"There is no secret {name!r} in the keyring", "migrate-tui secret list")
    emit(f"{hashed(password)}\n")
    say("Put it in single quotes: a shell reads the $ in it, and a plan needs them in { } too.")
