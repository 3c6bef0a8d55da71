"""The wizard under test: driven by keys, with real engine processes beneath it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from migrate_tui.app import Wizard
from migrate_tui.engine.history import Call
from migrate_tui.session.session import Session
from migrate_tui.session.stages import STAGES, Stage
from migrate_tui.terminal import Terminal

LONG = 120.0  # seconds: the machine may be busy
WIDE = (100, 30)
SIZES = ((80, 24), WIDE, (120, 40))


def wizard_of(
    plan: Path,
    *options: str,
    terminal: Terminal | None = None,
    session: Session | None = None,
    start: Stage = STAGES[0],
    **given: Any,
) -> Wizard:
    session = session or Session.open(Call(plan), options, **given)
    return Wizard(session, terminal or Terminal(), start=start)


def shown(wizard: Wizard) -> str:
    """Every letter on the screen, a line each."""
    strips = wizard.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)


async def until(pilot: Pilot[Any], true: Callable[[], bool], what: str) -> None:
    """Wait for something to become true."""
    for _ in range(int(LONG / 0.05)):
        await pilot.pause()
        if true():
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"never: {what}\n{shown(pilot.app)}")  # type: ignore[arg-type]


async def press(pilot: Pilot[Any], *keys: str) -> None:
    await pilot.press(*keys)
    await pilot.pause()


async def ready(pilot: Pilot[Any]) -> None:
    """Until enter does something: what has to be read first is read."""
    await until(pilot, lambda: not pilot.app.screen.closed, "the gate opened")  # type: ignore[attr-defined]
    await pilot.pause()


async def idle(pilot: Pilot[Any]) -> None:
    """Until the engine has ended and its last word is drawn."""
    wizard = pilot.app
    assert isinstance(wizard, Wizard)
    await until(pilot, lambda: not wizard.session.busy, "the run ended")
    await pilot.pause()


async def onward(wizard: Wizard, pilot: Pilot[Any]) -> None:
    """Enter, until another screen is there: a dry run shows its risks first."""
    here = wizard.screen.stage
    for _ in range(20):
        if wizard.screen.stage == here:
            await press(pilot, "enter")
