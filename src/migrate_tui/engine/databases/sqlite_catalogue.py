"""SQLite's catalogue as facts: pragmas for what they know, the CREATE text for the rest.

Only `main` is looked at; temporary and attached tables never answer in its place.
"""

from __future__ import annotations

import re
import sqlite3
from itertools import groupby

from migrate_tui.engine.databases.catalogue import (
    Column,
    ForeignKey,
    Table,
    Trigger,
    Unique,
    own_state,
)
from migrate_tui.engine.databases.declarations import (
    Declarations,
    Declared,
    declarations,
    index_parts,
)
from migrate_tui.engine.databases.quoting import quote
from migrate_tui.engine.databases.rowid import rowid_of
from migrate_tui.engine.databases.sqlite_pragmas import Found, Key, find, key_of, pragma


def table_names(raw: sqlite3.Connection) -> tuple[str, ...]:
    rows = raw.execute(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
        " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    )
    return tuple(sorted(name for (name,) in rows if not own_state(name)))


def view_names(raw: sqlite3.Connection) -> tuple[str, ...]:
    rows = raw.execute(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'view' ORDER BY name"
    )
    return tuple(name for (name,) in rows)


def table(raw: sqlite3.Connection, name: str) -> Table | None:
    found = find(raw, name)
    return _table(raw, found) if found else None


def references(raw: sqlite3.Connection, name: str) -> tuple[tuple[str, ForeignKey], ...]:
    found = find(raw, name)
    if found is None:
        return ()
    rows = raw.execute(
        "SELECT DISTINCT m.name FROM main.sqlite_master AS m, pragma_foreign_key_list(m.name) AS f"
        " WHERE m.type = 'table' AND f.'table' = ? COLLATE NOCASE ORDER BY m.name",
        (found.name,),
    ).fetchall()
    keys = ((child, key) for (child,) in rows for key in _keys_of(raw, child))
    return tuple((child, key) for child, key in keys if key.parent == found.name)


def _keys_of(raw: sqlite3.Connection, name: str) -> tuple[ForeignKey, ...]:
    found = table(raw, name)
    return found.foreign_keys if found else ()


def _table(raw: sqlite3.Connection, found: Found) -> Table:
    declared = declarations(found.sql) if found.kind == "table" else Declarations()
    key = key_of(raw, found)
    columns = _columns(raw, found, key, declared)
    return Table(
        name=found.name,
        columns=columns,
        kind=found.kind,
        primary_key=key.columns,
        uniques=_uniques(raw, found.name, key, columns),
        foreign_keys=_foreign_keys(raw, found.name, declared),
        checks=tuple(declared.checks),
        triggers=_triggers(raw, found.name),
        strict=found.strict,
        without_rowid=found.without_rowid,
        rowid=rowid_of(columns) if found.kind == "table" and not found.without_rowid else None,
    )


def _columns(
    raw: sqlite3.Connection, found: Found, key: Key, declared: Declarations
) -> tuple[Column, ...]:
    rows = pragma(raw, "table_xinfo", 'name, type, "notnull", dflt_value, hidden', found)
    # ANY keeps what it is given in a STRICT table; anywhere else only no type at all does.
    # Primary keys other than these take NULLs.
    solid = key.columns if key.rowid_alias or found.without_rowid else ()
    return tuple(
        Column(
            name=name,
            type="" if found.strict and _base(type_) == "ANY" else type_,
            base=_base(type_),
            nullable=not notnull and name not in solid,
            default=default,
            generated=hidden in (2, 3),
            identity="by default" if key.rowid_alias and name in key.columns else "",
            collation=declared.collations.get(name),
            expression=declared.generated.get(name),
        )
        for name, type_, notnull, default, hidden in rows
        if hidden != 1
    )


def _base(type_: str) -> str:
    return re.sub(r"\s*\(.*", "", type_, flags=re.DOTALL).strip().upper()


def _uniques(
    raw: sqlite3.Connection, name: str, key: Key, columns: tuple[Column, ...]
) -> tuple[Unique, ...]:
    rows = raw.execute(
        "SELECT l.name, l.origin, m.sql FROM pragma_index_list(?, 'main') AS l"
        " LEFT JOIN main.sqlite_master AS m ON m.name = l.name AND m.type = 'index'"
        ' WHERE l."unique" ORDER BY l.seq DESC',
        (name,),
    ).fetchall()
    found = [_unique(raw, columns, *row) for row in rows]
    if key.rowid_alias:
        found.insert(0, Unique(f"{name}_pkey", key.columns, primary=True))
    return tuple(sorted(found, key=lambda unique: not unique.primary))


def _unique(
    raw: sqlite3.Connection, columns: tuple[Column, ...], name: str, origin: str, sql: str | None
) -> Unique:
    """An index that compares otherwise than its column does is one on expressions."""
    parts = raw.execute(
        "SELECT name, coll FROM pragma_index_xinfo(?, 'main') WHERE key ORDER BY seqno", (name,)
    ).fetchall()
    own = {column.name: (column.collation or "BINARY").upper() for column in columns}
    plain = all(part is not None and own.get(part) == coll.upper() for part, coll in parts)
    written = tuple(f"{quote(part or '')} COLLATE {quote(coll)}" for part, coll in parts)
    texts, where = index_parts(sql) if sql else (written, None)
    return Unique(
        name=name,
        columns=tuple(part for part, _ in parts) if plain else (),
        primary=origin == "pk",
        where=where,
        expressions=() if plain else texts,
    )


def _foreign_keys(
    raw: sqlite3.Connection, name: str, declared: Declarations
) -> tuple[ForeignKey, ...]:
    """The pragma numbers them from the last to the first; its rows are one column each."""
    rows = raw.execute(
        'SELECT id, "table", "from", "to", on_delete, on_update'
        " FROM pragma_foreign_key_list(?, 'main')"
        " ORDER BY id DESC, seq",
        (name,),
    ).fetchall()
    keys = [list(group) for _, group in groupby(rows, key=lambda row: row[0])]
    unknown = [Declared(None, False) for _ in keys]
    written = declared.foreign_keys if len(declared.foreign_keys) == len(keys) else unknown
    return tuple(_foreign_key(raw, name, *pair) for pair in zip(keys, written, strict=True))


def _foreign_key(
    raw: sqlite3.Connection,
    child: str,
    rows: list[tuple[int, str, str, str | None, str, str]],
    written: Declared,
) -> ForeignKey:
    columns = tuple(row[2] for row in rows)
    parent = find(raw, rows[0][1])
    to = tuple(row[3] for row in rows if row[3] is not None)
    return ForeignKey(
        name=written.name or f"{child}_{'_'.join(columns)}_fkey",
        columns=columns,
        parent=parent.name if parent else rows[0][1],
        parent_columns=_parent_columns(raw, parent, to),
        on_delete=rows[0][4],
        deferrable=written.deferred,
        on_update=rows[0][5],
    )


def _parent_columns(
    raw: sqlite3.Connection, parent: Found | None, written: tuple[str, ...]
) -> tuple[str, ...]:
    """As the parent spells them; its primary key where none are written."""
    if parent is None:
        return written
    if not written:
        return key_of(raw, parent).columns
    names = {name.lower(): name for (name,) in pragma(raw, "table_xinfo", "name", parent)}
    return tuple(names.get(name.lower(), name) for name in written)


def _triggers(raw: sqlite3.Connection, name: str) -> tuple[Trigger, ...]:
    rows = raw.execute(
        "SELECT name, sql FROM main.sqlite_master WHERE type = 'trigger'"
        " AND tbl_name = ? COLLATE NOCASE ORDER BY name",
        (name,),
    )
    return tuple(Trigger(*row) for row in rows)
