"""The process beside: it reads the parts that it is told of, and says what it saw in them.

Invariant: it ends with the process that started it, in the middle of a part too. Whatever goes
wrong ends it as well: the part is then read again by that process, which says what is wrong.
"""

from __future__ import annotations

import gc
import marshal
import os
import signal
import sys
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import IO, Any

from migrate_tui.engine.sweep.part import Part
from migrate_tui.engine.sweep.reading import held, opened, read

HERE = b"here"  # said once it has the file before it


def main() -> None:
    """`path` is the first argument; parts come through stdin, what was seen goes to stdout."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that started this one
    gc.disable()  # rows make no circles
    told: SimpleQueue[tuple[Any, ...]] = SimpleQueue()
    Thread(target=_hear, args=(os.fdopen(0, "rb"), told), daemon=True).start()
    try:
        with os.fdopen(1, "wb") as out:
            _work(Path(sys.argv[1]), told, out)
    finally:
        os._exit(1)


def _hear(heard: IO[bytes], told: SimpleQueue[tuple[Any, ...]]) -> None:
    """Until nobody speaks any more."""
    try:
        while True:
            told.put(marshal.load(heard))
    finally:
        os._exit(0)


def _work(path: Path, told: SimpleQueue[tuple[Any, ...]], out: IO[bytes]) -> None:
    raw = opened(path)
    held(raw)
    _say(HERE, out)
    while True:
        _say(read(raw, Part.heard(told.get())), out)


def _say(what: Any, out: IO[bytes]) -> None:
    marshal.dump(what, out)
    out.flush()
