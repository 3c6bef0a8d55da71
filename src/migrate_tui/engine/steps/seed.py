"""Seed: mappings whose rows stand in the plan, written and undone like all others."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_tui.engine.context import Context
from migrate_tui.engine.errors import Blocked
from migrate_tui.engine.events import Event, Note
from migrate_tui.engine.steps.migrate import migrate


def seed(context: Context) -> Iterator[Event]:
    """Write the plan's sample rows. Raises Blocked where the environment is protected."""
    if context.plan.protected:
        raise Blocked(
            "this environment is protected: sample rows are never seeded into it",
            "leave out --step seed, or choose another --env",
        )
    if not context.plan.seed:
        yield Note("the plan has no seed", "seed")
        return
    yield from migrate(context, seeds=True)
