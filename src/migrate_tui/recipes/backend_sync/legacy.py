"""The backend's legacy database: a logbook, and and beside it goals and measured sessions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

from migrate_tui.recipes.backend_sync.entities import Source, Tell, entry, goal, session
from migrate_tui.recipes.dirt import Dirt
from migrate_tui.recipes.writing import Row, legacy_database

COLUMNS = {
    "logbook_entries": (
        "id", "user_id", "timestamp", "duration", "type", "instrument", "pieces", "techniques",
        "goal_ids", "notes", "mood", "tags", "metadata", "created_at", "updated_at",
    ),
    "goals": (
        "id", "user_id", "title", "description", "target_date", "milestones", "status",
        "linked_entries", "created_at", "updated_at",
    ),
    "practice_sessions": (
        "id", "user_id", "instrument", "session_type", "started_at", "completed_at",
        "paused_duration", "accuracy_percentage", "notes_attempted", "notes_correct",
    ),
}  # fmt: skip
TELL: dict[str, Tell] = {"logbook_entries": entry, "goals": goal, "practice_sessions": session}
# Per table: what goes wrong, and how many of these happen even in the smallest database.
DIRT: dict[str, tuple[tuple[str, ...], int]] = {
    "logbook_entries": (("broken json", "empty json", "no user", "iso time", "no json"), 4),
    "goals": (("no status", "empty status", "no target date", "iso time", "broken json"), 3),
    "practice_sessions": (("never completed", "no user", "iso time"), 2),
}


def generate(url: str, rows: int, *, seed: int = 1, dirt: float = 0.01) -> dict[str, int]:
    """`rows` counts the logbook entries; `dirt` is the share of rows with something wrong."""
    with legacy_database(url, Path(__file__).parent) as fill:
        return {
            table: fill(table, columns, _rows(table, _source(url, table, rows, seed, dirt)))
            for table, columns in COLUMNS.items()
        }


def _source(url: str, table: str, rows: int, seed: int, dirt: float) -> Source:
    sizes = {"goals": -(-rows // 4), "practice_sessions": -(-rows // 2)}
    kinds, least = DIRT[table]
    size = sizes.get(table, rows)
    strict = url.startswith("postgres")
    return Source(seed, size, rows // 40 + 30, Dirt(kinds, size, dirt, least), strict)


def _rows(table: str, source: Source) -> Iterator[Row]:
    random = Random(f"{source.seed}:{table}")
    for number in range(source.rows):
        yield TELL[table](source, number, source.dirt.at(number), random)
