"""Clinical hand recordings: ten tables that Prisma keeps in SQLite, with JSON as text, times as
numbers and foreign keys that nobody enforced, move to jsonb, timestamptz and keys that hold."""

from __future__ import annotations

from pathlib import Path

from migrate_tui.recipes.handpose_clinical.legacy import generate

__all__ = ["FOLDER", "generate"]

FOLDER = Path(__file__).parent
