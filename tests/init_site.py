"""`init` and `run` as a user calls them, one after the other, in a folder of their own."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from migrate_tui.cli.commands import migrate_tui

DATA = Path(__file__).parent.parent.parent / "shared" / "data"
SHARED = Path(os.environ.get("MIGRATE_TUI_SHARED_DATA", DATA))


def shared(name: str) -> Path:
    """A real database that is not part of this repository."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"{path} is not there: the real databases are no part of this repository")
    return path


@dataclass(frozen=True)
class Made:
    """What a command ended with."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.out)
        return found


@dataclass(frozen=True)
class Init:
    """A source, a target, and the folder in which the plan is made."""

    folder: Path
    source: str
    target: str

    def call(self, *words: str) -> Made:
        with contextlib.chdir(self.folder):
            done = CliRunner().invoke(migrate_tui, words)
        return Made(done.exit_code, done.stdout, done.stderr)

    def init(self, *words: str, code: int = 0) -> Made:
        made = self.call("init", self.source, self.target, *words)
        assert made.code == code, (made.code, made.err)
        return made

    def run(self, *words: str, code: int = 0) -> dict[str, Any]:
        """The JSON of the run; its identity holds, whatever it ended with."""
        made = self.call("run", "plan.yaml", "--headless", "--json", *words)
        assert made.code == code, (made.code, made.err[-2000:])
        for mapping in made.json["mappings"]:
            parts = ("inserted", "updated", "unchanged", "merged", "rejected", "filtered")
            assert mapping["read"] == sum(mapping[part] for part in parts), mapping
        return made.json

    def text(self, name: str = "plan.yaml") -> str:
        return (self.folder / name).read_text()

    def texts(self) -> dict[str, bytes]:
        names = ("plan.yaml", "schema.sql", "indexes.sql", "profile.json")
        return {n: (self.folder / n).read_bytes() for n in names if (self.folder / n).exists()}


def database(path: Path, script: str) -> Path:
    with closing(sqlite3.connect(path)) as raw:
        raw.executescript(script)
    return path
