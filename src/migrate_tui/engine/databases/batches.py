"""Rows of SQLite fetched in lists that are not too large to be held."""

from __future__ import annotations

import itertools
import marshal
import sqlite3
import sys

from migrate_tui.engine.databases.base import Row

BATCH_BYTES = 2 << 20
NARROW = 1 << 14  # bytes of a row
CHUNK = 16  # rows fetched before their size is looked at


def batch(cursor: sqlite3.Cursor, size: int) -> list[Row]:
    """Up to `size` rows, or as many as make BATCH_BYTES."""
    batch: list[Row] = []
    weight = 0
    while len(batch) < size and weight < BATCH_BYTES:
        narrow = weight < NARROW * len(batch)  # so far
        chunk = cursor.fetchmany(min(CHUNK if narrow else 1, size - len(batch)))
        if not chunk:
            break
        weight += _weight(chunk)
        batch += chunk
    return batch


def _weight(rows: list[Row]) -> int:
    """Bytes, about; narrow rows are packed to be weighed, which is quick but copies them."""
    if sum(map(sys.getsizeof, rows[0])) < NARROW:
        return len(marshal.dumps(rows, 2))
    return sum(map(sys.getsizeof, itertools.chain.from_iterable(rows)))
