"""SQLite's indexes, views, triggers, virtual and shadow tables, and the numbers it promises not to
use again. A view that is broken is no more than a name here."""

from __future__ import annotations

import sqlite3

from migrate_tui.engine.databases.catalogue import own_state
from migrate_tui.engine.databases.declarations import index_parts
from migrate_tui.engine.databases.objects import Index, KeyPart, Other
from migrate_tui.engine.databases.quoting import quote

_OTHERS = """
select l.type, l.name, coalesce(m.sql, ''), '' from pragma_table_list as l
left join main.sqlite_master as m on m.name = l.name and m.type in ('table', 'view')
where l.schema = 'main'
union all select 'trigger', name, sql, tbl_name from main.sqlite_master where type = 'trigger'
order by 1, 2
"""


def indexes(raw: sqlite3.Connection, table: str) -> tuple[Index, ...]:
    """All but those of primary keys, in the order of their names."""
    rows = raw.execute(
        "select l.name, l.origin, l.\"unique\", m.sql from pragma_index_list(?, 'main') as l"
        " left join main.sqlite_master as m on m.name = l.name and m.type = 'index'"
        " where l.origin <> 'pk' order by l.name",
        (table,),
    ).fetchall()
    return tuple(_index(raw, *row) for row in rows)


def _index(raw: sqlite3.Connection, name: str, origin: str, unique: int, sql: str | None) -> Index:
    rows = raw.execute(
        "select name, desc, coll from pragma_index_xinfo(?, 'main') where key order by seqno",
        (name,),
    ).fetchall()
    texts, where = index_parts(sql) if sql else ((), None)
    parts = []
    for number, (column, descending, collation) in enumerate(rows):
        text = quote(column) if column is not None else texts[number]
        rule = None if collation == "BINARY" else collation
        parts.append(KeyPart(text, column, bool(descending), rule))
    return Index(name, tuple(parts), bool(unique), where, declared=origin == "u")


def others(raw: sqlite3.Connection) -> tuple[Other, ...]:
    """Tables among them that bear the name of one of the ledger's."""
    return tuple(
        Other(kind, name, sql, table)
        for kind, name, sql, table in raw.execute(_OTHERS)
        if not name.startswith("sqlite_") and (kind != "table" or own_state(name))
    )


def promised(raw: sqlite3.Connection) -> dict[str, int]:
    """By table, the largest key that AUTOINCREMENT has ever given."""
    there = "select 1 from main.sqlite_master where name = 'sqlite_sequence'"
    if not raw.execute(there).fetchone():
        return {}
    rows = raw.execute("select name, seq from main.sqlite_sequence order by name")
    return {name: int(number) for name, number in rows if isinstance(number, int)}
