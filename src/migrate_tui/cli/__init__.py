"""The commands: what was typed becomes calls of the engine, what comes of it an exit code."""

from __future__ import annotations

import gc
from collections.abc import Mapping

PROGRAM = "migrate-tui"
# What a start imports and compiles stays: to search it for garbage is a sixth of its time. So it
# is not searched, and set aside with the first collection; a run makes little garbage afterwards.
START = 200_000
RARELY = (50_000, 10, 10)


def main() -> None:
    """Run as a program. A signal ends a run as Ctrl-C does: with a journal, a word and exit 6."""
    gc.set_threshold(START)
    gc.callbacks.append(_set_aside)
    from migrate_tui.cli.commands import migrate_tui  # only now: it is most of what stays
    from migrate_tui.cli.signals import listen

    listen()
    migrate_tui(prog_name=PROGRAM)


def _set_aside(_: str, __: Mapping[str, int]) -> None:
    gc.callbacks.remove(_set_aside)
    gc.freeze()
    gc.set_threshold(*RARELY)
