"""A column by SQLite's own rule for its declared type, and by what its values are."""

from __future__ import annotations

import math
from collections.abc import Iterator

from migrate_tui.engine.databases.catalogue import Column
from migrate_tui.engine.databases.census import EXACT
from migrate_tui.engine.databases.facts import ColumnFacts
from migrate_tui.engine.databases.facts_sqlite import declared_numbers
from migrate_tui.engine.profile.choice import MOSTLY, Choice, Note, counted, misfit
from migrate_tui.engine.sweep.affinity import affinity
from migrate_tui.engine.sweep.questions import declared

MOST_DIGITS = 1000  # that PostgreSQL lets a numeric declare


def by_storage(column: Column, facts: ColumnFacts) -> Choice:
    """By SQLite's own rule for the declared type."""
    rule = affinity(column.type)
    if rule == "integer":
        return by_integer(column, facts)
    if rule == "real":
        return _mostly(column, facts, "double precision", facts.texts + facts.blobs, "a number")
    if rule == "numeric":
        return _numeric(column, facts)
    if rule == "text":
        return by_text(column, facts)
    return _untyped(column, facts)


def by_integer(column: Column, facts: ColumnFacts) -> Choice:
    misfits = facts.reals + facts.texts + facts.blobs
    return _mostly(column, facts, "bigint", misfits, "an integer")


def _numeric(column: Column, facts: ColumnFacts) -> Choice:
    """Integers stay integers; decimals are exact, and limited only where every value fits."""
    if declared(column.type) == "decimal":
        return _decimal(column, facts)
    if facts.held == ("integer",):
        return Choice("bigint")
    if facts.held in (("real",), ("integer", "real")):
        return Choice(_both(facts))
    if facts.held == ("blob",):
        return Choice("bytea")
    return by_text(column, facts)


def _both(facts: ColumnFacts) -> str:
    """The type that keeps integers and doubles; a double has no room for large integers."""
    ends = [abs(end) for end in (facts.least, facts.greatest) if end is not None]
    if "integer" not in facts.held or max(ends, default=0) <= EXACT:
        return "double precision"
    return "text" if math.inf in ends else "numeric"


def _decimal(column: Column, facts: ColumnFacts) -> Choice:
    limits = declared_numbers(column.type)
    misfits = facts.texts + facts.blobs
    if not limits or _is_infinite(facts) or not 1 <= limits[0] <= MOST_DIGITS:
        return _mostly(column, facts, "numeric", misfits, "a number")
    precision, scale = limits[0], limits[1] if len(limits) > 1 else 0
    room = 10 ** max(precision - scale, 0)
    small = all(abs(end or 0) < room for end in (facts.least, facts.greatest))
    if small and not facts.forms.get("finer"):
        return _mostly(column, facts, f"numeric({precision},{scale})", misfits, "a number")
    fact = (
        f"declared {column.type}, but values lie outside its {precision} digits or {scale} decimals"
    )
    note: Note = (
        "warning",
        fact,
        "numeric without limits: no digit is lost",
        (f"round_to({{c}}, {scale}) with numeric({precision},{scale}) in the schema",),
    )
    found = _mostly(column, facts, "numeric", misfits, "a number")
    notes = (note, *found.notes) if found.type == "numeric" else found.notes
    return Choice(found.type, found.call, found.misfits, notes)


def by_text(column: Column, facts: ColumnFacts, *, told: bool = False) -> Choice:
    """Text; what is longer than declared stays whole, and bytes among it are no text.

    `told` says that the reader knows already what the column holds."""
    notes: list[Note] = [*_hints(facts), *_lengths(column, facts)]
    if facts.held == ("blob",):
        notes.append(
            ("info", "holds only bytes", "bytea", ("fix_utf8({c}) with text in the schema",))
        )
        return Choice("bytea", notes=tuple(notes))
    if facts.blobs:
        others = ("fix_utf8({c})", "hex({c})", "bytes_of({c}) with bytea in the schema")
        notes.append(misfit(facts.blobs, "bytes among text", "text", others))
    if facts.numbers and affinity(column.type) != "text" and not told:
        fact = f"holds {counted(facts)}: no single type has them all"
        notes.append(("warning", fact, "text, numbers as their digits", ()))
    return Choice("text", misfits=facts.blobs, notes=tuple(notes))


def _hints(facts: ColumnFacts) -> Iterator[Note]:
    """What a text column could be, by a look at its first texts."""
    words = {
        "json": ("JSON documents", "jsonb"),
        "uuid": ("uuids", "uuid"),
        "moment": ("timestamps", "timestamptz"),
    }
    if facts.looks in words:
        what, type_ = words[facts.looks]
        fact = f"declared as text, and its first texts are {what}"
        yield "info", fact, "text, as declared", (f"{type_} in the schema",)


def _lengths(column: Column, facts: ColumnFacts) -> Iterator[Note]:
    limits = declared_numbers(column.type)
    if limits and facts.characters > limits[0]:
        fact = f"declared {column.type}, but a text has {facts.characters:,} characters"
        other = f"substring({{c}}, 1, {limits[0]}) with varchar({limits[0]}) in the schema"
        yield "warning", fact, "text without a limit: nothing is cut", (other,)


def _untyped(column: Column, facts: ColumnFacts) -> Choice:
    """No declared type, or BLOB: what all the values are."""
    single = {
        ("integer",): "bigint",
        ("real",): "double precision",
        ("integer", "real"): _both(facts),
        ("blob",): "bytea",
    }
    if facts.held in single:
        return Choice(single[facts.held])
    if "BLOB" in column.type.upper():
        return _bytes(column, facts)
    return by_text(column, facts)


def _bytes(column: Column, facts: ColumnFacts) -> Choice:
    """Declared as bytes, and not all are: the texts have bytes of their own, and nothing is lost.

    Where all are texts they stay texts."""
    if not facts.held:
        return Choice("bytea")
    if not facts.blobs:
        return by_text(column, facts)
    note: Note = (
        "warning",
        f"declared {column.type}, and holds {counted(facts)}",
        "bytea: bytes as they are, a text as its bytes in UTF-8",
        ("hex({c}) with text in the schema", "fix_utf8({c}) with text in the schema"),
    )
    return Choice("bytea", "bytes_of({c})", notes=(note,))


def _is_infinite(facts: ColumnFacts) -> bool:
    """Beside values that are no numbers it could not be told from text of this name."""
    return any(abs(end or 0) == math.inf for end in (facts.least, facts.greatest))


def _mostly(column: Column, facts: ColumnFacts, type_: str, misfits: int, what: str) -> Choice:
    if not misfits:
        return Choice(type_)
    untold = type_ != "bigint" and _is_infinite(facts)
    if facts.values - misfits >= MOSTLY * facts.values and not untold:
        other = "or_null(int_of({c}))" if type_ == "bigint" else "or_null(number_of({c}))"
        note = misfit(
            misfits, f"not {what} ({counted(facts)})", type_, (other, "text in the schema")
        )
        return Choice(type_, misfits=misfits, notes=(note,))
    if facts.held in (("real",), ("integer", "real")):
        wide = _both(facts)
        fact = f"declared {column.type}, but holds {counted(facts)}"
        return Choice(wide, notes=(("warning", fact, f"{wide}: no digit is lost", ()),))
    rest = by_text(column, facts, told=True)
    fact = f"declared {column.type}, but {misfits:,} of {facts.values:,} values are not {what}"
    fact += f" ({counted(facts)})"
    return Choice(
        rest.type,
        rest.call,
        rest.misfits,
        (("warning", fact, "text: no value is lost", ()), *rest.notes),
    )
