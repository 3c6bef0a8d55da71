"""The clinic: what its legacy data holds, and that every kind of dirt is in it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from migrate_tui.recipes import RECIPES
from migrate_tui.recipes.handpose_clinical.tables import COLUMNS
from recipes_expected import (
    JSON_COLUMNS,
    PARENTS,
    Row,
    expected_counts,
    expected_rejects,
    is_json,
    is_time,
    rows,
)

RECIPE = RECIPES["handpose-clinical"]


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('clinic')}/dev.db"
    RECIPE.generate(url, 2000)
    return url


def every(url: str) -> dict[str, list[Row]]:
    return {table: [*rows(url, table)] for table in COLUMNS}


def test_rows_count_the_recordings_and_the_rest_is_in_proportion(generated: str) -> None:
    counts = {table: len(found) for table, found in every(generated).items()}
    assert counts == {
        "users": 52, "sessions": 104, "audit_logs": 2000, "protocols": 8,
        "recording_sessions": 2000, "signal_processing_results": 200, "clinical_analyses": 2000,
        "clinical_annotations": 400, "reports": 400, "recording_comparisons": 100,
    }  # fmt: skip


def test_the_same_seed_gives_the_same_rows_and_another_seed_others(tmp_path: Path) -> None:
    urls = [f"sqlite:///{tmp_path}/{n}.db" for n in range(3)]
    for url, seed in zip(urls, (7, 7, 8), strict=True):
        RECIPE.generate(url, 60, seed=seed)
    assert every(urls[0]) == every(urls[1])
    assert every(urls[0]) != every(urls[2])


@pytest.mark.parametrize("count", [1, 50, 300])
def test_without_dirt_nothing_is_rejected_nor_out_of_place(count: int, sqlite_url: str) -> None:
    made = RECIPE.generate(sqlite_url, count, dirt=0)
    assert expected_counts(sqlite_url) == made
    assert expected_rejects(sqlite_url) == {}
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))) as connection:
        assert connection.execute("pragma foreign_key_check").fetchall() == []
        assert connection.execute("pragma integrity_check").fetchall() == [("ok",)]
    for table, found in every(sqlite_url).items():
        times = [
            row[name] for row in found for name in row if name.endswith(("_at", "recording_date"))
        ]
        assert {type(time) for time in times} <= {int, type(None)}
        texts = [row[name] for row in found for name in JSON_COLUMNS.get(table, ())]
        assert "" not in texts
        assert all(text is None or json.loads(text) is not None for text in texts)


@pytest.mark.parametrize("count", [*range(50, 62), 99, 250, 600, 1200])
def test_rejects_stay_below_the_budget_in_every_table(count: int, sqlite_url: str) -> None:
    made = RECIPE.generate(sqlite_url, count)
    rejects = expected_rejects(sqlite_url)
    assert {"recording_sessions", "clinical_analyses", "audit_logs"} <= set(rejects)
    assert {table: n for table, n in rejects.items() if n > made[table] * 0.05} == {}


# A kind of dirt, a table that has it, and how it is seen
Sight = Callable[[Row], bool]
SIGHTS: dict[str, tuple[str, Sight]] = {
    "ISO text among the milliseconds": (
        "recording_sessions",
        lambda row: isinstance(row["created_at"], str) and is_time(row["created_at"]),
    ),
    "a time that is none": ("audit_logs", lambda row: not is_time(row["created_at"])),
    "JSON that is none": (
        "recording_sessions",
        lambda row: bool(row["processing_metadata"]) and not is_json(row["processing_metadata"]),
    ),
    "JSON cut short in an analysis": (
        "clinical_analyses",
        lambda row: not is_json(row["frequency_spectrum"], nul_in_json=True),
    ),
    "NUL in the JSON of a log": (
        "audit_logs",
        lambda row: "\\u0000" in (row["details"] or "") and is_json(row["details"], True),
    ),
    "NUL in the JSON of an analysis": (
        "clinical_analyses",
        lambda row: "\\u0000" in row["frequency_spectrum"],
    ),
    "empty JSON": ("clinical_analyses", lambda row: row["asymmetry_details"] == ""),
    "empty JSON of a recording": ("recording_sessions", lambda row: row["device_info"] == ""),
}


@pytest.mark.parametrize(("table", "seen"), SIGHTS.values(), ids=SIGHTS)
def test_dirt_is_there(table: str, seen: Sight, generated: str) -> None:
    found = [*rows(generated, table)]
    assert 0 < sum(map(seen, found)) < len(found) / 20


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("clinical_analyses", "recording_session_id"),
        ("recording_sessions", "clinician_id"),
        ("audit_logs", "user_id"),
        ("reports", "generated_by_id"),
    ],
)
def test_orphans_are_there(table: str, column: str, generated: str) -> None:
    parent = PARENTS[table].get(column, "users")
    known = {row["id"] for row in rows(generated, parent)} | {None}
    assert any(row[column] not in known for row in rows(generated, table))


def test_a_rejected_recording_takes_its_analysis_along(generated: str) -> None:
    broken = {
        row["id"]
        for row in rows(generated, "recording_sessions")
        if row["processing_metadata"] and not is_json(row["processing_metadata"])
    }
    children = {row["recording_session_id"] for row in rows(generated, "clinical_analyses")}
    assert broken and broken & children


def test_a_target_that_takes_nul_keeps_more(generated: str) -> None:
    strict, lenient = (expected_counts(generated, nul_in_json=nul) for nul in (False, True))
    assert lenient["audit_logs"] > strict["audit_logs"]
