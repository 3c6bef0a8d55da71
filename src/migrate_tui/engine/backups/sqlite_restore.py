"""Putting a SQLite backup back: page by page into the live file, in one transaction of that file.

Readers go on with what they had; nobody sees a half of it; the write-ahead log stays right.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from migrate_tui.engine.backups.files import leaving_nothing, unpack
from migrate_tui.engine.backups.manifest import Manifest
from migrate_tui.engine.backups.sqlite_backup import check
from migrate_tui.engine.databases import backup_sqlite as pages
from migrate_tui.engine.databases.base import Database
from migrate_tui.engine.databases.sqlite import SQLiteDatabase
from migrate_tui.engine.errors import Blocked, Difference


def restore(database: Database, path: Path, manifest: Manifest) -> None:
    """The copy is checked before the live file is touched, the live file afterwards."""
    with leaving_nothing(path.parent, f"{path.name}.restoring", "restoring"):
        plain = _plain_copy(path, manifest)
        check(plain, manifest.content, path)
        _put_back(database, plain, manifest)


def _plain_copy(path: Path, manifest: Manifest) -> Path:
    """A copy of our own even where the backup is not compressed: it takes the runs along."""
    plain = path.with_name(f"{path.name}.restoring.partial")
    plain.unlink(missing_ok=True)
    if manifest.compress:
        unpack(path, plain)
    else:
        with closing(pages.attach(path)) as source, closing(pages.attach(plain)) as target:
            pages.copy(source, target)
        plain.chmod(0o600)
    return plain


def _put_back(database: Database, plain: Path, manifest: Manifest) -> None:
    fresh = isinstance(database, SQLiteDatabase) and not database.path.exists()
    opened = replace(database, create=True) if isinstance(database, SQLiteDatabase) else database
    with opened.open() as live, closing(pages.attach(plain)) as copy:
        pages.carry_runs(live.raw, copy)
        pages.match_page_size(copy, live.raw)
        _copy(copy, live.raw)
        if fresh:
            pages.set_journal_mode(live.raw, dict(manifest.content.settings)["journal_mode"])
        _compare(live.raw, manifest)


def _copy(source: sqlite3.Connection, live: sqlite3.Connection) -> None:
    try:
        pages.copy(source, live)
    except sqlite3.OperationalError as error:
        raise Blocked(f"the backup cannot be written into the database: {error}") from error


def _compare(live: sqlite3.Connection, manifest: Manifest) -> None:
    stored = pages.content(live, leave_out=(pages.RUNS,))
    wanted = [t for t in manifest.content.tables if t.name not in ("", pages.RUNS)]
    if list(stored) != wanted:
        raise Difference(
            "the restored database is not as the backup says",
            "stop the programs that write to it and restore again",
        )
