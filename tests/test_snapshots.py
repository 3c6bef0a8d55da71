"""Pictures of every stage, at three sizes and in four tiers of what a terminal can show."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from migrate_tui.app import Wizard
from migrate_tui.screens.confirm import Confirm
from migrate_tui.session.session import Session
from migrate_tui.session.stages import BY_NAME, STAGES
from migrate_tui.terminal import ASCII, Terminal
from pictures import Snap
from replayed import WAY, session
from wizard import SIZES, WIDE, press

RUNNING = 60  # events of the recorded migration: it is about half done


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


SIZED = pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")


@pytest.fixture(autouse=True)
def the_same_everywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a picture shows of the machine that drew it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WORKSHOP_DATABASE", "sqlite:///workshop.db")
    usage = shutil.disk_usage(tmp_path)._replace(free=118_000_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)


@pytest.fixture(params=TIERS, ids=lambda tier: tier.name)
def tier(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Tier:
    found: Tier = request.param
    monkeypatch.delenv("NO_COLOR", raising=False)
    if not found.terminal.colour:
        monkeypatch.setenv("NO_COLOR", "1")
    return found


@SIZED
def test_snapshot_of_every_stage(
    tier: Tier, size: tuple[int, int], snap: Snap, tmp_path: Path
) -> None:
    """All is done and verified; each stage is looked at once more."""
    shots = [(stage.name, stage.name, ()) for stage in STAGES]
    shoot(session(tmp_path, *WAY), shots, tier, size, snap)


@SIZED
def test_snapshot_of_a_run_at_work(
    tier: Tier, size: tuple[int, int], snap: Snap, tmp_path: Path
) -> None:
    made = session(tmp_path, *WAY[:5], cut=RUNNING)
    shoot(made, [("migrate", "migrate-running", ())], tier, size, snap)


@SIZED
def test_snapshot_of_differences(
    tier: Tier, size: tuple[int, int], snap: Snap, tmp_path: Path
) -> None:
    made = session(tmp_path, *WAY, "dry-run-again", "verify-again")
    shots = [("verify", "verify-mismatch", ()), ("dry-run", "dry-run-again", ())]
    shoot(made, shots, tier, size, snap)


def test_snapshot_of_what_lies_over_a_stage(snap: Snap, tmp_path: Path) -> None:
    """Help, palette, errors, log, one mapping, a question."""
    over = (
        ("help", ("question_mark",)),
        ("palette", ("colon",)),
        ("mapping", ("down", "down", "enter")),
        ("log", ("l",)),
        ("cancel", ("x",)),
        ("history", ("h",)),
    )
    for name, keys in over:
        made = session(tmp_path / name, *WAY[:5], cut=RUNNING)
        shoot(made, [("migrate", name, keys)], TIERS[0], WIDE, snap)
    made = session(tmp_path / "errors", *WAY, "verify-again")
    shoot(made, [("verify", "errors", ("e",))], TIERS[0], WIDE, snap)


def test_snapshot_of_the_word_that_has_to_be_typed(snap: Snap, tmp_path: Path) -> None:
    wizard = Wizard(session(tmp_path, *WAY), Terminal())
    facts = [
        ["This puts aside 2 tables (5,000 rows) of workshop.db"],
        ["Backup: backups/unified-workshop-target.sqlite.gz, verified"],
        ["Verify: 4 of 4 mappings match"],
    ]

    async def look() -> None:
        async with wizard.run_test(size=WIDE) as pilot:
            wizard.go(BY_NAME["clean-up"])
            await pilot.pause()
            wizard.push_screen(Confirm("Clean up", facts, "DELETE OLD TABLES", "Clean up"))
            await pilot.pause()
            await press(pilot, "shift+tab", *"DELETE")
            snap(wizard, f"confirm-{WIDE[0]}x{WIDE[1]}-dark")

    asyncio.run(look())


Shot = tuple[str, str, Sequence[str]]  # a stage, the picture's name, keys


def shoot(
    made: Session, shots: Sequence[Shot], tier: Tier, size: tuple[int, int], snap: Snap
) -> None:
    wizard = Wizard(made, tier.terminal, tier.theme)

    async def look() -> None:
        async with wizard.run_test(size=size) as pilot:
            for stage, name, keys in shots:
                wizard.go(BY_NAME[stage])
                await settled(pilot)
                await press(pilot, *keys)
                await settled(pilot)
                snap(wizard, f"{name}-{size[0]}x{size[1]}-{tier.name}")

    asyncio.run(look())


async def settled(pilot: Any) -> None:
    """Until what was drawn last has found its place."""
    for _ in range(3):
        await pilot.pause()
