"""Expressions that read what is no count since 1970: offered where a person has to choose."""

from __future__ import annotations

from migrate_tui.engine.databases.facts import ColumnFacts

IN_SCHEMA = " with timestamptz in the schema"
JULIAN = "timestamp_of(round(({c} - 2440587.5) * 86400000), 'ms')"
NANOSECONDS = "timestamp_of(round({c} * 0.001), 'us')"
SECONDS_OR_MORE = "case when {c} < 100000000000 then unix_s({c}) else unix_ms({c}) end"
DAY = "concat(substring({c}, 1, 4), '-', substring({c}, 5, 2), '-', substring({c}, 7, 2))"


def otherwise(facts: ColumnFacts) -> tuple[str, ...]:
    """By the forms that are there, beside such as say that there is no value."""
    there = {form for form, count in facts.forms.items() if count} - {"zero", "empty"}
    for forms, reading in READINGS:
        if there == forms:
            return (_without(facts, reading) + IN_SCHEMA,)
    if there == {"digits"}:
        return (_without(facts, DAY) + " with date in the schema",)
    if there == {"packed"} and facts.greatest is not None:
        return (_without(facts, packed(facts.greatest >= 10**12)) + IN_SCHEMA,)
    return ("or_null(timestamp_of({c}, 'ms'))" + IN_SCHEMA,)


READINGS = (
    ({"julian"}, JULIAN),
    ({"ns"}, NANOSECONDS),
    ({"s", "ms"}, SECONDS_OR_MORE),
)


def packed(century: bool) -> str:
    """YYYYMMDDhhmmss, or without its century, of this one."""
    at = 5 if century else 3
    year = "substring({c}, 1, 4)" if century else "'20', substring({c}, 1, 2)"
    parts = [year]
    for place, mark in enumerate(("-", "-", " ", ":", ":")):
        parts += [f"'{mark}'", f"substring({{c}}, {at + 2 * place}, 2)"]
    return f"timestamp_of(concat({', '.join(parts)}), 's')"


def _without(facts: ColumnFacts, reading: str) -> str:
    """NULL for a zero, which stands for no moment here."""
    return reading.replace("{c}", "nullif({c}, 0)", 1) if facts.forms.get("zero") else reading
