"""What a failed statement means for the rows in it, whichever driver said it."""

from __future__ import annotations

import sqlite3

import psycopg

# The values are to blame: they do not convert, cannot be loaded, or break a constraint.
REFUSED: tuple[type[Exception], ...] = (
    psycopg.DataError,
    psycopg.IntegrityError,
    psycopg.errors.RaiseException,
    psycopg.errors.TriggeredDataChangeViolation,
    sqlite3.IntegrityError,
    sqlite3.DataError,
)
# Reading or loading text failed: the reader has to look at each value.
UNREADABLE: tuple[type[Exception], ...] = (
    psycopg.DataError,
    sqlite3.OperationalError,
    UnicodeError,
)


def reason(error: BaseException) -> str:
    """The database's own words in one line."""
    diagnosis = getattr(error, "diag", None)
    text = (diagnosis.message_primary if diagnosis else None) or str(error)
    return " ".join(text.split())
