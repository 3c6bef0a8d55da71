"""PostgreSQL's catalogue as facts, and nothing that the server does not enforce."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import psycopg
from psycopg.rows import TupleRow

from migrate_tui.engine.databases.catalogue import (
    Check,
    Column,
    ForeignKey,
    Table,
    Trigger,
    Unique,
    own_state,
)
from migrate_tui.engine.databases.postgresql_queries import (
    CHECKS,
    COLUMNS,
    FOREIGN_KEYS,
    RELATION,
    TABLES,
    TRIGGERS,
    TYPES,
    UNIQUES,
    VIEWS,
)

Raw = psycopg.Connection[TupleRow]
_KINDS = {
    "r": "table",
    "p": "partitioned",
    "v": "view",
    "m": "materialized view",
    "f": "foreign",
}
_ACTIONS = {
    "a": "NO ACTION",
    "r": "RESTRICT",
    "c": "CASCADE",
    "n": "SET NULL",
    "d": "SET DEFAULT",
}


@dataclass(frozen=True)
class _Relation:
    oid: int
    schema: str
    name: str
    kind: str
    row_security: bool


def table_names(raw: Raw) -> tuple[str, ...]:
    names = (name for (name,) in raw.execute(TABLES))
    return tuple(sorted(name for name in names if not own_state(name)))


def view_names(raw: Raw) -> tuple[str, ...]:
    return tuple(sorted(name for (name,) in raw.execute(VIEWS)))


def table(raw: Raw, name: str) -> Table | None:
    found = _find(raw, name)
    return _table(raw, found) if found else None


def references(raw: Raw, name: str) -> tuple[tuple[str, ForeignKey], ...]:
    found = _find(raw, name)
    return tuple(_foreign_keys(raw, parent=found.oid)) if found else ()


def type_names(
    raw: Raw, names: Sequence[str], types: Sequence[tuple[int, int]]
) -> list[tuple[str, str]]:
    """Each name with the text of its type, given by number and modifier."""
    numbers = [type_ for type_, _ in types]
    modifiers = [modifier for _, modifier in types]
    rows = raw.execute(TYPES, {"types": numbers, "modifiers": modifiers}).fetchall()
    return [(name, text) for name, (text,) in zip(names, rows, strict=True)]


def _find(raw: Raw, name: str) -> _Relation | None:
    """The exact name in the search path first, then every way to read it as schema.table."""
    dots = [place for place, letter in enumerate(name) if letter == "."]
    readings = [(None, name), *((name[:dot], name[dot + 1 :]) for dot in dots)]
    for schema, relation in readings:
        row = raw.execute(RELATION, {"name": relation, "schema": schema}).fetchone()
        if row:
            return _Relation(*row)
    return None


def _table(raw: Raw, found: _Relation) -> Table:
    uniques = tuple(_unique(*row) for row in _rows(raw, UNIQUES, found))
    return Table(
        name=found.name,
        columns=tuple(_column(*row) for row in _rows(raw, COLUMNS, found)),
        schema=found.schema,
        kind=_KINDS[found.kind],
        primary_key=next((unique.columns for unique in uniques if unique.primary), ()),
        uniques=uniques,
        foreign_keys=tuple(key for _, key in _foreign_keys(raw, child=found.oid)),
        checks=tuple(Check(*row) for row in _rows(raw, CHECKS, found)),
        triggers=tuple(Trigger(*row) for row in _rows(raw, TRIGGERS, found)),
        row_security=found.row_security,
    )


def _rows(raw: Raw, query: str, found: _Relation) -> list[TupleRow]:
    return raw.execute(query, {"oid": found.oid}).fetchall()


def _column(*facts: Any) -> Column:
    *first, labels, kind, under, expression = facts
    column = replace(Column(*first), labels=tuple(labels), expression=expression)
    return replace(column, kind=kind or "base", under=under or "")


def _unique(
    name: str,
    primary: bool,
    columns: list[str | None],
    parts: list[str],
    where: str | None,
    nulls_distinct: bool,
    deferrable: bool,
) -> Unique:
    plain = tuple(column for column in columns if column is not None)
    on_columns = len(plain) == len(columns)
    return Unique(
        name=name,
        columns=plain if on_columns else (),
        primary=primary,
        where=where,
        expressions=() if on_columns else tuple(parts),
        nulls_distinct=nulls_distinct,
        deferrable=deferrable,
    )


def _foreign_keys(
    raw: Raw, *, child: int | None = None, parent: int | None = None
) -> Iterator[tuple[str, ForeignKey]]:
    for row in raw.execute(FOREIGN_KEYS, {"child": child, "parent": parent}):
        name, table, schema, to, to_schema, visible, columns, to_columns, *rules, waits = row
        key = ForeignKey(
            name=name,
            columns=tuple(columns),
            parent=to,
            parent_columns=tuple(to_columns),
            parent_schema=to_schema,
            on_delete=_ACTIONS[rules[0]],
            deferrable=waits,
            on_update=_ACTIONS[rules[1]],
        )
        yield table if visible else f"{schema}.{table}", key
