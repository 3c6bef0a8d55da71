"""The runs of a plan as a list to choose from: how each stands, what it did, how long ago."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from migrate_tui.engine.errors import MigrateError
from migrate_tui.engine.events import RunStarted
from migrate_tui.engine.history import Record, runs_of
from migrate_tui.engine.journal import ends
from migrate_tui.engine.live import look

MOST = 50
LOOKING = {"preflight"}  # runs of this alone are no history that anybody looks for


@dataclass(frozen=True)
class Past:
    record: Record
    status: str
    what: str
    age: str


def past(plan: Path) -> tuple[Past, ...]:
    """Newest first. Only the ends of a journal are read, but of one that has no end yet."""
    found: list[Past] = []
    for record in runs_of(plan):
        entry, steps = record.entry(), _steps(record)
        if set(steps) == LOOKING and entry.status == "done":
            continue
        status = look(record).status if entry.status == "unfinished" else entry.status
        what = ", ".join(steps) if record.command == "run" else record.command
        found.append(Past(record, status, what or "run", ago(entry.started)))
        if len(found) == MOST:
            break
    return tuple(found)


def _steps(record: Record) -> tuple[str, ...]:
    try:
        first, _ = ends(record.journal)
    except (OSError, MigrateError):
        return ()
    return tuple(first.steps) if isinstance(first, RunStarted) else ()


def ago(at: str, now: datetime | None = None) -> str:
    """A moment of the past in one unit."""
    try:
        seconds = ((now or datetime.now(UTC)) - datetime.fromisoformat(at)).total_seconds()
    except (ValueError, TypeError):
        return ""
    for unit, length in (("d", 86400), ("h", 3600), ("min", 60)):
        if seconds >= length:
            return f"{int(seconds // length)} {unit} ago"
    return "just now"
