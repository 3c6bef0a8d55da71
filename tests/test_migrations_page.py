"""The page on migration folders: its commands run, its table and its words are the program's."""

from __future__ import annotations

import re

import pytest

from migrate_tui.cli.schema import schema
from migrate_tui.engine import standing
from readme_tour import ROOT, blocks, commands, played, squeezed

PATH = ROOT / "docs" / "migrations.md"
PAGE = PATH.read_text()


@pytest.mark.slow
def test_the_page_says_what_the_program_says() -> None:
    for written, now in played(PAGE):
        assert squeezed(written) == squeezed(now), f"python tests/readme_tour.py {PATH}"


def test_every_status_is_explained() -> None:
    told = set(re.findall(r"^\| `([a-z-]+)` \|", PAGE, re.MULTILINE))
    words = ("PENDING", "CHANGED", "MISSING", "HALF", "FAILED")
    assert told == {getattr(standing, word) for word in words}


def test_every_command_and_option_is_there() -> None:
    said = "\n".join(command for block in blocks(PAGE) for command in commands(block))
    assert set(re.findall(r"migrate-tui schema (\w+)", said)) <= set(schema.commands)
    assert set(re.findall(r"`schema (\w+)", PAGE)) <= set(schema.commands)
    options = {flag for one in schema.commands.values() for p in one.params for flag in p.opts}
    assert set(re.findall(r"--[a-z][a-z-]+", PAGE)) <= options | {"--schema"}
    assert (ROOT / "README.md").read_text().count("(docs/migrations.md)") == 1
