"""The schema's screen: every statement before it runs, what it changes, and what was applied."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from textual.pilot import Pilot

from migrate_tui.app import Wizard
from migrate_tui.engine.history import runs
from migrate_tui.screens.schema import SchemaScreen, summary
from migrate_tui.session.asking import Question
from recorded import step
from small_site import Place, place
from test_schema_preview import folder_of_migrations
from wizard import SIZES, WIDE, idle, press, shown, until
from wizard_told import NASTY, told

__all__ = ["place"]
PLAN = Path("plan.yaml")
BEFORE = (*step("preflight"), *step("backup"))


def run(walk: Coroutine[Any, Any, None]) -> None:
    asyncio.run(walk)


async def asked(pilot: Pilot[Any], wizard: Wizard) -> None:
    """On the screen, with the engine's answer."""
    await press(pilot, "3")
    screen = wizard.screen
    assert isinstance(screen, SchemaScreen)
    await until(pilot, lambda: screen.answer is not None, "an answer")
    screen.draw()
    await pilot.pause()


ANSWER: dict[str, Any] = {
    "statements": [
        {"does": "creates table students", "sql": "create table students (id integer)",
         "place": "schema.sql:1", "adopt": False},
    ],
    "findings": [], "notes": [], "problems": [], "hint": "", "migrations": [],
}  # fmt: skip


async def answered(pilot: Pilot[Any], wizard: Wizard, answer: dict[str, Any]) -> None:
    """On the screen, as if the engine had said this."""
    await press(pilot, "3")
    screen = wizard.screen
    assert isinstance(screen, SchemaScreen) and screen.question
    screen.question.stop()
    screen.question = Question(SimpleNamespace(), answer, done=True)  # type: ignore[arg-type]
    screen.draw()
    await pilot.pause()


@pytest.mark.parametrize("size", SIZES)
def test_the_statements_are_shown_before_they_run(place: Place, size: tuple[int, int]) -> None:
    async def walk() -> None:
        wizard = told(PLAN, *BEFORE)
        async with wizard.run_test(size=size) as pilot:
            await answered(pilot, wizard, ANSWER)
            seen = shown(wizard)
            for text in ("1 statement to apply: creates table, drops nothing", "▶ pending",
                         "create table students (", "Statement 1 of 1", "enter Apply"):  # fmt: skip
                assert text in seen, text

    run(walk())
    assert place.untouched() and runs(place.folder) == ()


def test_enter_applies_and_then_there_is_nothing_to_apply(place: Place) -> None:
    async def walk() -> None:
        wizard = told(PLAN, *BEFORE)
        async with wizard.run_test(size=WIDE) as pilot:
            await asked(pilot, wizard)
            await press(pilot, "enter")
            await idle(pilot)
            seen = shown(wizard)
            assert "1 statement applied, with a record" in seen
            assert "✓ applied" in seen and "creates table students" in seen
            assert "enter Dry run" in seen
        again = told(PLAN, *BEFORE)
        again.session.forget_after(SchemaScreen.stage)
        async with again.run_test(size=WIDE) as pilot:
            await asked(pilot, again)
            await until(pilot, lambda: "nothing to apply" in shown(again), "it says so")
            assert "enter Dry run" in shown(again)
            await press(pilot, "enter")
            await until(pilot, lambda: again.screen.stage.name == "dry-run", "the next screen")
            assert again.session.status(SchemaScreen.stage) == "done"

    run(walk())


@pytest.mark.slow
def test_what_is_there_already_closes_the_gate_until_it_is_adopted(place: Place) -> None:
    place.sql("create table students (id integer primary key, name text not null, age integer)")

    async def walk() -> None:
        wizard = told(PLAN, *BEFORE)
        async with wizard.run_test(size=WIDE) as pilot:
            await asked(pilot, wizard)
            seen = shown(wizard)
            assert "✗ blocked" in seen and "already there, and no record" in seen
            assert "cannot be applied as it stands" in seen and "enter Apply" not in seen
            await press(pilot, "a")
            await asked(pilot, wizard)
            assert "is there already: table students" in shown(wizard)
            await press(pilot, "enter")
            await idle(pilot)
            assert "table students is there already and was recorded" in shown(wizard)
            assert "enter Dry run" in shown(wizard)

    run(walk())


@pytest.mark.slow
def test_each_migration_of_a_folder_has_its_status(place: Place) -> None:
    folder_of_migrations(place.folder)
    place.plan(("{apply: schema.sql}", "{migrations: migrations}"))

    async def walk() -> None:
        wizard = told(PLAN, *BEFORE)
        async with wizard.run_test(size=(120, 40)) as pilot:
            await asked(pilot, wizard)
            seen = shown(wizard)
            assert "20260101000000_first" in seen and "creates column age of students" in seen
            await press(pilot, "enter")
            await idle(pilot)
            assert "2 statements applied" in shown(wizard)

    run(walk())


def test_hostile_names_show_as_they_are(place: Place) -> None:
    statements = [
        {"does": f"creates table {name}", "sql": name, "place": name, "adopt": False}
        for name in NASTY
    ]
    answer = {"statements": statements, "problems": [], "hint": "", "migrations": [],
              "findings": [{"severity": "warning", "fact": NASTY[0], "remedy": NASTY[1]}],
              "notes": [NASTY[5]]}  # fmt: skip

    async def walk() -> None:
        wizard = told(PLAN, *BEFORE)
        async with wizard.run_test(size=(120, 40)) as pilot:
            await answered(pilot, wizard, answer)
            seen = shown(wizard)
            assert "! warning  [/x][bold]" in seen and "\\x1b[2J" in seen and "\x1b" not in seen

    run(walk())


def test_a_summary_says_that_nothing_is_dropped_only_where_it_is_so() -> None:
    one, two, gone = ({"does": d} for d in ("creates table a", "creates table b", "drops c"))
    assert summary([one, two]) == "creates table (2), drops nothing"
    assert summary([one, gone]) == "creates table, drops"
