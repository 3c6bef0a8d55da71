"""A terminal that dies takes the wizard along, never the run: it leaves in order, or at once."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from dataclasses import dataclass
from typing import Any

from textual.app import App

GONE = 128 + signal.SIGHUP


@dataclass
class Lifeguard:
    """Watches the terminal from a thread and the signals that end a program. Textual alone spins
    for ever on a terminal that is gone, and waits for ever on one that stalls."""

    app: App[Any]
    grace: float = 3.0  # seconds for leaving in order
    poll: float = 1.0
    armed: bool = False

    def install(self) -> None:
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda n, _: self.leave(128 + n))
        threading.Thread(target=self._watch, daemon=True).start()

    def leave(self, code: int) -> None:
        if self.armed:
            return
        self.armed = True
        last = threading.Timer(self.grace, os._exit, (code,))
        last.daemon = True
        last.start()
        loop = self.app._loop
        if loop is not None:
            loop.call_soon_threadsafe(lambda: self.app.exit(return_code=code))

    def _watch(self) -> None:
        while not self.armed:
            time.sleep(self.poll)
            if not _alive():
                self.leave(GONE)


def _alive() -> bool:
    try:
        return sys.__stdin__ is not None and os.isatty(sys.__stdin__.fileno())
    except (OSError, ValueError):
        return False
