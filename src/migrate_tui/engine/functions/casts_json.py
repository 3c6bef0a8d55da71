"""Reading a compiled value as JSON, in SQL, on both databases; on PostgreSQL plain casts raise."""

from __future__ import annotations

from migrate_tui.engine.functions import compiled as c
from migrate_tui.engine.functions.casts import as_text, helper, python, refuse, soft
from migrate_tui.engine.functions.compiled import Arguments, Compiled, combine


def as_json(value: Compiled, arguments: Arguments) -> Compiled:
    """Text is read as JSON; a number or a boolean is that JSON value."""
    if value.family == c.NULL:
        return Compiled(c.null(arguments.kind, "jsonb"), type="jsonb")
    if value.family in (c.MOMENT, c.TIMESTAMP, c.DATE, c.UUID):
        raise refuse(value, "JSON", "put it into json_object(…) or json_array(…)")
    if value.type == "jsonb":
        return value
    return _pg_json(value, arguments) if arguments.postgresql else _sqlite_json(value, arguments)


def _pg_json(value: Compiled, arguments: Arguments) -> Compiled:
    sql = f"({value.value})"
    if value.family in (c.BOOL, *c.NUMBERS):
        return combine(f"to_jsonb({sql})", "jsonb", [value], not_finite(value))
    text = sql if value.type == "text" else f"{sql}::text"
    if arguments.guarded:
        return soft(helper("try_json", text), value, "not valid JSON", "jsonb")
    return combine(f"{text}::jsonb", "jsonb", [value], raises=True)


def not_finite(value: Compiled) -> str | None:
    """Why a PostgreSQL number is no JSON number."""
    if value.family not in (c.FLOAT, c.NUMERIC) or value.constant:
        return None
    text = f"({value.value})::text"
    odd = f"{text} in ('NaN', 'Infinity', '-Infinity')"
    return f"case when {odd} then 'not a JSON number: ' || {helper('short', text)} end"


def _sqlite_json(value: Compiled, arguments: Arguments) -> Compiled:
    if value.family == c.BOOL:
        text = as_text(value, arguments)
        return Compiled(text.value, text.reason, text.raises, "jsonb")
    return python("json", [value], arguments, "jsonb")
