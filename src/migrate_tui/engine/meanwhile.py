"""What a load leaves for its end, begun while the next table is loaded.

Invariant: pieces begin in their order, one at a time on a connection of its own; when `ended` or
`leave` returns none is at work, and what was not begun is still to be done.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field

from migrate_tui.engine.databases import session
from migrate_tui.engine.databases.base import Connection, Database
from migrate_tui.engine.errors import Blocked
from migrate_tui.engine.events import Event

Piece = Callable[[Connection], Event | None]  # what is to be told of it


Told = Future[Event | None]


@dataclass
class Meanwhile:
    """Pieces of work on the tables of one database."""

    database: Database
    _begun: list[tuple[Piece, Told]] = field(default_factory=list)
    _pool: ThreadPoolExecutor | None = None
    _connection: Connection | None = None
    _stack: contextlib.ExitStack = field(default_factory=contextlib.ExitStack)

    def begin(self, piece: Piece) -> None:
        """Where the server has no connection to spare, it waits for the end."""
        if self._connection is None:
            self._connection = self._stack.enter_context(spare(self.database))
        if self._connection is None:
            self._begun.append((piece, Future()))
            return
        self._pool = self._pool or ThreadPoolExecutor(1, "meanwhile")
        self._begun.append((piece, self._pool.submit(_done, piece, self._connection)))

    def ended(self, on: Connection) -> Iterator[Event]:
        """What each piece tells, once all have ended; the error of the first that failed. What has
        not begun by now is done on this connection too, which is in no transaction."""
        told = [_done_here(piece, on) if one.cancel() else one for piece, one in self._begun]
        wait(told)
        self.leave()
        for one in told:
            if (event := one.result()) is not None:
                yield event

    def leave(self) -> None:
        """What has not begun is left; what is at work comes to its end."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
        self._stack.close()
        self._begun.clear()
        self._pool = self._connection = None


@contextlib.contextmanager
def spare(database: Database) -> Iterator[Connection | None]:
    """One more connection; None where the server has none to spare."""
    try:
        found = database.open()
    except Blocked:
        yield None
        return
    with found:
        yield found


def _done(piece: Piece, on: Connection) -> Event | None:
    with session.frugal(on):
        return piece(on)


def _done_here(piece: Piece, on: Connection) -> Told:
    told: Told = Future()
    try:
        told.set_result(_done(piece, on))
    except Exception as error:
        told.set_exception(error)
    return told
