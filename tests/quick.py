"""What makes the tests quick wherever they run: bytecode is kept, files lie in memory, a sheet of
styles is parsed once, and an engine that a wizard starts is forked.

Nothing of it changes what a test sees; all have to be set before the tests are imported.
"""

from __future__ import annotations

import os
import shutil
import sys
from functools import wraps
from pathlib import Path
from subprocess import PIPE
from types import SimpleNamespace
from typing import Any

from textual.css.stylesheet import Stylesheet

from forked import start
from migrate_tui.engine import apart

MEMORY = Path("/dev/shm")
ROOM = 2 << 30  # bytes
CHOSEN = ("PYTEST_DEBUG_TEMPROOT", "TMPDIR")  # where somebody has said where files shall lie


def keep_bytecode() -> None:
    """The program is started hundreds of times, and every worker imports every test: each would
    compile the same files anew."""
    sys.dont_write_bytecode = False
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def use_memory() -> None:
    """A disk that is waited for at each commit of a file costs more than the tests do."""
    if not any(os.environ.get(name) for name in CHOSEN) and _fits(MEMORY):
        os.environ[CHOSEN[0]] = str(MEMORY)


def share_styles() -> None:
    """Hundreds of apps start with the same sheets, whose rules are never changed."""
    parse = Stylesheet._parse_rules
    known: dict[Any, Any] = {}

    @wraps(parse)
    def parsed(self: Stylesheet, *words: Any, **more: Any) -> Any:
        key = (frozenset(self._variables.items()), words, frozenset(more.items()))
        if key not in known:
            known[key] = parse(self, *words, **more)
        return known[key]

    Stylesheet._parse_rules = parsed  # type: ignore[method-assign]


def fork_engines() -> None:
    """A wizard within a test starts engines as any other process; `forked.py` says how."""
    apart.subprocess = SimpleNamespace(Popen=start, PIPE=PIPE)  # type: ignore[assignment]


def _fits(directory: Path) -> bool:
    """Room for files and leave to run them, which many machines withhold here."""
    try:
        runs = not os.statvfs(directory).f_flag & os.ST_NOEXEC
        room = shutil.disk_usage(directory).free >= ROOM
        return runs and room and os.access(directory, os.W_OK)
    except (OSError, AttributeError):  # no such place, or no such question
        return False
