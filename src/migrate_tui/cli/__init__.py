"""The commands: what was typed becomes calls of the engine, what comes of it an exit code."""

from __future__ import annotations

import gc

from migrate_tui.cli.commands import migrate_tui
from migrate_tui.cli.signals import listen

PROGRAM = "migrate-tui"
# A start imports and compiles much that stays: to search it again for garbage is a sixth of its
# time, and a run makes little garbage that counting references does not free.
RARELY = (50_000, 10, 10)


def main() -> None:
    """Run as a program. A signal ends a run as Ctrl-C does: with a journal, a word and exit 6."""
    gc.set_threshold(*RARELY)
    listen()
    migrate_tui(prog_name=PROGRAM)
