"""What must become of the language school's rows, in plain Python over its dev.db."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from expected_practice import is_json

Row = dict[str, Any]
Counts = dict[str, int]
Instant = float | None

TIMES = {
    "User": ("lastLoginAt", "createdAt", "updatedAt"),
    "UserProgress": ("completedAt", "createdAt", "updatedAt"),
    "DailyPlan": ("date", "createdAt", "updatedAt"),
    "AggregateScore": ("periodStart", "createdAt", "updatedAt"),
    "UnitAsset": ("createdAt",),
    "PronunciationAttempt": ("createdAt",),
}
JSON = {"UnitAsset": "metadata", "PronunciationAttempt": "feedback"}
# Parents first; each with the tables that its rows refer to.
PARENTS: dict[str, dict[str, str]] = {
    "User": {},
    "Level": {},
    "Story": {"levelId": "Level"},
    "Unit": {"storyId": "Story"},
    "UnitAsset": {"unitId": "Unit"},
    "UserProgress": {"userId": "User", "unitId": "Unit"},
    "DailyPlan": {"userId": "User"},
    "DailyPlanEntry": {"dailyPlanId": "DailyPlan", "unitId": "Unit"},
    "PronunciationAttempt": {"userId": "User", "unitId": "Unit"},
    "AggregateScore": {"userId": "User"},
    "_SavedUnits": {"A": "Unit", "B": "User"},
}


def learned(rows: Callable[[str], Iterable[Row]], nul_in_json: bool) -> tuple[Counts, Counts]:
    """Rows of each new table, and legacy rows that none of them can take."""
    kept: dict[str, set[str]] = {}
    counts: Counts = {}
    lost: Counts = {}
    for table in PARENTS:
        found = sorted(rows(table), key=lambda row: str(row.get("id")))
        good = _first([row for row in found if _fits(table, row, kept, nul_in_json)], table)
        kept[table] = {str(row.get("id")) for row in good}
        counts[table], lost[table] = len(good), len(found) - len(good)
    return counts, {table: number for table, number in lost.items() if number}


def _fits(table: str, row: Row, kept: dict[str, set[str]], nul_in_json: bool) -> bool:
    text = row.get(JSON.get(table, "")) or "{}"
    return (
        is_json(text, nul_in_json)
        and all(row[c] is None or instant(row[c]) is not None for c in TIMES.get(table, ()))
        and all(row[column] in kept[parent] for column, parent in PARENTS[table].items())
    )


def _first(rows: list[Row], table: str) -> list[Row]:
    """One account an address and one plan a learner and day: the older one."""
    keys: dict[str, Callable[[Row], Any]] = {
        "User": lambda row: row["email"].strip().lower(),
        "DailyPlan": lambda row: (row["userId"], instant(row["date"])),
    }
    if table not in keys:
        return rows
    first: dict[Any, Row] = {}
    for row in rows:
        first.setdefault(keys[table](row), row)
    return [*first.values()]


def instant(value: int | str) -> Instant:
    """Milliseconds since 1970, or ISO text, of UTC where it does not say."""
    if isinstance(value, int):
        return float(value)
    try:
        read = datetime.fromisoformat(value)
    except ValueError:
        return None
    return (read if read.tzinfo else read.replace(tzinfo=UTC)).timestamp() * 1000
