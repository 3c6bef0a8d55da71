"""Why a connection to PostgreSQL failed, in words that say what to do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from migrate_tui.engine.databases.url import PostgreSQLAddress
from migrate_tui.engine.errors import Blocked, Interrupted
from migrate_tui.engine.secrets import mask

if TYPE_CHECKING:
    import psycopg

_PASSWORD = (
    "Give the password in the URL (any character; % as %25), in PGPASSWORD, in ~/.pgpass "
    "or with `migrate-tui secret set {account}`."
)
_FULL = r"too many (?:clients|connections)|remaining connection slots"
_REASONS = (
    (
        r"no password supplied",
        "{host} wants a password for {user}, and none was given",
        _PASSWORD,
    ),
    (
        r"(?:password|authentication) .*failed",
        "{host} refused the password of {user}",
        _PASSWORD,
    ),
    (
        r"could not translate host name|failed to resolve host|Name or service not known",
        "There is no host {host}",
        "Check the host in the URL.",
    ),
    (
        r"Connection refused|No such file or directory",
        "Nothing listens at {host}:{port}",
        "Start the server, or check host and port in the URL.",
    ),
    (
        r"timeout expired|timed out|No route to host|Network is unreachable",
        "{host}:{port} does not answer",
        "Check the network, the firewall and the address in the URL.",
    ),
    (
        r'database ".*" does not exist',
        "There is no database {database} on {host}",
        "Create it (createdb), or check the name in the URL.",
    ),
    (
        r'role ".*" does not exist',
        "There is no role {user} on {host}",
        "Check the user in the URL.",
    ),
    (
        r"unsupported startup parameter",
        "{host}:{port} is a connection pooler that refuses the settings of a migration",
        "Use the address of the server itself, not of PgBouncer.",
    ),
    (
        r"no pg_hba\.conf entry",
        "{host} does not allow {user} to connect to {database} from here",
        "Add a line for it to the server's pg_hba.conf, or connect by another way.",
    ),
    (
        r"permission denied for database",
        "{user} may not connect to {database}",
        "GRANT CONNECT ON DATABASE to that role, or use another one.",
    ),
    (
        _FULL,
        "{host} has no connection left",
        "Close other programs, or raise max_connections; two connections are needed.",
    ),
    (
        r"invalid value for parameter \"TimeZone\"",
        "{host} does not know the plan's timezone",
        'Write a name such as UTC or "Europe/Berlin".',
    ),
)


@contextmanager
def reading_from(what: str) -> Iterator[None]:
    """What fails while a source is read is the source's fault, not that of the row being loaded."""
    import psycopg

    try:
        yield
    except psycopg.OperationalError as error:
        words = f"reading {what} of the source broke off: {_words(error)}"
        raise Interrupted(words, "what is committed stays; run the same command again") from error
    except psycopg.errors.InsufficientPrivilege as error:
        words = f"{what} of the source may not be read: {_words(error)}"
        raise Blocked(words, "grant it, or read as another role") from error
    except psycopg.DataError as error:
        words = f"{what} of the source cannot be read: {_words(error)}"
        raise Blocked(words, "mend the value there, or leave the row out by a query") from error


def _words(error: psycopg.Error) -> str:
    return mask(" ".join((error.diag.message_primary or str(error)).split()))


def wants_password(error: psycopg.Error) -> bool:
    return "no password supplied" in str(error)


def is_full(error: psycopg.Error) -> bool:
    """Whether the server, the database or the role has no connection left."""
    return re.search(_FULL, str(error)) is not None


def blocked(error: psycopg.Error, address: PostgreSQLAddress, entry: str | None = None) -> Blocked:
    text = str(error)
    places = {
        "host": address.host or "localhost",
        "port": address.port or "5432",
        "user": address.user or "the current user",
        "database": address.database or "of that user",
        "account": entry or address.account,
    }
    for pattern, message, hint in _REASONS:
        if re.search(pattern, text):
            return Blocked(mask(message.format(**places)), mask(hint.format(**places)))
    reason = " ".join(text.split())
    return Blocked(mask(f"{address.masked} cannot be opened: {reason}"), "Check the URL.")
