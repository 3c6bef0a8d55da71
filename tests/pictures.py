"""Pictures of screens: an SVG each in snapshots/, the same on every machine."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from textual.app import App

SNAPSHOTS = Path(__file__).resolve().parent.parent / "snapshots"
UNIQUE = re.compile(r"terminal-\d+")  # an id that is another one in every process


@dataclass(frozen=True)
class Snap:
    update: bool = False

    def __call__(self, app: App[Any], name: str) -> None:
        path = SNAPSHOTS / f"{name}.svg"
        drawn = app.export_screenshot(title="migrate-tui", simplify=True)
        got = UNIQUE.sub("terminal", drawn).rstrip() + "\n"
        actual = path.with_suffix(".actual.svg")
        if self.update:
            path.parent.mkdir(exist_ok=True)
            path.write_text(got, "utf-8")
        elif not path.exists():
            pytest.fail(f"there is no {path.name}: make snapshots draws it")
        elif got != path.read_text("utf-8"):
            actual.write_text(got, "utf-8")
            pytest.fail(f"{path.name} differs: {actual.name} is what is drawn now")
        actual.unlink(missing_ok=True)
