"""Any value to a target column's full type; what would be lost or refused is a reason instead."""

from __future__ import annotations

from migrate_tui.engine.databases.catalogue import Column
from migrate_tui.engine.functions import convert_postgresql, convert_sqlite
from migrate_tui.engine.functions.compiled import POSTGRESQL, Arguments, Compiled


def convert(
    value: Compiled, from_type: str, column: Column, kind: str, *, guarded: bool
) -> Compiled:
    """The value in the column's type.

    `from_type` is the value's PostgreSQL type where `value.type` does not say it. Plain, casts may
    raise; silent losses (length, scale, digits, a time of day) have a reason in both modes.
    """
    typed = value if value.type else Compiled(value.value, value.reason, value.raises, from_type)
    arguments = Arguments((typed,), kind, guarded, lambda: (typed,), column.name)
    if kind == POSTGRESQL:
        return convert_postgresql.to_column(typed, column, arguments)
    return convert_sqlite.to_column(typed, column, arguments)
