"""Whether this process does the work, or watches at a terminal another one that does."""

from __future__ import annotations

import sys

from migrate_tui.engine.apart import is_engine
from migrate_tui.engine.secrets import remember
from migrate_tui.render.style import is_terminal


def is_watched() -> bool:
    """Whether somebody sits at a terminal that may be lost."""
    return not is_engine() and (is_terminal(sys.stdout) or is_terminal(sys.stderr))


def handed() -> str | None:
    """The password that whoever started this process wrote into its stdin, if one was needed."""
    secret = sys.stdin.readline().removesuffix("\n")
    remember(secret or None)
    return secret or None
