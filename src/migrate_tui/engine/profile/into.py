"""How a column's values get into a type that the target has already decided."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from migrate_tui.engine.databases.catalogue import Column
from migrate_tui.engine.databases.facts import ColumnFacts
from migrate_tui.engine.databases.facts_sqlite import declared_numbers
from migrate_tui.engine.profile.choice import Choice, Note, counted, forms_text, misfit
from migrate_tui.engine.profile.moments import (
    NEAR,
    TEXTS,
    UNIT_WORDS,
    UNITS,
    near_1970,
    unit_of,
    zones,
)
from migrate_tui.engine.profile.otherwise import otherwise
from migrate_tui.engine.profile.types import JSON_FORMS

RANGES = {"int2": 2**15, "int4": 2**31, "int8": 2**63}


def into_type(source: Column, facts: ColumnFacts, target: Column, rows: int = 0) -> Choice:
    """The engine converts to every type; what it needs to be told, and what will not fit."""
    empty = max(rows - facts.values, 0)
    nulls = tuple(_nulls(source, empty, target))
    if not facts.values:
        return Choice(target.type, misfits=_barred(empty, target), notes=nulls)
    reader = READERS.get(target.base if target.kind == "base" else target.kind)
    found = reader(facts, target) if reader else Choice(target.type)
    if target.base == "interval":
        found = _span(source, facts, target)
    notes = (*found.notes, *nulls, *_unholdable(facts, target))
    misfits = found.misfits + _lost(facts, target) + _barred(empty, target)
    return Choice(target.type, found.call, misfits, notes)


def _barred(empty: int, target: Column) -> int:
    return 0 if target.nullable else empty


def _lost(facts: ColumnFacts, target: Column) -> int:
    return 0 if target.base == "bytea" else facts.nul + facts.broken


def _unholdable(facts: ColumnFacts, target: Column) -> Iterator[Note]:
    if _lost(facts, target):
        what = "with a NUL character or not UTF-8"
        yield misfit(facts.nul + facts.broken, what, target.type, ("strip_nul({c})",))


def _nulls(source: Column, empty: int, target: Column) -> Iterator[Note]:
    others = ("coalesce({c}, const('…'))",)
    if empty and not target.nullable:
        rows = "1 row has" if empty == 1 else f"{empty:,} rows have"
        yield "error", f"{rows} NULL, which the target does not take", "they are rejected", others
    elif source.nullable and not target.nullable:
        fact = "may be NULL here, and not in the target; no row is"
        yield "info", fact, "a row in which it is NULL is rejected", others


def _whole(facts: ColumnFacts, target: Column) -> Choice:
    limit = RANGES[target.base]
    ends = [end for end in (facts.least, facts.greatest) if end is not None]
    notes: list[Note] = []
    misfits = facts.reals + facts.texts + facts.blobs
    if misfits:
        notes.append(misfit(misfits, f"no integers ({counted(facts)})", target.type, ()))
    if any(not -limit <= end < limit for end in ends):
        fact = f"values from {facts.least} to {facts.greatest}, which {target.type} cannot hold"
        others = (f"clamp({{c}}, {-limit}, {limit - 1})", "bigint in the target")
        notes.append(("error", fact, "their rows are rejected", others))
        misfits = misfits or 1
    return Choice(target.type, misfits=misfits, notes=tuple(notes))


def _limited(facts: ColumnFacts, target: Column) -> Choice:
    limits = declared_numbers(target.type)
    longest = facts.characters or facts.longest
    found = _text(facts, target)
    if not limits or longest <= limits[0]:
        return found
    fact = f"texts of up to {longest:,}, and {target.type} in the target"
    others = (f"substring({{c}}, 1, {limits[0]})",)
    note: Note = ("error", fact, "what is too long is rejected", others)
    return Choice(target.type, misfits=found.misfits + 1, notes=(note, *found.notes))


def _text(facts: ColumnFacts, target: Column) -> Choice:
    """Bytes are no text, where there is any; a column of nothing but bytes has its own ways."""
    if not facts.blobs:
        return Choice(target.type)
    note = misfit(facts.blobs, "bytes among text", target.type, ("fix_utf8({c})", "hex({c})"))
    return Choice(target.type, misfits=facts.blobs, notes=(note,))


def _boolean(facts: ColumnFacts, target: Column) -> Choice:
    """By their forms where those are known, else by the ends of the numbers."""
    odd = sum(facts.forms.get(form, 0) for form in ("empty", "other", "number", "blob"))
    told = forms_text(facts, but=("bit", "word")) or counted(facts)
    ends = {end for end in (facts.least, facts.greatest) if end is not None}
    if not odd and (facts.forms or (ends <= {0, 1} and not facts.texts + facts.blobs)):
        return Choice(target.type)
    rows = f"{odd:,} values" if odd else "some values"
    ends_told = f" from {min(ends)} to {max(ends)}" if ends and not facts.forms else ""
    fact = f"{rows} may be neither true nor false ({told}{ends_told})"
    note: Note = ("error", fact, "those are rejected", ("or_null(bool_of({c}))",))
    return Choice(target.type, misfits=odd or 1, notes=(note,))


def _number(facts: ColumnFacts, target: Column) -> Choice:
    odd = facts.texts + facts.blobs
    if not odd:
        return Choice(target.type)
    fact = f"holds {counted(facts)}, and {target.type} in the target"
    note: Note = ("error", fact, "what spells no number is rejected", ("or_null(number_of({c}))",))
    return Choice(target.type, misfits=odd, notes=(note,))


def _moment(facts: ColumnFacts, target: Column) -> Choice:
    """Numbers need their unit said; finer digits than the target keeps are rejects."""
    unit, doubt = unit_of(facts)
    if doubt:
        fact = f"holds {forms_text(facts) or counted(facts)}"
        note: Note = (
            "error",
            fact,
            "no one unit reads its numbers: they are rejected",
            tuple(other.partition(" with ")[0] for other in otherwise(facts)),
        )
        return Choice(target.type, misfits=facts.numbers, notes=(note,))
    notes = tuple(zones(facts)) if target.base == "timestamptz" else ()
    call = f"timestamp_of({{c}}, '{unit or 's'}')"
    odd = sum(facts.forms.get(form, 0) for form in ("empty", "other", "blob"))
    if odd:
        told = forms_text(facts, but=(*TEXTS, *UNITS, *NEAR))
        what = f"not a timestamp ({told})"
        notes = (*notes, misfit(odd, what, target.type, (f"or_null({call})",)))
    if unit is None:
        return Choice(target.type, misfits=odd, notes=notes)
    near = tuple(near_1970(facts, unit))
    said: Note = (
        "info",
        f"numbers, and {target.type} in the target",
        f"they count {UNIT_WORDS[unit]} since 1970",
        (),
    )
    short = not facts.texts and unit != "us"
    call = f"unix_{unit}({{c}})" if short else call
    return Choice(target.type, call, odd, (said, *near, *notes))


def _span(source: Column, facts: ColumnFacts, target: Column) -> Choice:
    """Django keeps its durations as bigints of SQLite, SQLAlchemy as moments after 1970."""
    spans = ("{c} || ' microseconds'", "{c} || ' seconds'")
    fact = f"holds {counted(facts)}, and interval in the target"
    if source.type.lower() == "bigint" and facts.held == ("integer",):
        told: Note = ("warning", fact, "they count microseconds, as Django writes", spans[1:])
        return Choice(target.type, spans[0], notes=(told,))
    moments = sum(facts.forms.get(form, 0) for form in TEXTS)
    notes: list[Note] = [misfit(moments, "moments", target.type, ())] if moments else []
    if facts.numbers:
        notes.append(("error", fact, "what is a number is rejected", spans))
    return Choice(target.type, misfits=facts.numbers + moments, notes=tuple(notes))


def _time(facts: ColumnFacts, target: Column) -> Choice:
    texts = facts.forms.get("clock", 0) if facts.forms else facts.texts
    odd = facts.values - texts
    if not odd:
        return Choice(target.type)
    note = misfit(odd, f"no time of day ({counted(facts)})", target.type, ())
    return Choice(target.type, misfits=odd, notes=(note,))


def _enum(facts: ColumnFacts, target: Column) -> Choice:
    labels = ", ".join(target.labels)
    note: Note = (
        "info",
        f"{target.type} in the target: {labels}",
        "a value that is none of them is rejected",
        ("lower({c})",),
    )
    return Choice(target.type, notes=(note,))


def _json(facts: ColumnFacts, target: Column) -> Choice:
    bad = sum(facts.forms.get(form, 0) for form in ("empty", "other", "escape", "blob"))
    if not bad:
        return Choice(target.type)
    what = f"not JSON ({forms_text(facts, but=JSON_FORMS)})"
    note = misfit(bad, what, target.type, ("or_null(json({c}))",))
    return Choice(target.type, misfits=bad, notes=(note,))


def _folding(facts: ColumnFacts, target: Column) -> Choice:
    note: Note = (
        "info",
        "citext in the target: letter case does not tell values apart",
        "keys that differ in it only are rejected after the first",
        (),
    )
    return Choice(target.type, notes=(note,))


Reader = Callable[[ColumnFacts, Column], Choice]
READERS: dict[str, Reader] = {
    **dict.fromkeys(RANGES, _whole),
    **dict.fromkeys(("varchar", "bpchar"), _limited),
    **dict.fromkeys(("text", "name"), _text),
    **dict.fromkeys(("float4", "float8", "numeric"), _number),
    "bool": _boolean,
    **dict.fromkeys(("time", "timetz"), _time),
    **dict.fromkeys(("timestamp", "timestamptz", "date"), _moment),
    **dict.fromkeys(("TIMESTAMP", "TIMESTAMPTZ", "DATETIME", "DATE"), _moment),
    **dict.fromkeys(("json", "jsonb"), _json),
    "enum": _enum,
    "citext": _folding,
}
