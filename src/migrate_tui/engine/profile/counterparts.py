"""The type that a column of PostgreSQL gets in either kind of target."""

from __future__ import annotations

import re
from dataclasses import dataclass

from migrate_tui.engine.databases.catalogue import Column, Table
from migrate_tui.engine.profile.own_types import OwnTypes

SQLITE = {
    **dict.fromkeys(("int2", "int4", "int8"), "INTEGER"),
    **dict.fromkeys(("float4", "float8"), "REAL"),
    **dict.fromkeys(("timestamptz", "timestamp"), "DATETIME"),
    **dict.fromkeys(("json", "jsonb"), "JSON"),
    **{"bool": "BOOLEAN", "date": "DATE", "bytea": "BLOB", "numeric": "NUMERIC"},
}


@dataclass(frozen=True)
class Typed:
    """Drafts tables for one kind of target; `taken` holds the names that are used there. `own` are
    the types that the source has made, where the target can have them."""

    kind: str
    taken: set[str]
    tables: dict[str, Table]
    own: OwnTypes | None = None

    @property
    def whole(self) -> str:
        return "bigint" if self.own else "INTEGER"

    def type_of(self, column: Column) -> str:
        if self.own:
            ways = (column.type, column.under, "text")
            return next(type_ for type_ in ways if type_ and self.own.has(type_))
        base = SQLITE.get(column.base, "TEXT") if column.kind == "base" else "TEXT"
        if column.kind == "array":
            return "JSON"
        limits = re.search(r"\(\d+,\d+\)", column.type) if base == "NUMERIC" else None
        return base + (limits.group() if limits else "")
