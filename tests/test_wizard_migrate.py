"""The migrate screen: numbers of recorded runs; a real one is paused, slowed, cancelled."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from click.testing import CliRunner

from migrate_tui.app import Wizard
from migrate_tui.cli.commands import migrate_tui
from migrate_tui.engine.events import Paused, Throttled
from migrate_tui.engine.journal import read
from migrate_tui.session.session import Session
from migrate_tui.session.stages import BY_NAME
from migrate_tui.terminal import Terminal
from migrate_tui.widgets.log import Log
from replayed import WAY, session
from wizard import WIDE, idle, onward, press, shown, until, wizard_of

MIGRATE = BY_NAME["migrate"]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WORKSHOP_DATABASE", "sqlite:///workshop.db")


def looked_at(made: Session, *keys: str, size: tuple[int, int] = WIDE) -> str:
    """The migrate screen after some keys."""
    wizard = Wizard(made, Terminal())

    async def look() -> str:
        async with wizard.run_test(size=size) as pilot:
            wizard.go(MIGRATE)
            await pilot.pause()
            for key in keys:
                await press(pilot, key)
            await pilot.pause()
            return shown(wizard)

    return asyncio.run(look())


def test_a_run_in_the_middle_shows_how_far_it_is(tmp_path: Path) -> None:
    text = looked_at(session(tmp_path, *WAY[:5], cut=60))
    assert "49%  24,000 / 48,574 rows" in text
    assert "state COPYING" in text
    assert "balanced  all: 24,000 read: 19,748 inserted, 4,234 merged" in text
    assert "Safe to close this terminal: the run goes on." in text
    rows = [line.split() for line in text.splitlines() if " %" in line or "%" in line][1:]
    assert [row[2:4] for row in rows] == [  # those at work first
        ["running", "step_progress"],
        ["done", "students"],
        ["rejects", "sessions"],
        ["waiting", "events"],
    ]


def test_nothing_is_called_balanced_before_it_has_run(tmp_path: Path) -> None:
    assert "balanced" not in looked_at(session(tmp_path, *WAY[:4]))


def test_the_end_is_the_only_hundred_percent(tmp_path: Path) -> None:
    assert "100%  48,574 / 48,574 rows" in looked_at(session(tmp_path, *WAY[:5]))
    journal = session(tmp_path / "again", *WAY[:5], cut=-4)
    assert " 99%" in looked_at(journal)


def test_enter_on_a_mapping_opens_its_accounts_and_its_rejects(tmp_path: Path) -> None:
    text = looked_at(session(tmp_path, *WAY[:5]), "down", "down", "enter")
    assert "3,189  inserted" in text
    assert "empty session token" in text
    assert (
        "inserted" not in looked_at(session(tmp_path, *WAY[:5]), "down", "enter", "escape")[-300:]
    )


def test_the_log_follows_and_stays_where_somebody_reads(tmp_path: Path) -> None:
    made = session(tmp_path, *WAY[:5], cut=60)
    wizard = Wizard(made, Terminal())

    async def look() -> None:
        async with wizard.run_test(size=WIDE) as pilot:
            wizard.go(MIGRATE)
            await press(pilot, "l")
            log = wizard.screen.query_one(Log)
            assert log.cursor == len(log.lines) - 1
            log.focus()
            await press(pilot, "g")
            run = made.stages["migrate"]
            run.take(run.log[-5:])
            wizard._drawn()
            await pilot.pause()
            assert log.cursor == 0
            assert "Log  +5" in shown(wizard)

    asyncio.run(look())


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_cancel_says_what_is_kept_and_needs_a_second_key(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    text = looked_at(session(tmp_path, *WAY[:5], cut=60), "x", size=size)
    assert "What is committed stays" in text
    assert "Cancel it" in text
    assert "Cancel it" not in looked_at(session(tmp_path, *WAY[:5], cut=60), "x", "enter", "escape")


@pytest.fixture
def long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A legacy database whose migration takes its time, with the steps before it behind us."""
    kept = tmp_path / "kept"
    demo = ["demo", "unified-workshop", "--rows", "300", "--keep", str(kept), "--no-run"]
    assert CliRunner().invoke(migrate_tui, demo).exit_code == 0
    monkeypatch.setenv("WORKSHOP_DATABASE", f"sqlite:///{kept}/legacy.db")
    before = ("preflight", "backup", "schema", "dry-run")
    steps = [word for step in before for word in ("--step", step)]
    run = ["run", str(kept / "plan.yaml"), "--headless", *steps]
    assert CliRunner().invoke(migrate_tui, run).exit_code == 0
    return kept / "plan.yaml"


def test_a_run_is_paused_slowed_and_cancelled_from_here(long: Path) -> None:
    """The engine confirms each in its journal, and what was written stays to be gone on with."""
    wizard = wizard_of(long, "--batch-size", "20", "--pause-ms", "100")

    async def steer() -> None:
        async with wizard.run_test(size=WIDE) as pilot:
            wizard.go(BY_NAME["dry-run"])
            await idle(pilot)
            await onward(wizard, pilot)
            await press(pilot, "enter")
            await until(pilot, lambda: bool(wizard.session.state(MIGRATE).progress), "it copies")
            await press(pilot, "space")
            assert wizard.session.status(MIGRATE) in ("pausing", "paused")
            await until(pilot, lambda: wizard.session.status(MIGRATE) == "paused", "it waits")
            assert "state PAUSED" in shown(wizard)
            await press(pilot, "space", "t", *"2", "tab", "tab", *"50", "enter")
            await until(pilot, lambda: wizard.session.state(MIGRATE).throttled is not None, "slow")
            await until(pilot, lambda: "ranges of 2 rows" in shown(wizard), "it says so")
            await press(pilot, "x", "x")
            await idle(pilot)
            assert wizard.session.status(MIGRATE) == "interrupted"
            assert "cancelled by" in shown(wizard)
            assert pilot.app.screen.forward == "Migrate again"

    asyncio.run(steer())
    run = wizard.session.stages["migrate"].record
    assert run is not None
    told = list(read(run.journal))
    assert any(isinstance(event, Paused) for event in told)
    assert any(isinstance(event, Throttled) and event.rate == 50 for event in told)
