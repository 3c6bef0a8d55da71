"""A session made of recorded journals: every stage as it was, and no database beneath it."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from migrate_tui.engine.events import Event
from migrate_tui.engine.history import Call
from migrate_tui.engine.journal import read
from migrate_tui.recipes import RECIPES
from migrate_tui.session.follow import Following
from migrate_tui.session.session import Session
from migrate_tui.session.stages import OF_STEP

JOURNALS = Path(__file__).parent / "journals"
WAY = ("preflight", "backup", "schema", "dry-run", "migrate", "verify")
NOW = datetime(2026, 11, 25, 21, 24, tzinfo=UTC)


def journal(name: str, upto: int | None = None) -> list[Event]:
    """The events of tests/journals/NAME.jsonl, or the first of them."""
    return list(read(JOURNALS / f"{name}.jsonl"))[:upto]


def following(events: Iterable[Event]) -> Following:
    found = Following(Path("plan.yaml"))
    found.rates.clock = lambda: 0.0  # no picture depends on how long it took
    found.take(events)
    return found


def session(directory: Path, *names: str, cut: int | None = None) -> Session:
    """A session in which these journals stand for their stages, the last one perhaps cut short.

    `directory` gets the plan and must be the working directory, so that no picture shows a path.
    """
    shutil.copytree(RECIPES["unified-workshop"].folder, directory, dirs_exist_ok=True)
    made = Session(Call(Path("plan.yaml")), now=lambda: NOW)
    made.read_plan()
    for name in names:
        last = name == names[-1]
        made.current = following(journal(name, cut if last else None))
        step = next(iter(made.current.state.steps), name.removesuffix("-again"))
        made.stages[OF_STEP[step].name] = made.current
    return made
