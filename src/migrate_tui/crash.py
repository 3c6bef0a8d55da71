"""The wizard's own errors: a report in a file, without the values that were at hand or a secret."""

from __future__ import annotations

import os
import platform
import tempfile
import traceback
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from migrate_tui import __version__
from migrate_tui.engine.history import HOME
from migrate_tui.engine.secrets import mask


def report(error: BaseException, plan: Path) -> Path | None:
    """Where the report is: beside the plan, else where temporary files are; for its owner only."""
    name = f"crash-{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{os.getpid()}.txt"
    for folder in (plan.resolve().parent / HOME, Path(tempfile.gettempdir())):
        with suppress(OSError):
            if folder.name == HOME:
                folder.mkdir(mode=0o700, exist_ok=True)
            file = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(file, "w", encoding="utf-8", errors="backslashreplace") as stream:
                stream.write(mask(_text(error)))
            return folder / name
    return None


def words(error: BaseException, path: Path | None) -> str:
    """What is said of it on the terminal."""
    first = str(error).splitlines()[0] if str(error) else ""
    where = f"\nThe report is in {path}" if path else ""
    said = f"Unexpected {type(error).__name__} in the wizard: {first}"
    return mask(f"{said}\nA run at work goes on.{where}")


def _text(error: BaseException) -> str:
    facts = (
        f"migrate-tui {__version__}, Python {platform.python_version()}, {platform.platform()}",
        *(f"{name}={os.environ.get(name, '')}" for name in ("TERM", "COLORTERM", "LANG", "TMUX")),
    )
    return "\n".join((*facts, "", "".join(traceback.format_exception(error))))
