"""A start imports what its command needs and no more: counted in modules, never in seconds."""

from __future__ import annotations

import gc
import subprocess
import sys
from inspect import isgenerator
from typing import Any, cast

import click
import pytest

from migrate_tui import cli
from migrate_tui.cli.commands import COMMANDS, MODULES
from migrate_tui.cli.late import Late
from migrate_tui.engine.context import Context
from migrate_tui.engine.steps import STEPS
from small_site import Place, place

__all__ = ["place"]  # the fixture


def loaded_by(*words: str) -> set[str]:
    """The modules of ours that a command has imported when it ends."""
    code = f"""
import sys
from migrate_tui.cli import main
sys.argv[1:] = {words!r}
try:
    main()
finally:
    print()
    print(*sys.modules)
"""
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    return set(ended.stdout.splitlines()[-1].split())


def of(package: str, modules: set[str]) -> set[str]:
    start = f"migrate_tui.{package}."
    return {name.removeprefix(start) for name in modules if name.startswith(start)}


def test_the_version_needs_no_command() -> None:
    loaded = loaded_by("--version")
    assert of("cli", loaded) & MODULES.keys() == set()
    assert not loaded & {"sqlalchemy", "psycopg", "pydantic", "asyncio", "subprocess", "socket"}


def test_a_command_needs_no_other() -> None:
    assert of("cli", loaded_by("history", "--help")) & MODULES.keys() == {"look"}
    assert of("cli", loaded_by("run", "--help")) & MODULES.keys() == {"migrate"}


@pytest.mark.parametrize("taken", [("schema",), ("preflight",), ("schema", "migrate")])
def test_a_run_imports_the_steps_that_it_takes(place: Place, taken: tuple[str, ...]) -> None:
    words = [word for name in taken for word in ("--step", name)]
    loaded = loaded_by("run", "plan.yaml", "--headless", *words)
    steps = {"clean_up", "proof"} | {name.replace("-", "_") for name in STEPS}
    assert of("engine.steps", loaded) & steps == {*taken}
    assert not of("engine", loaded) & {"backups", "witnesses", "undo", "profile", "preview"}
    assert "csvrows" not in of("engine.plan", loaded)
    assert "textual" not in loaded


@pytest.mark.parametrize("name", STEPS)
def test_every_step_is_where_it_is_said_to_be(name: str) -> None:
    assert isgenerator(STEPS[name].run(cast(Context, None)))


def test_every_command_is_where_it_is_said_to_be() -> None:
    assert {name: command.name for name, command in COMMANDS.items()} == {n: n for n in COMMANDS}
    assert len(COMMANDS) == sum(map(len, MODULES.values()))


def test_a_command_can_be_added_and_taken_away() -> None:
    late, one = Late({"run": "migrate"}), click.Command("one")
    late["one"] = one
    assert (list(late), late["one"]) == (["run", "one"], one)
    del late["run"]
    assert late.get("run") is None and len(late) == 1


def test_what_a_start_makes_is_not_searched_for_garbage_but_set_aside(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before, aside, others = gc.get_threshold(), gc.get_freeze_count(), list(gc.callbacks)
    monkeypatch.setattr("migrate_tui.cli.commands.migrate_tui", lambda **_: None)
    monkeypatch.setattr("migrate_tui.cli.signals.listen", lambda: None)
    seen: list[int] = []

    def look(phase: str, _: dict[str, Any]) -> None:
        seen.append(gc.get_freeze_count())

    try:
        cli.main()
        assert gc.get_threshold()[0] == cli.START
        gc.callbacks.append(look)
        made: list[list[int]] = [[] for _ in range(20_000)]
        gc.collect(0)
        assert seen[0] > aside + len(made)
        assert gc.get_threshold() == cli.RARELY
        assert gc.callbacks == [*others, look]
    finally:
        gc.callbacks.remove(look)
        gc.set_threshold(*before)
