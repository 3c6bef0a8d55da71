"""Our functions on SQLite: Python, each in three forms.

`mt_x` raises, `mt_try_x` gives NULL instead, `mt_why_x` gives the reason or NULL.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache, partial

from migrate_tui.engine.functions import (
    affinity,
    booleans,
    comparison,
    documents,
    extremes,
    identity,
    numbers,
    remedies,
    text,
    times,
)
from migrate_tui.engine.functions.entry import Function
from migrate_tui.engine.functions.jsontext import Json, jsonb_text
from migrate_tui.engine.functions.moments import date_of, moment_of, timestamp_of, unix
from migrate_tui.engine.functions.values import (
    Bad,
    Value,
    json_of,
    moment_text,
    short,
    text_of,
    unshown,
    whole,
)

Veil = Callable[[str], str]
Stored = None | int | float | str | bytes
Outcome = tuple[Stored, str | None]  # the value, or why there is none
REMEMBERED, SMALL = 128, 2000  # calls of one function; characters or bytes of an argument


def stored(value: Value) -> Stored:
    """A value as SQLite keeps it."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, Decimal):
        integral = value.is_finite() and value == value.to_integral_value()
        number = whole(value) if integral else value
        return number if isinstance(number, int) else float(number)
    if isinstance(value, datetime):
        return moment_text(value)
    if isinstance(value, date):
        return value.isoformat()
    return value.minified() if isinstance(value, Json) else value


def _json_text(value: Value) -> Value:
    document = json_of(value)
    return None if document is None else jsonb_text(document.data)


def _by_unit(value: Value, unit: Value, zone: str) -> Value:
    return unix(value, str(unit), zone)


def _timestamp(value: Value, unit: Value, zone: str) -> Value:
    return timestamp_of(value, str(unit), zone)


def _internal(zone: str) -> dict[str, Callable[..., Value]]:
    return {
        "text": text_of,
        "affinity": affinity.affinity,
        "integer_column": affinity.integer_column,
        "real_column": affinity.real_column,
        "numeric_column": affinity.numeric_column,
        "jsonb_text": _json_text,
        "moment": partial(moment_of, zone=zone),
        "date": partial(date_of, zone=zone),
        "timestamp_of": partial(_timestamp, zone=zone),
        "unix": partial(_by_unit, zone=zone),
        "compare": comparison.tagged,
        "json_get": documents.json_get,
        "json_text": documents.json_text,
        "json_object_of": documents.json_object_of,
        "json_array_of": documents.json_array_of,
        "json_join": documents.json_join,
        "canonical": identity.canonical_json,
    }


def register(
    connection: sqlite3.Connection, timezone: str = "UTC", veil: Veil | None = None
) -> None:
    """Make our functions known to a connection; `timezone` reads moments without a zone.

    `veil` is what may be shown of a hidden value: `mt_veil`, and `mt_hush_x` beside `mt_why_x`.
    """
    if veil is not None:
        connection.create_function("mt_veil", -1, partial(_veiled, veil), deterministic=True)
    for name, function in _internal(timezone).items():
        _create(connection, name, function, veil)
    families = (text, numbers, extremes, booleans, times, documents, identity, remedies)
    for entry in (entry for family in families for entry in family.FUNCTIONS):
        if entry.name not in _internal(timezone):
            _create(connection, entry.name, _reference(entry, timezone), veil)
    connection.create_function("mt_short", 2, _shown, deterministic=True)
    connection.create_function("mt_utf8", 1, _is_utf8, deterministic=True)


def _reference(entry: Function, timezone: str) -> Callable[..., Value]:
    return partial(entry.reference, zone=timezone) if entry.zoned else entry.reference


def _create(
    connection: sqlite3.Connection, name: str, function: Callable[..., Value], veil: Veil | None
) -> None:
    outcome = _remembering(partial(_outcome, function))

    def plain(*args: Stored) -> Stored:
        value, bad = outcome(*args)
        if bad is not None:
            raise Bad(bad)
        return value

    def tried(*args: Stored) -> Stored:
        return outcome(*args)[0]

    def why(*args: Stored) -> Stored:
        return outcome(*args)[1]

    def hush(*args: Stored) -> Stored:
        with unshown(veil or short):
            return _outcome(function, *args)[1]

    forms = {f"mt_hush_{name}": hush} if veil is not None else {}
    forms |= {f"mt_{name}": plain, f"mt_try_{name}": tried, f"mt_why_{name}": why}
    for known, form in forms.items():
        connection.create_function(known, -1, form, deterministic=True)


def _outcome(function: Callable[..., Value], *args: Stored) -> Outcome:
    try:
        return stored(function(*args)), None
    except Bad as reason:
        return None, str(reason)


def _remembering(outcome: Callable[..., Outcome]) -> Callable[..., Outcome]:
    """A row's value is asked for and then judged, often more than once: small ones are remembered
    for a moment. Floats are not: -0.0 would pass for 0.0."""
    remembered = lru_cache(maxsize=REMEMBERED, typed=True)(outcome)

    def found(*args: Stored) -> Outcome:
        for arg in args:
            if isinstance(arg, float) or (isinstance(arg, str | bytes) and len(arg) > SMALL):
                return outcome(*args)
        return remembered(*args)

    return found


def _shown(raw: bytes | None, storage: str) -> str:
    """A value's text, given as bytes so that text that is not UTF-8 can be shown too."""
    if raw is None or storage == "blob":
        return short(raw)
    return short(raw.decode("utf-8", "replace"))


def _veiled(veil: Veil, raw: bytes | None, *_: str) -> str | None:
    return None if raw is None else veil(raw.decode("utf-8", "replace"))


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True
