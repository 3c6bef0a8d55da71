"""Under which equality of PostgreSQL's equal values are one value: there alone a key may be cut."""

from __future__ import annotations

from migrate_tui.engine.databases.catalogue import Column

EQUALITIES = {
    **dict.fromkeys(("int2", "int4", "int8"), "integer"),
    **dict.fromkeys(("text", "varchar"), "text"),
    **{name: name for name in ("uuid", "date", "timestamp", "timestamptz", "numeric")},
    **{"bytea": "bytes", "interval": "interval"},
}


def equality(column: Column) -> str | None:
    """Only of types under whose equality equal values are the same value, and stay it.

    A collation may hold two texts equal, a precision may round two moments to one.
    """
    bytewise = column.collation in (None, 'pg_catalog."C"', 'pg_catalog."POSIX"')
    rounded = "(" in column.type and column.base.startswith(("timestamp", "interval"))
    plain = column.kind == "base" and bytewise and not rounded
    return EQUALITIES.get(column.base) if plain else None
