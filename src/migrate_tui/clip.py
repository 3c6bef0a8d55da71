"""Copying over any line: the terminal's own clipboard, tmux's buffer, and always a file."""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import Any

from textual.app import App

from migrate_tui.engine.history import HOME
from migrate_tui.terminal import Terminal

NAME = "copied.txt"
PATIENCE = 2.0  # seconds for tmux


def copy(app: App[Any], text: str, terminal: Terminal, directory: Path) -> str:
    """Copy it, and say where it went. A terminal does not tell whether it took it."""
    app.copy_to_clipboard(text)
    ways = ["the terminal's clipboard (OSC 52)"]
    if terminal.tmux and _to_tmux(text):
        ways.append("tmux's buffer")
    if (path := _to_file(text, directory)) is not None:
        ways.append(str(path))
    return f"Copied to {', '.join(ways)}."


def _to_tmux(text: str) -> bool:
    program = shutil.which("tmux")
    if program is None:
        return False
    with suppress(OSError, subprocess.TimeoutExpired):
        words = [program, "load-buffer", "-w", "-"]
        return not subprocess.run(words, input=text.encode(), timeout=PATIENCE).returncode
    return False


def _to_file(text: str, directory: Path) -> Path | None:
    path = directory / HOME / NAME
    try:
        path.parent.mkdir(mode=0o700, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(text)
    except OSError:
        return None
    return path
