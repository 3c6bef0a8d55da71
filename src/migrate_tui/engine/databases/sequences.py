"""Sequences and identities: after a load they must be ahead of the keys, and only move forward."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

from migrate_tui.engine.databases.base import Connection
from migrate_tui.engine.databases.catalogue import Table
from migrate_tui.engine.databases.triggers import qualified
from migrate_tui.engine.events import Checked

_OWNED = (
    "select a.attname, s.oid::regclass::text"
    " from pg_class s join pg_depend d on d.objid = s.oid and d.classid = 'pg_class'::regclass"
    " join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid"
    " where s.relkind = 'S' and d.deptype in ('a', 'i') and d.refobjid = to_regclass(:table)"
)


def owned(connection: Connection, table: Table) -> list[tuple[str, str]]:
    """(column, sequence) of every sequence that belongs to the table; SQLite has none to set."""
    if connection.kind != "postgresql":
        return []
    rows = connection.execute(_OWNED, {"table": qualified(connection, table)})
    return [(str(column), str(sequence)) for column, sequence in rows]


def advance(connection: Connection, table: Table) -> None:
    """Move each sequence past the largest key, never back, while nobody else inserts."""
    for column, sequence in owned(connection, table):
        name = qualified(connection, table)
        connection.execute(f"lock table {name} in share row exclusive mode")
        connection.execute(
            f"select setval(:sequence::regclass, top.key) from"
            f" (select max({connection.quote(column)})::bigint as key from {name}) top"
            f" where top.key > (select case when is_called then last_value else last_value - 1 end"
            f" from {sequence})",
            {"sequence": sequence},
        )


def check(connection: Connection, tables: Sequence[Table]) -> Iterator[Checked]:
    """One outcome per owned sequence: its next value against the largest key."""
    for table in tables:
        for column, sequence in owned(connection, table):
            started = time.monotonic()
            name = qualified(connection, table)
            top, last = connection.execute(
                f"select (select max({connection.quote(column)})::bigint from {name}),"
                f" case when is_called then last_value else last_value - 1 end from {sequence}"
            )[0]
            ok = top is None or last >= top
            title = f"sequence ahead: {table.name}.{column}"
            seconds = time.monotonic() - started
            yield Checked(title, ok, f"at least {top}", str(last), seconds, own=True)


def analyze(connection: Connection, table: Table) -> None:
    """Fresh statistics of what is searched by, once a load is done; the rest can wait."""
    searched = dict.fromkeys(c for u in table.uniques for c in u.columns)
    searched |= dict.fromkeys(c for key in table.foreign_keys for c in key.columns)
    listed = f" ({', '.join(map(connection.quote, searched))})" if searched else ""
    if connection.kind == "postgresql":
        connection.execute(f"analyze {qualified(connection, table)}{listed}")
    else:
        connection.execute(f"analyze main.{connection.quote(table.name)}")
