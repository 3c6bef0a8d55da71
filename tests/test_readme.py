"""The README says what the program does: its tour, its plan, its tables and its JSON."""

from __future__ import annotations

import json
import re
from pathlib import Path

import click
import pytest

from migrate_tui.cli.commands import migrate_tui
from migrate_tui.engine.diff.parsing import constant
from migrate_tui.engine.errors import EXIT_CODES
from migrate_tui.engine.events import (
    BackupMade,
    Checked,
    DatabaseSize,
    Finding,
    MappingStarted,
    MappingVerified,
    RunFinished,
    RunStarted,
    StepStarted,
)
from migrate_tui.engine.expressions import parse
from migrate_tui.engine.plan import Constant, load_plan
from migrate_tui.engine.state import RunState
from readme_tour import RECIPES, ROOT, commands, played, squeezed

README = (ROOT / "README.md").read_text()
PAGES = [README, *((ROOT / name).read_text() for name in ("ARCHITECTURE.md", "CONTRIBUTING.md"))]
COMMAND = re.compile(r"(?:`|\$ |  |&& )migrate-tui ([a-z-]+)([^`\n|#>]*)", re.MULTILINE)


def block(language: str, number: int = 0) -> str:
    found = re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    return str(found[number])


def test_the_tour_is_what_the_program_says() -> None:
    tour = list(played(README))
    assert sum(len(commands(written)) for written, _ in tour) >= 6
    for written, now in tour:
        assert squeezed(written) == squeezed(now), "python tests/readme_tour.py"


def test_the_exit_codes() -> None:
    rows = re.findall(r"^\| (\d) \| (.*) \|$", README, re.MULTILINE)
    assert rows == [(str(code.value), meaning) for code, meaning in EXIT_CODES.items()]


def test_every_command_is_in_the_table() -> None:
    named = re.findall(r"^\| `migrate-tui ([a-z]+)", README, re.MULTILINE)
    assert sorted(named) == sorted(migrate_tui.commands)


NAMED = dict(zip(("readme", "architecture", "contributing"), PAGES, strict=True))
NAMED |= {path.stem: path.read_text() for path in RECIPES}


@pytest.mark.parametrize("page", NAMED.values(), ids=NAMED)
def test_every_command_and_option_that_is_named_is_there(page: str) -> None:
    for name, rest in COMMAND.findall(page):
        assert name in migrate_tui.commands, name
        given = {word for word in rest.split() if re.match("--?[a-z]", word)}
        known = {
            flag
            for command in members(migrate_tui.commands[name])
            for option in command.params
            if isinstance(option, click.Option)
            for flag in option.opts
        }
        assert given <= known, (name, given - known)


def members(command: click.Command) -> list[click.Command]:
    """A command, and of a group those that are in it."""
    return [command, *(command.commands.values() if isinstance(command, click.Group) else ())]


def test_every_target_of_make_is_there() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for page in PAGES:
        assert set(re.findall(r"^make ([a-z-]+)|`make ([a-z-]+)`", page, re.MULTILINE)) <= {
            pair for target in targets for pair in ((target, ""), ("", target))
        }


def test_every_file_that_is_linked_or_named_is_there() -> None:
    for page in PAGES:
        for link in re.findall(r"\]\(([^):#]+)\)", page):
            assert (ROOT / link).exists(), link
        for path in re.findall(r"`((?:src|tests|docs)/[\w/.-]+)`", page):
            assert (ROOT / path).exists(), path


def test_the_plan_is_a_plan(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(block("yaml"))
    (tmp_path / "schema.sql").write_text("create table students (id integer);\n")
    plan = load_plan(tmp_path / "plan.yaml", environ={})
    assert [mapping.name for mapping in plan.mappings] == ["students", "visits"]
    for mapping in plan.mappings:
        for value in mapping.columns.values():
            assert constant(value) if isinstance(value, Constant) else parse(value)


def test_the_json_has_the_keys_that_the_readme_shows() -> None:
    state = RunState()
    for event in (
        RunStarted("r", "p", None, {}, ""),
        StepStarted("migrate"),
        MappingStarted("m", "m", ("t",), "migrate", None),
        MappingVerified("m", "m", 0, 0, 0, 0, 0, 0, "match"),
        Checked("c", True, "", "", 0.0),
        Finding("info", ""),
        BackupMade("target", "", 0, "", {}, True, 0.0),
        DatabaseSize("target", "before", 0),
        RunFinished("done", 0),
    ):
        state.apply(event)
    assert keys(json.loads(block("json"))) == keys(state.to_json())


def keys(value: object) -> object:
    """The shape: names all the way down, the first of a list for all."""
    if isinstance(value, dict):
        return {k: keys(v) if k not in ("tables", "params") else {} for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [keys(item) for item in value[:1]]
    return None
