"""What must become of a backend's rows in `sync_data`, in plain Python over the legacy rows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from expected_practice import is_json

Row = dict[str, Any]
Counts = dict[str, int]
MAPPINGS = {
    "logbook_entries": "logbook_entry",
    "goals": "goal",
    "practice_sessions": "practice_session",
}
# Columns of JSON, and what stands for nothing.
DOCUMENTS: dict[str, dict[str, object]] = {
    "logbook_entries": {
        **{name: [] for name in ("pieces", "techniques", "goal_ids", "tags")},
        "metadata": {"source": "manual"},
    },
    "goals": {"milestones": [], "linked_entries": []},
    "practice_sessions": {},
}
TIMES = {
    "logbook_entries": ("timestamp", "created_at", "updated_at"),
    "goals": ("target_date", "created_at", "updated_at"),
    "practice_sessions": ("started_at", "completed_at"),
}


def synced(tables: Mapping[str, Iterable[Row]]) -> tuple[Counts, Counts]:
    """Rows of sync_data, and legacy rows that it cannot take, by mapping."""
    total, lost = 0, {}
    for table, found in tables.items():
        judged = [good(table, row) for row in found]
        total += sum(judged)
        lost[MAPPINGS[table]] = len(judged) - sum(judged)
    return {"sync_data": total}, {mapping: rows for mapping, rows in lost.items() if rows}


def document(table: str, row: Row) -> dict[str, object]:
    """The data of one good row."""
    told = {name: value for name, value in row.items() if name not in DOCUMENTS[table]}
    told |= {name: iso(row[name]) for name in TIMES[table]}
    for name, default in DOCUMENTS[table].items():
        told[name] = json.loads(row[name]) if row[name] else default
    if table == "practice_sessions" and (share := row["accuracy_percentage"]) is not None:
        told["accuracy_percentage"] = int(share) if share == int(share) else share
    if table == "goals":
        told["status"] = row["status"] or "ACTIVE"
    return told


def iso(value: int | str | None) -> str | None:
    """As JavaScript's toISOString writes a moment."""
    if value is None or isinstance(value, str):
        return value
    at = datetime.fromtimestamp(value / 1000, UTC)
    return f"{at:%Y-%m-%dT%H:%M:%S}.{value % 1000:03d}Z"


def good(table: str, row: Row) -> bool:
    documents = (row[name] for name in DOCUMENTS[table])
    return (
        row["user_id"] is not None
        and all(not text or is_json(text) for text in documents)
        and all(is_time(row[name]) for name in TIMES[table])
    )


def is_time(value: Any) -> bool:
    if value is None or isinstance(value, int):
        return True
    try:
        return bool(datetime.fromisoformat(value))
    except ValueError:
        return False
