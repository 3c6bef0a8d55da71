"""A value to a SQLite column: by its declared type, and exactly as SQLite would keep it."""

from __future__ import annotations

from migrate_tui.engine.databases.catalogue import Column
from migrate_tui.engine.functions import compiled as c
from migrate_tui.engine.functions.casts import as_bool, as_moment, as_text, python, unless
from migrate_tui.engine.functions.casts_json import as_json
from migrate_tui.engine.functions.compiled import Arguments, Compiled, combine
from migrate_tui.engine.sweep.affinity import affinity

DATES, MOMENTS = ("DATE",), ("TIMESTAMP", "TIMESTAMPTZ", "DATETIME")
BOOLEANS, DOCUMENTS = ("BOOLEAN", "BOOL"), ("JSON", "JSONB")
EXACT = ("NUMERIC", "DECIMAL", "NUMBER")


def to_column(value: Compiled, column: Column, arguments: Arguments) -> Compiled:
    if value.family == c.NULL:
        return Compiled("null", type="null")
    base = column.type.upper().partition("(")[0].strip()
    words = base.split(" ")[0]
    if words in BOOLEANS:
        return as_bool(value, arguments)
    if words in DOCUMENTS:
        return as_json(value, arguments)
    if words in MOMENTS:
        return (
            as_moment(value, arguments)
            if value.family != c.INT
            else _called("moment", value, arguments)
        )
    if words in DATES:
        return _called("date", value, arguments)
    return _stored(value, column, affinity(column.type), words, arguments)


def _called(name: str, value: Compiled, arguments: Arguments) -> Compiled:
    return python(name, [value], arguments, "timestamptz" if name == "moment" else "date")


def _stored(
    value: Compiled, column: Column, rule: str, words: str, arguments: Arguments
) -> Compiled:
    sql = f"({value.value})"
    if rule == "none":
        return value
    if rule == "text":
        return _text(value, arguments)
    if rule == "numeric" and words not in EXACT:
        return python("affinity", [value], arguments, value.type)
    native = {"integer": "= 'integer'", "real": "= 'real'", "numeric": "= 'integer'"}[rule]
    read = python(f"{rule}_column", [value], arguments, value.type)
    return unless(f"typeof{sql} {native}", sql, read, value.type)


def _text(value: Compiled, arguments: Arguments) -> Compiled:
    """Bytes stay bytes, as SQLite keeps them in a TEXT column too."""
    if value.family == c.JSON or value.family in (c.TEXT, c.MOMENT, c.UUID, c.DATE):
        return value
    if value.family == c.BOOL:
        return as_text(value, arguments)
    sql = f"({value.value})"
    text = f"case when typeof{sql} in ('integer', 'real') then mt_text({sql}) else {sql} end"
    return combine(f"({text})", "" if value.family == c.UNKNOWN else "text", [value])
