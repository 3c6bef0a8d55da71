"""What must become of practice sessions, in plain Python over the legacy rows."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

Row = dict[str, Any]
Counts = dict[str, int]
DOCUMENTS = ("piecesIdentified", "timeBreakdown", "suggestions", "strengths", "areasForImprovement")


def practised(sessions: Iterable[Row], analyses: Iterable[Row]) -> tuple[Counts, Counts]:
    """Rows of each new table, and legacy rows that none of them can take."""
    told, heard = [*sessions], [*analyses]
    good = {row["id"] for row in told if (row["duration"] or 0) >= 0}
    kept = [row for row in heard if row["sessionId"] in good and all(_documents(row))]
    counts = {"PracticeSession": len(good), "PracticeSegment": len(good)}
    counts |= {"PracticeAnalysis": len(kept)}
    lost = dict.fromkeys(("PracticeSession", "PracticeSegment"), len(told) - len(good))
    lost |= {"PracticeAnalysis": len(heard) - len(kept)}
    return counts, {mapping: rows for mapping, rows in lost.items() if rows}


def _documents(row: Row) -> list[bool]:
    """PostgreSQL has seen to it already that they are some."""
    return [not isinstance(row[name], str) or is_json(row[name]) for name in DOCUMENTS]


def is_json(text: str, nul_in_json: bool = False) -> bool:
    try:
        json.loads(text, parse_constant=_refuse)
    except ValueError:
        return False
    return nul_in_json or "\\u0000" not in text


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")
