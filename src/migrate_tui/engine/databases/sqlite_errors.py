"""SQLite's reasons for not opening a file, in words that say what to do."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from migrate_tui.engine.databases.base import Locked
from migrate_tui.engine.errors import Blocked

_HOT = (
    "{path} was not closed cleanly: its journal has to be rolled back first",
    "Open it once with write access (sqlite3 FILE 'PRAGMA schema_version'), then run this again.",
)
_REASONS = {
    "SQLITE_NOTADB": (
        "{path} is not a SQLite database (or it is encrypted)",
        "Check the path in the URL.",
    ),
    "SQLITE_CORRUPT": (
        "{path} is damaged: {error}",
        "Restore a backup, or save what is readable with sqlite3 FILE '.recover'.",
    ),
    "SQLITE_READONLY_ROLLBACK": _HOT,
    "SQLITE_READONLY_RECOVERY": _HOT,
    "SQLITE_READONLY_CANTINIT": _HOT,
    "SQLITE_CANTOPEN": (
        "{path} cannot be opened: {error}",
        "The file and its folder must be readable, and its -wal and -journal files too.",
    ),
    "SQLITE_READONLY": (
        "{path} cannot be written: {error}",
        "The file and its folder must allow writing.",
    ),
}
_OTHER = ("{path} cannot be opened: {error}", "Check the file, its folder and the disk.")


def is_busy(error: BaseException) -> bool:
    code = getattr(error, "sqlite_errorcode", None)
    return code is not None and code & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def is_damaged(error: BaseException) -> bool:
    code = getattr(error, "sqlite_errorcode", None)
    return code is not None and code & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def blocked(error: sqlite3.Error, path: Path) -> Blocked:
    if is_busy(error):
        return Locked(
            f"{path} is locked by another process",
            "Stop the program that writes to it (lsof or fuser names it), then run this again.",
        )
    name = getattr(error, "sqlite_errorname", "")
    message, hint = _REASONS.get(name) or _REASONS.get(_primary(name)) or _OTHER
    return Blocked(message.format(path=path, error=error), hint)


def _primary(name: str) -> str:
    """SQLITE_CORRUPT_VTAB is a SQLITE_CORRUPT."""
    return "_".join(name.split("_")[:2])
