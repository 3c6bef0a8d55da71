"""Reading a compiled value as text, number, boolean or moment, in SQL, on both databases.

Nothing here raises on PostgreSQL; on SQLite the plain forms call Python, which raises, and the
guarded forms ask Python for the reason first.
"""

from __future__ import annotations

from collections.abc import Sequence

from migrate_tui.engine.errors import PlanError
from migrate_tui.engine.functions import compiled as c
from migrate_tui.engine.functions.compiled import Arguments, Compiled, combine, quote_text
from migrate_tui.engine.functions.moments import NO_MOMENT
from migrate_tui.engine.functions.values import FALSE, TRUE

WORDS_TRUE = ", ".join(f"'{word}'" for word in TRUE)
WORDS = ", ".join(f"'{word}'" for word in TRUE + FALSE)
ISO_FORMAT = "'YYYY-MM-DD\"T\"HH24:MI:SS.MS'"
LOWEST_SQL = "'-9223372036854775808'"
SQLITE_NUMBER = "('integer', 'real')"


def helper(name: str, *args: str) -> str:
    """A call of one of our functions on PostgreSQL."""
    return f"pg_temp.mt_{name}({', '.join(args)})"


def refuse(value: Compiled, wanted: str, hint: str = "") -> PlanError:
    return PlanError(f"{value.type or 'this value'} cannot be read as {wanted}", hint)


def soft(read: str, source: Compiled, complaint: str, type_: str) -> Compiled:
    """A PostgreSQL expression that is NULL where its source is not, and why."""
    text = f"({source.value})::text"
    why = (
        f"case when ({source.value}) is not null and {read} is null"
        f" then '{complaint}: ' || {helper('short', text)} end"
    )
    return combine(read, type_, [source], why)


def python(
    name: str, args: Sequence[Compiled], arguments: Arguments, type_: str, *more: str
) -> Compiled:
    """A call of our Python function on SQLite; guarded, it gives NULL and says why."""
    sql = ", ".join([*(arg.value for arg in args), *more])
    if not arguments.guarded:
        return combine(f"mt_{name}({sql})", type_, args, raises=True)
    value, why = f"mt_try_{name}({sql})", f"mt_why_{name}({sql})"
    broken = [_broken(arg.value) for arg in args if arg.family == c.UNKNOWN and arg.value != "?"]
    if broken:
        value = f"case when {' or '.join(broken)} then null else {value} end"
        why = f"case when {' or '.join(broken)} then 'not valid UTF-8' else {why} end"
    return combine(value, type_, args, why)


def _broken(value: str) -> str:
    """Text whose bytes are not UTF-8: Python could not even be called with it."""
    return f"(typeof({value}) = 'text' and not mt_utf8(cast({value} as blob)))"


def unless(native: str, sql: str, read: Compiled, type_: str) -> Compiled:
    """SQL where SQLite holds the value natively, else what Python reads."""
    value = f"case when {native} then {sql} else {read.value} end"
    why = read.reason and f"case when not ({native}) then {read.reason} end"
    return Compiled(value, why, read.raises, type_)


def as_text(value: Compiled, arguments: Arguments) -> Compiled:
    """Raises PlanError for bytes: they are no text by themselves."""
    if value.family == c.BYTES:
        raise refuse(value, "text", "use fix_utf8(…)")
    if value.family == c.NULL:
        return Compiled(c.null(arguments.kind), type="text")
    return _pg_text(value) if arguments.postgresql else _sqlite_text(value, arguments)


def _pg_text(value: Compiled) -> Compiled:
    if value.type == "text":
        return value
    sql = f"({value.value})"
    if value.family == c.MOMENT:
        text = f"to_char({sql} at time zone 'UTC', {ISO_FORMAT}) || 'Z'"
        return combine(f"({text})", "text", [value], _finite(value))
    if value.family == c.TIMESTAMP:
        return combine(f"to_char({sql}, {ISO_FORMAT})", "text", [value], _finite(value))
    if value.family == c.JSON:
        return combine(f"{sql}::jsonb::text", "text", [value], raises=c.bare(value.type) == "json")
    return combine(f"{sql}::text", "text", [value])


def _finite(value: Compiled) -> str:
    """ISO-8601 as it is written here knows neither infinity nor years before Christ."""
    sql, zone = f"({value.value})", "+00" if value.family == c.MOMENT else ""
    within = f"{sql} >= '0001-01-01 00:00{zone}' and {sql} < '10000-01-01 00:00{zone}'"
    return (
        f"case when not isfinite({sql}) then 'infinity is no moment'"
        f" when not ({within}) then {quote_text(NO_MOMENT + ': ')} || {sql}::text end"
    )


def _sqlite_text(value: Compiled, arguments: Arguments) -> Compiled:
    sql = value.value
    if value.family in (c.TEXT, c.MOMENT, c.UUID, c.DATE, c.TIMESTAMP):
        return value
    if value.family == c.BOOL:
        return combine(f"case {sql} when 1 then 'true' when 0 then 'false' end", "text", [value])
    if value.family == c.INT:
        return combine(f"cast({sql} as text)", "text", [value])
    if value.family == c.JSON:
        return python("jsonb_text", [value], arguments, "text")
    read = python("text", [value], arguments, "text")
    if arguments.guarded:
        return read
    text = f"case when typeof({sql}) = 'text' then {sql} else {read.value} end"
    return Compiled(text, read.reason, read.raises, "text")


def as_number(value: Compiled, arguments: Arguments) -> Compiled:
    """Raises PlanError for a type that holds no numbers; a text that is none has a reason."""
    if value.family in c.NUMBERS:
        return value
    if value.family == c.NULL:
        return Compiled(c.null(arguments.kind, "bigint"), type="bigint")
    if value.family == c.BOOL:
        return combine(_bool_number(value, arguments), "bigint", [value])
    if value.family not in (c.TEXT, c.UNKNOWN):
        raise refuse(value, "a number")
    if arguments.postgresql:
        read = helper("number", f"({value.value})::text")
        return soft(read, value, "not a number", "numeric")
    found = python("number_of", [value], arguments, "numeric")
    return unless(f"typeof({value.value}) in {SQLITE_NUMBER}", value.value, found, "numeric")


def _bool_number(value: Compiled, arguments: Arguments) -> str:
    return f"({value.value})::int::bigint" if arguments.postgresql else value.value


def as_int(value: Compiled, arguments: Arguments) -> Compiled:
    """Exactly an integer of 64 bits."""
    if value.family in (c.INT, c.BOOL, c.NULL):
        return as_number(value, arguments)
    if value.family not in (*c.NUMBERS, c.TEXT, c.UNKNOWN):
        raise refuse(value, "an integer")
    sql = f"({value.value})"
    if not arguments.postgresql:
        read = python("int_of", [value], arguments, "bigint")
        return unless(f"typeof{sql} = 'integer'", sql, read, "bigint")
    whole = helper("int", f"{sql}::text")
    if value.family in (c.NUMERIC, c.FLOAT):
        type_ = "numeric" if value.family == c.NUMERIC else "float8"
        inside = f"{sql} >= {LOWEST_SQL}::{type_} and {sql} < -({LOWEST_SQL}::{type_})"
        whole = f"case when {inside} and {sql} = trunc{sql} then {sql}::bigint end"
    return soft(whole, value, "not an integer", "bigint")


def as_bool(value: Compiled, arguments: Arguments) -> Compiled:
    """Raises PlanError for a type that is never true or false; other values have a reason."""
    if value.family == c.BOOL:
        return value
    if value.family == c.NULL:
        return Compiled(c.null(arguments.kind, "boolean"), type="boolean")
    if value.family == c.JSON:
        value = as_text(value, arguments)
    if value.family not in (*c.NUMBERS, c.TEXT, c.UNKNOWN):
        raise refuse(value, "a boolean")
    return _pg_bool(value) if arguments.postgresql else _sqlite_bool(value)


def _pg_bool(value: Compiled) -> Compiled:
    sql = f"({value.value})"
    if value.family in c.NUMBERS:
        good, known = f"({sql} = 1)", f"{sql} in (0, 1)"
    else:
        word = f"lower(btrim({sql}::text, E' \\t\\n\\r\\f\\x0b') collate \"C\")"
        good, known = f"({word} in ({WORDS_TRUE}))", f"{word} in ({WORDS})"
    why = f"case when not ({known}) then 'not a boolean: ' || {helper('short', sql + '::text')} end"
    return combine(good, "boolean", [value], why)


def _sqlite_bool(value: Compiled) -> Compiled:
    sql = f"({value.value})"
    word = f"lower(trim({sql}, char(32, 9, 10, 11, 12, 13)))"
    shown = f"mt_short(cast({sql} as blob), typeof({sql}))"
    good = f"case when typeof({sql}) = 'text' then {word} in ({WORDS_TRUE}) else {sql} = 1 end"
    known = f"case when typeof({sql}) = 'text' then {word} in ({WORDS}) else {sql} in (0, 1) end"
    why = f"case when not {known} then 'not a boolean: ' || {shown} end"
    return combine(f"({good})", "boolean", [value], why)


def as_moment(value: Compiled, arguments: Arguments) -> Compiled:
    """Raises PlanError for numbers, whose unit is not known, and for types that hold no moments."""
    if value.family == c.MOMENT:
        return value
    if value.family == c.NULL:
        return Compiled(c.null(arguments.kind, "timestamptz"), type="timestamptz")
    if value.family in c.NUMBERS:
        raise refuse(value, "a moment", "say what it counts: timestamp_of(…, 'ms')")
    if value.family not in (c.TEXT, c.UNKNOWN, c.TIMESTAMP, c.DATE):
        raise refuse(value, "a moment")
    if not arguments.postgresql:
        return python("moment", [value], arguments, "timestamptz")
    if value.family in (c.TIMESTAMP, c.DATE):
        instant = helper("instant", f"({value.value})::timestamp")
        return combine(instant, "timestamptz", [value])
    read = helper("moment", f"({value.value})::text")
    return soft(read, value, NO_MOMENT, "timestamptz")


def text_arguments(arguments: Arguments) -> list[Compiled]:
    return [as_text(value, arguments) for value in arguments.values]
