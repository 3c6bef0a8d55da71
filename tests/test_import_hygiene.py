"""The engine runs where no screen is: no module of it draws, and every import points down."""

from __future__ import annotations

import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import migrate_tui.engine
from small_site import Place, place

__all__ = ["place"]  # the fixture

ROOT = Path(__file__).parent.parent
DRAWING = ("textual", "rich", "click")
MODULES = [
    module.name
    for module in pkgutil.walk_packages(migrate_tui.engine.__path__, "migrate_tui.engine.")
]


def python(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)


def test_there_are_modules_to_look_at() -> None:
    assert {"migrate_tui.engine.run", "migrate_tui.engine.steps.migrate"} <= set(MODULES)


def test_the_whole_engine_draws_nothing() -> None:
    lines = [f"import {name}" for name in ("migrate_tui.engine", *MODULES)]
    lines += ["import sys", f"print([m for m in {DRAWING!r} if m in sys.modules])"]
    ended = python("\n".join(lines))
    assert (ended.returncode, ended.stdout.strip()) == (0, "[]"), ended.stderr


def test_the_program_says_its_version_without_a_driver_or_a_loop() -> None:
    drivers = ("psycopg", "sqlglot", "textual", "asyncio")
    code = f"import sys, migrate_tui.cli; print([m for m in {drivers!r} if m in sys.modules])"
    assert python(code).stdout.strip() == "[]"


def test_a_run_between_two_files_needs_no_driver_of_a_server(place: Place) -> None:
    drivers = ("psycopg", "sqlalchemy.dialects.postgresql")
    code = f"""
import sys
from migrate_tui.cli.commands import migrate_tui
try:
    migrate_tui(["run", "plan.yaml"])
finally:
    print([m for m in {drivers!r} if m in sys.modules])
"""
    ended = python(code)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.endswith("[]\n"), ended.stdout


@pytest.mark.parametrize("word", ["print(", "input(", "sys.stdout", "sys.stderr", "sys.stdin"])
def test_the_engine_neither_prints_nor_asks(word: str) -> None:
    sources = (ROOT / "src" / "migrate_tui" / "engine").rglob("*.py")
    found = [p.name for p in sources for line in p.read_text().splitlines() if starts(line, word)]
    assert found == []


def starts(line: str, word: str) -> bool:
    """A call of its own, not the end of a longer name."""
    before, found, _ = line.partition(word)
    return bool(found) and not (before[-1:].isidentifier() or before.endswith("."))


def test_the_contracts_of_the_imports_hold() -> None:
    lint = Path(sys.executable).parent / "lint-imports"
    ended = subprocess.run([lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stdout[-3000:]
