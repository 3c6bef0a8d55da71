"""Which tables and columns of a SQLite file are read value by value: all but bytes and declared
numbers, which SQLite counts as fast as it reads them."""

from __future__ import annotations

import sqlite3

from migrate_tui.engine.sweep.affinity import affinity
from migrate_tui.engine.sweep.part import Listed, Sought
from migrate_tui.engine.sweep.questions import declared

TABLES = (
    "select name, wr from pragma_table_list where schema = 'main' and type = 'table'"
    " and name not like 'sqlite\\_%' escape '\\'"
    " and name not like 'migration\\_%' escape '\\' order by wr desc, name"
)
COLUMNS = "select name, type, pk from pragma_table_xinfo(?, 'main') where hidden <> 1"
KEYS = (
    "select distinct x.name from pragma_index_list(?, 'main') as l,"
    " pragma_index_info(l.name, 'main') as x where l.\"unique\" and not l.partial"
)
ROW_NUMBERS = ("rowid", "_rowid_", "oid")


def outline(raw: sqlite3.Connection) -> list[Listed]:
    """Those first that cannot be cut; none at all where texts are no UTF-8."""
    if raw.execute("pragma encoding").fetchone()[0] != "UTF-8":
        return []
    tables = raw.execute(TABLES).fetchall()
    found = (_listed(raw, name, bool(whole)) for name, whole in tables)
    return [table for table in found if table.columns]


def number(type_: str) -> bool:
    """Declared as one: as many seconds to count as to read, and counting keeps nobody waiting."""
    return affinity(type_) in ("integer", "real")


def _listed(raw: sqlite3.Connection, name: str, whole: bool) -> Listed:
    rows = raw.execute(COLUMNS, (name,)).fetchall()
    keys = {column for (column,) in raw.execute(KEYS, (name,))}
    keys |= {column for column, _, place in rows if place}
    hidden = {column.lower() for column, _, _ in rows}
    rowid = next((known for known in ROW_NUMBERS if known not in hidden), None)
    columns = (
        Sought(column, type_, declared(type_), column in keys)
        for column, type_, _ in rows
        if not number(type_) and "BLOB" not in type_.upper()
    )
    return Listed(name, tuple(columns), None if whole else rowid)
