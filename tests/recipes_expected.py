"""What must stand in the new tables, in plain Python over the legacy rows: a witness that shares
nothing with the engine."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import psycopg
from psycopg.rows import dict_row

import kept
from expected_learning import learned
from expected_practice import is_json, practised
from expected_sync import DOCUMENTS, is_time, synced
from migrate_tui.recipes.unified_workshop.facts import FLAGS

Row = dict[str, Any]
Counts = dict[str, int]

JSON_COLUMNS = {
    "audit_logs": ("details",),
    "protocols": ("configuration",),
    "recording_sessions": ("device_info", "processing_metadata"),
    "signal_processing_results": (
        "raw_landmarks", "filters_applied", "butterworth", "kalman", "savitzky_golay",
        "moving_average", "exponential_smoothing", "fft_filtered", "wavelet_denoised",
        "particle_filter", "unscented_kalman", "quality_metrics",
    ),
    "clinical_analyses": (
        "frequency_spectrum", "rom_measurements", "asymmetry_details", "severity_scores",
        "quality_flags",
    ),
    "reports": ("configuration", "shared_with"),
    "recording_comparisons": ("metric_differences", "statistical_tests"),
}  # fmt: skip
REQUIRED_JSON = {
    ("protocols", "configuration"),
    ("signal_processing_results", "raw_landmarks"),
    ("signal_processing_results", "filters_applied"),
    ("recording_comparisons", "metric_differences"),
}
# Only the keys whose missing parent costs the row; the others become NULL.
PARENTS = {
    "users": {},
    "sessions": {"user_id": "users"},
    "audit_logs": {},
    "protocols": {"created_by_id": "users"},
    "recording_sessions": {"patient_id": "users"},
    "signal_processing_results": {"recording_session_id": "recording_sessions"},
    "clinical_analyses": {"recording_session_id": "recording_sessions"},
    "clinical_annotations": {"recording_session_id": "recording_sessions", "clinician_id": "users"},
    "reports": {"recording_session_id": "recording_sessions"},
    "recording_comparisons": {
        "baseline_recording_id": "recording_sessions",
        "comparison_recording_id": "recording_sessions",
    },
}
TIMES = ("recording_date",)


def expected_counts(url: str, *, nul_in_json: bool = False) -> Counts:
    """Rows of each new table. `nul_in_json`: the target takes \\u0000 in JSON (SQLite does)."""
    return _judged(url, nul_in_json)[0]


def expected_rejects(url: str, *, nul_in_json: bool = False) -> Counts:
    """Legacy rows that no new table can take, per mapping; mappings without any are absent."""
    return _judged(url, nul_in_json)[1]


def _judged(url: str, nul_in_json: bool) -> tuple[Counts, Counts]:
    if _exists(url, "workshop_students"):
        return _workshop(url)
    if _exists(url, "PronunciationAttempt"):
        return learned(lambda table: rows(url, table), nul_in_json)
    if _exists(url, "PracticeSession"):
        old = "Legacy" if _exists(url, "LegacyPracticeSession") else ""
        tables = (rows(url, f"{old}Practice{name}") for name in ("Session", "Analysis"))
        return practised(*tables)
    if _exists(url, "logbook_entries"):
        return synced({table: rows(url, table) for table in DOCUMENTS})
    return _clinic(url, nul_in_json)


def rows(url: str, table: str) -> Iterator[Row]:
    """All rows in the order in which they were written."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
            connection.row_factory = sqlite3.Row
            yield from map(dict, connection.execute(f'select * from "{table}" order by rowid'))
    else:
        with kept.connection(url) as connection, connection.cursor(row_factory=dict_row) as cursor:
            yield from cursor.execute(f'select * from "{table}" order by 1'.encode())


def _exists(url: str, table: str) -> bool:
    try:
        next(rows(url, table), None)
    except (sqlite3.OperationalError, psycopg.errors.UndefinedTable):
        return False
    return True


def _workshop(url: str) -> tuple[Counts, Counts]:
    legacy = [*rows(url, "workshop_students"), *rows(url, "student_configs")]
    addresses = {row["student_email"].strip().lower() for row in legacy if row["student_email"]}
    groups: dict[str, list[Row]] = {}
    for row in legacy:
        if row["session_token"] is not None:
            groups.setdefault(row["session_token"], []).append(row)
    sessions = {
        token: group
        for token, group in groups.items()
        if token and any(row["student_email"] for row in group)
    }
    steps = sum(
        any(done(row, flag) for row in group) for group in sessions.values() for flag in FLAGS
    )
    carried = sum(len(group) for group in sessions.values())
    rejected = sum(len(group) for group in groups.values()) - carried
    counts = {"students": len(addresses), "sessions": len(sessions)}
    counts |= {"step_progress": steps, "events": carried}
    return counts, {"sessions": rejected, "events": rejected} if rejected else {}


def done(row: Row, flag: str) -> bool:
    """Whether either way of writing it down says so."""
    exercises = row.get("exercises") or {}
    said = (json.loads(exercises) if isinstance(exercises, str) else exercises).get(flag)
    return bool(row.get(flag)) or str(said).lower() in ("true", "t", "yes", "1")


def _clinic(url: str, nul_in_json: bool) -> tuple[Counts, Counts]:
    kept: dict[str, set[str]] = {}
    rejected: Counts = {}
    for table in PARENTS:
        good = _judge(table, kept, nul_in_json)
        all_rows = [(row["id"], good(row)) for row in rows(url, table)]
        kept[table] = {id_ for id_, ok in all_rows if ok}
        rejected[table] = len(all_rows) - len(kept[table])
    return {t: len(ids) for t, ids in kept.items()}, {t: n for t, n in rejected.items() if n}


def _judge(table: str, kept: dict[str, set[str]], nul_in_json: bool) -> Callable[[Row], bool]:
    def good(row: Row) -> bool:
        times = (value for name, value in row.items() if name.endswith("_at") or name in TIMES)
        return (
            all(map(is_time, times))
            and all(
                is_json(row[name], nul_in_json) if row[name] else (table, name) not in REQUIRED_JSON
                for name in JSON_COLUMNS.get(table, ())
            )
            and all(row[name] in kept[parent] for name, parent in PARENTS[table].items())
        )

    return good
