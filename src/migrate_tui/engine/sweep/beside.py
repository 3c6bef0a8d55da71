"""Another process of Python that reads parts of the same file, as long as this one lives."""

from __future__ import annotations

import marshal
import sqlite3
import subprocess
import sys
from collections import deque
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread
from typing import Any

from migrate_tui.engine.sweep.board import Board, Taken
from migrate_tui.engine.sweep.worker import HERE

KNOWN = 2  # parts that it is told of at once, so that it need not wait for the next
ROOT = Path(__file__).parents[3]
# No site, no environment: it needs this package, and nothing that is installed beside it.
CODE = (
    "import sys; sys.path.append(sys.argv.pop(1));"
    " from migrate_tui.engine.sweep.worker import main; main()"
)


class Beside:
    """It takes parts from the board by itself; those that it does not read it gives back."""

    def __init__(self, path: Path, board: Board) -> None:
        """Raises OSError where no process can be started."""
        self._board = board
        self._here = False
        self._known = Event()
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", CODE, str(ROOT), str(path.absolute())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._thread = Thread(target=self._feed, name="beside", daemon=True)
        self._thread.start()

    def is_here(self) -> bool:
        """Whether it has the file before it; waits until that is known."""
        self._known.wait()
        return self._here

    def join(self) -> None:
        """Until it has read all that it took, or has ended."""
        self._thread.join()

    def stop(self) -> None:
        self._process.kill()
        self._thread.join()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):  # something unsent was in it
                pipe.close()  # type: ignore[union-attr]  # both were asked for
        self._process.wait()

    def _feed(self) -> None:
        taken: deque[Taken] = deque()
        try:
            self._here = self._heard() == HERE
            self._known.set()
            while self._tell(taken):
                self._board.put(taken[0], self._heard())
                taken.popleft()
        except (OSError, EOFError, ValueError, TypeError, sqlite3.Error):
            pass  # whoever reads what is given back meets what is wrong with the file
        finally:
            self._known.set()
            self._board.give_back(taken)

    def _heard(self) -> Any:
        assert self._process.stdout is not None
        return marshal.load(self._process.stdout)

    def _tell(self, taken: deque[Taken]) -> bool:
        """Of more parts, if there are any; whether it is still to say something of one."""
        assert self._process.stdin is not None
        while len(taken) < KNOWN and (more := self._board.take()) is not None:
            taken.append(more)
            marshal.dump(more[1].told(), self._process.stdin)
            self._process.stdin.flush()
        return bool(taken)
