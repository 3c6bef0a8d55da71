"""SQLite's own rules: what a declared type prefers to hold."""

from __future__ import annotations


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
