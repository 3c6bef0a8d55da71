"""Passwords by name in the desktop's keyring, and what to use where there is none.

A keyring cannot list its entries: the names that were set here stand in an entry of their own.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

from migrate_tui.engine.errors import Blocked, PlanError
from migrate_tui.engine.secrets import SERVICE, remember

NAMES = "names of migrate-tui"  # the entry that lists the others
INSTEAD = (
    "Without a keyring (in an SSH session, in cron) use the environment variable that guard: env: "
    "names for a guard's password; for a database's, PGPASSWORD or a line "
    "host:port:database:user:password in ~/.pgpass, readable for you only."
)


def names() -> tuple[str, ...]:
    """The names that were set here, in order; never a password."""
    with _keyring():
        return tuple(sorted(_names()))


def find(name: str) -> str | None:
    """The password of that name. Raises Blocked where there is no keyring."""
    import keyring  # slow to import

    with _keyring():
        secret: str | None = keyring.get_password(SERVICE, name)
    remember(secret)
    return secret


def store(name: str, secret: str) -> None:
    import keyring

    remember(secret)
    with _keyring():
        keyring.set_password(SERVICE, name, secret)
        _list({*_names(), name})


def forget(name: str) -> None:
    """Raises PlanError where there is no such entry."""
    import keyring
    from keyring.errors import PasswordDeleteError

    with _keyring():
        known = _names()
        try:
            keyring.delete_password(SERVICE, name)
        except PasswordDeleteError:
            if name not in known:
                told = f"The keyring holds: {', '.join(sorted(known)) or 'nothing of ours'}."
                raise PlanError(f"There is no secret {name!r} in the keyring", told) from None
        _list(known - {name})


def _names() -> set[str]:
    import keyring

    try:
        return set(json.loads(keyring.get_password(SERVICE, NAMES) or "[]"))
    except (ValueError, TypeError):
        return set()  # somebody else's entry: the names are listed anew from here


def _list(known: set[str]) -> None:
    import keyring

    keyring.set_password(SERVICE, NAMES, json.dumps(sorted(known)))


@contextmanager
def _keyring() -> Iterator[None]:
    """A keyring that is not there, or locked, in words that say what to do."""
    from keyring.errors import KeyringLocked, NoKeyringError

    try:
        yield
    except (Blocked, PlanError):
        raise
    except NoKeyringError:
        raise Blocked("There is no keyring on this machine or in this session", INSTEAD) from None
    except KeyringLocked:
        raise Blocked("The keyring is locked", f"Unlock it and try again. {INSTEAD}") from None
    except Exception as error:  # each backend has errors of its own
        words = " ".join(str(error).split()) or "no reason given"
        text = f"The keyring cannot be used: {type(error).__name__}: {words}"
        raise Blocked(text, INSTEAD) from None
