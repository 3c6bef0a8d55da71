"""The print of a whole database: every byte of it, hashed once for as long as nobody writes to it.

Invariant: it is of one state of the database, and of the one that it has when somebody asks.
Nothing of the machinery is imported, so that it can be begun before that.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Protocol


class Printable(Protocol):
    """What `Database` says of both."""

    def state(self) -> object: ...

    def fingerprint(self, wanted: Callable[[], bool] = ...) -> str: ...


@dataclass
class Print:
    """Taken by a thread of its own, beside whatever else is done before somebody asks."""

    database: Printable
    wanted: bool = True
    _state: object = None
    _taken: Future[str] | None = field(default=None, repr=False)

    def begin(self) -> None:
        """What is asked for later may be known by then."""
        if self._taken is None:
            self._state, self.wanted = self.database.state(), True
            pool = ThreadPoolExecutor(1, "print")
            self._taken = pool.submit(self.database.fingerprint, lambda: self.wanted)
            pool.shutdown(wait=False)

    def leave(self) -> None:
        """Nobody will ask."""
        self.wanted, self._taken = False, None

    def hex(self) -> str:
        self.begin()
        taken, self._taken = self._taken, None
        found = taken.result() if taken else ""
        if self._state is None or self.database.state() != self._state:  # passed, or between two
            return self.database.fingerprint()
        self._taken = taken
        return found
