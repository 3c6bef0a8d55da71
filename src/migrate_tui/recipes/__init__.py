"""The bundled migrations: each a plan, its schema and seeds, and a legacy database to try it on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from migrate_tui.recipes import (
    backend_sync,
    handpose_clinical,
    nested_practice_sessions,
    prisma_learning,
    unified_workshop,
)
from migrate_tui.recipes.writing import legacy_kinds


class Generate(Protocol):
    """Make the legacy database; says how many rows each of its tables got."""

    def __call__(
        self, url: str, rows: int, *, seed: int = 1, dirt: float = 0.01
    ) -> dict[str, int]: ...


@dataclass(frozen=True)
class Recipe:
    name: str
    title: str
    doc: str
    kinds: tuple[str, ...]  # databases that the legacy data may live in
    folder: Path
    generate: Generate

    @property
    def plan(self) -> Path:
        return self.folder / "plan.yaml"


def _recipe(name: str, title: str, doc: str | None, folder: Path, generate: Generate) -> Recipe:
    return Recipe(name, title, doc or "", legacy_kinds(folder), folder, generate)


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        recipe.name: recipe
        for recipe in (
            _recipe(
                "unified-workshop",
                "Two overlapping workshop tables become students, sessions, steps and events",
                unified_workshop.__doc__,
                unified_workshop.FOLDER,
                unified_workshop.generate,
            ),
            _recipe(
                "handpose-clinical",
                "A clinical SQLite database with JSON as text moves to PostgreSQL",
                handpose_clinical.__doc__,
                handpose_clinical.FOLDER,
                handpose_clinical.generate,
            ),
            _recipe(
                "nested-practice-sessions",
                "Flat practice sessions become sessions with segments and their analyses",
                nested_practice_sessions.__doc__,
                nested_practice_sessions.FOLDER,
                nested_practice_sessions.generate,
            ),
            _recipe(
                "backend-sync",
                "Three tables of a backend go to one of its API, weekly, and only what changed",
                backend_sync.__doc__,
                backend_sync.FOLDER,
                backend_sync.generate,
            ),
            _recipe(
                "prisma-learning",
                "A language school's Prisma database moves into what its migrations make",
                prisma_learning.__doc__,
                prisma_learning.FOLDER,
                prisma_learning.generate,
            ),
        )
    }
)
