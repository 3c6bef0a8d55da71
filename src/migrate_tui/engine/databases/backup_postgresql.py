"""PostgreSQL's side of a backup: one snapshot, the stored tables, COPY out of and into them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from migrate_tui.engine.databases.backup_facts import Sequence, StoredTable
from migrate_tui.engine.databases.base import Connection

OWN = "migrate_tui"
# How values are written in COPY: as pg_dump writes them, so that both digests agree.
_PINNED = {
    "datestyle": "ISO, YMD",
    "intervalstyle": "postgres",
    "extra_float_digits": "3",
    "synchronize_seqscans": "off",
    "row_security": "off",
    "statement_timeout": "0",
    "idle_in_transaction_session_timeout": "0",
}
USER_SCHEMA = f"n.nspname !~ '^pg_' and n.nspname not in ('information_schema', '{OWN}')"
NOT_EXTENSION = (
    "not exists (select 1 from pg_depend e where e.deptype = 'e'"
    " and e.classid = '{0}'::regclass and e.objid = {1}.oid)"
)
_TABLES = f"""
select n.nspname, c.relname,
       coalesce((select array_agg(a.attname::text order by a.attnum) from pg_attribute a
                 where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
                 and a.attgenerated = ''), '{{}}'),
       coalesce((select array_agg(format_type(a.atttypid, a.atttypmod) order by a.attnum)
                 from pg_attribute a where a.attrelid = c.oid and a.attnum > 0
                 and not a.attisdropped and a.attgenerated = ''), '{{}}')
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind = 'r' and {USER_SCHEMA} and {NOT_EXTENSION.format("pg_class", "c")}
order by n.nspname, c.relname
"""
_SEQUENCES = f"""
select n.nspname, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind = 'S' and {USER_SCHEMA} and {NOT_EXTENSION.format("pg_class", "c")}
order by n.nspname, c.relname
"""
_USED = f"""
select exists (select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace
               where c.relkind in ('r', 'p', 'f', 'v', 'm', 'S') and {USER_SCHEMA}
               and {NOT_EXTENSION.format("pg_class", "c")}
               and not (c.relkind = 'v' and c.relname = 'migration_runs'))
"""


def pin(connection: Connection) -> None:
    """Inside a transaction: how values are printed and in which order tables are read."""
    for name, value in _PINNED.items():
        connection.execute("select set_config(:name, :value, true)", {"name": name, "value": value})


def export_snapshot(connection: Connection) -> str:
    return str(connection.execute("select pg_export_snapshot()")[0][0])


def major_version(connection: Connection) -> int:
    return int(connection.execute("select current_setting('server_version_num')")[0][0]) // 10000


def stored_tables(connection: Connection) -> tuple[StoredTable, ...]:
    """Every table that holds rows itself: not views, not parents of partitions, not our state."""
    return tuple(
        StoredTable(name, schema, tuple(columns), tuple(types))
        for schema, name, columns, types in connection.execute(_TABLES)
    )


def has_objects(connection: Connection) -> bool:
    return bool(connection.execute(_USED)[0][0])


def sequences(connection: Connection) -> tuple[Sequence, ...]:
    return tuple(
        Sequence(schema, name, *_position(connection, schema, name))
        for schema, name in connection.execute(_SEQUENCES)
    )


def _position(connection: Connection, schema: str, name: str) -> tuple[int, bool]:
    place = f"{connection.quote(schema)}.{connection.quote(name)}"
    value, called = connection.execute(f"select last_value, is_called from {place}")[0]
    return int(value), bool(called)


def set_sequence(connection: Connection, sequence: Sequence) -> None:
    place = f"{connection.quote(sequence.schema)}.{connection.quote(sequence.name)}"
    connection.execute(
        "select setval(cast(:place as regclass), :value, :called)",
        {"place": place, "value": sequence.value, "called": sequence.called},
    )


def place(connection: Connection, table: StoredTable) -> str:
    return f"{connection.quote(table.schema or '')}.{connection.quote(table.name)}"


def copied(connection: Connection, table: StoredTable) -> str:
    columns = ", ".join(connection.quote(column) for column in table.columns)
    return f"{place(connection, table)} ({columns})" if columns else place(connection, table)


def count(connection: Connection, table: StoredTable) -> int:
    return int(connection.execute(f"select count(*) from only {place(connection, table)}")[0][0])


def copy_out(connection: Connection, table: StoredTable) -> Iterator[bytes]:
    """The table's own rows, one line each."""
    statement = f"copy {copied(connection, table)} to stdout"
    with connection.raw.cursor() as cursor, cursor.copy(statement) as stream:
        yield from map(bytes, stream)


def copy_in(connection: Connection, table: StoredTable, blocks: Iterable[bytes]) -> None:
    statement = f"copy {copied(connection, table)} from stdin"
    with connection.raw.cursor() as cursor, cursor.copy(statement) as stream:
        for block in blocks:
            stream.write(block)


def empty(connection: Connection, table: StoredTable) -> None:
    connection.execute(f"delete from only {place(connection, table)}")
