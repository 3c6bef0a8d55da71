"""A SQLite file as its bytes and those of its log: what tells its state, and a hash of them all.

Invariant: nothing but Python is imported, so that a file can be read before the engine is there.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from migrate_tui.engine.databases.descriptors import descriptor, hashed


@dataclass(frozen=True)
class File:
    path: Path

    def state(self) -> list[object]:
        return state_of(self.path)

    def fingerprint(self, wanted: Callable[[], bool] = lambda: True) -> str:
        """Of the file and of what waits in its write-ahead log."""
        files = (self.path, log_of(self.path))
        filled = (file for file in files if file.exists() and file.stat().st_size)
        return "-".join(hashed(file, wanted) for file in filled)


def log_of(path: Path) -> Path:
    return path.with_name(path.name + "-wal")


def state_of(path: Path) -> list[object]:
    """What of a file and its log changes with every commit: their sizes, times and counters."""
    return [_state(path, 24, 4), _state(log_of(path), 16, 8)]


def _state(path: Path, at: int, size: int) -> list[object] | None:
    """The counter of a file's commits, or the salts of a log, beside what its folder says; a log
    without a byte is none."""
    try:
        with descriptor(path) as file:
            found = os.fstat(file)
            if not found.st_size:
                return None
            counter = os.pread(file, size, at).hex()
    except OSError:
        return None
    return [str(path.absolute()), found.st_ino, found.st_size, found.st_mtime_ns, counter]
