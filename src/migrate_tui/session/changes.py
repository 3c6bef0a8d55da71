"""What a dry run found, a mapping at a time, the riskiest first: a reading of its events."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from migrate_tui.engine.events import Counts, Event, MergeConflict, RejectedRow, RowSample
from migrate_tui.engine.state import Progress, RunState

ROWS, CONFLICTS, REJECTS = "rows", "conflicts", "rejects"
SHOWN = ("new", "changed", "kept", "gone")  # what a dry run says of rows; a verification others
PARTS = (
    ("inserted", "new"),
    ("updated", "changed"),
    ("unchanged", "unchanged"),
    ("merged", "merged"),
    ("rejected", "rejected"),
    ("filtered", "filtered"),
)
E = TypeVar("E", bound=Event)


@dataclass(frozen=True)
class Change:
    """What would become of one mapping's rows."""

    progress: Progress
    samples: tuple[RowSample, ...] = ()
    conflicts: tuple[MergeConflict, ...] = ()
    rejects: tuple[RejectedRow, ...] = ()

    @property
    def name(self) -> str:
        return self.progress.name

    @property
    def counts(self) -> Counts:
        return self.progress.counts

    @property
    def sampled(self) -> int:
        """Rows of which some may be shown."""
        c = self.counts
        return c.inserted + c.updated + c.kept + c.deleted

    @property
    def short(self) -> bool:
        """Whether there are more rows than are shown."""
        return self.progress.finished and len(self.samples) < self.sampled

    @property
    def lost(self) -> bool:
        return self.progress.finished and not self.counts.balanced

    @property
    def risky(self) -> tuple[str, ...]:
        """The lists that somebody has to have seen before this is approved."""
        found = (
            (ROWS, self.counts.deleted or self.lost),
            (CONFLICTS, self.conflicts),
            (REJECTS, self.counts.rejected),
        )
        return tuple(name for name, there in found if there)

    @property
    def rank(self) -> tuple[bool, ...]:
        """Sorts lost rows first, then deletes, rejects, conflicts, changes, new rows."""
        c = self.counts
        there = (self.lost, c.deleted, c.rejected, self.conflicts, c.updated, c.inserted)
        return tuple(not found for found in there)

    @property
    def word(self) -> str:
        """In one word: lost, risky, changed, new or same."""
        if self.lost:
            return "lost"
        if self.risky:
            return "risky"
        return "changed" if self.counts.updated else "new" if self.counts.inserted else "same"


def changes(state: RunState) -> tuple[Change, ...]:
    """Every mapping that the dry run has looked at so far, the riskiest first."""
    samples = by_name(sample for sample in state.of(RowSample) if sample.status in SHOWN)
    conflicts, rejects = by_name(state.of(MergeConflict)), by_name(state.of(RejectedRow))
    found = [
        Change(
            progress,
            tuple(samples.get(name, ())),
            tuple(conflicts.get(name, ())),
            tuple(rejects.get(name, ())),
        )
        for (step, name), progress in state.progress.items()
        if step == "dry-run"
    ]
    return tuple(sorted(found, key=lambda change: change.rank))


def by_name(events: Iterable[E]) -> dict[str, list[E]]:
    """Of each mapping its own, each once: a run that verified too has told some of them twice."""
    found: dict[str, dict[str, E]] = {}
    for event in events:
        found.setdefault(str(vars(event)["name"]), {}).setdefault(repr(event), event)
    return {name: list(own.values()) for name, own in found.items()}


def identity(counts: Counts) -> str:
    """read = what became of it, in words."""
    values = ((getattr(counts, field), word) for field, word in PARTS)
    parts = [f"{value:,} {word}" for value, word in values if value]
    return f"{counts.read:,} read = {' + '.join(parts) or '0'}"
