"""From the first screen to a verified migration by pressing enter, the real engine underneath."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from click.testing import CliRunner

from migrate_tui.cli.commands import migrate_tui
from migrate_tui.engine.history import runs
from wizard import WIDE, idle, onward, press, ready, shown, wizard_of

WAY = ("Plan", "Backup", "Schema", "Dry run", "Migrate", "Verify")


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A recipe and its legacy database, made as `demo` makes them."""
    kept = tmp_path / "kept"
    words = ["demo", "unified-workshop", "--rows", "40", "--keep", str(kept), "--no-run"]
    assert CliRunner().invoke(migrate_tui, words).exit_code == 0
    monkeypatch.setenv("WORKSHOP_DATABASE", f"sqlite:///{kept}/legacy.db")
    return kept / "plan.yaml"


def test_enter_and_reading_lead_to_a_verified_migration(plan: Path) -> None:
    async def walk() -> None:
        wizard = wizard_of(plan)
        async with wizard.run_test(size=WIDE) as pilot:
            for at, title in enumerate(WAY, 1):
                assert f"{at} {title}" in shown(wizard)
                if at > 1:  # preflight starts by itself
                    await ready(pilot)
                    await press(pilot, "enter")
                await idle(pilot)
                assert wizard.session.status(wizard.screen.stage) == "done", shown(wizard)
                await onward(wizard, pilot)
            assert "7 Clean up" in shown(wizard)

    asyncio.run(walk())
    assert [r.state().exit_code for r in runs(plan.parent)] == [0] * len(WAY)


def test_a_closed_gate_says_why_and_holds(plan: Path) -> None:
    async def walk() -> None:
        wizard = wizard_of(plan)
        async with wizard.run_test(size=WIDE) as pilot:
            await idle(pilot)
            await press(pilot, "5", "enter")
            assert "Dry run comes first: it is waiting." in shown(wizard)
            assert "enter" not in shown(wizard).splitlines()[-1]

    asyncio.run(walk())
    assert len(runs(plan.parent)) == 1


def test_another_wizard_goes_on_where_the_first_was(plan: Path) -> None:
    async def walk() -> None:
        async with wizard_of(plan).run_test(size=WIDE) as pilot:
            await idle(pilot)
            await press(pilot, "enter", "enter")
            await idle(pilot)
        async with (second := wizard_of(plan)).run_test(size=WIDE) as pilot:
            assert "✓ 1 Plan ── ✓ 2 Backup" in shown(second)
            await press(pilot, "enter")
            assert second.screen.stage.name == "backup"

    asyncio.run(walk())
