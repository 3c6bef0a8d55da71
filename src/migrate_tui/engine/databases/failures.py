"""What a failed statement means for the rows in it, whichever driver said it.

The driver of a server is loaded where one is spoken to: a run between two files starts without it,
and none of its errors can be raised there.
"""

from __future__ import annotations

import sqlite3
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from psycopg.errors import Diagnostic

Kinds = tuple[type[Exception], ...]


def refused() -> Kinds:
    """The values are to blame: they do not convert, cannot be loaded, or break a constraint."""
    raised = _server(
        "DataError", "IntegrityError", "RaiseException", "TriggeredDataChangeViolation"
    )
    return (*raised, sqlite3.IntegrityError, sqlite3.DataError)


def unreadable() -> Kinds:
    """Reading or loading text failed: the reader has to look at each value."""
    return (*_server("DataError"), sqlite3.OperationalError, UnicodeError)


def unprintable() -> Kinds:
    """PostgreSQL has no value of the type; it is too long for one text, or for the memory."""
    return _server("DataError", "ProgramLimitExceeded", "OutOfMemory", "InternalError_")


def repeated() -> Kinds:
    """How PostgreSQL refuses a statement that it has done already."""
    return _server("DuplicateObject", "DuplicateTable", "UndefinedObject", "UndefinedTable")


def orphaned(error: BaseException) -> bool:
    """A row refers to one that is not there."""
    return isinstance(error, _server("ForeignKeyViolation"))


def detail(error: BaseException, *, hush: bool = False) -> str:
    """Which row it is, in the server's words; nothing with `hush`."""
    diagnosis = None if hush else getattr(error, "diag", None)
    return (diagnosis.message_detail if diagnosis else None) or ""


def forbidden(error: BaseException) -> bool:
    return isinstance(error, _server("InsufficientPrivilege"))


def any_error() -> Kinds:
    """Whatever a database says."""
    return (*_server("Error"), sqlite3.Error)


def _server(*names: str) -> Kinds:
    driver = sys.modules.get("psycopg.errors")
    return tuple(getattr(driver, name) for name in names) if driver else ()


def reason(error: BaseException, *, hush: bool = False) -> str:
    """The database's own words in one line; with `hush`, without any value of a row."""
    diagnosis = getattr(error, "diag", None)
    if hush and _shows(error, diagnosis):
        return _class(error, diagnosis)
    text = (diagnosis.message_primary if diagnosis else None) or str(error)
    return " ".join(text.split())


def _shows(error: BaseException, diagnosis: Diagnostic | None) -> bool:
    """Bad data and the words of triggers hold values, and who knows what other errors hold."""
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorname", "") == "SQLITE_CONSTRAINT_TRIGGER"
    if isinstance(error, _server("Error")):
        state = (diagnosis.sqlstate if diagnosis else None) or ""
        return not state or state[:2] in ("22", "P0")
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
