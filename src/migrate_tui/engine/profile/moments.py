"""Moments: one unit of numbers, or ISO text, or both. Two units would be wrong without a word."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_tui.engine.databases.catalogue import Column
from migrate_tui.engine.databases.facts import ColumnFacts
from migrate_tui.engine.profile.choice import MOSTLY, Choice, Note, forms_text, misfit
from migrate_tui.engine.profile.stored import by_integer, by_text

UNITS = ("s", "ms", "us")
NEAR = ("near", "small")  # too small to tell by themselves
SIZES = ((1e8, "small"), (1e10, "s"), (1e11, "near"), (1e14, "ms"), (1e17, "us"))


def moment(column: Column, facts: ColumnFacts) -> Choice | None:
    """A date where all are days, else a moment where one rule reads nearly all values."""
    if not facts.values or set(facts.forms) == {"day"}:
        return Choice("date" if "TIME" not in column.type.upper() else "timestamptz")
    unit, doubt = unit_of(facts)
    texts = texts_of(facts)
    near = sum(facts.forms.get(form, 0) for form in NEAR) if unit else 0
    fits = texts + (facts.forms.get(unit, 0) if unit else 0) + near
    if doubt or (not unit and not texts) or fits < MOSTLY * facts.values:
        return _unproven(column, facts)
    misfits = facts.values - fits
    call_ = _call(unit, texts, misfits) if unit else ""
    notes = (*_units(column, facts, unit), *zones(facts), *_misfits(facts, misfits, call_))
    return Choice("timestamptz", call_, misfits, notes)


def unit_of(facts: ColumnFacts) -> tuple[str | None, bool]:
    """What the numbers count since 1970, and whether that is in doubt."""
    forms = facts.forms or _ends(facts)
    units = [unit for unit in UNITS if forms.get(unit)]
    if len(units) > 1 or forms.get("ns") or (forms.get("near") and units == ["s"]):
        return None, True
    lone = any(forms.get(form) for form in NEAR) and not units
    return (units[0] if units else None), lone


def _ends(facts: ColumnFacts) -> dict[str, int]:
    """Where nobody asked for the forms, the smallest and the largest number tell."""
    ends = [end for end in (facts.least, facts.greatest) if end is not None]
    return {bucket(abs(end)): 1 for end in ends}


def bucket(size: float) -> str:
    return next((form for most, form in SIZES if size < most), "ns")


def texts_of(facts: ColumnFacts) -> int:
    return sum(facts.forms.get(form, 0) for form in ("zoned", "local", "day"))


def _units(column: Column, facts: ColumnFacts, unit: str | None) -> Iterator[Note]:
    if unit:
        fact = f"declared {column.type}, holds {forms_text(facts)}"
        yield "info", fact, f"timestamptz; numbers count {UNIT_WORDS[unit]} since 1970", ()


def zones(facts: ColumnFacts) -> Iterator[Note]:
    count = facts.forms.get("local", 0) + facts.forms.get("day", 0)
    if count:
        others = ("another timezone: at the top of the plan", "timestamp in the schema")
        fact = "1 text says" if count == 1 else f"{count:,} texts say"
        yield "info", f"{fact} no time zone", "read in the plan's timezone: UTC", others


def _misfits(facts: ColumnFacts, misfits: int, call: str) -> Iterator[Note]:
    if misfits:
        what = f"no timestamps ({forms_text(facts)})"
        yield misfit(misfits, what, "timestamptz", (f"or_null({call or '{c}'})",))


UNIT_WORDS = {"s": "seconds", "ms": "milliseconds", "us": "microseconds"}


def _call(unit: str | None, texts: int, misfits: int) -> str:
    if unit is None:
        return "{c}"
    if unit != "us" and not texts and not misfits:
        return f"unix_{unit}({{c}})"
    return f"timestamp_of({{c}}, '{unit}')"


def _unproven(column: Column, facts: ColumnFacts) -> Choice:
    rest = by_integer(column, facts) if facts.held == ("integer",) else by_text(column, facts)
    note: Note = (
        "warning",
        f"declared {column.type}, but holds {forms_text(facts)}",
        f"{rest.type}: no one rule reads them all as timestamps",
        ("timestamp_of({c}, 'ms') with timestamptz in the schema, once the rows are mended",),
    )
    return Choice(rest.type, rest.call, rest.misfits, (note, *rest.notes))
