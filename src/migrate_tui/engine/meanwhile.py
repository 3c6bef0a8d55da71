"""What a load leaves for its end, begun while the next table is loaded, and done by two at the end.

Invariant: a task waits for those before it that want one of its tables too, unless all of them
share it; when `ended` or `leave` returns none is at work, and what was not begun is still to be
done.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field

from migrate_tui.engine.databases import session
from migrate_tui.engine.databases.base import Connection, Database
from migrate_tui.engine.errors import Blocked
from migrate_tui.engine.events import Event

Piece = Callable[[Connection], Event | None]  # what is to be told of it


@dataclass(frozen=True)
class Task:
    """A piece of work on tables that are full; indexes of a table can be built beside each other,
    as its rows stay as they are."""

    piece: Piece
    tables: frozenset[str]
    shares: bool = False


@dataclass
class _Begun:
    task: Task
    before: list[_Begun]  # that have to end first
    told: Future[Event | None] = field(default_factory=Future)

    def is_ready(self) -> bool:
        return all(one.told.done() for one in self.before)

    def do(self, on: Connection) -> None:
        """An error is told in its turn; what stops the thread is raised too."""
        try:
            wait([one.told for one in self.before])
            with session.frugal(on):
                self.told.set_result(self.task.piece(on))
        except BaseException as error:
            self.told.set_exception(error)
            if not isinstance(error, Exception):
                raise


@dataclass
class Meanwhile:
    """Tasks on the tables of one database."""

    database: Database
    _begun: list[_Begun] = field(default_factory=list)
    _waiting: list[_Begun] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _pool: ThreadPoolExecutor | None = None
    _connection: Connection | None = None
    _stack: contextlib.ExitStack = field(default_factory=contextlib.ExitStack)

    def begin(self, task: Task) -> None:
        """Where the server has no connection to spare, it waits for the end."""
        new = _Begun(task, [one for one in self._begun if _clash(one.task, task)])
        self._begun.append(new)
        with self._lock:
            self._waiting.append(new)
        if self._connection is None:
            self._connection = self._stack.enter_context(spare(self.database))
        if self._connection is not None:
            self._pool = self._pool or ThreadPoolExecutor(1, "meanwhile")
            self._pool.submit(self._do_next, self._connection)

    def ended(self, on: Connection) -> Iterator[Event]:
        """What each task tells, once all have ended; the error of the first that failed. What has
        not begun by now is done on this connection too, which is in no transaction."""
        while self._do_next(on):
            pass
        told = [one.told for one in self._begun]
        wait(told)
        self.leave()
        for one in told:
            if (event := one.result()) is not None:
                yield event

    def leave(self) -> None:
        """What has not begun is left; what is at work comes to its end."""
        with self._lock:
            self._waiting.clear()
        if self._pool is not None:
            self._pool.shutdown()
        self._stack.close()
        self._begun.clear()
        self._pool = self._connection = None

    def _do_next(self, on: Connection) -> bool:
        """Do the first that nobody has begun and that need not wait; whether there was one."""
        with self._lock:
            ready = (one for one in self._waiting if one.is_ready())
            found = next(ready, self._waiting[0] if self._waiting else None)
            if found is not None:
                self._waiting.remove(found)
        if found is not None:
            found.do(on)
        return found is not None


def _clash(one: Task, other: Task) -> bool:
    return not one.tables.isdisjoint(other.tables) and not (one.shares and other.shares)


def together(database: Database, on: Connection, tasks: Iterable[Task]) -> Iterator[Event]:
    """Tasks done by two connections, of which this is one; what each tells, when all have ended."""
    meanwhile = Meanwhile(database)
    try:
        for task in tasks:
            meanwhile.begin(task)
        yield from meanwhile.ended(on)
    finally:
        meanwhile.leave()


@contextlib.contextmanager
def spare(database: Database) -> Iterator[Connection | None]:
    """One more connection; None where there is none to spare, or where one alone may write."""
    if database.kind == "sqlite":
        yield None
        return
    try:
        found = database.open(patient=False)
    except Blocked:
        yield None
        return
    with found:
        yield found
