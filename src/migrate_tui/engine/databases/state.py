"""The tables in which the target keeps what has been done, beside the data they speak of."""

from __future__ import annotations

from migrate_tui.engine.databases.base import Connection
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
MAKING = 0x6D74_7374  # the lock under which our tables are made


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


def has(connection: Connection, name: str) -> bool:
    """Whether one of our tables is there."""
    if connection.kind == "postgresql":
        query, name = "select to_regclass(:name) is not null", qualified(connection, name)
    else:
        query = "select count(*) from main.sqlite_master where name = :name"
    return bool(connection.execute(query, {"name": name})[0][0])
