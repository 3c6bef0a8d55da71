"""By which name a row's number goes in a SQLite table."""

from __future__ import annotations

from collections.abc import Sequence

from migrate_tui.engine.databases.catalogue import Column


def rowid_of(columns: Sequence[Column]) -> str | None:
    """A column of the same name hides it; three can hide it whole."""
    hidden = {column.name.lower() for column in columns}
    return next((name for name in ("rowid", "_rowid_", "oid") if name not in hidden), None)
