"""How the wizard looks to anybody: contrast, colours, other keys, production, names that bite."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from pathlib import Path

import pytest
from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

from migrate_tui import settings
from migrate_tui.app import Wizard
from migrate_tui.engine.events import (
    Checked,
    Counts,
    Event,
    Failed,
    Finding,
    MappingFinished,
    MappingStarted,
    MappingVerified,
    MergeConflict,
    Note,
    RangeDone,
    RejectedRow,
    RowSample,
    SchemaStatement,
)
from migrate_tui.render.style import visible
from migrate_tui.session.session import Session
from migrate_tui.session.stages import STAGES, Stage
from migrate_tui.settings import Settings
from migrate_tui.terminal import ASCII, Terminal
from migrate_tui.themes import NAMES, THEMES
from replayed import WAY, following, session
from wizard import SIZES, WIDE, press, shown

READABLE = 4.5  # the contrast that WCAG asks of text
HOSTILE = (
    "[/x]",
    "[bold red]no[/]",
    "a\x1b[31mred\x1b]0;title\x07",
    "\u202egnp.exe",
    "表の名前",
    "n" * 200,
    '% :name "q" \'s',
    "$primary {x}",
    "line\nbreak\ttab",
)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WORKSHOP_DATABASE", "sqlite:///workshop.db")


def drawn(
    wizard: Wizard, *keys: str, size: tuple[int, int] = WIDE, stage: Stage = STAGES[4]
) -> str:
    async def look() -> str:
        async with wizard.run_test(size=WIDE) as pilot:
            wizard.go(stage)
            await pilot.pause()
            await press(pilot, *keys)
            await pilot.pause()
            return shown(wizard)

    return asyncio.run(look())


# colours


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize("name", ["foreground", "success", "warning", "error", "accent"])
def test_text_of_every_tone_can_be_read(theme: Theme, name: str) -> None:
    colours = theme.to_color_system().generate()
    tone = colours["foreground" if name == "foreground" else f"text-{name}"]
    for ground in ("background", "surface"):
        assert contrast(colours[ground], tone) >= READABLE, (theme.name, name, ground)


def contrast(ground: str, text: str) -> float:
    below, above = Color.parse(ground), Color.parse(text)
    light, dark = sorted((luminance(below), luminance(below.blend(above, above.a))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: Color) -> float:
    parts = [v / 12.92 if v <= 0.03928 else ((v + 0.055) / 1.055) ** 2.4 for v in colour.normalized]
    return sum(w * v for w, v in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


def test_every_theme_that_is_offered_is_there() -> None:
    assert set(NAMES) <= {theme.name for theme in THEMES} | set(BUILTIN_THEMES)


def test_a_choice_of_colours_is_kept_for_the_next_time(tmp_path: Path) -> None:
    path = tmp_path / "config" / "settings.json"
    wizard = Wizard(session(tmp_path), Terminal(), keep=lambda kept: settings.write(kept, path))
    drawn(wizard, "colon", *"blind", "enter")
    assert wizard.theme == "colour-blind"
    assert Wizard(session(tmp_path), Terminal(), "", settings.read(path)).theme == "colour-blind"
    assert Wizard(session(tmp_path), Terminal(), "", Settings("gone")).theme == "dark"


@pytest.mark.parametrize("text", ["{", "[]", '{"keymap": {"step.log": 1}}'])
def test_settings_that_cannot_be_read_change_nothing_and_are_told(
    tmp_path: Path, text: str
) -> None:
    path = tmp_path / "settings.json"
    path.write_text(text)
    found = settings.read(path)
    assert replace(found, wrong="") == Settings()
    assert found.wrong.startswith(f"{path} cannot be read")


def test_a_key_can_be_another_one_by_the_id_of_its_binding(tmp_path: Path) -> None:
    chosen = Settings(keymap={"step.log": "L"})
    (tmp_path / "settings.json").write_text(json.dumps({"keymap": {"step.log": "L"}}))
    assert settings.read(tmp_path / "settings.json") == chosen
    wizard = Wizard(session(tmp_path, *WAY[:5]), Terminal(), "", chosen)
    assert "Log  following" in drawn(wizard, "L")


def test_production_looks_different(tmp_path: Path) -> None:
    made = session(tmp_path, *WAY[:5])
    assert made.plan is not None
    made.plan = made.plan.model_copy(update={"protected": True})
    wizard = Wizard(made, Terminal())
    assert " PROD " in drawn(wizard).splitlines()[0]
    assert wizard.has_class("-protected")


# names that bite


def hostile(name: str) -> dict[str, list[Event]]:
    """What every stage may be told, all of it with this name wherever data can stand."""
    counts = Counts(read=3, inserted=2, rejected=1)

    def step(word: str) -> list[Event]:
        return [
            MappingStarted(name, name, (name,), word, 3),
            RangeDone(name, name, counts, 0.1, word),
            MappingFinished(name, name, word, counts, 0.1),
            RowSample(name, "changed", name, {name: name}, {name: "x"}, (name,)),
            MergeConflict(name, name, 2, name, (f"{name}: {name}",), name, name),
            RejectedRow(name, name, name, name, name, name, 1),
            Note(name, word),
            Finding("warning", name, name, word),
            Failed(name, name, 5),
        ]

    verified = MappingVerified(name, name, 3, 3, 2, 1, 0, 1, "mismatch", name)
    return {
        "plan": [Finding("error", name, name, "preflight")],
        "schema": [SchemaStatement(name, applied=True), Finding("warning", name, name, "schema")],
        "dry-run": step("dry-run"),
        "migrate": step("migrate"),
        "verify": [*step("verify"), verified, Checked(name, False, name, name, 0.1)],
        "clean-up": [Finding("warning", name, name, "clean-up"), SchemaStatement(name, False)],
    }


def bitten(directory: Path) -> Session:
    made = session(directory, *WAY)
    for name in HOSTILE:
        for stage, told in hostile(name).items():
            run = made.stages.setdefault(stage, following([]))
            run.state.finished = None
            run.take(told)
    return made


@pytest.mark.parametrize(
    ("size", "terminal"),
    [(SIZES[0], Terminal(glyphs=ASCII)), (SIZES[2], Terminal())],
    ids=["small", "large"],
)
def test_names_that_bite_show_as_they_are_on_every_stage(
    tmp_path: Path, size: tuple[int, int], terminal: Terminal
) -> None:
    """On the large screen each of them is seen; on no screen does one of them do anything."""
    wizard = Wizard(bitten(tmp_path), terminal)
    seen: dict[str, str] = {}

    async def look() -> None:
        async with wizard.run_test(size=size) as pilot:
            for stage in STAGES:
                wizard.go(stage)
                await pilot.pause()
                for keys in ((), ("e", "l"), ("e", "l", "down", "end", "enter")):
                    await press(pilot, *keys)
                    seen[stage.name] = seen.get(stage.name, "") + shown(wizard)
                while len(wizard.screen_stack) > 1:
                    wizard.pop_screen()
                    await pilot.pause()

    asyncio.run(look())
    assert not [text for text in seen.values() if "\x1b" in text or "\u202e" in text]
    if size == SIZES[2]:
        names = [visible(name)[:8] for name in HOSTILE]
        for stage in ("dry-run", "migrate", "verify"):
            assert [name for name in names if name not in seen[stage]] == [], stage
