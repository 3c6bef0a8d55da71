"""Work that a load leaves for its end, two pieces at a time, each on a connection of its own.

Invariant: every piece has ended when this returns, and the error of the first that failed is raised
then.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue

from migrate_tui.engine.context import Context
from migrate_tui.engine.databases import session
from migrate_tui.engine.databases.base import Connection

Piece = Callable[[Connection], object]
WIDTH = 2


def abreast(context: Context, pieces: Sequence[Piece]) -> None:
    """SQLite has one writer: there, one after the other. None of them may be in a transaction."""
    if context.target.kind != "postgresql" or len(pieces) < 2:
        for piece in pieces:
            piece(context.target)
        return
    with contextlib.ExitStack() as stack:
        free: SimpleQueue[Connection] = SimpleQueue()
        free.put(context.target)
        for _ in range(1, WIDTH):
            free.put(stack.enter_context(context.target_database.open()))
        with ThreadPoolExecutor(WIDTH, "abreast") as pool:
            done = [pool.submit(_on_one, free, piece) for piece in pieces]
        for future in done:
            future.result()


def _on_one(free: SimpleQueue[Connection], piece: Piece) -> None:
    connection = free.get()
    try:
        with session.frugal(connection):
            piece(connection)
    finally:
        free.put(connection)
