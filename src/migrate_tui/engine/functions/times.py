"""Moments: a timestamptz on PostgreSQL, ISO-8601 UTC text with milliseconds on SQLite."""

from __future__ import annotations

from functools import partial

from migrate_tui.engine.errors import PlanError
from migrate_tui.engine.functions import compiled as c
from migrate_tui.engine.functions.casts import as_moment, as_text, helper, python, refuse, soft
from migrate_tui.engine.functions.compiled import Arguments, Compiled
from migrate_tui.engine.functions.entry import Function
from migrate_tui.engine.functions.moments import (
    FIRST,
    LAST,
    NO_MOMENT,
    UNITS,
    moment_of,
    timestamp_of,
    unix,
)
from migrate_tui.engine.functions.values import Value, moment_text


def _timestamp_of(arguments: Arguments) -> Compiled:
    unit = arguments.values[1].literal
    if unit not in UNITS:
        raise PlanError(f"timestamp_of knows no unit {unit!r}", "say 's', 'ms' or 'us'")
    return _moment(arguments, "timestamp_of", str(unit))


def _unix(arguments: Arguments) -> Compiled:
    return _moment(arguments, "unix", arguments.name.removeprefix("unix_"))


def _moment(arguments: Arguments, reader: str, unit: str) -> Compiled:
    value = arguments.values[0]
    if value.family in (c.MOMENT, c.TIMESTAMP, c.DATE, c.NULL):
        return as_moment(value, arguments)
    if value.family not in (*c.NUMBERS, c.TEXT, c.UNKNOWN):
        raise refuse(value, "a moment")
    if not arguments.postgresql:
        return python(reader, [value], arguments, "timestamptz", f"'{unit}'")
    if value.family == c.INT:
        return soft(_exact(f"({value.value})::bigint", unit), value, NO_MOMENT, "timestamptz")
    factor = str(UNITS[unit])
    if value.family in (c.NUMERIC, c.FLOAT):
        read = helper("since", f"({value.value})::text::numeric", factor)
    else:
        text = f"({value.value})::text"
        plain = _exact(f"({text})::bigint", unit)  # by far the most of a mixed column
        read = helper(reader, text, factor)
        read = f"(case when {text} ~ '^-?[0-9]{{1,18}}$' then {plain} else {read} end)"
    return soft(read, value, NO_MOMENT, "timestamptz")


def _exact(count: str, unit: str) -> str:
    """Whole seconds as a double are exact, and so is the rest as an interval of microseconds."""
    per_second = 1_000_000 // UNITS[unit]
    inside = f"{count} between {-(-FIRST // UNITS[unit])} and {LAST // UNITS[unit]}"
    if per_second == 1:
        return f"(case when {inside} then to_timestamp(({count})::float8) end)"
    name = "millisecond" if unit == "ms" else "microsecond"
    seconds = f"to_timestamp(({count} / {per_second})::float8)"
    rest = f"({count} % {per_second}) * interval '1 {name}'"
    return f"(case when {inside} then {seconds} + {rest} end)"


def _iso8601(arguments: Arguments) -> Compiled:
    return as_text(as_moment(arguments.values[0], arguments), arguments)


def _iso(value: Value, zone: str = "UTC") -> Value:
    moment = moment_of(value, zone)
    return None if moment is None else moment_text(moment)


def _read(value: Value, unit: Value, zone: str = "UTC") -> Value:
    return timestamp_of(value, str(unit), zone)


FUNCTIONS = (
    Function(
        "unix_s",
        "unix_s(x)",
        "The moment that many seconds after 1970.",
        "unix_s(created)",
        _unix,
        partial(unix, unit="s"),
        zoned=True,
    ),
    Function(
        "unix_ms",
        "unix_ms(x)",
        "The moment that many milliseconds after 1970.",
        "unix_ms(createdAt)",
        _unix,
        partial(unix, unit="ms"),
        zoned=True,
    ),
    Function(
        "timestamp_of",
        "timestamp_of(x, unit)",
        "The moment of a number of that unit ('s', 'ms', 'us') after 1970, or of ISO-8601 text; "
        "the two may be mixed. Text without a zone is in the plan's timezone.",
        "timestamp_of(created_at, 'ms')",
        _timestamp_of,
        _read,
        2,
        2,
        literals=(1,),
        zoned=True,
    ),
    Function(
        "iso8601",
        "iso8601(x)",
        "A moment as JavaScript's toISOString writes it.",
        "iso8601(unix_ms(created_at))",
        _iso8601,
        _iso,
        zoned=True,
    ),
)
