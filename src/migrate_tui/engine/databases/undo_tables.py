"""The tables that keep rows as they were before a run: one beside each table that it writes."""

from __future__ import annotations

import hashlib

from migrate_tui.engine.databases import state
from migrate_tui.engine.databases.base import Connection
from migrate_tui.engine.databases.catalogue import Column, Table

OWN = ("mt_run", "mt_mapping", "mt_low", "mt_status", "mt_hash", "mt_was")


def name_of(table: Table) -> str:
    """migration_undo_<table>, cut with a hash where it would pass 63 bytes or hide its schema."""
    full = f"{table.schema}.{table.name}" if table.schema not in (None, "public") else table.name
    plain = f"migration_undo_{full}"
    if len(plain.encode()) <= 63:
        return plain
    digest = hashlib.sha256(full.encode()).hexdigest()[:8]
    return plain.encode()[:54].decode(errors="ignore") + "_" + digest


def exists(connection: Connection, table: Table) -> bool:
    return state.has(connection, name_of(table))


def create(connection: Connection, table: Table) -> None:
    """Whole old rows of one table, each column of its own type and nothing else of it."""
    if exists(connection, table):
        _widen(connection, table)
        return
    name = state.qualified(connection, name_of(table))
    own = ", ".join(f"{connection.quote(c)} text not null" for c in OWN[:4])
    columns = ", ".join(f"{connection.quote(c.name)} {_kept_as(table, c)}" for c in table.columns)
    body = f'{own}, "mt_hash" bigint, "mt_was" text, {columns}'
    connection.execute(f"create table {name} ({body})")
    digest = hashlib.sha256(name_of(table).encode()).hexdigest()[:8]
    index = connection.quote(f"migration_undo_{digest}_run")
    sought = [*OWN[:3], *(table.primary_key if connection.kind == "sqlite" else ())]
    listed = ", ".join(map(connection.quote, sought))  # SQLite seeks row by row, and joins so
    connection.execute(f"create index {index} on {name} ({listed})")


def _widen(connection: Connection, table: Table) -> None:
    """Columns that a migration has added, or given another type, since the undo table was made."""
    schema = state.schema_of(connection.kind)
    found = connection.table(f"{schema}.{name_of(table)}" if schema else name_of(table))
    known = {column.name.lower(): column.storage for column in found.columns} if found else {}
    alter = f"alter table {state.qualified(connection, name_of(table))}"
    for column in table.columns:
        name, kept = connection.quote(column.name), _kept_as(table, column)
        if column.name.lower() not in known:
            connection.execute(f"{alter} add column {name} {kept}")
        elif connection.kind == "postgresql" and known[column.name.lower()] != kept:
            cast = f"type {kept} using {name}::{kept}"
            connection.execute(f"{alter} alter column {name} {cast}")


def drop(connection: Connection, table: Table) -> None:
    if exists(connection, table):
        connection.execute(f"drop table {state.qualified(connection, name_of(table))}")


def _kept_as(table: Table, column: Column) -> str:
    """ANY keeps what it is given only in a STRICT table; in others no type at all does."""
    return "" if table.strict and column.base == "ANY" else column.storage
