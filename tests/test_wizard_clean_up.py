"""The clean-up screen: looked at, ticked, confirmed by the plan's own words, in this order."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterable
from pathlib import Path

import pytest

from migrate_tui.app import Wizard
from migrate_tui.engine.events import (
    Counts,
    Event,
    Failed,
    Finding,
    MappingVerified,
    Note,
    RunFinished,
    SchemaStatement,
)
from migrate_tui.screens.clean_up import LOOK
from migrate_tui.screens.confirm import Confirm
from migrate_tui.session.follow import Following
from migrate_tui.session.stages import BY_NAME
from migrate_tui.terminal import ASCII, Terminal
from recorded import mapping, step
from small_site import Place, place  # noqa: F401
from test_wizard_confirm import KEYS
from wizard import SIZES, WIDE, idle, press, shown, wizard_of
from wizard_told import NASTY, plan_of, steps, told

MORE = """
clean_up:
  tables: [olds]
  confirm: RETIRE THEM
checklist:
  - {name: dashboard, text: Open the dashboard}
  - {name: counts, text: "The counts are right [/x]"}
"""
MATCH = MappingVerified("students", "students", 2, 2, 2, 0, 0, 0, "match")
BEFORE = [
    *steps("preflight", "backup", "schema", "dry-run", "migrate"),
    *step("verify", *mapping("students", "verify", Counts(read=2, unchanged=2)), MATCH),
]
SQL = 'alter table "olds" rename to "olds_backup_20260301"'
SEEN = [
    Finding("info", "olds: 2 rows", "", LOOK),
    Finding("info", "backup b.gz of 2026-03-01 12:00 UTC, sha256 ab12, read back now", "", LOOK),
    SchemaStatement(SQL, applied=False),
]


def look(wizard: Wizard, events: Iterable[Event]) -> Wizard:
    found = Following(wizard.session.call.plan)
    found.take([*step(LOOK, *events), RunFinished("done", 0)])
    wizard.session.looks[LOOK] = found
    return wizard


def ready(folder: Path, *events: Event, more: str = MORE, tier: Terminal | None = None) -> Wizard:
    wizard = told(plan_of(folder, "students", more=more), *BEFORE, terminal=tier)
    return look(wizard, events or SEEN)


@pytest.mark.parametrize("size", SIZES)
def test_everything_is_ticked_before_the_words_are_asked_for(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    wizard = ready(tmp_path)

    async def walk() -> None:
        async with wizard.run_test(size=size) as pilot:
            await press(pilot, "7")
            assert "olds: 2 rows" in shown(wizard) and "alter table" in shown(wizard)
            assert "0 of 2 ticked" in shown(wizard)
            assert "2 items of the checklist left" in shown(wizard)
            await press(pilot, "enter")
            assert not isinstance(wizard.screen, Confirm)
            await press(pilot, "space", "space", "space")
            assert "2 of 2 ticked" in shown(wizard) and "[x]" in shown(wizard)
            await press(pilot, "escape", "enter")
            assert isinstance(wizard.screen, Confirm)
            told_ = shown(wizard)
            for fact in ("old.db", "olds: 2 rows", "sha256 ab12", "1 of 1 match", "RETIRE THEM"):
                assert fact in told_
            await press(pilot, "enter")
            assert not isinstance(wizard.screen, Confirm), "the focus is on Cancel"
            assert not wizard.session.busy

    asyncio.run(walk())


@pytest.mark.parametrize("seed", range(3))
def test_keys_at_random_never_begin_it(tmp_path: Path, seed: int) -> None:
    wizard = ready(tmp_path)
    keys = random.Random(seed).choices([k for k in KEYS if k not in "1234567rq"], k=20)

    async def walk() -> None:
        async with wizard.run_test(size=WIDE) as pilot:
            await press(pilot, "7", *keys)
            assert "clean-up" not in wizard.session.stages, keys

    asyncio.run(walk())


def test_what_is_in_the_way_keeps_it_closed(tmp_path: Path) -> None:
    wizard = ready(tmp_path, Finding("error", "view names uses olds", "drop it first", LOOK), *SEEN)

    async def walk() -> None:
        async with wizard.run_test(size=WIDE) as pilot:
            await press(pilot, "7", "space", "space", "space", "escape")
            assert "view names uses olds" in shown(wizard)
            assert "1 in the way: change or drop these first" in shown(wizard)
            assert "Look again" in shown(wizard).splitlines()[-1]
            assert "nothing that stays" not in shown(wizard)

    asyncio.run(walk())


def test_it_is_locked_until_a_clean_verification(tmp_path: Path) -> None:
    bad = MappingVerified("students", "students", 2, 2, 1, 1, 0, 0, "mismatch", "1 missing")
    events = [*BEFORE[:-3], *step("verify", bad, status="failed"), Failed("1 difference", "", 5)]
    plan = plan_of(tmp_path, "students", more=MORE)
    wizard = told(plan, *events, RunFinished("failed", 5))

    async def walk() -> None:
        async with wizard.run_test(size=WIDE) as pilot:
            await press(pilot, "7", "enter")
            assert "Verify comes first" in shown(wizard)
            assert wizard.session.looks == {}

    asyncio.run(walk())


def test_a_plan_without_old_tables_says_so(tmp_path: Path) -> None:
    note = Note("nothing to clean: the plan names no old tables", LOOK)
    wizard = ready(tmp_path, note, more="")

    async def walk() -> None:
        async with wizard.run_test(size=WIDE) as pilot:
            await press(pilot, "7")
            assert "Nothing to clean: the plan names no old tables" in shown(wizard)
            assert "enter Finish" in shown(wizard)

    asyncio.run(walk())


@pytest.mark.parametrize(
    ("size", "tier"), [((80, 24), Terminal()), ((120, 40), Terminal(ASCII, colour=False))]
)
def test_hostile_names_show_as_they_are(
    tmp_path: Path, size: tuple[int, int], tier: Terminal
) -> None:
    events = [e for n in NASTY for e in (Finding("info", n, n, LOOK), SchemaStatement(n, False))]
    wizard = ready(tmp_path, *events, tier=tier)

    async def walk() -> None:
        async with wizard.run_test(size=size) as pilot:
            await press(pilot, "7", "space", "space", "space")
            drawn = shown(wizard)
            await press(pilot, "escape", "enter")
            assert isinstance(wizard.screen, Confirm)
            drawn += shown(wizard)
            for whole in ("[/x][bold]", "\\x1b[2J\\x07bell", "\\u202eright"):
                assert whole in drawn
            assert "\x1b" not in drawn and "\u202e" not in drawn

    asyncio.run(walk())


def test_old_tables_are_really_put_aside(place: Place) -> None:  # noqa: F811
    place.plan(
        ('target: "sqlite:///new.db"', "target: same"), more=MORE.replace("[olds]", "[pupils]")
    )
    assert place.run("run", "plan.yaml", "--headless").exit_code == 0
    wizard = wizard_of(place.folder / "plan.yaml")

    async def walk() -> None:
        async with wizard.run_test(size=WIDE) as pilot:
            await press(pilot, "7", "enter")
            await idle(pilot)
            assert "pupils: 2 rows" in shown(wizard)
            await press(pilot, "space", "space", "space", "escape", "enter")
            await press(pilot, "shift+tab", *"RETIRE THEM", "enter")
            await idle(pilot)
            assert wizard.session.status(BY_NAME["clean-up"]) == "done"
            assert "1 ran" in shown(wizard) and "after 30 days" in shown(wizard)

    asyncio.run(walk())
    names = [name for (name,) in place.sql("select name from sqlite_master", at="old.db")]
    assert "pupils" not in names and any(name.startswith("pupils_backup_") for name in names)
