"""The accounting identity, asserted in one place by every test that migrates."""

from __future__ import annotations

from typing import Any

from migrate_tui.engine.events import Counts, MappingFinished, RangeDone
from migrate_tui.engine.state import RunState

Contents = dict[str, dict[tuple[Any, ...], dict[str, Any]]]  # table → key → row
COUNTED = ("dry-run", "migrate", "seed", "verify")


def assert_accounted(state: RunState) -> None:
    """read = inserted + updated + unchanged + merged + rejected + filtered, range by range."""
    assert state.progress, "nothing was counted"
    for range_ in state.of(RangeDone):
        assert range_.counts.balanced, range_
    for mapping in state.of(MappingFinished):
        assert mapping.counts.balanced, mapping
    for (step, name), progress in state.progress.items():
        if step in COUNTED:
            assert progress.counts.balanced, (step, name, progress.counts)
            assert min(progress.counts.values()) >= 0, (step, name, progress.counts)


def figures(state: RunState, step: str) -> dict[str, Counts]:
    """The counts of each mapping in one step."""
    return {name: p.counts for (at, name), p in state.progress.items() if at == step}


def assert_same_figures(dry: RunState, wet: RunState) -> None:
    """The dry run's numbers are the migration's numbers, figure by figure."""
    assert figures(dry, "dry-run") == figures(wet, "migrate")


def assert_same_contents(now: Contents, before: Contents) -> None:
    """Every row of every table, value by value and type by type."""
    assert now.keys() == before.keys()
    for table, rows in before.items():
        assert now[table].keys() == rows.keys(), table
        for key, row in rows.items():
            assert repr(now[table][key]) == repr(row), (table, key)
