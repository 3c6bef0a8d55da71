"""Which question a SQLite column's declared type, or a sample of it, asks of all its values."""

from __future__ import annotations

import re

from migrate_tui.engine.databases.facts import ColumnFacts

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


def looks(sample: list[str]) -> str | None:
    """What every text of a sample looks like."""
    if not sample:
        return None
    return next((kind for kind, look in _LOOKS if all(map(look.fullmatch, sample))), None)


def asked(type_: str, facts: ColumnFacts, sample: list[str]) -> str | None:
    """The question to ask of every value; None where the storage class says it all."""
    if not facts.values:
        return None
    kind = declared(type_)
    if kind is None and facts.held == ("text",):
        return looks(sample)
    return kind
