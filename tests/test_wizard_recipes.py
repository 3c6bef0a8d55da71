"""Every recipe from the first screen to the last by keys alone, the real engine underneath."""

from __future__ import annotations

import asyncio
import os
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from textual.pilot import Pilot

from accounting import assert_accounted
from migrate_tui.app import Wizard
from migrate_tui.cli.commands import migrate_tui
from migrate_tui.recipes import RECIPES
from migrate_tui.session.stages import BY_NAME, STAGES
from wizard import WIDE, idle, onward, press, ready, shown, wizard_of

ENTERED = re.compile(r"^export (\w+)=(.*)$", re.MULTILINE)


QUICK = ("backend-sync", "unified-workshop")  # two files, and one database in itself
PARAMS = [pytest.param(n, marks=() if n in QUICK else pytest.mark.slow) for n in sorted(RECIPES)]


@pytest.fixture(params=PARAMS)
def plan(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A recipe as `demo --no-run --keep` leaves it."""
    kept = tmp_path / "kept"
    words = ["demo", request.param, "--rows", "60", "--keep", str(kept), "--no-run"]
    before = dict(os.environ)
    made = CliRunner().invoke(migrate_tui, words)
    assert made.exit_code == 0, made.output
    os.environ.clear()
    os.environ.update(before)
    for name, value in ENTERED.findall(made.stdout):
        monkeypatch.setenv(name, value.strip("'"))
    return kept / RECIPES[request.param].plan.name


def test_a_recipe_from_the_first_to_the_last_screen(plan: Path) -> None:
    wizard = wizard_of(plan)

    async def walk() -> None:
        async with wizard.run_test(size=WIDE) as pilot:
            for stage in STAGES[:-1]:
                assert wizard.screen.stage == stage, shown(wizard)
                if stage.name != "plan":  # preflight starts by itself
                    await ready(pilot)
                    await press(pilot, "enter")
                await idle(pilot)
                assert wizard.session.status(stage) == "done", shown(wizard)
                await onward(wizard, pilot)
            await clean_up(wizard, pilot)

    asyncio.run(walk())
    migrated = wizard.session.state(BY_NAME["migrate"])
    assert_accounted(migrated)


async def clean_up(wizard: Wizard, pilot: Pilot[Any]) -> None:
    """Tick what is asked for, type the words; or be told that there is nothing to do."""
    assert wizard.session.plan is not None
    wanted, items = wizard.session.plan.clean_up, wizard.session.plan.checklist
    await press(pilot, "enter")  # looks at what depends on the old tables
    await idle(pilot)
    if wanted is None:
        assert "nothing" in shown(wizard).lower(), shown(wizard)
        return
    await press(pilot, *["space"] * (len(items) + 1), "escape", "enter")
    await press(pilot, "shift+tab", *wanted.confirm, "enter")
    await idle(pilot)
    assert wizard.session.status(BY_NAME["clean-up"]) == "done", shown(wizard)
