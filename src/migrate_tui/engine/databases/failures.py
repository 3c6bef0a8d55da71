"""What a failed statement means for the rows in it, whichever driver said it."""

from __future__ import annotations

import sqlite3

import psycopg
from psycopg.errors import Diagnostic

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


def reason(error: BaseException, *, hush: bool = False) -> str:
    """The database's own words in one line; with `hush`, without any value of a row."""
    diagnosis = getattr(error, "diag", None)
    if hush and _shows(error, diagnosis):
        return _class(error, diagnosis)
    text = (diagnosis.message_primary if diagnosis else None) or str(error)
    return " ".join(text.split())


def _shows(error: BaseException, diagnosis: Diagnostic | None) -> bool:
    """Bad data and the words of triggers hold values, and who knows what other errors hold."""
    if isinstance(error, psycopg.Error):
        state = (diagnosis.sqlstate if diagnosis else None) or ""
        return not state or state[:2] in ("22", "P0")
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorname", "") == "SQLITE_CONSTRAINT_TRIGGER"
    return True


def _class(error: BaseException, diagnosis: Diagnostic | None) -> str:
    """What kind of error it is, and where."""
    told = [type(error).__name__]
    if diagnosis and diagnosis.sqlstate:
        told.append(f"(SQLSTATE {diagnosis.sqlstate})")
        names = ("table", "column", "constraint")
        found = ((name, getattr(diagnosis, f"{name}_name")) for name in names)
        told += [f"{name} {where}" for name, where in found if where]
    return " ".join([*told, "(its words are not shown: the plan masks columns)"])
