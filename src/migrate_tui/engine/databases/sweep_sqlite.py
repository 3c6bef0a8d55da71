"""What the reading of a SQLite table says of its columns, in the words of a survey.

Invariant: a column that is not plain (mixed classes, bytes, NULs) has no answer here, nor have
values in an odd spelling; about those the database is asked, value by value.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from migrate_tui.engine.databases.facts import ColumnFacts
from migrate_tui.engine.sweep.board import Found
from migrate_tui.engine.sweep.tally import Tally

COUNTS = {"ms": (10**12, 10**13 - 1), "s": (10**8, 10**10 - 1)}  # moments without a doubt
Forms = dict[str, int]


@dataclass(frozen=True)
class Swept:
    """The columns that are plain, and the forms of those that need no other look."""

    rows: int | None = None
    facts: Mapping[str, ColumnFacts] = field(default_factory=dict)
    forms: Mapping[str, Forms] = field(default_factory=dict)
    braced: frozenset[str] = frozenset()  # all texts begin as a document does, and escape nothing
    lower: frozenset[str] = frozenset()  # of a key, and no letter of it is a capital


def swept(found: Found | None) -> Swept:
    if found is None:
        return Swept()
    rows, tallies = found
    plain = {name: tally for name, tally in tallies.items() if tally.plain}
    forms = {name: forms_of(tally) for name, tally in plain.items()}
    return Swept(
        rows,
        {name: facts_of(tally) for name, tally in plain.items()},
        {name: known for name, known in forms.items() if known is not None},
        _names(tally for tally in plain.values() if tally.braced),
        _names(tally for tally in plain.values() if tally.column.key and not tally.upper),
    )


def _names(tallies: Iterable[Tally]) -> frozenset[str]:
    return frozenset(tally.column.name for tally in tallies)


def facts_of(tally: Tally) -> ColumnFacts:
    return ColumnFacts(
        tally.values,
        tally.integers,
        tally.reals,
        tally.texts,
        least=tally.least,
        greatest=tally.greatest,
        longest=tally.longest,
        characters=tally.characters if "CHAR" in tally.column.type.upper() else 0,
    )


def forms_of(tally: Tally) -> Forms | None:
    """What the values look like, where that is plain."""
    if tally.spellings and tally.texts == tally.values:
        return dict(sorted(tally.spellings.items()))
    return numbered(tally.column.kind, facts_of(tally))


def numbered(kind: str | None, facts: ColumnFacts) -> Forms | None:
    """The forms of a column of whole numbers, which its two ends tell; None where they do not."""
    if kind == "decimal":
        return None if facts.reals else {"finer": 0}
    if kind is None or not facts.values:
        return {}
    if facts.held != ("integer",) or facts.least is None or facts.greatest is None:
        return None
    spans = {"boolean": {"bit": (0, 1)}, "moment": COUNTS}.get(kind, {})
    for form, (low, high) in spans.items():
        if low <= facts.least <= facts.greatest <= high:
            return {form: facts.values}
    return None
