"""A command line beside a plan.yaml, on an engine that says what a test wants to hear."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner

from fake_engine import Call, FakeEngine
from migrate_tui.cli.commands import migrate_tui


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> FakeEngine:
    fake = FakeEngine()
    modules: dict[str, ModuleType] = {}
    fake.install(modules)
    for name, module in modules.items():
        monkeypatch.setitem(sys.modules, name, module)
    return fake


@pytest.fixture
def cli(engine: FakeEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    """Runs a command beside a plan.yaml."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plan.yaml").write_text("plan: workshop\n")
    return lambda *words, **more: CliRunner().invoke(migrate_tui, [*map(str, words)], **more)
