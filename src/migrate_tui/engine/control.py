"""What is asked of a run from outside: a small file beside its journal, replaced as a whole.

The engine looks at it between ranges. A signal asks in the same way, through `STOP`.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

GO, PAUSE, CANCEL = "go", "pause", "cancel"
NAME = "control.json"


@dataclass(frozen=True)
class Asked:
    """What was asked last; the limits stand until others are asked for."""

    do: str = GO
    by: str = ""
    rows: int | None = None  # rows of a range
    pause_ms: int = 0  # rest after each range
    rate: int | None = None  # rows a second at most

    @property
    def limits(self) -> tuple[int | None, int, int | None]:
        return self.rows, self.pause_ms, self.rate


@dataclass
class Control:
    """The control file of one run. Reading costs a look at the file's name, no more."""

    folder: Path
    first: Asked = field(default_factory=Asked)  # what stands where there is no file
    _seen: tuple[int, int] | None = None
    _asked: Asked = field(default_factory=Asked)

    @property
    def path(self) -> Path:
        return self.folder / NAME

    def read(self) -> Asked:
        """What is asked now; what cannot be read asks for nothing new."""
        try:
            found = self.path.stat()
            seen = found.st_mtime_ns, found.st_ino
            if seen != self._seen:
                self._asked, self._seen = _parsed(self.path.read_bytes()), seen
        except FileNotFoundError:
            self._asked, self._seen = self.first, None
        except (OSError, ValueError):
            pass
        return self._asked

    def write(self, asked: Asked) -> None:
        file, name = tempfile.mkstemp(prefix=".control-", dir=self.folder)  # 0600
        with os.fdopen(file, "w") as stream:
            json.dump(asdict(asked), stream)
        os.replace(name, self.path)

    def begin(self) -> None:
        """What stands from the start is there for others to read and to change; what somebody has
        asked by then stands too."""
        if self.first.limits == Asked().limits or not self.folder.is_dir():
            return
        asked = self.read()
        if asked.limits == Asked().limits:
            rows, pause_ms, rate = self.first.limits
            asked = replace(asked, rows=rows, pause_ms=pause_ms, rate=rate)
        self.write(asked)

    def clear(self) -> None:
        """A run begins: what was asked of the one before it is over."""
        with suppress(OSError):
            self.path.unlink()


def _parsed(text: bytes) -> Asked:
    said = json.loads(text)
    if not isinstance(said, dict):
        raise ValueError("not an object")
    known = {name: said[name] for name in (f.name for f in fields(Asked)) if name in said}
    asked = Asked(**known)
    if asked.do not in (GO, PAUSE, CANCEL) or not isinstance(asked.by, str):
        raise ValueError("not an order")
    if any(not _is_limit(value) for value in asked.limits):
        raise ValueError("not a limit")
    return asked


def _is_limit(value: Any) -> bool:
    return value is None or (type(value) is int and value >= 0)


@dataclass
class Stop:
    """A signal that asked this process to stop; `heeded` while somebody looks between ranges."""

    signal: str = ""
    heeded: bool = False
    overdue: bool = False  # patience is over: what is at work now is broken off

    @contextmanager
    def heeding(self) -> Iterator[None]:
        self.signal, self.heeded, self.overdue = "", True, False
        try:
            yield
        finally:
            self.heeded = False


STOP = Stop()
