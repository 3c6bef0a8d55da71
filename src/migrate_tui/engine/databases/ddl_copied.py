"""A SQLite file's own statements for another file: tables first, the rest after the load."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from migrate_tui.engine.databases.base import Database
from migrate_tui.engine.databases.lexer import tokens
from migrate_tui.engine.databases.quoting import quote
from migrate_tui.engine.databases.unreferenced import Key, without_keys

_STATEMENTS = """
select m.type, m.name, m.tbl_name, m.sql from main.sqlite_master as m
where m.sql is not null and m.name not like 'sqlite\\_%' escape '\\'
order by case m.type when 'table' then 1 when 'index' then 2 when 'view' then 3 else 4 end, m.rowid
"""


def statements(
    database: Database,
    tables: Collection[str],
    numbers: Mapping[str, str],
    refused: Mapping[str, Collection[Key]],
) -> tuple[list[str], list[str]]:
    """What makes these tables, and then what stands on them; views are made for all to see.

    `numbers` gives the column that a table without a key gets, `refused` the foreign keys that a
    table is made without.
    """
    with database.open(read_only=True) as connection:
        rows = connection.execute(_STATEMENTS)
    wanted = [
        (kind, f"{_table(sql, name, numbers, refused) if kind == 'table' else sql};")
        for kind, name, table, sql in rows
        if kind == "view" or table in tables
    ]
    before = [sql for kind, sql in wanted if kind == "table"]
    unique = [sql for kind, sql in wanted if kind == "index" and _is_unique(sql)]
    later = [sql for kind, sql in wanted if kind != "table" and sql not in unique]
    return [*before, *unique], later


def _is_unique(sql: str) -> bool:
    return sql.split(None, 2)[1].upper() == "UNIQUE"


def _table(
    sql: str, name: str, numbers: Mapping[str, str], refused: Mapping[str, Collection[Key]]
) -> str:
    text = without_keys(sql, refused[name]) if refused.get(name) else sql
    return _numbered(text, numbers[name]) if name in numbers else text


def _numbered(sql: str, column: str) -> str:
    """CREATE TABLE with one more column before all others: the number of the row by its name."""
    end = next(token.end for token in tokens(sql, "sqlite") if token.text == "(" and token.code)
    return f"{sql[:end]}{quote(column)} INTEGER PRIMARY KEY, {sql[end:]}"
