"""A SQLite file's own statements for another file: tables first, the rest after the load."""

from __future__ import annotations

from collections.abc import Collection

from migrate_tui.engine.databases.base import Database

_STATEMENTS = """
select m.type, m.name, m.tbl_name, m.sql from main.sqlite_master as m
where m.sql is not null and m.name not like 'sqlite\\_%' escape '\\'
order by case m.type when 'table' then 1 when 'index' then 2 when 'view' then 3 else 4 end, m.rowid
"""


def statements(database: Database, tables: Collection[str]) -> tuple[list[str], list[str]]:
    """What makes these tables, and then what stands on them; views are made for all to see."""
    with database.open(read_only=True) as connection:
        rows = connection.execute(_STATEMENTS)
    wanted = [
        (kind, f"{sql};") for kind, _, table, sql in rows if kind == "view" or table in tables
    ]
    before = [sql for kind, sql in wanted if kind == "table"]
    unique = [sql for kind, sql in wanted if kind == "index" and _is_unique(sql)]
    later = [sql for kind, sql in wanted if kind != "table" and sql not in unique]
    return [*before, *unique], later


def _is_unique(sql: str) -> bool:
    return sql.split(None, 2)[1].upper() == "UNIQUE"
