"""Keys as statements: taken off and put back exactly as they were."""

from __future__ import annotations

from migrate_tui.engine.databases.base import Connection
from migrate_tui.engine.databases.catalogue import Table
from migrate_tui.engine.databases.triggers import qualified

_DEFINITIONS = (
    "select conname::text, pg_get_constraintdef(oid) from pg_constraint"
    " where contype in ('f', 'p') and conrelid = to_regclass(:table) and conname = :name"
)


_BOUND = (  # whether anything else rests on the key, or says more of it than its definition does
    "select exists (select 1 from pg_depend d where d.refobjid in (c.oid, c.conindid)"
    " and d.deptype <> 'i') or i.indisclustered or i.indisreplident or i.indoption::text ~ '[^0 ]'"
    " or exists (select 1 from pg_description n where n.objoid in (c.oid, c.conindid))"
    " or (select r.reltablespace <> 0 or r.reloptions is not null from pg_class r"
    " where r.oid = c.conindid) from pg_constraint c join pg_index i on i.indexrelid = c.conindid"
    " where c.contype = 'p' and c.conrelid = to_regclass(:table) and c.conname = :name"
)


def is_free(connection: Connection, table: Table, name: str) -> bool:
    """Whether a primary key can be taken off, and its definition brings all of it back."""
    place = qualified(connection, table)
    rows = connection.execute(_BOUND, {"table": place, "name": name})
    return bool(rows) and rows[0][0] is False


def off_and_on(connection: Connection, table: Table, name: str) -> tuple[str, str]:
    """The statement that takes one key off, and the one that puts it back."""
    place = qualified(connection, table)
    rows = connection.execute(_DEFINITIONS, {"table": place, "name": name})
    quoted, definition = connection.quote(name), rows[0][1]
    return (
        f"alter table {place} drop constraint {quoted}",
        f"alter table {place} add constraint {quoted} {definition}",
    )
