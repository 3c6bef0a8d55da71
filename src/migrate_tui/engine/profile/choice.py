"""A choice for one column: the type it gets, how its values are read, and what is said of it."""

from __future__ import annotations

from collections.abc import Collection
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


FORM_WORDS = {  # of one, of many
    "zero": ("zero", "zeros"),
    "small": ("too small to tell",) * 2,
    "digits": ("number with the digits of a day", "numbers with the digits of a day"),
    "packed": ("number with the digits of a moment", "numbers with the digits of a moment"),
    "s": ("as seconds",) * 2,
    "ms": ("as milliseconds",) * 2,
    "us": ("as microseconds",) * 2,
    "ns": ("as nanoseconds",) * 2,
    "near": ("as milliseconds near 1970",) * 2,
    "julian": ("Julian day", "Julian days"),
    "day": ("day", "days"),
    "local": ("timestamp without zone", "timestamps without zone"),
    "zoned": ("timestamp with zone", "timestamps with zone"),
    "fine": ("timestamp finer than microseconds", "timestamps finer than microseconds"),
    "empty": ("empty",) * 2,
    "other": ("something else",) * 2,
    "blob": ("blob", "blobs"),
    "document": ("document", "documents"),
    "scalar": ("JSON scalar", "JSON scalars"),
    "number": ("number", "numbers"),
    "escape": ("with \\u0000 or half a surrogate",) * 2,
    "bit": ("as 0 or 1",) * 2,
    "word": ("word for true or false", "words for true or false"),
    "clock": ("time", "times"),
    "uuid": ("uuid", "uuids"),
    "beyond": ("value beyond what SQLite holds", "values beyond what SQLite holds"),
    "finer": ("with more decimals than declared",) * 2,
}


def forms_text(facts: ColumnFacts, *, but: Collection[str] = ()) -> str:
    """How many values look like what, without those forms that are no matter."""
    told = ((form, n) for form, n in facts.forms.items() if form not in but)
    return ", ".join(f"{n:,} {FORM_WORDS.get(form, (form, form))[n > 1]}" for form, n in told)
