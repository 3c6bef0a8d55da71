"""How long a migration may take, by what its dry run measured; nothing where nothing was."""

from __future__ import annotations

from dataclasses import dataclass

from migrate_tui.engine.state import RunState


@dataclass(frozen=True)
class Estimate:
    """The dry run reads and compares what a migration reads and compares; writing comes on top."""

    rows: int
    seconds: float

    @property
    def rate(self) -> float:
        return self.rows / self.seconds


def estimate(state: RunState) -> Estimate | None:
    """Of the rows that were looked at; what stands since an earlier run is skipped again."""
    looked = [p for (step, _), p in state.progress.items() if step == "dry-run"]
    if not looked or not all(progress.finished for progress in looked):
        return None
    fresh = [progress for progress in looked if progress.fresh]
    rows, seconds = sum(p.fresh for p in fresh), sum(p.seconds for p in fresh)
    return Estimate(rows, seconds) if rows and seconds > 0 else None
