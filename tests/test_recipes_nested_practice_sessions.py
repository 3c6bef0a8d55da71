"""The studio: what its legacy data holds, and that every kind of dirt is in it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from engine_runs import nested
from expected_practice import is_json
from migrate_tui.recipes import RECIPES
from recipes_expected import Row, expected_counts, expected_rejects, rows

RECIPE = RECIPES["nested-practice-sessions"]
TABLES = ("User", "PracticeSession", "PracticeAnalysis")


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('studio')}/dev.db"
    RECIPE.generate(url, 2000)
    return url


def every(url: str) -> dict[str, list[Row]]:
    return {table: [*rows(url, table)] for table in TABLES}


def test_rows_count_the_sessions_and_the_rest_is_in_proportion(generated: str) -> None:
    counts = {table: len(found) for table, found in every(generated).items()}
    assert counts == {"User": 83, "PracticeSession": 2000, "PracticeAnalysis": 1600}


def test_the_same_seed_gives_the_same_rows_and_another_seed_others(tmp_path: Path) -> None:
    urls = [f"sqlite:///{tmp_path}/{n}.db" for n in range(3)]
    for url, seed in zip(urls, (7, 7, 8), strict=True):
        RECIPE.generate(url, 60, seed=seed)
    assert every(urls[0]) == every(urls[1])
    assert every(urls[0]) != every(urls[2])


def test_both_databases_hold_the_same_facts(sqlite_url: str, each_postgres_url: str) -> None:
    made = [RECIPE.generate(url, 200) for url in (sqlite_url, each_postgres_url)]
    assert made[0] == made[1]
    lite, server = every(sqlite_url), every(each_postgres_url)
    for table in TABLES:
        byid = {row["id"]: row for row in server[table]}
        for row in lite[table]:
            there = byid[row["id"]]
            assert there.get("sessionId") == row.get("sessionId")
            if table == "PracticeAnalysis":
                assert there["strengths"] == json.loads(row["strengths"])


@pytest.mark.parametrize("count", [1, 50, 300])
def test_without_dirt_nothing_is_rejected_nor_out_of_place(count: int, sqlite_url: str) -> None:
    made = RECIPE.generate(sqlite_url, count, dirt=0)
    assert expected_rejects(sqlite_url) == {}
    assert expected_counts(sqlite_url)["PracticeAnalysis"] == made["PracticeAnalysis"]
    found = every(sqlite_url)
    assert {type(row["createdAt"]) for row in found["PracticeSession"]} == {int}
    assert max(moments(found["PracticeSession"]).values()) == 1
    users = {row["id"] for row in found["User"]}
    assert {row["studentId"] for row in found["PracticeSession"]} <= users


@pytest.mark.parametrize("count", [*range(50, 66), 100, 230, 600, 1200])
def test_rejects_stay_below_the_budget(count: int, sqlite_url: str) -> None:
    made = RECIPE.generate(sqlite_url, count)
    rejects = expected_rejects(sqlite_url)
    assert set(rejects) == {"PracticeSession", "PracticeSegment", "PracticeAnalysis"}
    assert rejects["PracticeSession"] <= 0.05 * made["PracticeSession"]
    assert rejects["PracticeAnalysis"] <= 0.05 * made["PracticeAnalysis"]


def moments(sessions: list[Row]) -> Counter[tuple[str, object]]:
    return Counter((row["studentId"], row["createdAt"]) for row in sessions)


# A kind of dirt, the table that has it, and how it is seen
SIGHTS: dict[str, tuple[str, Callable[[Row], bool]]] = {
    "JavaScript's time": ("PracticeSession", lambda row: "T" in str(row["createdAt"])),
    "the database's time": ("PracticeSession", lambda row: " " in str(row["createdAt"])),
    "less than no time": ("PracticeSession", lambda row: (row["duration"] or 0) < 0),
    "never measured": ("PracticeSession", lambda row: row["duration"] is None),
    "empty text": ("PracticeSession", lambda row: row["description"] == ""),
    "empty feedback": ("PracticeSession", lambda row: row["teacherFeedback"] == ""),
    "no pieces": ("PracticeAnalysis", lambda row: row["piecesIdentified"] == "[]"),
    "broken JSON": ("PracticeAnalysis", lambda row: not is_json(row["piecesIdentified"])),
}


@pytest.mark.parametrize(("table", "seen"), SIGHTS.values(), ids=SIGHTS)
def test_dirt_is_there(table: str, seen: Callable[[Row], bool], generated: str) -> None:
    found = [*rows(generated, table)]
    assert 0 < sum(map(seen, found)) < len(found) / 20


def test_some_analyses_are_of_no_session(generated: str) -> None:
    found = every(generated)
    known = {row["id"] for row in found["PracticeSession"]}
    assert any(row["sessionId"] not in known for row in found["PracticeAnalysis"])


# Option B of the migration guide, word for word.
GUIDE = (
    """INSERT INTO "PracticeSession" (id, "studentId", date, "totalDuration", status, "createdAt",
      "updatedAt")
    SELECT gen_random_uuid()::text, "studentId", "createdAt", duration, 'COMPLETED', "createdAt",
      "updatedAt"
    FROM "LegacyPracticeSession" """,
    """INSERT INTO "PracticeSegment" (id, "sessionId", title, type, notes, "audioUrl", duration,
      "recordedAt", "teacherFeedbackText", "teacherFeedbackAudio", "teacherFeedbackAt",
      "createdAt", "updatedAt")
    SELECT gen_random_uuid()::text, ps.id, lps.title, 'OTHER', lps.description,
      lps."audioFilePath", lps.duration, lps."createdAt", lps."teacherFeedback",
      lps."teacherFeedbackAudio", lps."teacherFeedbackAt", lps."createdAt", lps."updatedAt"
    FROM "LegacyPracticeSession" lps
    JOIN "PracticeSession" ps ON ps."studentId" = lps."studentId" AND ps.date = lps."createdAt" """,
)
COUNTS = """select (select count(*) from "LegacyPracticeSession"),
  (select count(*) from "PracticeSession"), (select count(*) from "PracticeSegment")"""


def test_the_guide_multiplies_twins_and_the_plan_does_not(
    tmp_path: Path, postgres_url: str
) -> None:
    site = nested(tmp_path, postgres_url, 300, dirt=0.05)
    twins = moments([*rows(postgres_url, "PracticeSession")])
    assert sum(n > 1 for n in twins.values()) >= 3
    site.run("schema")
    with psycopg.connect(postgres_url) as server:
        server.execute('update "LegacyPracticeSession" set duration = 0 where duration is null')
        for statement in GUIDE:
            server.execute(statement.encode())
        legacy, sessions, segments = server.execute(COUNTS.encode()).fetchall()[0]
        server.rollback()
    assert (legacy, sessions) == (300, 300)
    assert segments == sum(n * n for n in twins.values()) > legacy
    site.run("migrate", "verify")
    lost = expected_rejects(postgres_url)["PracticeSession"]
    assert site.query(COUNTS) == [(300, 300 - lost, 300 - lost)]
