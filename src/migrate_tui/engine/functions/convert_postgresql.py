"""A value to a PostgreSQL column: by its family where we know how, else by its text."""

from __future__ import annotations

from collections.abc import Callable

from migrate_tui.engine.databases.catalogue import Column
from migrate_tui.engine.functions import compiled as c
from migrate_tui.engine.functions.casts import as_bool, as_text, helper, soft
from migrate_tui.engine.functions.casts_json import as_json
from migrate_tui.engine.functions.compiled import Arguments, Compiled, combine, quote_text
from migrate_tui.engine.functions.convert_common import reworded, shown
from migrate_tui.engine.functions.convert_numbers import to_float, to_int, to_numeric
from migrate_tui.engine.functions.convert_times import to_date, to_moment


def to_column(value: Compiled, column: Column, arguments: Arguments) -> Compiled:
    if value.family == c.NULL:
        return Compiled(f"null::{column.type}", type=column.type)
    if value.type == column.type and value.literal is None:
        return value
    if column.kind == "enum":
        return _enum(value, column, arguments)
    if column.kind == "array":
        return _array(value, column, arguments)
    writer = WRITERS.get(column.base) if column.kind == "base" else None
    result = (writer or _other)(value, column, arguments)
    return Compiled(result.value, result.reason, result.raises, column.type)


def _enum(value: Compiled, column: Column, arguments: Arguments) -> Compiled:
    text = as_text(value, arguments)
    labels = ", ".join(quote_text(label) for label in column.labels)
    listed = quote_text(f" is not one of enum {column.type}: " + ", ".join(column.labels))
    sql = f"(case when {text.value} in ({labels}) then ({text.value})::{column.type} end)"
    why = f"case when {text.value} not in ({labels}) then {shown(text.value)} || {listed} end"
    return combine(sql, column.type, [text], why)


def _array(value: Compiled, column: Column, arguments: Arguments) -> Compiled:
    text = value
    if value.family == c.JSON:
        text = soft(
            helper("array_text", as_json(value, arguments).value), value, "not a JSON array", "text"
        )
    elif value.family in (c.TEXT, c.UNKNOWN):
        text = _json_or_array(value, arguments)
    return _other(text, column, arguments, checked=True)


def _json_or_array(value: Compiled, arguments: Arguments) -> Compiled:
    """Text of a column: a JSON array, or PostgreSQL's own {…}."""
    text = as_text(value, arguments)
    own = f"left(ltrim({text.value}), 1) = '{{'"
    read = f"{helper('array_text', helper('try_json', text.value))}"
    sql = f"(case when {own} then {text.value} else {read} end)"
    return soft(sql, text, "not an array", "text")


def _other(
    value: Compiled, column: Column, arguments: Arguments, checked: bool = False
) -> Compiled:
    """By text input; with a length or a domain an explicit cast may cut, so it is tried first."""
    text = as_text(value, arguments)
    cutting = checked or column.kind == "domain" or "(" in column.type
    if not arguments.guarded and not cutting:
        return combine(f"({text.value})::{column.type}", column.type, [text], raises=True)
    fits = _fits(text.value, column)
    sql = f"(case when {fits} then ({text.value})::{column.type} end)"
    complaint = quote_text(f" is not a valid {column.type}")
    why = f"case when not {fits} then {shown(text.value)} || {complaint} end"
    return combine(sql, column.type, [text], why)


def _span(value: Compiled, column: Column, arguments: Arguments) -> Compiled:
    """Text input would take a number for seconds."""
    alone = "~ '^ *[-+]?[0-9][0-9.e+]* *$'"
    return _but(value, column, arguments, alone, "is a number: use … || ' seconds'")


def _time(value: Compiled, column: Column, arguments: Arguments) -> Compiled:
    """Text input would drop a day and a zone, round a second, and take a number for a clock."""
    zone = "( *([-+][0-9:]+|z))?" if column.base == "timetz" else ""
    clock = "[0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,6})?)?( *[ap]m)?"
    other = f"!~* '^ *{clock}{zone} *$'"
    return _but(value, column, arguments, other, f"is not a valid {column.type}")


def _but(value: Compiled, column: Column, arguments: Arguments, those: str, words: str) -> Compiled:
    read, text = _other(value, column, arguments), as_text(value, arguments).value
    why = f"case when {text} {those} then {shown(text)} || {quote_text(f' {words}')} end"
    sql = f"(case when not ({text} {those}) then {read.value} end)"
    return combine(sql, column.type, [read], why, read.raises)


def _fits(text: str, column: Column) -> str:
    """Input of an array's element obeys a domain; a length cuts, so compare with no length."""
    if column.kind == "domain":
        kind = quote_text(f"{column.type}[]")
        return helper("fits", f"array[{text}]::text", kind, kind)
    unlimited = c.bare(column.type).replace("bit", "bit varying", column.base == "bit")
    return helper("fits", text, quote_text(column.type), quote_text(unlimited))


def _bool(value: Compiled, column: Column, arguments: Arguments) -> Compiled:
    return as_bool(value, arguments)


def _text(value: Compiled, column: Column, arguments: Arguments) -> Compiled:
    text = as_text(value, arguments)
    limits = column.limits
    if column.base not in ("varchar", "bpchar") or not limits or _short_enough(value, limits[0]):
        return combine(f"({text.value})::{column.type}", column.type, [text])
    count, length = f"char_length({text.value})", limits[0]
    words = quote_text(f"longer than {column.base.replace('bp', '')}({length}) (")
    why = f"case when {count} > {length} then {words} || {count} || ' characters)' end"
    return combine(f"({text.value})::{column.type}", column.type, [text], why)


def _short_enough(value: Compiled, length: int) -> bool:
    if isinstance(value.literal, str):
        return len(value.literal) <= length
    head, found, rest = value.type.partition("(")
    known = rest.partition(")")[0]
    return bool(found) and head.startswith("character") and int(known) <= length


def _uuid(value: Compiled, column: Column, arguments: Arguments) -> Compiled:
    if value.family == c.UUID:
        return value
    text = as_text(value, arguments)
    return reworded(combine(helper("uuid", text.value), "uuid", [text]), text, "a valid uuid")


def _json(value: Compiled, column: Column, arguments: Arguments) -> Compiled:
    if value.family in (c.MOMENT, c.TIMESTAMP, c.DATE, c.UUID):
        value = combine(f"to_jsonb({as_text(value, arguments).value})", "jsonb", [value])
    read = as_json(value, arguments)
    if arguments.guarded and value.family in (c.TEXT, c.UNKNOWN):
        read = reworded(read, value, f"valid {column.type}")
    sql = read.value
    if column.base == "json" and value.family in (c.TEXT, c.UNKNOWN):
        sql = f"(case when {read.value} is not null then ({value.value})::text end)"
    return combine(f"({sql})::{column.type}", column.type, [read])


def _bytes(value: Compiled, column: Column, arguments: Arguments) -> Compiled:
    if value.family == c.BYTES:
        return value
    text = as_text(value, arguments)
    return combine(f"convert_to({text.value}, 'UTF8')", "bytea", [text])


Writer = Callable[[Compiled, Column, Arguments], Compiled]
WRITERS: dict[str, Writer] = {
    **dict.fromkeys(("int2", "int4", "int8"), to_int),
    "numeric": to_numeric,
    **dict.fromkeys(("float4", "float8"), to_float),
    "bool": _bool,
    **dict.fromkeys(("text", "varchar", "bpchar", "citext"), _text),
    **dict.fromkeys(("timestamp", "timestamptz"), to_moment),
    "date": to_date,
    "interval": _span,
    **dict.fromkeys(("time", "timetz"), _time),
    "uuid": _uuid,
    **dict.fromkeys(("json", "jsonb"), _json),
    "bytea": _bytes,
}
