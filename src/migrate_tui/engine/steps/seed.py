"""Seed: mappings whose rows stand in the plan, written and undone like all others."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from migrate_tui.engine.context import Context
from migrate_tui.engine.events import Event, Note
from migrate_tui.engine.steps.migrate import migrate
from migrate_tui.engine.steps.schema import run_once


def seed(context: Context) -> Iterator[Event]:
    """Write the plan's sample rows; into a protected environment only where that was asked for."""
    if context.plan.seed:
        yield from migrate(context, seeds=True)
    elif (files := seed_files(context)) is not None:
        for path in files:
            yield from run_once(context, path, "seed")
    else:
        yield Note("the plan has no seed", "seed")


def seed_files(context: Context) -> list[Path] | None:
    """The .sql files of the plan's seed folder in the order of their names; each runs once."""
    folder = context.plan.seed_folder
    name = folder.get(context.target.kind) if folder is not None else None
    return sorted((context.plan.directory / name).glob("*.sql")) if name else None
