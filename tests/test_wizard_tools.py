"""What every screen has: help, palette, filter, copy, export, history; only what works now."""

from __future__ import annotations

import asyncio
import csv
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from textual.pilot import Pilot

from migrate_tui.app import Wizard
from migrate_tui.render.style import cells
from migrate_tui.screens.actions import actions
from migrate_tui.screens.hints import hints
from migrate_tui.screens.palette import Palette
from migrate_tui.session.session import Session
from migrate_tui.session.stages import BY_NAME, STAGES, Stage
from migrate_tui.terminal import Terminal
from migrate_tui.widgets.grid import Grid, Heading
from migrate_tui.widgets.keys import ALWAYS, chosen
from replayed import WAY, session
from wizard import SIZES, WIDE, press, shown

MIGRATE = BY_NAME["migrate"]
Play = Callable[[Wizard, Pilot[Any]], Awaitable[None]]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WORKSHOP_DATABASE", "sqlite:///workshop.db")
    monkeypatch.delenv("TMUX", raising=False)


def played(
    made: Session, play: Play, *, size: tuple[int, int] = WIDE, stage: Stage = MIGRATE
) -> None:
    wizard = Wizard(made, Terminal())

    async def run() -> None:
        async with wizard.run_test(size=size, notifications=True) as pilot:
            wizard.go(stage)
            await pilot.pause()
            await pilot.pause()
            await play(wizard, pilot)

    asyncio.run(run())


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.name)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}")
def test_the_keys_fit_and_name_help_and_the_way_out(
    tmp_path: Path, stage: Stage, size: tuple[int, int]
) -> None:
    async def look(wizard: Wizard, pilot: Pilot[Any]) -> None:
        shown_keys = chosen(hints(wizard.screen), size[0] - 2)
        assert sum(hint.width + 2 for hint in shown_keys) - 2 <= size[0] - 2
        assert {"?", ":", "q"} <= {hint.key for hint in shown_keys}
        lighter = [hint for hint in hints(wizard.screen) if hint.key not in ALWAYS]
        kept = [hint for hint in shown_keys if hint.key not in ALWAYS]
        assert kept == lighter[: len(kept)], "the heaviest are kept"
        assert cells(shown(wizard).splitlines()[-1].rstrip()) <= size[0]

    played(session(tmp_path, *WAY), look, size=size, stage=stage)


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.name)
def test_help_and_palette_hold_every_valid_action_and_no_other(
    tmp_path: Path, stage: Stage
) -> None:
    async def look(wizard: Wizard, pilot: Pilot[Any]) -> None:
        valid = {action.does for action in actions(wizard.screen)}
        await press(pilot, "colon")
        assert isinstance(wizard.screen, Palette)
        offered = {e.title for e in wizard.screen.found if not e.title.startswith("Colours: ")}
        assert offered == valid
        await press(pilot, "escape", "question_mark")
        assert f"Help: {stage.title}" in shown(wizard)
        assert stage.does[:30] in shown(wizard)
        await press(pilot, "end")
        assert "migrate-tui run plan.yaml --step" in shown(wizard)

    played(session(tmp_path, *WAY), look, stage=stage)


def test_the_palette_finds_by_words_and_enter_runs(tmp_path: Path) -> None:
    async def look(wizard: Wizard, pilot: Pilot[Any]) -> None:
        await press(pilot, "ctrl+p", *"verif", "enter")
        await pilot.pause()
        assert wizard.screen.stage.name == "verify"  # type: ignore[attr-defined]
        await press(pilot, "colon", *"light", "enter")
        assert wizard.theme == "light"

    played(session(tmp_path, *WAY), look)


def test_the_filter_narrows_at_once_stays_and_is_cleared(tmp_path: Path) -> None:
    async def look(wizard: Wizard, pilot: Pilot[Any]) -> None:
        grid = wizard.screen.query_one("#mappings", Grid)
        await press(pilot, "slash", *"SES")
        assert "/SES  1 of 4" in shown(wizard)
        assert "step_progress" not in shown(wizard)
        await press(pilot, "enter", "6")
        await press(pilot, "5")
        assert grid.needle == "SES"
        await press(pilot, "enter")
        assert "empty session token" in shown(wizard)
        await press(pilot, "escape", "slash", "escape")
        assert grid.needle == ""
        assert "step_progress" in shown(wizard)

    played(session(tmp_path, *WAY), look)


def test_a_filter_keeps_up_with_ten_thousand_rows() -> None:
    rows = [(str(at), f"name {at * 7919 % 10000}") for at in range(10_000)]
    grid = Grid(Terminal().glyphs, Heading("n"), Heading("name"))
    grid.rows = rows
    grid.needle = "name 77"
    grid._view = [at for at in range(len(rows)) if grid._holds(at, grid.needle)]
    assert len(grid._view) == 111


def test_a_row_or_the_command_is_copied_and_it_says_where_to(tmp_path: Path) -> None:
    async def look(wizard: Wizard, pilot: Pilot[Any]) -> None:
        copied = tmp_path / ".migrate-tui" / "copied.txt"
        await press(pilot, "y")
        assert copied.read_text() == "migrate-tui run plan.yaml --step migrate"
        assert copied.stat().st_mode & 0o777 == 0o600
        assert wizard.clipboard == copied.read_text()
        await press(pilot, "down", "down", "y")
        assert "sessions\t" in copied.read_text()
        assert "the terminal's clipboard" in next(iter(wizard._notifications)).message

    played(session(tmp_path, *WAY), look)


@pytest.mark.parametrize("key", "jmhcs")
def test_a_screen_is_written_as_files_that_others_read(tmp_path: Path, key: str) -> None:
    async def look(wizard: Wizard, pilot: Pilot[Any]) -> None:
        await press(pilot, "w", key)

    played(session(tmp_path, *WAY), look)
    [path] = (tmp_path / ".migrate-tui" / "exports").iterdir()
    text = path.read_text()
    match path.suffix:
        case ".json":
            assert json.loads(text)["mappings"][1]["rejected"] == 7
        case ".csv":
            assert [row[1] for row in csv.reader(text.splitlines())][:2] == ["mapping", "students"]
        case ".svg":
            assert ElementTree.fromstring(text).tag.endswith("svg")
        case _:
            assert "sessions" in text and "3,189" in text


def test_history_says_there_is_none_and_closes(tmp_path: Path) -> None:
    async def look(wizard: Wizard, pilot: Pilot[Any]) -> None:
        await press(pilot, "h")
        assert "History  0 runs" in shown(wizard)
        await press(pilot, "enter", "escape")
        assert wizard.screen.stage == MIGRATE  # type: ignore[attr-defined]

    played(session(tmp_path, *WAY), look)


def test_no_key_is_one_that_a_terminal_or_a_multiplexer_takes() -> None:
    taken = {f"ctrl+{letter}" for letter in "absjmhi"}
    keys = {
        key for screen in Wizard.MODES.values() for key in screen._merge_bindings().key_to_bindings
    }
    keys |= set(Wizard._merge_bindings().key_to_bindings)
    assert not keys & taken
    assert not [key for key in keys if key.startswith("alt+")]
