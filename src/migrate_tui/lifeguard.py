"""A terminal that dies takes the wizard along, never the run: it leaves in order, or at once."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import sys
import termios
import threading
import time
from dataclasses import dataclass, field
from typing import Any

from textual.app import App

GONE = 128 + signal.SIGHUP
# A sequence that was cut is ended; then mouse, paste, focus, keyboard, alternate screen, cursor.
RESTORE = (
    b"\x18\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?2004l\x1b[?2048l\x1b[?1004l"
    b"\x1b[?7h\x1b[<u\x1b[?1049l\x1b[?25h\x1b[0m"
)


@dataclass
class Lifeguard:
    """Watches the terminal from a thread and the signals that end a program. Textual alone spins
    for ever on a terminal that is gone, and waits for ever on one that stalls."""

    app: App[Any]
    grace: float = 3.0  # seconds for leaving in order
    poll: float = 1.0
    armed: bool = False
    before: list[Any] = field(default_factory=lambda: settings())  # made before the app starts

    def install(self) -> None:
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda n, _: self.leave(128 + n))
        threading.Thread(target=self._watch, daemon=True).start()

    def leave(self, code: int) -> None:
        """In order, if the terminal lets us; from a thread of its own if it does not."""
        if self.armed:
            return
        self.armed = True
        last = threading.Timer(self.grace, self._at_once, (code,))
        last.daemon = True
        last.start()
        loop = self.app._loop
        if loop is not None:
            loop.call_soon_threadsafe(lambda: self.app.exit(return_code=code))

    def _at_once(self, code: int) -> None:
        words = threading.Thread(target=restore, args=(self.before,), daemon=True)
        words.start()
        words.join(0.5)  # a terminal may hold up even this
        os._exit(code)

    def _watch(self) -> None:
        while not self.armed:
            time.sleep(self.poll)
            if not _alive():
                self.leave(GONE)


def settings() -> list[Any]:
    """What the terminal does with keys, to be put back."""
    with contextlib.suppress(termios.error, OSError, ValueError):
        return termios.tcgetattr(_stdin())
    return []


def restore(before: list[Any]) -> None:
    """The terminal as it was, without waiting for whoever does not read: what is not yet read of
    the screen is thrown away to make room."""
    with contextlib.suppress(termios.error, OSError, ValueError):
        at = _stdin()
        if before:
            termios.tcsetattr(at, termios.TCSANOW, before)
        termios.tcflush(at, termios.TCOFLUSH)
        if select.select([], [at], [], 0.2)[1]:
            os.write(at, RESTORE)


def _alive() -> bool:
    try:
        return os.isatty(_stdin())
    except (OSError, ValueError):
        return False


def _stdin() -> int:
    """Where keys come from. Raises OSError where there is no such place."""
    if sys.__stdin__ is None:
        raise OSError("no stdin")
    return sys.__stdin__.fileno()
