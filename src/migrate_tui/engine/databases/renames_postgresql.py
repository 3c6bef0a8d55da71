"""A table of PostgreSQL under another name, together with all that carries its name."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_tui.engine.databases.base import Connection
from migrate_tui.engine.databases.changes import Change
from migrate_tui.engine.databases.dependencies_postgresql import place_of
from migrate_tui.engine.databases.names import carries, renamed

_CONSTRAINTS = """
select conname from pg_constraint where conrelid = :oid::oid and coninhcount = 0
and contype in ('p', 'u', 'x', 'f', 'c', 'n') order by conname
"""
_INDEXES = """
select c.relname from pg_index x join pg_class c on c.oid = x.indexrelid
where x.indrelid = :oid::oid and not exists (
    select 1 from pg_constraint k where k.conindid = x.indexrelid and k.contype in ('p', 'u', 'x'))
order by c.relname
"""
_SEQUENCES = """
select c.relname from pg_depend d join pg_class c on c.oid = d.objid and c.relkind = 'S'
where d.refobjid = :oid::oid and d.refclassid = 'pg_class'::regclass
and d.classid = 'pg_class'::regclass and d.deptype in ('a', 'i') order by c.relname
"""
_NAMES = """
select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = :schema
union select conname from pg_constraint where conrelid = :oid::oid
union select t.typname from pg_type t join pg_namespace n on n.oid = t.typnamespace
where n.nspname = :schema
"""


def rename(connection: Connection, table: str, new: str, *, along: bool) -> list[Change]:
    """Renaming costs nothing here, so that names come along whether or not `along` asks for it."""
    place = place_of(connection, table)
    assert place is not None
    oid, schema, name = place
    quote = connection.quote
    prefix, taken = quote(schema), names(connection, schema, oid)
    move = Change(
        f"alter table {prefix}.{quote(name)} rename to {quote(new)}",
        f"alter table {prefix}.{quote(new)} rename to {quote(name)}",
        name,
    )
    changes = [move]
    for kind, old in _carrying(connection, oid, name):
        other = renamed(old, name, new, taken)
        taken.add(other)
        changes.append(_change(connection, kind, schema, new, old, other))
    return changes


def _carrying(connection: Connection, oid: int, table: str) -> Iterator[tuple[str, str]]:
    queries = {"constraint": _CONSTRAINTS, "index": _INDEXES, "sequence": _SEQUENCES}
    for kind, query in queries.items():
        for (name,) in connection.execute(query, {"oid": oid}):
            if carries(name, table):
                yield kind, name


def _change(
    connection: Connection, kind: str, schema: str, table: str, old: str, new: str
) -> Change:
    quote = connection.quote
    old_name, new_name, prefix = quote(old), quote(new), quote(schema)
    if kind == "constraint":
        alter = f"alter table {prefix}.{quote(table)} rename constraint"
        forth, back = f"{alter} {old_name} to {new_name}", f"{alter} {new_name} to {old_name}"
    else:
        forth = f"alter {kind} {prefix}.{old_name} rename to {new_name}"
        back = f"alter {kind} {prefix}.{new_name} rename to {old_name}"
    return Change(forth, back, old)


def names(connection: Connection, schema: str, oid: int = 0) -> set[str]:
    """Every name that a relation of the schema, or a constraint of the table, has already."""
    return {name for (name,) in connection.execute(_NAMES, {"schema": schema, "oid": oid})}
