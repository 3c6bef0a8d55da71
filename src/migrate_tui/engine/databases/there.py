"""Whether an object that a schema file makes stands already, and whether it holds anything."""

from __future__ import annotations

from migrate_tui.engine.databases.base import Connection
from migrate_tui.engine.databases.made import Made

_SCHEMA = "n.nspname = coalesce(:schema::text, current_schema())"
_CLASS = f"""
select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace
where {_SCHEMA} and c.relname = :name and c.relkind <> 'c'
"""
_PROCEDURE = f"""
select 1 from pg_proc p join pg_namespace n on n.oid = p.pronamespace
where {_SCHEMA} and p.proname = :name
"""
_TYPE = f"""
select 1 from pg_type t join pg_namespace n on n.oid = t.typnamespace
where {_SCHEMA} and t.typname = :name
"""
_ON_TABLE = f"""
join pg_class c on c.oid = x.%s join pg_namespace n on n.oid = c.relnamespace
where {_SCHEMA} and c.relname = :table and x.%s = :name
"""
_POSTGRESQL = {
    **dict.fromkeys(("TABLE", "VIEW", "MATERIALIZED VIEW", "INDEX", "SEQUENCE"), _CLASS),
    **dict.fromkeys(("FUNCTION", "PROCEDURE"), _PROCEDURE),
    **dict.fromkeys(("TYPE", "DOMAIN"), _TYPE),
    "SCHEMA": "select 1 from pg_namespace where nspname = :name",
    "EXTENSION": "select 1 from pg_extension where extname = :name",
    "TRIGGER": "select 1 from pg_trigger x" + _ON_TABLE % ("tgrelid", "tgname"),
    "POLICY": "select 1 from pg_policy x" + _ON_TABLE % ("polrelid", "polname"),
    "CONSTRAINT": "select 1 from pg_constraint x" + _ON_TABLE % ("conrelid", "conname"),
    "COLUMN": "select 1 from pg_attribute x"
    + _ON_TABLE % ("attrelid", "attname")
    + " and not x.attisdropped",
}
_SQLITE = "select 1 from main.sqlite_master where lower(name) = lower(:name)"
_SQLITE_COLUMN = "select 1 from pragma_table_xinfo(:table, 'main') where lower(name) = lower(:name)"
_INVALID = f"""
select 1 from pg_index x join pg_class c on c.oid = x.indexrelid
join pg_namespace n on n.oid = c.relnamespace
where {_SCHEMA} and c.relname = :name and not x.indisvalid
"""


def there(connection: Connection, made: Made) -> bool:
    """A name counts whatever kind of object has it: it would clash all the same."""
    if connection.kind == "postgresql":
        query = _POSTGRESQL[made.kind]
    else:
        query = _SQLITE_COLUMN if made.kind == "COLUMN" else _SQLITE
    words = {"name": made.name, "table": made.table, "schema": made.schema}
    used = {key: value for key, value in words.items() if f":{key}" in query}
    return bool(connection.execute(query, used))


def half_built(connection: Connection, made: Made) -> bool:
    """An index whose CREATE INDEX CONCURRENTLY was killed stands there, useless."""
    if connection.kind != "postgresql" or made.kind != "INDEX":
        return False
    words = {"name": made.name, "schema": made.schema}
    return bool(connection.execute(_INVALID, words))


def rows_in(connection: Connection, made: Made) -> int:
    """Rows of a table, or values of a column, that would go with it."""
    place = connection.quote(made.table if made.kind == "COLUMN" and made.table else made.name)
    prefix = f"{connection.quote(made.schema)}." if made.schema else ""
    what = connection.quote(made.name) if made.kind == "COLUMN" else "*"
    return int(connection.execute(f"select count({what}) from {prefix}{place}")[0][0])
