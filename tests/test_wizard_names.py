"""Names that bite, on the screens beside the stages: they show as they are and do nothing."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from textual.app import App
from textual.screen import Screen
from textual.widgets import Input

from migrate_tui.app import Wizard
from migrate_tui.browsing import Browsing
from migrate_tui.engine.browse.browser import Browser
from migrate_tui.engine.databases import open_database
from migrate_tui.engine.events import Counts, Failed, Finding, Note, RunFinished
from migrate_tui.engine.history import Record
from migrate_tui.render.style import visible
from migrate_tui.screens.ask import Ask
from migrate_tui.screens.confirm import Confirm
from migrate_tui.screens.detail import Detail
from migrate_tui.screens.history import History
from migrate_tui.screens.leave import Leave
from migrate_tui.screens.note import Note as Reason
from migrate_tui.screens.palette import Entry, Palette
from migrate_tui.screens.permit import Password
from migrate_tui.session.back import LOOK
from migrate_tui.session.past import Past
from migrate_tui.session.stages import BY_NAME
from migrate_tui.start import Start
from migrate_tui.terminal import ASCII, Terminal
from migrate_tui.widgets.words import words
from recorded import mapping, step
from replayed import WAY, following, session
from test_wizard_look import HOSTILE
from wizard import SIZES, press, shown, until

SHORT = tuple(name for name in HOSTILE if len(name) < 100)
TIERS = pytest.mark.parametrize(
    ("size", "terminal"),
    [(SIZES[0], Terminal(glyphs=ASCII)), (SIZES[2], Terminal())],
    ids=["small", "large"],
)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WORKSHOP_DATABASE", "sqlite:///workshop.db")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def walked(app: App[Any], size: tuple[int, int], walk: Callable[[Any], Awaitable[str]]) -> str:
    """What was on the screen; nothing of it steers a terminal."""

    async def look() -> str:
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            return await walk(pilot)

    seen = asyncio.run(look())
    assert not [sign for sign in ("\x1b", "\u202e", "\x07", "\t") if sign in seen]
    return seen


def missing(names: tuple[str, ...], seen: str) -> list[str]:
    return [name for name in names if visible(name)[:8] not in seen]


def text(app: App[Any]) -> str:
    return shown(app)  # type: ignore[arg-type]


@TIERS
def test_on_the_page_to_start_from(
    tmp_path: Path, size: tuple[int, int], terminal: Terminal
) -> None:
    """Plans of these names, gone and there, opened and failed."""
    file = tmp_path / "state" / "migrate-tui" / "recent.json"
    file.parent.mkdir(parents=True)
    at = "2026-01-01T00:00:00+00:00"
    file.write_text(json.dumps([{"plan": name, "at": at} for name in HOSTILE]))
    page = Start(terminal)

    async def walk(pilot: Any) -> str:
        seen = text(page)
        for _ in HOSTILE:
            await press(pilot, "enter", "down")
            seen += text(page)
        return seen

    assert missing(HOSTILE, walked(page, size, walk)) == []


@TIERS
def test_on_a_form_for_a_new_plan(size: tuple[int, int], terminal: Terminal) -> None:
    page = Start(terminal)

    async def walk(pilot: Any) -> str:
        await press(pilot, "n")
        seen = ""
        for name in HOSTILE if size == SIZES[2] else HOSTILE[:5]:
            for side in ("source", "target"):
                page.screen.query_one(f"#{side} #file", Input).value = name
            await until(pilot, lambda: "trying" not in text(page), "an answer")
            seen += text(page)
        return seen

    seen = walked(page, size, walk)
    assert "[/x]" in seen and "表の名前" in seen


@TIERS
def test_in_the_browser(tmp_path: Path, size: tuple[int, int], terminal: Terminal) -> None:
    """As tables, columns and values, in a page, in a row and in a condition."""
    with closing(sqlite3.connect(tmp_path / "odd.db")) as raw, raw:
        for name in HOSTILE:
            table = '"' + name.replace('"', '""') + '"'
            raw.execute(f"create table {table} (id integer primary key, {table} text)")
            raw.execute(f"insert into {table} values (1, ?)", (name,))
    browsers = (Browser(open_database("sqlite:///odd.db")),)
    app = Browsing(browsers, terminal)

    async def walk(pilot: Any) -> str:
        await until(pilot, lambda: f"{len(HOSTILE)} tables" in text(app), "the tables")
        seen = text(app)
        for at in range(len(HOSTILE)) if size == SIZES[2] else (0, 3):
            await press(pilot, "g", *["down"] * at, "enter")
            await until(pilot, lambda: "1 row" in text(app), "the row")
            seen += text(app)
            await press(pilot, "enter")
            await until(pilot, lambda: "in full" in text(app), "all of the row")
            await press(pilot, "end")
            seen += text(app)
            await press(pilot, "escape", "escape")
            await until(pilot, lambda: app.focused is not None, "the tables again")
        return seen

    assert missing(HOSTILE, walked(app, size, walk)) == []


@TIERS
def test_in_what_is_taken_back_and_restored(
    tmp_path: Path, size: tuple[int, int], terminal: Terminal
) -> None:
    made = session(tmp_path, *WAY)
    told: list[Any] = [Note(name, LOOK) for name in SHORT]
    for name in HOSTILE:
        told += [*mapping(name, "rollback", Counts(deleted=2, kept=1))]
        told += [Finding("warning", name, name, "rollback"), Failed(name, name, 1)]
    made.looks[LOOK] = following([*step(LOOK, *told), RunFinished("done", 0)])
    wizard = Wizard(made, terminal)

    async def walk(pilot: Any) -> str:
        wizard.go(BY_NAME["migrate"])
        await press(pilot, "b")
        seen = text(wizard)
        for _ in range(12):
            await press(pilot, "down", "pagedown")
            seen += text(wizard)
        await press(pilot, "escape", "enter")
        return seen + text(wizard)

    seen = walked(wizard, size, walk)
    assert missing(SHORT[:1] if size == SIZES[0] else HOSTILE, seen) == []


def dialogs(wizard: Wizard, name: str) -> dict[str, Screen[Any]]:
    """Each of them with this name wherever data can stand."""
    facts = [[name], [(name, "strong")]]
    past = Past(Record(Path(name.replace("/", "_"))), name, name, name)
    return {
        "ask": Ask(name, facts, {"x": name}, name),
        "confirm": Confirm(name, facts, name, name),
        "note": Reason(name, facts),
        "password": Password(name, facts),
        "leave": Leave(name, name),
        "detail": Detail(name, words(name)),
        "history": History((past,), wizard.glyphs, name),
        "palette": Palette([Entry(name, name, None)], wizard.glyphs),
    }


@TIERS
def test_in_every_dialog(tmp_path: Path, size: tuple[int, int], terminal: Terminal) -> None:
    """Told, and typed into its line where it has one."""
    wizard = Wizard(session(tmp_path, *WAY), terminal)
    names = HOSTILE if size == SIZES[2] else HOSTILE[:4]
    seen: dict[str, str] = {}

    async def walk(pilot: Any) -> str:
        for name in names:
            for kind, dialog in dialogs(wizard, name).items():
                wizard.push_screen(dialog)
                await pilot.pause()
                seen[kind] = seen.get(kind, "") + text(wizard)
                for field in dialog.query(Input):
                    field.value = name.partition("\n")[0]
                    await pilot.pause()
                    seen[kind] += text(wizard)
                wizard.pop_screen()
                await pilot.pause()
        return "".join(seen.values())

    walked(wizard, size, walk)
    wanted = tuple(name for name in names if "\n" not in name)
    assert {kind: lost for kind, text in seen.items() if (lost := missing(wanted, text))} == {}
