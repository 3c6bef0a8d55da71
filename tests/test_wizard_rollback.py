"""The ways back in the wizard: foreseen, asked for by the database's name, and what stands open
after them."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from migrate_tui.app import Wizard
from migrate_tui.engine.events import Counts, Event, Failed, Finding, Note, RunFinished
from migrate_tui.screens.confirm import Confirm
from migrate_tui.screens.rollback import RollbackScreen
from migrate_tui.screens.rollback_rows import undone
from migrate_tui.session.back import LOOK, chosen
from migrate_tui.session.follow import Following
from migrate_tui.session.stages import BY_NAME
from migrate_tui.terminal import ASCII, Terminal
from recorded import mapping, step
from small_site import Place, place  # noqa: F401
from test_wizard_confirm import KEYS
from wizard import SIZES, WIDE, idle, press, shown, wizard_of
from wizard_told import NASTY, plan_of, steps, told

BEFORE = steps("preflight", "backup", "schema", "dry-run", "migrate", "verify")
AHEAD = [
    Note("what rolling back would do; nothing is changed", LOOK),
    *mapping("students", "rollback", Counts(deleted=1260, updated=40, kept=3)),
    Finding("warning", "students 7 stays: it was changed since", "", "rollback"),
]


def ready(folder: Path, events: Iterable[Event] = AHEAD, tier: Terminal | None = None) -> Wizard:
    wizard = told(plan_of(folder, "students"), *BEFORE, terminal=tier)
    found = Following(wizard.session.call.plan)
    found.take([*step(LOOK, *events), RunFinished("done", 0)])
    wizard.session.looks[LOOK] = found
    return wizard


@pytest.mark.parametrize("size", SIZES)
def test_what_would_go_is_told_before_anything_is_asked(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    wizard = ready(tmp_path)

    async def walk() -> None:
        async with wizard.run_test(size=size) as pilot:
            await press(pilot, "5", "b")
            drawn = shown(wizard)
            assert isinstance(wizard.screen, RollbackScreen)
            for fact in ("1,260", "40", "students 7 stays: it was changed since", "Roll back"):
                assert fact in drawn
            await press(pilot, "enter")
            assert isinstance(wizard.screen, Confirm)
            for fact in ("old.db", "1,260 rows are deleted", "3 rows stay", "There is no backup"):
                assert fact in shown(wizard)
            await press(pilot, "enter")
            assert isinstance(wizard.screen, RollbackScreen), "the focus is on Cancel"
            assert not wizard.session.busy and wizard.session.back is None
            await press(pilot, "escape")
            assert wizard.screen.stage is BY_NAME["migrate"]

    asyncio.run(walk())


@pytest.mark.parametrize("seed", range(3))
def test_keys_at_random_never_take_anything_back(tmp_path: Path, seed: int) -> None:
    wizard = ready(tmp_path)
    keys = random.Random(seed).choices([k for k in KEYS if k not in "1234567rq"], k=20)

    async def walk() -> None:
        async with wizard.run_test(size=WIDE) as pilot:
            await press(pilot, "6", "b", *keys)
            assert wizard.session.back is None, keys

    asyncio.run(walk())


def test_only_what_was_written_can_be_taken_back_and_not_read_only(tmp_path: Path) -> None:
    async def opened(wizard: Wizard, stage: str) -> bool:
        async with wizard.run_test(size=WIDE) as pilot:
            await press(pilot, stage)
            offered = "b Roll back" in shown(wizard)
            await press(pilot, "b")
            assert isinstance(wizard.screen, RollbackScreen) is offered
            return offered

    plan = plan_of(tmp_path, "students")
    assert asyncio.run(opened(told(plan, *BEFORE), "5"))
    assert not asyncio.run(opened(told(plan, *BEFORE), "4"))
    assert not asyncio.run(opened(told(plan, *BEFORE[:-4]), "5"))
    wizard = told(plan, *BEFORE)
    wizard.session.read_only = True
    assert not asyncio.run(opened(wizard, "5"))


def test_why_nothing_could_be_foreseen_is_told(tmp_path: Path) -> None:
    wizard = ready(tmp_path)
    failed = Failed("no run of studio stands", "there is nothing to roll back", 2)
    found = Following(tmp_path / "plan.yaml")
    found.take([*step(LOOK, status="blocked"), failed, RunFinished("failed", 2)])
    wizard.session.looks[LOOK] = found

    async def walk() -> None:
        async with wizard.run_test(size=WIDE) as pilot:
            await press(pilot, "6", "b")
            assert "no run of studio stands" in shown(wizard)
            assert "there is nothing to roll back" in shown(wizard)
            assert "enter Look again" in shown(wizard)

    asyncio.run(walk())


def test_rounds_of_one_table_are_added_up() -> None:
    found = Following(Path("plan.yaml"))
    twice = mapping("s", "rollback", Counts(deleted=2)) + mapping(
        "s", "rollback", Counts(updated=1)
    )
    found.take(step("rollback", *twice))
    assert undone(found.state) == {"s": Counts(deleted=2, updated=1)}


def test_options_that_the_ways_back_know_go_along() -> None:
    words = ("--recheck", "--env", "test", "--batch-size", "5", "--param", "a=b", "--param", "c=d")
    assert chosen(words, ("--env", "--param")) == (
        *("--env", "test", "--param", "a=b", "--param", "c=d"),
    )


@pytest.mark.parametrize(
    ("size", "tier"), [((80, 24), Terminal()), ((120, 40), Terminal(ASCII, colour=False))]
)
def test_hostile_names_show_as_they_are(
    tmp_path: Path, size: tuple[int, int], tier: Terminal
) -> None:
    events = [e for name in NASTY for e in _hostile(name)]
    wizard = ready(tmp_path, events, tier)

    async def walk() -> None:
        async with wizard.run_test(size=size) as pilot:
            await press(pilot, "6", "b")
            drawn = shown(wizard)
            await press(pilot, "j", "G")
            drawn += shown(wizard)
            for whole in ("[/x][bold]", "\\x1b[2J\\x07bell", "\\u202eright", '% :name "q" {0}'):
                assert whole in drawn
            assert "\x1b" not in drawn and "\u202e" not in drawn

    asyncio.run(walk())


def _hostile(name: str) -> list[Event]:
    counts = Counts(deleted=1, kept=1)
    return [*mapping(name, "rollback", counts), Finding("warning", name, name, "rollback")]


async def _typed(pilot: Pilot[Any], word: str) -> None:
    await press(pilot, "shift+tab", *word, "enter")
    await idle(pilot)


def test_a_run_is_taken_back_and_then_the_backup_is_put_back(place: Place) -> None:  # noqa: F811
    place.sql("create table beside (id integer primary key)")
    assert place.run("run", "plan.yaml", "--headless").exit_code == 0
    place.sql("update students set age = 70 where id = 1")
    wizard = wizard_of(place.folder / "plan.yaml")

    async def walk() -> None:
        async with wizard.run_test(size=WIDE) as pilot:
            await press(pilot, "6", "b", "enter")
            await idle(pilot)
            assert "students 1 stays: it was changed since" in shown(wizard)
            await press(pilot, "enter")
            await _typed(pilot, "new.db")
            assert "It is taken back" in shown(wizard)
            assert place.students() == [(1, "Ann", 70)]
            status = wizard.session.status
            assert status(BY_NAME["schema"]) == "done" and status(BY_NAME["migrate"]) == "waiting"
            wizard.screen.query_one("#backups").focus()
            await press(pilot, "enter")
            assert "Everything in new.db is replaced" in shown(wizard)
            await _typed(pilot, "new.db")
            assert wizard.session.back is not None and wizard.session.back.state.exit_code == 0
            assert status(BY_NAME["schema"]) == "waiting"

    asyncio.run(walk())
    names = [name for (name,) in place.sql("select name from sqlite_master")]
    assert "beside" in names and "students" not in names
