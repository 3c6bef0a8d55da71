"""Bytes of a SQLite file read past SQLite, while this process may have it open through SQLite.

Invariant: no descriptor of a file is closed while a connection to it is open here. With the first
one that a process closes POSIX takes all its locks on the file, and others could write to what it
reads.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

AT_ONCE = 1 << 20  # bytes that are hashed
Place = tuple[int, int]  # a file's device and number


@dataclass
class _Open:
    users: int = 0  # connections, and those who read
    descriptors: list[int] = field(default_factory=list)  # of the same file; the first is read


_open: dict[Place, _Open] = {}
_turn = threading.Lock()


def keep(path: Path) -> Place | None:
    """Before a connection to the file is opened; what this returns is for `leave`."""
    with _turn, contextlib.suppress(OSError):
        return _use(_place(path.stat()))
    return None


def leave(place: Place | None) -> None:
    """After a connection was closed; with the last one go the descriptors."""
    if place is None:
        return
    with _turn:
        held = _open[place]
        held.users -= 1
        if not held.users:
            del _open[place]
            for one in held.descriptors:
                os.close(one)


@contextlib.contextmanager
def descriptor(path: Path) -> Iterator[int]:
    """For `os.pread`. Raises OSError where there is no such file."""
    with _turn:
        held = _open.get(_place(path.stat()))
        one = held.descriptors[0] if held and held.descriptors else os.open(path, os.O_RDONLY)
        place = _use(_place(os.fstat(one)))
        if one not in _open[place].descriptors:
            _open[place].descriptors.append(one)
    try:
        yield one
    finally:
        leave(place)


def hashed(path: Path, wanted: Callable[[], bool]) -> str:
    """Of the bytes that are there; of some of them only where nobody wants them any more."""
    found, at = hashlib.sha256(), 0
    with descriptor(path) as file:
        while wanted() and (block := os.pread(file, AT_ONCE, at)):
            found.update(block)
            at += len(block)
    return found.hexdigest()[:32]


def _use(place: Place) -> Place:
    _open.setdefault(place, _Open()).users += 1
    return place


def _place(found: os.stat_result) -> Place:
    return found.st_dev, found.st_ino
