"""The pages say what the program says."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrate_tui.cli.commands import migrate_tui
from migrate_tui.cli.reference import reference
from migrate_tui.engine.errors import EXIT_CODES, ExitCode

CLI = Path(__file__).parent.parent / "docs" / "cli.md"


def test_the_reference_is_what_help_says() -> None:
    assert CLI.read_text() == reference(), "python -m migrate_tui.cli.reference > docs/cli.md"


@pytest.mark.parametrize("name", sorted(migrate_tui.commands))
def test_every_command_is_there(name: str) -> None:
    assert f"## migrate-tui {name}\n" in CLI.read_text()
    assert migrate_tui.commands[name].help


def test_the_exit_codes() -> None:
    rows = [line for line in CLI.read_text().splitlines() if line.startswith("| ")][2:]
    assert rows == [f"| {code.value} | {meaning} |" for code, meaning in EXIT_CODES.items()]
    assert set(EXIT_CODES) == set(ExitCode)
