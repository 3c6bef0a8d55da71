"""SQLite: a database is one file, found, made where that is wanted, and opened."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from migrate_tui.engine.databases import descriptors
from migrate_tui.engine.databases.base import Database
from migrate_tui.engine.databases.file import File
from migrate_tui.engine.databases.sqlite_connection import SQLiteConnection
from migrate_tui.engine.databases.sqlite_errors import blocked
from migrate_tui.engine.databases.sqlite_guard import break_off
from migrate_tui.engine.errors import Blocked

BUSY_SECONDS = 5.0


@dataclass(frozen=True)
class SQLiteDatabase(Database):
    """A file. With `create`, opening it for writing makes it (mode 0600)."""

    path: Path
    create: bool = False
    timezone: str = "UTC"  # of moments that name none
    hush: bool = False

    kind = "sqlite"

    @property
    def url(self) -> str:
        return f"sqlite:///{self.path}"

    def same_as(self, other: Database) -> bool:
        if not isinstance(other, SQLiteDatabase):
            return False
        if self.path.exists() and other.path.exists():
            return self.path.samefile(other.path)
        return self.path.resolve() == other.path.resolve()

    def exists(self) -> bool:
        return self.path.exists()

    def discard_empty(self) -> None:
        if self.path.is_file() and self.path.stat().st_size == 0:
            self.path.unlink()

    def state(self) -> object:
        return File(self.path).state()

    def fingerprint(self, wanted: Callable[[], bool] = lambda: True) -> str:
        return File(self.path).fingerprint(wanted)

    def open(self, *, read_only: bool = False, patient: bool = True) -> SQLiteConnection:
        del patient  # a file is never full
        self._find(read_only)
        mode = "ro" if read_only else "rw"
        place = descriptors.keep(self.path)
        try:
            raw = sqlite3.connect(
                f"{self.path.absolute().as_uri()}?mode={mode}",
                uri=True,
                isolation_level=None,
                timeout=BUSY_SECONDS,
                check_same_thread=False,
            )
            ready = _ready(raw, read_only)
            found = SQLiteConnection(ready, self.path, self.url, read_only, place, self.timezone)
            found.hush = self.hush
            return found
        except BaseException as error:
            descriptors.leave(place)
            if isinstance(error, sqlite3.Error):
                raise blocked(error, self.path) from error
            raise

    def _find(self, read_only: bool) -> None:
        """What SQLite would report as "unable to open database file", told apart."""
        if self.path.is_dir():
            raise Blocked(f"{self.path} is a folder, not a SQLite database", "Name the file in it.")
        if self.create and not read_only and not self.path.exists():
            _make(self.path)
        if not self.path.exists():
            raise Blocked(f"There is no SQLite database {self.path}", "Check the path in the URL.")
        needed = os.R_OK if read_only else os.R_OK | os.W_OK
        if not os.access(self.path, needed) or not os.access(self.path.parent, needed):
            raise Blocked(
                f"No permission to {'read' if read_only else 'write'} {self.path}",
                "The file and its folder must allow it: SQLite keeps its journal beside the file.",
            )


def _make(path: Path) -> None:
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except OSError as error:
        raise Blocked(f"{path} cannot be made: {error.strerror}", "Check its folder.") from error


def _ready(raw: sqlite3.Connection, read_only: bool) -> sqlite3.Connection:
    """Reading the schema shows whether it is a database, whole, and not locked."""
    try:
        raw.execute(f"PRAGMA foreign_keys = {'OFF' if read_only else 'ON'}")
        raw.execute("PRAGMA temp_store = FILE")
        raw.execute("SELECT count(*) FROM main.sqlite_master").fetchall()
        break_off(raw)
    except BaseException:
        raw.close()
        raise
    return raw
