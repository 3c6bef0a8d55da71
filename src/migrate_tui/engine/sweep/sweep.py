"""One reading of a whole SQLite file: its parts, and those who read them.

Invariant: all of them see the file as it was when the reading began, or it tells that it `moved`.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from migrate_tui.engine.sweep.beside import Beside
from migrate_tui.engine.sweep.board import Board, Found
from migrate_tui.engine.sweep.log import lacks_its_log
from migrate_tui.engine.sweep.outline import outline
from migrate_tui.engine.sweep.reading import held, opened, read

LARGE = 16 << 20  # bytes of a file; below, a process costs more than it reads


class Sweep:
    """`raw` is in no transaction: it sees what others commit."""

    def __init__(self, path: Path, *, alone: bool = False) -> None:
        self.path = path
        self.lacks_log = lacks_its_log(path)
        self._raw = opened(path)
        try:
            self._seen = self._version()
            self._board = Board(self._raw, outline(self._raw))
            self._agreed = self._kept = False
            self._beside = None if alone else self._helper()
        except BaseException:
            self._raw.close()
            raise

    def _helper(self) -> Beside | None:
        if not self._board.tables or _size(self.path) < LARGE or _cores() < 2:
            return None
        with suppress(OSError):
            return Beside(self.path, self._board)
        return None

    def agree(self, connections: Sequence[sqlite3.Connection]) -> bool:
        """Let them see what the process beside sees; not so where somebody wrote since it began."""
        self._kept = {held(raw) for raw in connections} == {True}
        if self._beside is not None and not self._beside.is_here():
            self._beside.join()  # what it took is given back
        self._agreed = self._still()
        return self._agreed

    @property
    def shared(self) -> bool:
        """Whether another process reads too."""
        return self._beside is not None

    @property
    def moved(self) -> bool:
        """Whether somebody wrote what some have seen and others have not."""
        return not self._agreed or (not self._kept and not self._still())

    def _still(self) -> bool:
        """Whether nobody has written since the reading began."""
        return self._version() == self._seen

    def help(self, raw: sqlite3.Connection) -> dict[str, Found]:
        """Read here as long as there are parts that nobody has taken; what was seen, by table."""
        self._read(raw)
        if self._beside is not None:
            self._beside.join()
            self._read(raw)  # what was given back
        return self._board.found()

    def _read(self, raw: sqlite3.Connection) -> None:
        while taken := self._board.take():
            self._board.put(taken, read(raw, taken[1]))

    def close(self) -> None:
        if self._beside is not None:
            self._beside.stop()
        self._raw.close()

    def _version(self) -> int:
        """Another number once another connection has committed."""
        return int(self._raw.execute("pragma data_version").fetchone()[0])


@contextmanager
def ahead(url: str) -> Iterator[Sweep | None]:
    """A reading that has begun before anybody asks for it; None where it would not be worth it."""
    scheme, _, place = url.partition(":///")
    sweep, path = None, Path(place)
    with suppress(sqlite3.Error, OSError):  # who opens the file next says what is wrong with it
        if scheme == "sqlite" and _size(path) >= LARGE:
            sweep = Sweep(path)
    try:
        yield sweep
    finally:
        if sweep is not None:
            sweep.close()


@contextmanager
def sweeping(
    path: Path, begun: Sweep | None, connections: Sequence[sqlite3.Connection]
) -> Iterator[Sweep]:
    """A reading that sees what these connections see. It begins again where somebody wrote since;
    where that goes on, no process reads beside this one."""
    sweep = begun if begun is not None and begun.path.samefile(path) else Sweep(path)
    try:
        for alone in (False, True):
            if sweep.agree(connections):
                break
            for raw in connections:
                if raw.in_transaction:
                    raw.execute("rollback")
            sweep.close()
            sweep = Sweep(path, alone=alone)
        else:
            sweep.agree(connections)
        yield sweep
    finally:
        sweep.close()


def _size(path: Path) -> int:
    files = (path, path.with_name(path.name + "-wal"))
    return sum(file.stat().st_size for file in files if file.exists())


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
