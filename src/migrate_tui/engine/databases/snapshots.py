"""One view of a source for a whole step, where that keeps nobody from writing."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from migrate_tui.engine.databases.base import Connection


@contextlib.contextmanager
def snapshot(source: Connection) -> Iterator[None]:
    """All reads within see the source as it is now.

    A SQLite file without a write-ahead log would hold up its writers as long: there each range
    sees the file as it is, and whoever needs one view reads a copy.
    """
    held = source.kind != "sqlite" or source.execute("pragma journal_mode")[0][0] == "wal"
    with source.transaction(read_only=True, snapshot=True) if held else contextlib.nullcontext():
        yield
