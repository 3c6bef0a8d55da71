"""Which question a SQLite column's declared type, or a sample of it, asks of all its values."""

from __future__ import annotations

import re

_DECLARED = (
    ("json", re.compile(r"\bJSONB?\b")),
    ("uuid", re.compile(r"\b(UUID|GUID|UNIQUEIDENTIFIER)\b")),
    ("boolean", re.compile(r"\bBOOL(EAN)?\b|\bTINYINT\s*\(\s*1\s*\)|^BIT\b")),
    ("time", re.compile(r"^TIME\b(?!\s*STAMP)")),
    ("moment", re.compile(r"DATE|TIMESTAMP")),
    ("decimal", re.compile(r"\b(NUMERIC|DECIMAL|NUMBER|MONEY)\b")),
)
_LOOKS = (
    ("json", re.compile(r"\s*[{\[].*[}\]]\s*", re.DOTALL)),
    ("uuid", re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")),
    ("moment", re.compile(r"\d{4}-[01]\d-[0-3]\d[ T][0-2]\d:[0-5]\d.*")),
)


def declared(type_: str) -> str | None:
    """What the name of a type says that its values are."""
    name = type_.upper()
    return next((kind for kind, pattern in _DECLARED if pattern.search(name)), None)


def looks(sample: list[str]) -> str:
    """What every text of a sample looks like; nothing where they differ."""
    kinds = (kind for kind, look in _LOOKS if sample and all(map(look.fullmatch, sample)))
    return next(kinds, "")
