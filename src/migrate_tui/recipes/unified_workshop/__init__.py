"""The unified workshop: `workshop_students` and `student_configs` overlap and disagree; they
become students, sessions, step progress and events in the same database; no value is lost."""

from __future__ import annotations

from pathlib import Path

from migrate_tui.recipes.unified_workshop.legacy import generate

__all__ = ["FOLDER", "generate"]

FOLDER = Path(__file__).parent
