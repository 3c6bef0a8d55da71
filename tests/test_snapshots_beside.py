"""Pictures of the screens beside the stages: the page to start from, a new plan, the browser, and
what a roll-back would undo."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from textual.app import App

from migrate_tui.app import Wizard
from migrate_tui.browsing import Browsing
from migrate_tui.engine.browse import Browser
from migrate_tui.engine.databases import open_database
from migrate_tui.engine.events import Counts, Finding, Note, RunFinished
from migrate_tui.session.back import LOOK
from migrate_tui.session.stages import BY_NAME
from migrate_tui.start import Start
from pictures import Snap
from recorded import mapping, step
from replayed import WAY, following, session
from test_snapshots import Tier, settled, the_same_everywhere, tier
from wizard import SIZES, press, shown, until

__all__ = ["the_same_everywhere", "tier"]
AHEAD = [
    Note("what rolling back would do; nothing is changed", LOOK),
    *mapping("students", "rollback", Counts(deleted=2556, kept=3)),
    *mapping("sessions", "rollback", Counts(deleted=3187, updated=40, kept=2)),
    Finding("warning", "3 rows of students stay: they were changed since", "", "rollback"),
]


@pytest.fixture(params=SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    found: tuple[int, int] = request.param
    return found


def named(name: str, size: tuple[int, int], tier: Tier) -> str:
    return f"{name}-{size[0]}x{size[1]}-{tier.name}"


def test_snapshot_of_a_roll_back_foreseen(
    tier: Tier,
    size: tuple[int, int],
    snap: Snap,
    tmp_path: Path,
) -> None:
    made = session(tmp_path, *WAY)
    made.looks[LOOK] = following([*step(LOOK, *AHEAD), RunFinished("done", 0)])
    wizard = Wizard(made, tier.terminal, tier.theme)

    async def look() -> None:
        async with wizard.run_test(size=size) as pilot:
            wizard.go(BY_NAME["migrate"])
            await settled(pilot)
            await press(pilot, "b")
            await settled(pilot)
            snap(wizard, named("rollback", size, tier))

    asyncio.run(look())


def test_snapshot_of_the_start_page_and_a_new_plan(
    tier: Tier,
    size: tuple[int, int],
    snap: Snap,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))

    async def look() -> None:
        page = Start(tier.terminal, tier.theme)
        async with page.run_test(size=size) as pilot:
            await settled(pilot)
            snap(page, named("start", size, tier))
            await press(pilot, "n")
            await settled(pilot)
            snap(page, named("new-plan", size, tier))

    asyncio.run(look())


def test_snapshot_of_the_browser(
    tier: Tier,
    size: tuple[int, int],
    snap: Snap,
    tmp_path: Path,
) -> None:
    with closing(sqlite3.connect(tmp_path / "shop.db")) as connection, connection:
        connection.execute("create table customers (id integer primary key, name text, [/x] text)")
        rows = [(n, f"customer {n}", f"note {n % 7}") for n in range(1, 501)]
        connection.executemany("insert into customers values (?, ?, ?)", rows)
        connection.execute("create table orders (id integer primary key, total real)")

    async def look() -> None:
        browsing = Browsing((browser(),), tier.terminal, "customers", tier.theme)
        async with browsing.run_test(size=size) as pilot:
            await drawn(browsing, pilot)
            snap(browsing, named("browse", size, tier))

    asyncio.run(look())


def browser() -> Browser:
    return Browser(open_database("sqlite:///shop.db"))


async def drawn(app: App[Any], pilot: Any) -> None:
    """Until its rows are there and counted."""
    await until(pilot, lambda: "customer 9" in shown(app) and "500" in shown(app), "the rows")  # type: ignore[arg-type]
    await settled(pilot)
