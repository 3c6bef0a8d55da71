"""Errors on stderr: a line a problem, no secret in it, and a traceback only for those who ask."""

from __future__ import annotations

import os
import sys
import traceback

from migrate_tui.engine.errors import MigrateError, PlanError
from migrate_tui.engine.secrets import mask
from migrate_tui.render.narration import Lines
from migrate_tui.render.style import style_of, visible

TRACEBACK = "MIGRATE_TUI_TRACEBACK"
WHERE = f"Set {TRACEBACK}=1 to see where."


def problems(error: MigrateError) -> tuple[str, ...]:
    """Everything that is wrong, one sentence each."""
    return error.problems if isinstance(error, PlanError) else (error.message,)


def unexpected(error: BaseException) -> str:
    return f"Unexpected {type(error).__name__}: {error}"


def say(*texts: str) -> None:
    """Lines on stderr; empty ones are left out."""
    lines = Lines(sys.stderr, style_of(sys.stderr, plain=True))
    for text in texts:
        for part in mask(text).splitlines():
            lines.write(visible(part) + "\n")


def trace(error: BaseException) -> None:
    """The traceback, where somebody asked for it."""
    if os.environ.get(TRACEBACK):
        say("".join(traceback.format_exception(error)))
