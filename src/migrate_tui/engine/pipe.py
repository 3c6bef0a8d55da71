"""Blocks of bytes from the thread that reads to the one that writes, a few megabytes at most.

Invariant: neither side waits for one that has gone: a reader's error is raised where its blocks are
taken, and blocks that nobody takes any more are thrown away.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator

ROOM = 4 << 20  # bytes that wait to be taken, beside one block


class Pipe:
    """One thread puts, another takes; each exactly one."""

    def __init__(self, room: int = ROOM) -> None:
        self._room = room
        self._blocks: deque[bytes] = deque()
        self._held = 0
        self._ended = False
        self._error: BaseException | None = None
        self._turn = threading.Condition()

    def put(self, block: bytes) -> bool:
        """Waits for room; False where nobody takes blocks any more."""
        with self._turn:
            self._turn.wait_for(lambda: self._ended or self._held < self._room)
            if self._ended:
                return False
            self._blocks.append(block)
            self._held += len(block)
            self._turn.notify_all()
            return True

    def end(self, error: BaseException | None = None) -> None:
        """No more blocks come, or none are taken."""
        with self._turn:
            self._ended = True
            self._error = self._error or error
            self._turn.notify_all()

    def __iter__(self) -> Iterator[bytes]:
        while (block := self._take()) is not None:
            yield block

    def _take(self) -> bytes | None:
        with self._turn:
            self._turn.wait_for(lambda: self._ended or bool(self._blocks))
            if not self._blocks:
                if self._error is not None:
                    raise self._error
                return None
            block = self._blocks.popleft()
            self._held -= len(block)
            self._turn.notify_all()
            return block
