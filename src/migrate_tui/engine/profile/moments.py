"""Moments: one unit of numbers, or ISO text, or both. Two units would be wrong without a word."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_tui.engine.databases.catalogue import Column
from migrate_tui.engine.databases.facts import ColumnFacts
from migrate_tui.engine.profile.choice import MOSTLY, Choice, Note, forms_text, misfit
from migrate_tui.engine.profile.otherwise import otherwise
from migrate_tui.engine.profile.stored import by_storage, by_text

UNITS = ("s", "ms", "us")
TEXTS = ("zoned", "local", "day", "fine")
NEAR = ("zero", "small", "digits", "near")  # too small to tell by themselves
NEVER = ("ns", "julian")  # no count of any unit, where numbers of one are
SIZES = ((1e8, "small"), (1e10, "s"), (1e11, "near"), (1e14, "ms"), (1e17, "us"))
BY_CHANCE = 0.05  # of all milliseconds, three in a thousand have the digits of a calendar


def moment(column: Column, facts: ColumnFacts) -> Choice | None:
    """A date where all are days, else a moment where one rule reads nearly all values."""
    if not facts.values or set(facts.forms) == {"day"}:
        return Choice("date" if "TIME" not in column.type.upper() else "timestamptz")
    unit, doubt = unit_of(facts)
    texts = texts_of(facts)
    fits = texts + (sum(counts_of(facts).get(form, 0) for form in (unit, *NEAR)) if unit else 0)
    if doubt or (not unit and not texts) or fits < MOSTLY * facts.values:
        return _unproven(column, facts)
    misfits = facts.values - fits
    call_ = _call(unit, texts, misfits) if unit else ""
    read = call_ or "timestamp_of({c}, 's')"
    notes = (
        *_units(column, facts, unit),
        *near_1970(facts, unit),
        *zones(facts),
        *_misfits(facts, misfits, read),
    )
    return Choice("timestamptz", call_, misfits, notes)


def unit_of(facts: ColumnFacts) -> tuple[str | None, bool]:
    """What the numbers count since 1970, and whether that is in doubt."""
    forms = counts_of(facts) or _ends(facts)
    units = [unit for unit in UNITS if forms.get(unit)]
    odd = any(forms.get(form) for form in (*NEVER, "packed"))
    if len(units) > 1 or odd or (forms.get("near") and units == ["s"]):
        return None, True
    lone = any(forms.get(form) for form in NEAR) and not units
    return (units[0] if units else None), lone


def counts_of(facts: ColumnFacts) -> dict[str, int]:
    """The forms; digits that look like a calendar among many milliseconds do so by chance."""
    forms = dict(facts.forms)
    if 0 < forms.get("packed", 0) <= BY_CHANCE * forms.get("ms", 0):
        forms["ms"] += forms.pop("packed")
    return forms


def _ends(facts: ColumnFacts) -> dict[str, int]:
    """Where nobody asked for the forms, the smallest and the largest number tell."""
    ends = [end for end in (facts.least, facts.greatest) if end is not None]
    return {bucket(abs(end)): 1 for end in ends}


def bucket(size: float) -> str:
    return next((form for most, form in SIZES if size < most), "ns")


def texts_of(facts: ColumnFacts) -> int:
    return sum(facts.forms.get(form, 0) for form in TEXTS)


def _units(column: Column, facts: ColumnFacts, unit: str | None) -> Iterator[Note]:
    if unit:
        fact = f"declared {column.type}, holds {forms_text(facts)}"
        yield "info", fact, f"timestamptz; numbers count {UNIT_WORDS[unit]} since 1970", ()


def near_1970(facts: ColumnFacts, unit: str | None) -> Iterator[Note]:
    """A zero is more often an unknown moment than the first second of 1970."""
    zeros = facts.forms.get("zero", 0)
    if unit and zeros:
        rows = "1 value is 0" if zeros == 1 else f"{zeros:,} values are 0"
        others = (f"timestamp_of(nullif({{c}}, 0), '{unit}')",)
        yield "warning", f"{rows}, which is the beginning of 1970", "read like every other", others
    few = sum(facts.forms.get(form, 0) for form in NEAR[1:])
    if unit and few:
        rows = "1 number is" if few == 1 else f"{few:,} numbers are"
        fact = f"{rows} small: as {UNIT_WORDS[unit]}, near 1970"
        yield "warning", fact, "read like every other", ()


def zones(facts: ColumnFacts) -> Iterator[Note]:
    count = facts.forms.get("local", 0) + facts.forms.get("day", 0)
    if count:
        others = ("another timezone: at the top of the plan", "timestamp in the schema")
        fact = "1 text says" if count == 1 else f"{count:,} texts say"
        yield "info", f"{fact} no time zone", "read in the plan's timezone: UTC", others
    if fine := facts.forms.get("fine", 0):
        rows = "1 text has" if fine == 1 else f"{fine:,} texts have"
        fact = f"{rows} more digits than microseconds"
        yield "warning", fact, "cut to microseconds", ("text in the schema",)


def _misfits(facts: ColumnFacts, misfits: int, call: str) -> Iterator[Note]:
    if misfits:
        good = (*TEXTS, *UNITS, *NEAR)
        what = f"not a timestamp ({forms_text(facts, but=good)})"
        yield misfit(misfits, what, "timestamptz", (f"or_null({call})",))


UNIT_WORDS = {"s": "seconds", "ms": "milliseconds", "us": "microseconds"}


def _call(unit: str, texts: int, misfits: int) -> str:
    if unit != "us" and not texts and not misfits:
        return f"unix_{unit}({{c}})"
    return f"timestamp_of({{c}}, '{unit}')"


def _unproven(column: Column, facts: ColumnFacts) -> Choice:
    """As it is stored, with the expression that reads it where there is one."""
    numeric = set(facts.held) <= {"integer", "real"}
    undeclared = Column(column.name, "", "")
    rest = by_storage(undeclared, facts) if numeric else by_text(column, facts, told=True)
    note: Note = (
        "warning",
        f"declared {column.type}, but holds {forms_text(facts)}",
        f"{rest.type}: no one rule reads them all as timestamps",
        otherwise(facts),
    )
    return Choice(rest.type, rest.call, rest.misfits, (note, *rest.notes))
