"""The type a value gets in PostgreSQL: what the declaration wants, where the data prove it.

A declared type stands where at least nine values in ten fit it and the others are rejected by
themselves; where a value would be changed in silence instead, and in every other doubt, it is text.
"""

from __future__ import annotations

from collections.abc import Callable

from migrate_tui.engine.databases.catalogue import Column
from migrate_tui.engine.databases.facts import ColumnFacts
from migrate_tui.engine.profile.choice import MOSTLY, Choice, Note, forms_text, misfit
from migrate_tui.engine.profile.moments import moment
from migrate_tui.engine.profile.stored import by_integer, by_storage, by_text
from migrate_tui.engine.sweep.questions import declared

BINARY = "json({c}) with a query under from:, where bytes are SQLite's JSONB (3.45 or later)"
JSON_FORMS = ("document", "scalar", "number")


def choose(column: Column, facts: ColumnFacts) -> Choice:
    """The choice for one column of a SQLite table."""
    kind = declared(column.type)
    chooser = CHOOSERS.get(kind or "")
    found = chooser(column, facts) if chooser else None
    return found or by_storage(column, facts)


def _boolean(column: Column, facts: ColumnFacts) -> Choice | None:
    forms = dict(facts.forms)
    if forms.pop("bit", 0) + forms.pop("word", 0) == facts.values and not forms:
        return Choice("boolean")
    listed = forms_text(facts)
    bits = facts.forms.get("bit", 0) + facts.forms.get("word", 0)
    note: Note = (
        "warning",
        f"declared {column.type}, but holds {listed}",
        "not boolean: only a column of nothing but true and false is one",
        ("or_null(bool_of({c})) with boolean in the schema",) if bits else (),
    )
    rest = (
        by_integer(column, facts)
        if facts.held == ("integer",)
        else by_text(column, facts, told=True)
    )
    return Choice(rest.type, rest.call, rest.misfits, (note, *rest.notes))


def _json(column: Column, facts: ColumnFacts) -> Choice | None:
    good = sum(facts.forms.get(form, 0) for form in JSON_FORMS)
    bad = facts.values - good
    if good < MOSTLY * facts.values:
        note: Note = (
            "warning",
            f"declared {column.type}, but holds {forms_text(facts)}",
            "text: not every value is a document",
            ("or_null(json({c})) with jsonb in the schema",),
        )
        rest = by_text(column, facts, told=True)
        return Choice(rest.type, rest.call, rest.misfits, (note, *rest.notes))
    notes: list[Note] = []
    if facts.values:
        notes.append(
            (
                "info",
                f"declared {column.type}, and {good:,} values are JSON",
                "jsonb: spaces, the order of keys and double keys are not kept",
                ("json in the schema keeps the text", "text in the schema"),
            )
        )
    if facts.twice[0]:
        notes.append(_doubled(facts))
    if bad:
        binary = (BINARY,) if facts.forms.get("blob") else ()
        others = ("or_null(json({c}))", *binary)
        notes.append(misfit(bad, f"not JSON ({_not_json(facts)})", "jsonb", others))
    return Choice("jsonb", misfits=bad, notes=tuple(notes))


def _doubled(facts: ColumnFacts) -> Note:
    many, looked = facts.twice
    verb = "has" if many == 1 else "have"
    fact = f"{many:,} of the first {looked:,} documents {verb} a key twice"
    return "warning", fact, "jsonb keeps the last of them", ("json in the schema keeps the text",)


def _not_json(facts: ColumnFacts) -> str:
    return forms_text(facts, but=JSON_FORMS)


def _uuid(column: Column, facts: ColumnFacts) -> Choice | None:
    if not facts.values or set(facts.forms) == {"uuid"}:
        return Choice("uuid")
    return None


def _time(column: Column, facts: ColumnFacts) -> Choice | None:
    if not facts.values or set(facts.forms) == {"clock"}:
        return Choice("time")
    return by_text(column, facts) if facts.texts else None


Chooser = Callable[[Column, ColumnFacts], Choice | None]
CHOOSERS: dict[str, Chooser] = {
    "boolean": _boolean,
    "moment": moment,
    "json": _json,
    "uuid": _uuid,
    "time": _time,
}
