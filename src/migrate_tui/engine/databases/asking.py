"""Questions to a SQLite file that nobody waits for: another connection answers them one by one, and
this one those that are still waiting once it has time.

SQLite counts outside of Python's lock, so the two really run beside each other.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Answer(Generic[T]):
    """What a question finds."""

    def __init__(self, question: Callable[[sqlite3.Connection], T], future: Future[T]) -> None:
        self._question = question
        self._future = future

    def here(self, raw: sqlite3.Connection) -> None:
        """Ask it here, where nobody has begun to."""
        if self._future.cancel():
            self._future = Future()
            self._future.set_result(self._question(raw))

    def get(self) -> T:
        return self._future.result()


class Asking:
    """Of two connections, `other` belongs to the pool."""

    def __init__(
        self, one: sqlite3.Connection, other: sqlite3.Connection, pool: ThreadPoolExecutor
    ) -> None:
        self.one = one
        self._other = other
        self._pool = pool
        self._asked: list[Answer[Any]] = []

    def ask(self, question: Callable[[sqlite3.Connection], T]) -> Answer[T]:
        answer = Answer(question, self._pool.submit(question, self._other))
        self._asked.append(answer)
        return answer

    def help(self) -> None:
        """From the end, for the other connection goes on from the beginning."""
        while self._asked:
            self._asked.pop().here(self.one)


@contextmanager
def asking(one: sqlite3.Connection, other: sqlite3.Connection) -> Iterator[Asking]:
    """Whoever leaves early lets no question go on."""
    pool = ThreadPoolExecutor(1, "survey")
    try:
        yield Asking(one, other, pool)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        other.interrupt()
        pool.shutdown()
