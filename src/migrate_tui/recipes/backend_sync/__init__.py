"""Backend sync: `logbook_entries`, `goals` and `practice_sessions` of the backend go to the API's
`sync_data`, one JSON document and its checksum an entity; run weekly, it carries what changed."""

from __future__ import annotations

from pathlib import Path

from migrate_tui.recipes.backend_sync.legacy import generate

__all__ = ["FOLDER", "generate"]

FOLDER = Path(__file__).parent
