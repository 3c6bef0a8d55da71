"""The bundled recipes: complete folders, loadable plans, no dirt picked twice or not at all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from migrate_tui.engine.errors import Blocked
from migrate_tui.recipes import RECIPES, Recipe
from migrate_tui.recipes.dirt import Dirt
from migrate_tui.recipes.handpose_clinical import legacy
from migrate_tui.recipes.handpose_clinical.clinic import Clinic
from migrate_tui.recipes.writing import Row, legacy_kinds
from recipes_expected import rows

ENVIRON = {
    "WORKSHOP_DATABASE": "sqlite:///workshop.db",
    "DATABASE_URL": "postgresql://localhost/clinic",
    "STUDIO_DATABASE": "sqlite:///studio.db",
}
MAPPINGS = {
    "unified-workshop": ["students", "sessions", "step_progress", "events"],
    "handpose-clinical": [
        "users", "sessions", "audit_logs", "protocols", "recording_sessions",
        "signal_processing_results", "clinical_analyses", "clinical_annotations", "reports",
        "recording_comparisons",
    ],
    "nested-practice-sessions": ["PracticeSession", "PracticeSegment", "PracticeAnalysis"],
    "backend-sync": ["logbook_entry", "goal", "practice_session"],
    "prisma-learning": [
        "User", "Level", "Story", "Unit", "UnitAsset", "UserProgress", "DailyPlan",
        "DailyPlanEntry", "PronunciationAttempt", "AggregateScore", "_SavedUnits",
    ],
}  # fmt: skip
each_recipe = pytest.mark.parametrize("recipe", RECIPES.values(), ids=lambda recipe: recipe.name)


def test_recipes_are_known_by_their_names() -> None:
    assert {name: recipe.name for name, recipe in RECIPES.items()} == {n: n for n in MAPPINGS}


@each_recipe
def test_a_recipe_tells_what_it_is_and_has_a_plan(recipe: Recipe) -> None:
    assert recipe.title and recipe.doc.count(".") >= 1
    assert recipe.plan.is_file()
    assert "sqlite" in recipe.kinds


def test_kinds_are_the_legacy_schemas_there_are() -> None:
    both = ("sqlite", "postgresql")
    assert {name: recipe.kinds for name, recipe in RECIPES.items()} == {
        "unified-workshop": both,
        "handpose-clinical": ("sqlite",),
        "nested-practice-sessions": both,
        "backend-sync": both,
        "prisma-learning": ("sqlite",),
    }


@each_recipe
def test_the_plan_loads(recipe: Recipe) -> None:
    plan_module = pytest.importorskip(
        "migrate_tui.engine.plan", reason="plans cannot be loaded yet"
    )
    plan = plan_module.load_plan(recipe.plan, environ=ENVIRON)
    assert plan.plan == recipe.name
    assert [mapping.name for mapping in plan.mappings] == MAPPINGS[recipe.name]
    assert plan.rejects.exceeded(51, 1000) and not plan.rejects.exceeded(50, 1000)


@each_recipe
def test_every_file_the_plan_names_is_there(recipe: Recipe) -> None:
    text = recipe.plan.read_text(encoding="utf-8")
    named = re.findall(r"[\w./]+\.(?:sql|yaml)", text)
    assert named
    assert [name for name in named if not (recipe.folder / name).is_file()] == []


@each_recipe
def test_a_full_database_is_refused_and_left_alone(recipe: Recipe, sqlite_url: str) -> None:
    made = recipe.generate(sqlite_url, 60)
    with pytest.raises(Blocked, match="is not empty"):
        recipe.generate(sqlite_url, 60)
    assert {table: len([*rows(sqlite_url, table)]) for table in made} == made


def test_a_kind_without_a_legacy_schema_is_refused(postgres_url: str) -> None:
    with pytest.raises(Blocked, match="no legacy schema for postgresql"):
        RECIPES["handpose-clinical"].generate(postgres_url, 10)


def test_a_failed_generation_leaves_an_empty_database(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    generate = RECIPES["handpose-clinical"].generate
    with monkeypatch.context() as patched, pytest.raises(ArithmeticError):
        patched.setitem(legacy.ROWS, "reports", _fail)
        generate(sqlite_url, 10)
    assert generate(sqlite_url, 10)["reports"] == 2


def _fail(clinic: Clinic) -> Iterator[Row]:
    raise ArithmeticError
    yield ()


@each_recipe
@pytest.mark.parametrize("rows", [0, 1, 2, 3])
@pytest.mark.parametrize("dirt", [0, 0.01, 1])
def test_the_smallest_databases_can_be_made(
    recipe: Recipe, rows: int, dirt: float, sqlite_url: str
) -> None:
    recipe.generate(sqlite_url, rows, dirt=dirt)


def test_legacy_kinds_of_an_empty_folder(tmp_path: Path) -> None:
    assert legacy_kinds(tmp_path) == ()


@pytest.mark.parametrize(
    ("population", "share", "least", "expected"),
    [
        (1000, 0.0, 3, 0),
        (1000, 0.01, 3, 10),
        (50, 0.01, 3, 3),
        (2, 0.01, 3, 2),
        (0, 0.5, 3, 0),
        (997, 0.37, 3, 369),
        (10, 1.0, 3, 10),
    ],
)
def test_dirt_hits_exactly_as_many_rows_as_it_says(
    population: int, share: float, least: int, expected: int
) -> None:
    dirt = Dirt(("a", "b", "c"), population, share, least)
    hits = Counter(kind for row in range(population) if (kind := dirt.at(row)))
    assert sum(hits.values()) == expected == dirt.count
    assert max(hits.values(), default=0) - min(hits.values(), default=0) <= 1
    assert len(hits) == min(3, expected)


def test_rows_beyond_the_population_are_clean() -> None:
    dirt = Dirt(("a",), 10, 1.0, 1)
    assert [dirt.at(-1), dirt.at(10)] == ["", ""]
