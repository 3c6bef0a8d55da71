"""SQLite's own rules: what a declared type prefers to hold, by which name a row's number goes."""

from __future__ import annotations

from collections.abc import Sequence

from migrate_tui.engine.databases.catalogue import Column


def affinity(declared: str) -> str:
    """SQLite's own five rules, in their order."""
    name = declared.upper()
    if "INT" in name:
        return "integer"
    if any(part in name for part in ("CHAR", "CLOB", "TEXT")):
        return "text"
    if not name or "BLOB" in name or name == "ANY":
        return "none"
    return "real" if any(part in name for part in ("REAL", "FLOA", "DOUB")) else "numeric"


def rowid_of(columns: Sequence[Column]) -> str | None:
    """A column of the same name hides it; three can hide it whole."""
    hidden = {column.name.lower() for column in columns}
    return next((name for name in ("rowid", "_rowid_", "oid") if name not in hidden), None)
