"""Moments and days to PostgreSQL columns: no fraction of a second and no time of day lost."""

from __future__ import annotations

from migrate_tui.engine.databases.catalogue import Column
from migrate_tui.engine.functions import compiled as c
from migrate_tui.engine.functions.casts import as_moment, helper
from migrate_tui.engine.functions.compiled import Arguments, Compiled, combine, quote_text
from migrate_tui.engine.functions.convert_common import reworded, shown

COUNTED = quote_text(" is a number: use timestamp_of(…, 'ms')")


def to_moment(value: Compiled, column: Column, arguments: Arguments) -> Compiled:
    moment = _as_moment(value, arguments, column)
    limits = column.limits
    local = column.base == "timestamp"
    sql = moment.value
    if local and value.family == c.TIMESTAMP:
        sql = value.value
    elif local:
        sql = f"({moment.value} at time zone 'UTC')"
    why = None
    if limits and _finer(value, limits[0]):
        bare = c.bare(column.type)
        why = (
            f"case when ({sql})::{column.type}::{bare} <> ({sql})::{bare} then {shown(sql)}"
            f" || ' has more than {limits[0]} decimals of a second' end"
        )
    return combine(f"({sql})::{column.type}", column.type, [moment], why)


def _finer(value: Compiled, decimals: int) -> bool:
    """Whether the value's own type can hold more decimals of a second."""
    _, found, rest = value.type.partition("(")
    return not found or int(rest.partition(")")[0]) > decimals


def _as_moment(value: Compiled, arguments: Arguments, column: Column) -> Compiled:
    if value.family in c.NUMBERS:
        why = f"case when ({value.value}) is not null then {shown(value.value)} || {COUNTED} end"
        return combine(c.null(arguments.kind, "timestamptz"), "timestamptz", [value], why)
    moment = as_moment(value, arguments)
    if moment is value or value.family not in (c.TEXT, c.UNKNOWN):
        return moment
    return reworded(moment, value, f"a valid {column.type}")


def to_date(value: Compiled, column: Column, arguments: Arguments) -> Compiled:
    if value.family == c.DATE:
        return value
    moment = _as_moment(value, arguments, column)
    day = f"({moment.value} at time zone 'UTC')"
    if value.family in (c.TEXT, c.UNKNOWN):
        day = helper("day", f"({value.value})::text")
    if value.family == c.TIMESTAMP:
        day = f"({value.value})"
    why = f"case when {day}::date <> {day} then {shown(day)} || ' has a time of day' end"
    return combine(f"({day})::date", "date", [moment], why)
