"""The commands: what was typed becomes calls of the engine, what comes of it an exit code."""

from __future__ import annotations

import signal

from migrate_tui.cli.commands import migrate_tui

PROGRAM = "migrate-tui"


def main() -> None:
    """Run as a program. SIGTERM ends a run as Ctrl-C does: with a journal, a word and exit 6."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    migrate_tui(prog_name=PROGRAM)
