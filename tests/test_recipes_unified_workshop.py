"""The unified workshop: what its legacy data holds, and that every kind of dirt is in it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from migrate_tui.recipes import RECIPES
from migrate_tui.recipes.unified_workshop.facts import FLAGS
from recipes_expected import Row, done, expected_counts, expected_rejects, rows

RECIPE = RECIPES["unified-workshop"]
TABLES = ("workshop_students", "student_configs")


def legacy(url: str) -> list[list[Row]]:
    return [[*rows(url, table)] for table in TABLES]


@pytest.fixture
def generated(sqlite_url: str) -> str:
    RECIPE.generate(sqlite_url, 3000)
    return sqlite_url


@pytest.fixture
def overlap(generated: str) -> list[tuple[Row, Row]]:
    """Rows of the two tables with one token: (older table's, newer table's)."""
    students, configs = legacy(generated)
    newer = {row["session_token"]: row for row in configs if row["session_token"]}
    return [(row, newer[token]) for row in students if (token := row["session_token"]) in newer]


@pytest.mark.parametrize("count", [0, 1, 2, 50, 51, 999])
def test_rows_count_both_tables(count: int, sqlite_url: str) -> None:
    made = RECIPE.generate(sqlite_url, count)
    assert sum(made.values()) == count
    assert made == {table: len([*rows(sqlite_url, table)]) for table in TABLES}


def test_the_same_seed_gives_the_same_rows_and_another_seed_others(tmp_path: Path) -> None:
    urls = [f"sqlite:///{tmp_path}/{n}.db" for n in range(3)]
    for url, seed in zip(urls, (7, 7, 8), strict=True):
        RECIPE.generate(url, 300, seed=seed)
    assert legacy(urls[0]) == legacy(urls[1])
    assert legacy(urls[0]) != legacy(urls[2])


def test_both_databases_hold_the_same_facts(sqlite_url: str, each_postgres_url: str) -> None:
    made = [RECIPE.generate(url, 200) for url in (sqlite_url, each_postgres_url)]
    assert made[0] == made[1]
    assert expected_counts(sqlite_url) == expected_counts(each_postgres_url)
    for table in TABLES:
        sides = zip(rows(sqlite_url, table), rows(each_postgres_url, table), strict=True)
        assert all(a["session_token"] == b["session_token"] for a, b in sides)
    types = {type(row["exercises"]) for row in rows(each_postgres_url, "workshop_students")}
    assert types == {dict}


@pytest.mark.parametrize("count", [50, 400])
def test_without_dirt_nothing_is_rejected_and_both_tables_agree(
    count: int, sqlite_url: str
) -> None:
    RECIPE.generate(sqlite_url, count, dirt=0)
    students, configs = legacy(sqlite_url)
    assert expected_rejects(sqlite_url) == {}
    assert all(row["session_token"] and row["student_email"] for row in students + configs)
    newer = {row["session_token"]: row for row in configs}
    shared = students[0].keys() & configs[0].keys() - {"id", "created_at", "updated_at"}
    both = [(row, newer[row["session_token"]]) for row in students if row["session_token"] in newer]
    assert both
    assert all(old[name] == new[name] for old, new in both for name in shared)
    assert all(done(old, flag) == bool(new[flag]) for old, new in both for flag in FLAGS)
    assert all(old["updated_at"] < new["updated_at"] for old, new in both)


@pytest.mark.parametrize("count", [*range(50, 70), 100, 230, 1000, 3000])
def test_rejects_stay_below_the_budget(count: int, sqlite_url: str) -> None:
    RECIPE.generate(sqlite_url, count)
    rejects = expected_rejects(sqlite_url)
    assert set(rejects) == {"sessions", "events"}
    assert max(rejects.values()) <= 0.05 * count * 0.9


def test_some_tokens_are_null_and_some_are_empty(generated: str) -> None:
    for table in legacy(generated):
        tokens = Counter(row["session_token"] for row in table)
        assert tokens[None] and tokens[""]
        assert max(n for token, n in tokens.items() if token) == 1


def test_some_sessions_have_no_student(generated: str) -> None:
    empty = sum(row["session_token"] == "" for table in legacy(generated) for row in table)
    assert expected_rejects(generated)["sessions"] > empty


def test_some_addresses_are_spelled_otherwise_and_have_another_name(
    overlap: list[tuple[Row, Row]],
) -> None:
    pairs = [(a, b) for a, b in overlap if a["student_email"] and b["student_email"]]
    spelled = [(a, b) for a, b in pairs if a["student_email"] != b["student_email"]]
    assert spelled
    for old, new in spelled:
        assert old["student_email"] == new["student_email"].strip().lower()
        assert new["student_email"] != new["student_email"].strip()
        assert old["student_name"] != new["student_name"]


def test_some_values_differ_and_now_one_now_the_other_table_is_newer(
    overlap: list[tuple[Row, Row]],
) -> None:
    differ = [(a, b) for a, b in overlap if _conflict(a, b, "selected_phone_number")]
    assert {a["updated_at"] > b["updated_at"] for a, b in differ} == {True, False}
    assert any(_conflict(a, b, "openai_api_key") for a, b in differ)


def test_some_newer_rows_have_null_where_the_older_has_the_value(
    overlap: list[tuple[Row, Row]],
) -> None:
    for names in (("student_email", "student_name"), ("selected_phone_number",)):
        ordered = [sorted(pair, key=lambda row: row["updated_at"]) for pair in overlap]
        lost = [old for old, new in ordered if all(old[n] and new[n] is None for n in names)]
        assert {"exercises" in row for row in lost} == {True, False}


def test_some_updates_are_ties_with_different_values(overlap: list[tuple[Row, Row]]) -> None:
    ties = [(a, b) for a, b in overlap if a["updated_at"] == b["updated_at"]]
    assert any(_conflict(a, b, "selected_phone_number") for a, b in ties)


@pytest.mark.parametrize("written", ["true", '"true"', '"yes"'])
def test_some_flags_stand_only_inside_exercises(
    written: str, overlap: list[tuple[Row, Row]]
) -> None:
    sought = f'"twilio_connected":{written}'
    assert any(sought in old["exercises"] and not new["twilio_connected"] for old, new in overlap)


def _conflict(a: Row, b: Row, name: str) -> bool:
    return a[name] is not None and b[name] is not None and a[name] != b[name]
