"""What a database says about itself that could stop a run: privileges, poolers, recovery, space."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence

from migrate_tui.engine.databases.base import Connection
from migrate_tui.engine.databases.catalogue import Table

Fact = tuple[str, str, str]  # severity, fact, remedy


def findings(connection: Connection) -> Iterator[Fact]:
    """Facts about the target that matter before anything is written."""
    yield from _postgresql(connection) if connection.kind == "postgresql" else _sqlite(connection)


def _postgresql(connection: Connection) -> Iterator[Fact]:
    recovering, create, temp = connection.execute(
        "select pg_is_in_recovery(), has_database_privilege(current_database(), 'create'),"
        " has_database_privilege(current_database(), 'temporary')"
    )[0]
    if recovering:
        yield "error", "the target is a standby: it cannot be written", "give the primary's URL"
    if not create:
        fact = "no privilege CREATE on the target database: the state needs a schema of its own"
        yield "error", fact, "grant create on database … to this user"
    if not temp:
        fact = "no privilege TEMPORARY on the target database: rows are staged in temporary tables"
        yield "error", fact, "grant temporary on database … to this user"


def unreadable(connection: Connection, tables: Sequence[Table]) -> Iterator[Fact]:
    """Facts about source tables that would keep rows of them from being read."""
    if connection.kind != "postgresql":
        return
    if connection.execute("select current_setting('server_encoding')")[0][0] == "SQL_ASCII":
        fact = "the source's encoding is SQL_ASCII: its text may be no UTF-8"
        yield "warning", fact, "text that is none ends the step that reads it"
    for found in tables:
        yield from _hidden(connection, found)


def _hidden(connection: Connection, found: Table) -> Iterator[Fact]:
    name = _qualified(connection, found)
    allowed, hiding, user = connection.execute(
        "select has_table_privilege(cast(:name as regclass), 'select'),"
        " row_security_active(cast(:name as regclass)), current_user",
        {"name": name},
    )[0]
    if not allowed:
        fact = f"no privilege SELECT on {found.name} of the source for {user}"
        yield "error", fact, f"grant select on {name} to {connection.quote(user)}"
    if hiding:
        fact = f"row level security of {found.name} hides rows from {user}: a part would be read"
        yield "error", fact, "read as its owner, or as a role with BYPASSRLS"


def _sqlite(connection: Connection) -> Iterator[Fact]:
    path = getattr(connection, "path", None)
    if path is None:
        return
    free, size = shutil.disk_usage(path.parent).free, connection.size()
    if free < 2 * size:
        fact = f"{free:,} bytes free beside a database of {size:,} bytes"
        yield "warning", fact, "a migration and its backup may need more than twice its size"


def unforeseeable(connection: Connection, table: Table, fires: bool) -> Iterator[str]:
    """What no query can judge in advance: constraints, and triggers that the plan lets fire."""
    for unique in table.uniques:
        if unique.deferrable:
            yield f"{table.name}: unique constraint {unique.name} is deferrable"
    if connection.kind == "postgresql":
        for (name,) in connection.execute(_EXCLUSIONS, {"table": _qualified(connection, table)}):
            yield f"{table.name}: {name} is an exclusion constraint"
    for trigger in table.triggers:
        if fires and trigger.enabled:
            yield f"{table.name}: trigger {trigger.name} fires and may refuse or change rows"


def _qualified(connection: Connection, table: Table) -> str:
    schema = f"{connection.quote(table.schema)}." if table.schema else ""
    return schema + connection.quote(table.name)


_EXCLUSIONS = """
select k.conname from pg_catalog.pg_constraint as k
where k.conrelid = cast(:table as regclass)
  and (k.contype = 'x' or coalesce((to_jsonb(k) ->> 'conperiod')::boolean, false))
order by k.conname
"""
