"""The reading of one part: its rows as tuples, some at a time, turned into columns."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from migrate_tui.engine.sweep.part import Part
from migrate_tui.engine.sweep.tally import State, Tally

AT_A_TIME = (256, 16)  # rows; fewer where there are long values
BYTES = 1 << 25  # of all the rows that are held at once
PATIENCE = 5.0  # seconds
Read = tuple[int, list[State]]  # rows, and of every column what was seen


def opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=ro",
        uri=True,
        isolation_level=None,
        timeout=PATIENCE,
        check_same_thread=False,
    )


def held(raw: sqlite3.Connection) -> bool:
    """Keep the file as it is now to this connection, where that keeps nobody from writing."""
    if raw.execute("pragma main.journal_mode").fetchone()[0] != "wal":
        return False
    raw.execute("begin")
    raw.execute("select 1 from main.sqlite_master limit 1").fetchone()
    return True


def read(raw: sqlite3.Connection, part: Part) -> Read | None:
    """None where a value is very long, or no UTF-8."""
    for rows in AT_A_TIME:
        tallies = [Tally(column) for column in part.columns]
        try:
            with _no_longer(raw, BYTES // (rows * len(tallies))):
                return _fill(raw, part, tallies, rows), [tally.state() for tally in tallies]
        except sqlite3.DataError:  # a value is longer
            continue
        except sqlite3.OperationalError as error:
            if "UTF-8" not in str(error):
                raise
            break
    return None


def _fill(raw: sqlite3.Connection, part: Part, tallies: Sequence[Tally], rows: int) -> int:
    cursor = raw.execute(part.query)
    number = 0
    while some := cursor.fetchmany(rows):
        number += len(some)
        for tally, cells in zip(tallies, zip(*some, strict=True), strict=True):
            if tally.plain:
                tally.add(cells)
    return number


@contextmanager
def _no_longer(raw: sqlite3.Connection, most: int) -> Iterator[None]:
    """SQLite itself refuses a value that is longer, before it is anywhere in memory."""
    before = raw.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, most)
    try:
        yield
    finally:
        raw.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, before)
