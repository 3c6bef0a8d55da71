"""PostgreSQL's side of a restore: standing aside what is in the way of putting rows back.

Everything here happens inside the one transaction of the restore, so nobody ever sees it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from migrate_tui.engine.databases.backup_facts import StoredTable
from migrate_tui.engine.databases.backup_postgresql import place
from migrate_tui.engine.databases.base import Connection

_KEYS = """
select cn.nspname, c.relname, k.conname, pg_get_constraintdef(k.oid), pn.nspname, p.relname,
       'p' in (c.relkind, p.relkind)
from pg_constraint k
join pg_class c on c.oid = k.conrelid join pg_namespace cn on cn.oid = c.relnamespace
join pg_class p on p.oid = k.confrelid join pg_namespace pn on pn.oid = p.relnamespace
where k.contype = 'f' and k.conparentid = 0
order by cn.nspname, c.relname, k.conname
"""
_TRIGGERS = """
select t.tgname, t.tgenabled::text from pg_trigger t
where t.tgrelid = cast(:place as regclass) and not t.tgisinternal and t.tgenabled <> 'D'
"""
_ENABLE = {"O": "enable", "R": "enable replica", "A": "enable always"}


@dataclass(frozen=True)
class Reference:
    """A foreign key between two tables, with the words that make it again."""

    child: tuple[str, str]
    name: str
    sql: str
    parent: tuple[str, str]
    partitioned: bool  # one side is a parent of partitions, which holds no rows itself


@dataclass(frozen=True)
class ActiveTrigger:
    table: StoredTable
    name: str
    enabled: str


def references_between(connection: Connection) -> list[Reference]:
    rows = connection.execute(_KEYS)
    return [
        Reference((child_schema, child), name, sql, (parent_schema, parent), partitioned)
        for child_schema, child, name, sql, parent_schema, parent, partitioned in rows
    ]


def lock(connection: Connection, table: StoredTable) -> None:
    connection.execute(f"lock table only {place(connection, table)} in access exclusive mode")


def drop_reference(connection: Connection, key: Reference) -> None:
    connection.execute(
        f"alter table {_child(connection, key)} drop constraint {connection.quote(key.name)}"
    )


def add_reference(connection: Connection, key: Reference) -> None:
    name = connection.quote(key.name)
    connection.execute(f"alter table {_child(connection, key)} add constraint {name} {key.sql}")


def _child(connection: Connection, key: Reference) -> str:
    return ".".join(map(connection.quote, key.child))


def active_triggers(connection: Connection, tables: Iterable[StoredTable]) -> list[ActiveTrigger]:
    return [
        ActiveTrigger(table, name, enabled)
        for table in tables
        for name, enabled in connection.execute(_TRIGGERS, {"place": place(connection, table)})
    ]


def silence(connection: Connection, trigger: ActiveTrigger) -> None:
    _set_trigger(connection, trigger, "disable")


def revive(connection: Connection, trigger: ActiveTrigger) -> None:
    _set_trigger(connection, trigger, _ENABLE[trigger.enabled])


def _set_trigger(connection: Connection, trigger: ActiveTrigger, verb: str) -> None:
    table, name = place(connection, trigger.table), connection.quote(trigger.name)
    connection.execute(f"alter table {table} {verb} trigger {name}")


def run_definition(connection: Connection, sql: str) -> None:
    connection.execute("set local check_function_bodies = off")
    connection.execute(sql)


def has_schema(connection: Connection, name: str) -> bool:
    query = "select to_regnamespace(:name) is not null"
    return bool(connection.execute(query, {"name": name})[0][0])
