"""SQLite's side of a backup: page copies, what a file holds, and whether it is whole."""

from __future__ import annotations

import marshal
import sqlite3
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from migrate_tui.engine.databases.backup_facts import StoredTable
from migrate_tui.engine.databases.digest import Digest
from migrate_tui.engine.databases.quoting import quote
from migrate_tui.engine.errors import Blocked

PAGES = 4096
PATIENCE = 10.0  # seconds without a page copied
RUNS = "migration_runs"
_STORED = (
    "select name from main.sqlite_master where type = 'table'"
    " and name not like 'sqlite\\_%' escape '\\' and sql not like 'create virtual%' order by name"
)
_SCHEMA = "select type, name, tbl_name, sql from main.sqlite_master"


def attach(path: Path) -> sqlite3.Connection:
    """A file of our own: a copy, a partial backup."""
    return sqlite3.connect(path, isolation_level=None)


def copy(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    """Copy every page in one transaction of the target; gives up where a lock is never freed."""
    source.backup(target, pages=PAGES, progress=_patience(time.monotonic), sleep=0.05)


def _patience(clock: Callable[[], float]) -> Callable[[int, int, int], None]:
    """The driver would wait for ever; this raises when nothing has moved for PATIENCE seconds."""
    moved = {"left": -1, "at": clock()}

    def look(status: int, left: int, total: int) -> None:
        if status not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) and left != moved["left"]:
            moved.update(left=left, at=clock())
        elif clock() - moved["at"] > PATIENCE:
            raise Blocked(
                "the SQLite database is in use: its lock was not freed",
                "close the programs that have it open, then run again",
            )

    return look


def settle(raw: sqlite3.Connection) -> None:
    """One self-contained file: no write-ahead log beside it, its header not asking for one."""
    raw.execute("pragma journal_mode = delete")


def journal_mode(raw: sqlite3.Connection) -> str:
    return str(raw.execute("pragma main.journal_mode").fetchone()[0])


def set_journal_mode(raw: sqlite3.Connection, mode: str) -> None:
    if mode == "wal":
        raw.execute("pragma main.journal_mode = wal")


def match_page_size(raw: sqlite3.Connection, live: sqlite3.Connection) -> None:
    """A write-ahead log takes pages of its own size only."""
    size = live.execute("pragma main.page_size").fetchone()[0]
    if size != raw.execute("pragma main.page_size").fetchone()[0]:
        raw.execute(f"pragma main.page_size = {int(size)}")
        raw.execute("vacuum")


def problems(raw: sqlite3.Connection) -> list[str]:
    """What integrity_check says, and nothing where the file is whole."""
    rows = [str(row[0]) for row in raw.execute("pragma integrity_check(5)")]
    return [] if rows == ["ok"] else rows


def content(raw: sqlite3.Connection, leave_out: Sequence[str] = ()) -> tuple[StoredTable, ...]:
    """Rows and digest of every stored table, and of the schema itself (its name is empty)."""
    raw.text_factory = partial(str, encoding="utf-8", errors="surrogateescape")
    try:
        names = [name for (name,) in raw.execute(_STORED) if name not in leave_out]
        schema = [_digest(raw, "", _SCHEMA)] if not leave_out else []
        return tuple(
            schema
            + [_digest(raw, name, f"select * from {quote(name)} not indexed") for name in names]
        )
    finally:
        raw.text_factory = str


def _digest(raw: sqlite3.Connection, name: str, query: str) -> StoredTable:
    digest = Digest()
    # marshal's version 2 writes equal values of equal types as equal bytes.
    for row in raw.execute(query):
        digest.add(marshal.dumps(row, 2))
    return StoredTable(name, rows=digest.rows, digest=digest.text)


def carry_runs(live: sqlite3.Connection, copy_of: sqlite3.Connection) -> None:
    """The history of runs is not taken back: it names the run that is restoring."""
    made = live.execute(f"select sql from main.sqlite_master where name = '{RUNS}'").fetchone()
    if made is None:
        return
    copy_of.execute("begin")
    copy_of.execute(f"drop table if exists main.{quote(RUNS)}")
    copy_of.execute(made[0])
    rows = live.execute(f"select * from main.{quote(RUNS)}").fetchall()
    if rows:
        marks = ", ".join("?" for _ in rows[0])
        copy_of.executemany(f"insert into main.{quote(RUNS)} values ({marks})", rows)
    copy_of.execute("commit")
