"""How far each mapping of a stage is: what is known of its rows before, during and after."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from migrate_tui.engine.events import Counts
from migrate_tui.engine.plan import Plan
from migrate_tui.engine.state import Progress, RunState


@dataclass(frozen=True)
class Load:
    """One mapping, or all of them together. `total` is None where nothing says how many rows."""

    name: str
    done: int
    total: int | None
    finished: bool
    counts: Counts
    word: str = ""

    @property
    def glyph(self) -> str:
        """The status word whose glyph it bears."""
        return "warning" if self.word == "rejects" else self.word


def loads(
    plan: Plan | None, state: RunState, dry: RunState, steps: Sequence[str], status: str
) -> list[Load]:
    """Every mapping of the plan, those at work first; `status` is that of the whole stage."""
    found = [_load(name, _progress(state, name, steps), dry, status) for name in names(plan, state)]
    return sorted(found, key=lambda load: load.word not in ("running", "paused"))


def names(plan: Plan | None, state: RunState) -> Iterator[str]:
    """The plan's order; what only the run knows of comes after it."""
    mappings = [mapping.name for mapping in plan.mappings] if plan else []
    yield from dict.fromkeys((*mappings, *(name for _, name in state.progress)))


def total_of(found: Sequence[Load]) -> Load:
    totals = [load.total for load in found]
    known = None if not totals or None in totals else sum(t for t in totals if t is not None)
    counts = sum((load.counts for load in found), Counts())
    done = sum(load.done for load in found)
    return Load("all", done, known, all(load.finished for load in found), counts)


def _load(name: str, progress: Progress | None, dry: RunState, status: str) -> Load:
    """The dry run's numbers are the migration's, so that its count is the total."""
    looked = dry.progress.get(("dry-run", name))
    expected = looked.counts.read if looked and looked.finished else None
    if progress is None:
        return Load(name, 0, expected, False, Counts(), "waiting")
    total = progress.total if progress.total is not None else expected
    word = _word(progress, status)
    return Load(name, progress.counts.read, total, progress.finished, progress.counts, word)


def _word(progress: Progress, status: str) -> str:
    if progress.finished:
        return "rejects" if progress.counts.rejected else "done"
    return status if status in ("paused", "interrupted", "failed") else "running"


def _progress(state: RunState, name: str, steps: Sequence[str]) -> Progress | None:
    return next((state.progress[s, name] for s in steps if (s, name) in state.progress), None)
