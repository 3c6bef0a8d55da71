"""Signals: the first asks the engine to stop between two ranges, the second stops it at once."""

from __future__ import annotations

import signal
from collections.abc import Callable
from types import FrameType

from migrate_tui.engine.control import STOP

STOPPING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
PATIENCE = 10.0  # seconds for the range in work; after that it is rolled back


def listen() -> None:
    """Take over the signals that end a program, but none that whoever started us ignores."""
    for number in STOPPING:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _stop)
    signal.signal(signal.SIGALRM, _impatient)


def follow(first: Callable[[], None]) -> None:
    """Whoever only follows: Ctrl-C does `first`, and leaves when it comes once more. A terminal
    that goes takes the follower with it, and nobody else."""

    def interrupted(_: int, __: FrameType | None) -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        first()

    signal.signal(signal.SIGINT, interrupted)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


def _stop(number: int, frame: FrameType | None) -> None:
    if STOP.signal or not STOP.heeded:
        STOP.overdue = True
        _end(number, frame)
    STOP.signal = signal.Signals(number).name
    signal.setitimer(signal.ITIMER_REAL, PATIENCE)


def _impatient(number: int, frame: FrameType | None) -> None:
    if STOP.heeded:
        STOP.overdue = True
        _end(number, frame)


def _end(_: int, __: FrameType | None) -> None:
    signal.setitimer(signal.ITIMER_REAL, 0)
    raise KeyboardInterrupt
