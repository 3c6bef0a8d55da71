"""The pages say what the program says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from migrate_tui.cli.commands import migrate_tui
from migrate_tui.cli.reference import reference
from migrate_tui.engine.errors import EXIT_CODES, ExitCode

ROOT = Path(__file__).parent.parent
CLI = ROOT / "docs" / "cli.md"


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


PICTURE = re.compile(r"!\[[^\]]*\]\(([^)]+)\)")
BOUND = re.compile(r"^\| ((?:`[^`]+` ?)+) \|", re.MULTILINE)


@pytest.mark.parametrize("page", [ROOT / "README.md", ROOT / "docs" / "wizard.md"], ids=str)
def test_every_picture_is_there(page: Path) -> None:
    found = PICTURE.findall(page.read_text())
    assert found and not [name for name in found if not (page.parent / name).resolve().exists()]


def test_every_key_of_the_wizards_page_is_bound() -> None:
    from migrate_tui.app import Wizard

    bound = [Wizard._merge_bindings(), *(s._merge_bindings() for s in Wizard.MODES.values())]
    keys = {key for bindings in bound for key in bindings.key_to_bindings}
    text = (ROOT / "docs" / "wizard.md").read_text()
    named = [key.replace("/", "slash") for row in BOUND.findall(text) for key in row.split("`")]
    assert {key for key in named if key.strip()} <= keys
