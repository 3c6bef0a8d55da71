"""Who steers a plan: one wizard at a time, and any number that look on.

A lock on a small file beside the plan, which dies with its process. Whoever takes over puts another
file in its place: the one before sees it at its next look, even if it could not look for long.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from migrate_tui.engine.history import HOME
from migrate_tui.engine.process import parse, this


@dataclass
class Seat:
    """The seat of one plan, as this process sees it."""

    path: Path
    lone: bool = False  # nothing can be kept beside the plan: there is no telling
    _file: int | None = None

    @staticmethod
    def at(plan: Path) -> Seat:
        """Sit down, if nobody sits there."""
        path = plan.resolve()
        seat = Seat(path.parent / HOME / f"{path.name}.wizard")
        seat.sit()
        return seat

    @property
    def mine(self) -> bool:
        if self._file is None:
            return self.lone
        try:
            there, held = os.stat(self.path), os.fstat(self._file)
        except OSError:
            return False
        return (there.st_dev, there.st_ino) == (held.st_dev, held.st_ino)

    @property
    def holder(self) -> str:
        """Who sits there, as user@host:process."""
        with contextlib.suppress(OSError, ValueError):
            if found := parse(self.path.read_text()):
                return found.name
        return "Another wizard"

    def sit(self) -> bool:
        """Take the seat if it is free; whether it is ours now."""
        if self.mine:
            return True
        self.stand()
        try:
            self.path.parent.mkdir(mode=0o700, exist_ok=True)
            file = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError:
            self.lone = not self.path.exists()
            return self.lone
        self._file = file
        with contextlib.suppress(OSError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if self.mine:
                _sign(file)
                return True
        self.stand()
        return False

    def take_over(self) -> None:
        """Ours, whoever sat there."""
        self.stand()
        try:
            file, name = tempfile.mkstemp(prefix=".wizard-", dir=self.path.parent)  # 0600
        except OSError:
            return
        fcntl.flock(file, fcntl.LOCK_EX)
        _sign(file)
        os.replace(name, self.path)
        self._file = file

    def stand(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None


def _sign(file: int) -> None:
    os.ftruncate(file, 0)
    os.pwrite(file, this().token.encode(), 0)
