"""New tables as PostgreSQL's statements: first what must stand before the rows, then the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from migrate_tui.engine.databases.catalogue import ForeignKey
from migrate_tui.engine.databases.quoting import quote
from migrate_tui.engine.databases.shape import NewColumn, NewIndex, NewKey, NewTable


def listed(names: Sequence[str]) -> str:
    return ", ".join(map(quote, names))


def before_load(tables: Sequence[NewTable]) -> Iterator[str]:
    """Tables, then the indexes and foreign keys that judge rows while they are loaded."""
    yield from map(create_table, tables)
    yield from (create_index(i) for t in tables for i in t.indexes if i.early)
    yield from (add_key(k) for t in tables for k in t.keys if k.early)


def after_load(tables: Sequence[NewTable]) -> Iterator[str]:
    yield from (create_index(i) for t in tables for i in t.indexes if not i.early)
    yield from (add_constraint(t, *c) for t in tables for c in t.constraints)
    yield from (add_key(k) for t in tables for k in t.keys if not k.early)


def create_table(table: NewTable) -> str:
    lines = [_column(column) for column in table.columns]
    if table.primary:
        lines.append(f"primary key ({listed(table.primary)})")
    for name, sql in table.checks:
        lines.append(f"{f'constraint {quote(name)} ' if name else ''}check ({sql})")
    body = ",\n".join(f"  {line}" for line in lines)
    return f"create table {quote(table.name)} (\n{body}\n);"


def _column(column: NewColumn) -> str:
    parts = [quote(column.name), column.type]
    if column.generated is not None:
        return f"{' '.join(parts)} generated always as ({column.generated}) stored"
    if column.next is not None:
        start = f" (start with {column.next})" if column.next != 1 else ""
        when = "always" if column.always else "by default"
        return f"{' '.join(parts)} generated {when} as identity{start}"
    if not column.nullable:
        parts.append("not null")
    if column.default is not None:
        parts.append(f"default {column.default}")
    return " ".join(parts)


def create_index(index: NewIndex) -> str:
    where = f" where {index.where}" if index.where else ""
    kind = "unique index" if index.unique else "index"
    if index.tail:
        return f"create {kind} {quote(index.name)} on {quote(index.table)} {index.tail};"
    return (
        f"create {kind} {quote(index.name)} on {quote(index.table)}"
        f" ({', '.join(index.parts)}){where};"
    )


def add_constraint(table: NewTable, name: str, sql: str) -> str:
    return f"alter table {quote(table.name)} add constraint {quote(name)} {sql};"


def add_key(new: NewKey) -> str:
    return f"alter table {quote(new.table)} add {foreign_key(new.key)};"


def foreign_key(key: ForeignKey) -> str:
    """As a constraint of its table, in the words that SQLite takes too."""
    rules = [
        f" on {event} {rule.lower()}"
        for event, rule in (("delete", key.on_delete), ("update", key.on_update))
        if rule != "NO ACTION"
    ]
    waits = " deferrable initially deferred" if key.deferrable else ""
    return (
        f"constraint {quote(key.name)} foreign key ({listed(key.columns)}) references"
        f" {quote(key.parent)} ({listed(key.parent_columns)}){''.join(rules)}{waits}"
    )
