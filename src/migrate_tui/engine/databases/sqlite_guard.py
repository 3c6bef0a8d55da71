"""What SQLite is not let do: write all but temporary rows in a read-only transaction, and go on
with a long statement when the process has to stop."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator

from migrate_tui.engine.control import STOP

STEPS = 1_000_000  # of SQLite's machine, some hundredths of a second
_WRITES = {sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE}
# Settings that a read-only transaction could change without touching a table.
_STORED = {"user_version", "application_id", "journal_mode", "auto_vacuum", "encoding"}
_STORED |= {"page_size", "writable_schema"}


@contextlib.contextmanager
def only_temporary(raw: sqlite3.Connection) -> Iterator[None]:
    raw.set_authorizer(_verdict)
    try:
        yield
    finally:
        raw.set_authorizer(None)


def _verdict(
    action: int, first: str | None, second: str | None, database: str | None, _: str | None
) -> int:
    """Rows (of schemas too) may be written in temp alone: PRAGMA query_only would refuse temp.

    A table-valued function seems to update the schema when it is first used, and does not.
    """
    virtual = action == sqlite3.SQLITE_UPDATE and first == "sqlite_master"
    writes = action in _WRITES and database != "temp" and not virtual
    writes = writes or (action == sqlite3.SQLITE_ALTER_TABLE and first != "temp")
    stores = action == sqlite3.SQLITE_PRAGMA and first in _STORED and second is not None
    return sqlite3.SQLITE_DENY if writes or stores else sqlite3.SQLITE_OK


def break_off(raw: sqlite3.Connection) -> None:
    """A statement may take long, and signals are heard only between two steps of Python: look now
    and then, and end it where the process was asked to stop and patience is over."""
    raw.set_progress_handler(lambda: STOP.overdue, STEPS)
