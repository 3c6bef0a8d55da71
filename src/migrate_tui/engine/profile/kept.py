"""What init saw, kept beside the plan; `check` looks again and says what is no longer so."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from migrate_tui.engine.databases.facts import ColumnFacts
from migrate_tui.engine.databases.facts_sqlite import declared_numbers
from migrate_tui.engine.databases.survey import Survey
from migrate_tui.engine.errors import PlanError
from migrate_tui.engine.profile.choice import FORM_WORDS

Facts = dict[str, Any]
Change = tuple[str, str, str]  # severity, fact, remedy
AGAIN = "run init again, or look at its mapping"
WORDS = {
    "integers": "integers",
    "reals": "numbers with decimals",
    "texts": "texts",
    "blobs": "bytes",
    "nul": "texts with a NUL character",
    "broken": "texts that are not UTF-8",
}


def beside(plan: Path) -> Path:
    """The file of a plan; init writes it, check reads it."""
    return plan.with_name("profile.json" if plan.stem == "plan" else f"{plan.stem}.profile.json")


def facts_text(survey: Survey) -> str:
    return json.dumps(facts_of(survey), indent=1, ensure_ascii=True, sort_keys=True) + "\n"


def facts_of(survey: Survey) -> Facts:
    return {
        one.table.name: {
            "rows": one.facts.rows,
            "columns": {
                column.name: _column(column.type, one.facts.columns[column.name])
                for column in one.table.columns
            },
            "null keys": {", ".join(k.columns): k.nulls for k in one.facts.keys},
            "orphans": {
                f"{', '.join(key.columns)} -> {key.parent}": count
                for key, count in zip(one.table.foreign_keys, one.facts.orphans, strict=True)
            },
        }
        for one in survey.tables
    }


def _column(type_: str, facts: ColumnFacts) -> Facts:
    counts = {word: getattr(facts, word) for word in WORDS if getattr(facts, word)}
    forms = {form: facts.forms[form] for form in sorted(facts.forms) if facts.forms[form]}
    ends = [None if end is None else repr(end) for end in (facts.least, facts.greatest)]
    long = {"characters": facts.characters} if facts.characters else {}
    return {"type": type_, "values": facts.values, **counts, "forms": forms, "ends": ends, **long}


def read(path: Path) -> Facts:
    """Raises PlanError where the file is gone or is not what init wrote."""
    try:
        found: Facts = json.loads(path.read_text(encoding="utf-8"))
        return found
    except (OSError, ValueError) as error:
        raise PlanError(
            f"{path} cannot be read: {error}", "remove it, or run init again"
        ) from error


def changes(before: Facts, now: Facts) -> Iterator[Change]:
    """What is no longer so, table by table; that rows came and went is no more than told."""
    for name in sorted(before.keys() | now.keys()):
        if name not in now:
            yield "warning", f"{name} was there when init looked, and is gone", AGAIN
        elif name not in before:
            yield "warning", f"{name} is new since init looked", AGAIN
        else:
            yield from _table(name, before[name], now[name])


def _table(name: str, before: Facts, now: Facts) -> Iterator[Change]:
    if before["rows"] != now["rows"]:
        yield "info", f"{name} has {now['rows']:,} rows; init saw {before['rows']:,}", ""
    columns = before["columns"], now["columns"]
    for column in sorted(columns[0].keys() | columns[1].keys()):
        place = f"{name}.{column}"
        if column not in columns[1]:
            yield "warning", f"{place} is gone since init looked", AGAIN
        elif column not in columns[0]:
            yield "warning", f"{place} is new since init looked", AGAIN
        else:
            yield from _values(place, columns[0][column], columns[1][column])
    yield from _counts(name, "rows with NULL in the key", before, now, "null keys")
    yield from _counts(name, "rows without their parent by", before, now, "orphans")


def _counts(name: str, what: str, before: Facts, now: Facts, kind: str) -> Iterator[Change]:
    for key, count in now[kind].items():
        if count > max(before[kind].get(key, 0), 0):
            yield "warning", f"{name} has {count:,} {what} {key}", "they will be rejected"


def _values(place: str, before: Facts, now: Facts) -> Iterator[Change]:
    """A kind of value that was not there when the type was chosen."""
    if before["type"] != now["type"]:
        yield "warning", f"{place} is declared {now['type']}, and was {before['type']}", AGAIN
    if not before["values"] and any(now.get(word) for word in WORDS):
        values = "1 value" if now["values"] == 1 else f"{now['values']:,} values"
        fact = f"{place} has {values}; init saw none, and went by its declared type"
        yield "warning", fact, AGAIN
        return
    for word, told in WORDS.items():
        if now.get(word) and not before.get(word):
            yield "warning", f"{place} has {now[word]:,} {told}; init saw none", AGAIN
    for form, count in now["forms"].items():
        if form not in before["forms"]:
            values = "value" if count == 1 else "values"
            words = FORM_WORDS.get(form, (form, form))[count > 1]
            yield "warning", f"{place} has {count:,} {values} of a new form: {words}", AGAIN
    yield from _beyond(place, before, now)


def _beyond(place: str, before: Facts, now: Facts) -> Iterator[Change]:
    """Numbers and texts that are larger than a size at which types part."""
    for size, bits in ((2**31, "32 bits"), (2**53, "the whole numbers of a double")):
        if 0 <= _largest(before) < size <= _largest(now):
            fact = f"{place} has numbers beyond {bits}; those that init saw were not"
            yield "warning", fact, AGAIN
    limits = declared_numbers(now["type"])
    long, was = now.get("characters", 0), before.get("characters", 0)
    if limits and was <= limits[0] < long:
        fact = f"{place} has texts of up to {long:,} characters; those that init saw fitted"
        yield "warning", f"{fact} {now['type']}", AGAIN


def _largest(facts: Facts) -> float:
    """Less than nothing where there is no number."""
    return max((abs(float(end)) for end in facts["ends"] if end is not None), default=-1.0)
