"""Pictures of every screen, at three sizes and in four tiers of what a terminal can show.

Two of the twelve are compared each time, the others are slow; all of them lie in snapshots/.
"""

from __future__ import annotations

import asyncio
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from migrate_tui.app import Wizard
from migrate_tui.session.session import Session
from migrate_tui.session.stages import BY_NAME
from migrate_tui.terminal import ASCII, Terminal
from migrate_tui.widgets.log import Log
from pictures import Snap
from replayed import WAY, session
from scenes import RUNNING, SCENES, Scene, Shot
from wizard import SIZES, WIDE, press

Size = tuple[int, int]


@dataclass(frozen=True)
class Tier:
    name: str
    terminal: Terminal = field(default_factory=Terminal)
    theme: str = ""


TIERS = (
    Tier("dark"),
    Tier("ansi", Terminal(depth="16"), "ansi-dark"),
    Tier("no-color", Terminal(colour=False)),
    Tier("ascii", Terminal(glyphs=ASCII)),
)
QUICK = (("dark", WIDE), ("ascii", SIZES[0]))  # what differs most; the others are their mixtures
SMALL = ((52, 14), (40, 10))


def looks() -> list[Any]:
    """Each tier at each size."""
    return [
        pytest.param(
            (tier, size),
            id=f"{size[0]}x{size[1]}-{tier.name}",
            marks=() if (tier.name, size) in QUICK else pytest.mark.slow,
        )
        for tier in TIERS
        for size in SIZES
    ]


@dataclass(frozen=True)
class Sight:
    """A terminal that looks: its tier, its size, and where its pictures lie."""

    tier: Tier
    size: Size
    snap: Snap

    def take(self, app: Any, name: str) -> None:
        self.snap(app, f"{name}-{self.size[0]}x{self.size[1]}-{self.tier.name}")


@pytest.fixture(autouse=True)
def the_same_everywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a picture shows of the machine that drew it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WORKSHOP_DATABASE", "sqlite:///workshop.db")
    usage = shutil.disk_usage(tmp_path)._replace(free=118_000_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)


@pytest.fixture(params=looks())
def sight(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, snap: Snap) -> Sight:
    tier, size = request.param
    monkeypatch.delenv("NO_COLOR", raising=False)
    if not tier.terminal.colour:
        monkeypatch.setenv("NO_COLOR", "1")
    return Sight(tier, size, snap)


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_snapshot_of_every_screen(scene: Scene, sight: Sight, tmp_path: Path) -> None:
    shoot(scene.made(tmp_path), scene.shots, sight)


@pytest.mark.parametrize("tier", TIERS, ids=lambda tier: tier.name)
def test_snapshot_of_a_terminal_too_small(
    tier: Tier, snap: Snap, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    if not tier.terminal.colour:
        monkeypatch.setenv("NO_COLOR", "1")
    for size in SMALL:
        made = session(tmp_path, *WAY[:5], cut=RUNNING)
        shoot(made, [Shot("too-small", "migrate")], Sight(tier, size, snap))


def shoot(made: Session, shots: Any, sight: Sight) -> None:
    wizard = Wizard(made, sight.tier.terminal, sight.tier.theme)

    async def look() -> None:
        async with wizard.run_test(size=sight.size) as pilot:
            for shot in shots:
                await arrange(wizard, pilot, shot)
                sight.take(wizard, shot.name)
                await cleared(wizard, pilot)

    asyncio.run(look())


async def arrange(wizard: Wizard, pilot: Any, shot: Shot) -> None:
    if not shot.name.startswith("too-small"):
        wizard.go(BY_NAME[shot.stage])
    await settled(pilot)
    await press(pilot, *shot.keys)
    if shot.over is not None:
        await settled(pilot)
        wizard.push_screen(shot.over(wizard))
        await settled(pilot)
        await press(pilot, *shot.then)
    await settled(pilot)


async def cleared(wizard: Wizard, pilot: Any) -> None:
    """Nothing lies over the stage any more, and nobody is in a list of it."""
    while len(wizard.screen_stack) > 1:
        wizard.pop_screen()
        await pilot.pause()
    wizard.screen.set_focus(None)
    for log in wizard.screen.query(Log):
        log.display = False


async def settled(pilot: Any) -> None:
    """Until what was drawn last has found its place."""
    for _ in range(3):
        await pilot.pause()
