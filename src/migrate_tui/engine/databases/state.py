"""The tables in which the target keeps what has been done, beside the data they speak of."""

from __future__ import annotations

import hashlib

from migrate_tui.engine.databases.base import Connection
from migrate_tui.engine.databases.catalogue import Column, Table
from migrate_tui.engine.errors import Blocked

SCHEMA = "migrate_tui"
COUNTS = (
    "read",
    "inserted",
    "updated",
    "unchanged",
    "kept",
    "merged",
    "rejected",
    "filtered",
    "deleted",
)
_COUNTS = ", ".join(f'"{c}" bigint not null default 0' for c in COUNTS)

TABLES = {
    "migration_runs": (
        '"id" text primary key, "plan" text not null, "scope" text not null,'
        ' "plan_digest" text not null, "params" text not null, "env" text, "source" text not null,'
        ' "status" text not null, "started_at" text not null, "finished_at" text,'
        ' "completed_at" text,'  # when it ended well, and it stands
        ' "owner" text not null, "host" text not null, "pid" bigint not null,'
        f' "heartbeat" text not null, "exit_code" bigint, {_COUNTS}'
    ),
    "migration_leases": '"run" text primary key, "owner" text not null',
    "migration_mappings": (
        '"run" text not null, "plan" text not null, "scope" text not null,'
        ' "mapping" text not null, "position" bigint not null, "into" text not null,'
        ' "digest" text not null, "fingerprint" text, "bounds" text not null,'
        ' "first_load" bigint not null, "status" text not null,'
        ' primary key ("run", "mapping")'
    ),
    "migration_ranges": (
        '"plan" text not null, "scope" text not null, "mapping" text not null, "low" text not null,'
        ' "run" text not null, "digest" text not null, "fingerprint" text not null,'
        ' "witness_rows" bigint not null, "witness" text not null, "seconds" double precision,'
        f' "finished_at" text not null, {_COUNTS},'
        ' primary key ("plan", "scope", "mapping", "low")'
    ),
    "migration_verified": (
        '"plan" text not null, "scope" text not null, "mapping" text not null,'
        ' "run" text not null, "fingerprint" text not null, "digest" text not null,'
        ' "witness_rows" bigint not null, "witness" text not null, "verified_at" text not null,'
        ' primary key ("plan", "scope", "mapping")'
    ),
    "migration_loads": (
        '"run" text not null, "mapping" text not null, "low" text not null,'
        ' "rows" bigint not null, "witness" text not null, "xact" text, "first" text, "last" text'
    ),
    "migration_rejects": (
        '"plan" text not null, "scope" text not null, "mapping" text not null, "low" text not null,'
        ' "run" text not null, "source" text not null, "source_key" text, "target_key" text,'
        ' "column_name" text, "reason" text not null, "rows" bigint not null'
    ),
}
AT_ONCE = 100
MAKING = 0x6D74_7374  # the lock under which our tables are made
UNDO = ("mt_run", "mt_mapping", "mt_low", "mt_status", "mt_hash", "mt_was")


def schema_of(kind: str) -> str | None:
    return SCHEMA if kind == "postgresql" else None


def qualified(connection: Connection, name: str) -> str:
    schema = schema_of(connection.kind)
    prefix = f"{connection.quote(schema)}." if schema else ""
    return prefix + connection.quote(name)


def exists(connection: Connection) -> bool:
    if connection.kind == "postgresql":
        # to_regclass may answer from before the lock that this transaction has waited for
        found = (
            "select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace"
            f" where n.nspname = '{SCHEMA}' and c.relname = 'migration_runs'"
        )
    else:
        found = "select count(*) from pragma_table_info('migration_runs') where name = 'scope'"
    return bool(connection.execute(found)[0][0])


def readable(connection: Connection) -> bool:
    """Whether all our tables are there and this role may read them: who looks only need not."""
    if connection.kind == "sqlite":
        return exists(connection) and all(has(connection, name) for name in TABLES)
    granted = (
        "select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace"
        f" where n.nspname = '{SCHEMA}' and c.relname in ({', '.join(map(_text, TABLES))})"
        " and has_schema_privilege(n.oid, 'usage') and has_table_privilege(c.oid, 'select')"
    )
    return int(connection.execute(granted)[0][0]) == len(TABLES)


def _text(name: str) -> str:
    return f"'{name}'"


def refuse_others(connection: Connection) -> None:
    """SQLite has one place for our tables; another tool's history may stand there."""
    if connection.kind != "sqlite" or exists(connection):
        return
    if connection.execute("select 1 from main.sqlite_master where name = 'migration_runs'"):
        raise Blocked(
            "the target has a table migration_runs that migrate-tui did not make",
            'nothing was written; give it another name: alter table "migration_runs" rename to …',
        )


def create(connection: Connection) -> None:
    """The state tables, where they are not there yet, and on PostgreSQL the view migration_runs."""
    if connection.kind == "postgresql" and not exists(connection):  # two may come at once
        connection.execute(f"select pg_advisory_xact_lock({MAKING})")
    if exists(connection):
        _complete(connection)
        return
    refuse_others(connection)
    if connection.kind == "postgresql":
        connection.execute(f"create schema if not exists {connection.quote(SCHEMA)}")
    for name, body in TABLES.items():
        connection.execute(f"create table {qualified(connection, name)} ({body})")
    connection.execute(
        f"create index {connection.quote('migration_rejects_range')}"
        f" on {qualified(connection, 'migration_rejects')} (plan, scope, mapping, low)"
    )
    if connection.kind == "postgresql" and connection.table("migration_runs") is None:
        view = "create view migration_runs as select * from"
        connection.execute(f"{view} {qualified(connection, 'migration_runs')}")


def _complete(connection: Connection) -> None:
    """What an earlier version did not have."""
    there = _names(connection)
    for name, body in TABLES.items():
        if name not in there:
            connection.execute(f"create table {qualified(connection, name)} ({body})")


def _names(connection: Connection) -> set[str]:
    """What stands where our tables do."""
    if connection.kind == "postgresql":
        query = f"select relname::text from pg_class where relnamespace = '{SCHEMA}'::regnamespace"
    else:
        query = "select name from main.sqlite_master"
    return {str(name) for (name,) in connection.execute(query)}


def undo_name(table: Table) -> str:
    """migration_undo_<table>, cut with a hash where it would pass 63 bytes or hide its schema."""
    full = f"{table.schema}.{table.name}" if table.schema not in (None, "public") else table.name
    plain = f"migration_undo_{full}"
    if len(plain.encode()) <= 63:
        return plain
    digest = hashlib.sha256(full.encode()).hexdigest()[:8]
    return plain.encode()[:54].decode(errors="ignore") + "_" + digest


def has_undo(connection: Connection, table: Table) -> bool:
    return has(connection, undo_name(table))


def has(connection: Connection, name: str) -> bool:
    """Whether one of our tables is there."""
    if connection.kind == "postgresql":
        query, name = "select to_regclass(:name) is not null", qualified(connection, name)
    else:
        query = "select count(*) from main.sqlite_master where name = :name"
    return bool(connection.execute(query, {"name": name})[0][0])


def create_undo(connection: Connection, table: Table) -> None:
    """Whole old rows of one table, each column of its own type and nothing else of it."""
    if has_undo(connection, table):
        _widen_undo(connection, table)
        return
    name = qualified(connection, undo_name(table))
    own = ", ".join(f"{connection.quote(c)} text not null" for c in UNDO[:4])
    columns = ", ".join(f"{connection.quote(c.name)} {_kept_as(table, c)}" for c in table.columns)
    body = f'{own}, "mt_hash" bigint, "mt_was" text, {columns}'
    connection.execute(f"create table {name} ({body})")
    digest = hashlib.sha256(undo_name(table).encode()).hexdigest()[:8]
    index = connection.quote(f"migration_undo_{digest}_run")
    sought = [*UNDO[:3], *(table.primary_key if connection.kind == "sqlite" else ())]
    listed = ", ".join(map(connection.quote, sought))  # SQLite seeks row by row, and joins so
    connection.execute(f"create index {index} on {name} ({listed})")


def _widen_undo(connection: Connection, table: Table) -> None:
    """Columns that a migration has added, or given another type, since the undo table was made."""
    schema = schema_of(connection.kind)
    found = connection.table(f"{schema}.{undo_name(table)}" if schema else undo_name(table))
    known = {column.name.lower(): column.storage for column in found.columns} if found else {}
    alter = f"alter table {qualified(connection, undo_name(table))}"
    for column in table.columns:
        name, kept = connection.quote(column.name), _kept_as(table, column)
        if column.name.lower() not in known:
            connection.execute(f"{alter} add column {name} {kept}")
        elif connection.kind == "postgresql" and known[column.name.lower()] != kept:
            cast = f"type {kept} using {name}::{kept}"
            connection.execute(f"{alter} alter column {name} {cast}")


def drop_undo(connection: Connection, table: Table) -> None:
    if has_undo(connection, table):
        connection.execute(f"drop table {qualified(connection, undo_name(table))}")


def _kept_as(table: Table, column: Column) -> str:
    """ANY keeps what it is given only in a STRICT table; in others no type at all does."""
    return "" if table.strict and column.base == "ANY" else column.storage


def row_hash(kind: str, cells: list[str]) -> str:
    """SQL of the hash of a row as it is stored."""
    if kind == "postgresql":
        return f"hashtextextended(row({', '.join(cells)})::text, 0)"
    return f"mt_hash({_arguments(cells)})"


def _arguments(cells: list[str]) -> str:
    """SQLite's functions take 127: the cells of a wider row are hashed in portions first."""
    hashed = list(map(_hashed, cells))
    if len(hashed) <= AT_ONCE:
        return ", ".join(hashed)
    starts = range(0, len(hashed), AT_ONCE)
    return ", ".join(f"mt_hash({', '.join(hashed[i : i + AT_ONCE])})" for i in starts)


def _hashed(cell: str) -> str:
    """Text goes as its bytes: a function of ours cannot be given text that is not UTF-8."""
    return f"case typeof({cell}) when 'text' then cast({cell} as blob) else {cell} end"


def witness(kind: str, alias: str, columns: list[str]) -> str:
    """SQL of a sum that changes when any of the rows is written, removed or joined by another.

    PostgreSQL knows it from the row versions (ctid, xmin) alone; SQLite hashes the values.
    """
    if kind == "postgresql":
        version = f"hashtidextended({alias}.ctid, {alias}.xmin::text::bigint)"
        return f"coalesce(sum({version}), 0)::text"
    cells = _arguments([f"{alias}.{c}" for c in columns])
    return f"coalesce(mt_hash_sum({cells}), '0')"


def inserted_version(alias: str) -> str:
    """PostgreSQL: the part of a row that is being inserted in the sum of `witness`."""
    return f"hashtidextended({alias}.ctid, pg_current_xact_id()::xid::text::bigint)"
