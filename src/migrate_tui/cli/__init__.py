"""The commands: what was typed becomes calls of the engine, what comes of it an exit code."""

from __future__ import annotations

from migrate_tui.cli.commands import migrate_tui
from migrate_tui.cli.signals import listen

PROGRAM = "migrate-tui"


def main() -> None:
    """Run as a program. A signal ends a run as Ctrl-C does: with a journal, a word and exit 6."""
    listen()
    migrate_tui(prog_name=PROGRAM)
