"""New tables as SQLite's statements: foreign keys stand in the table, indexes after the load."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from migrate_tui.engine.databases.ddl_postgresql import create_index, foreign_key, listed
from migrate_tui.engine.databases.quoting import quote
from migrate_tui.engine.databases.shape import NewColumn, NewTable


def before_load(tables: Sequence[NewTable]) -> Iterator[str]:
    yield from map(create_table, tables)
    yield from (create_index(i) for t in tables for i in t.indexes if i.early)


def after_load(tables: Sequence[NewTable]) -> Iterator[str]:
    yield from (create_index(i) for t in tables for i in t.indexes if not i.early)


def create_table(table: NewTable) -> str:
    alias = _alias(table)
    lines = [_column(column, column.name == alias) for column in table.columns]
    if table.primary and alias is None:
        lines.append(f"primary key ({listed(table.primary)})")
    for name, sql in table.checks:
        lines.append(f"{f'constraint {quote(name)} ' if name else ''}check ({sql})")
    lines += [foreign_key(new.key) for new in table.keys]
    body = ",\n".join(f"  {line}" for line in lines)
    return f"create table {quote(table.name)} (\n{body}\n);"


def _alias(table: NewTable) -> str | None:
    """The one integer key, which is then the number of the row."""
    only = table.column(table.primary[0]) if len(table.primary) == 1 else None
    return only.name if only is not None and only.type == "INTEGER" else None


def _column(column: NewColumn, alias: bool) -> str:
    parts = [quote(column.name), column.type]
    if alias:
        return " ".join([*parts, "primary key"])
    if not column.nullable:
        parts.append("not null")
    if column.default is not None:
        parts.append(f"default {column.default}")
    return " ".join(parts)
