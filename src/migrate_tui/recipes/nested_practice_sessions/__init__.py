"""Nested practice sessions: flat `PracticeSession` rows, each one recording, become sessions with
segments; the analyses move along, and every old row gives exactly one of each. The old tables are
kept as `Legacy…`."""

from __future__ import annotations

from pathlib import Path

from migrate_tui.recipes.nested_practice_sessions.legacy import generate

__all__ = ["FOLDER", "generate"]

FOLDER = Path(__file__).parent
