"""A choice for one column: the type it gets, how its values are read, and what is said of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from migrate_tui.engine.databases.facts import ColumnFacts
from migrate_tui.engine.profile.findings import Severity

MOSTLY = 0.9  # the part of its values that has to fit a declared type, for the type to stand
Note = tuple[Severity, str, str, tuple[str, ...]]  # severity, fact, remedy, alternatives


@dataclass(frozen=True)
class Choice:
    """`call` is a template of the plan's expression over the column; empty where it is copied."""

    type: str
    call: str = ""
    misfits: int = 0  # values that will reject their row
    notes: tuple[Note, ...] = field(default=())


def misfit(count: int, what: str, type_: str, others: tuple[str, ...]) -> Note:
    rows = "1 value is" if count == 1 else f"{count:,} values are"
    return "error", f"{rows} {what}", f"{type_}; their rows are rejected", others


def counted(facts: ColumnFacts) -> str:
    words = (("integers", "integer"), ("reals", "real"), ("texts", "text"), ("blobs", "blob"))
    parts = ((getattr(facts, many), one) for many, one in words)
    return ", ".join(f"{count:,} {one}" for count, one in parts if count)


FORM_WORDS = {
    "small": "too small to tell",
    "s": "as seconds",
    "ms": "as milliseconds",
    "us": "as microseconds",
    "ns": "as nanoseconds",
    "near": "as milliseconds near 1970",
    "julian": "Julian days",
    "day": "days",
    "local": "timestamps without zone",
    "zoned": "timestamps with zone",
    "fine": "timestamps finer than microseconds",
    "empty": "empty",
    "other": "something else",
    "blob": "blobs",
    "document": "documents",
    "scalar": "JSON scalars",
    "number": "numbers",
    "escape": "with \\u0000 or surrogates",
    "bit": "as 0 or 1",
    "word": "words for true or false",
    "clock": "times",
    "uuid": "uuids",
}


def forms_text(facts: ColumnFacts) -> str:
    return ", ".join(f"{n:,} {FORM_WORDS.get(form, form)}" for form, n in facts.forms.items())
