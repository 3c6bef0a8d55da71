"""Our functions on PostgreSQL: temporary helpers, made before a transaction turns READ ONLY."""

from __future__ import annotations

from migrate_tui.engine.databases.base import Connection
from migrate_tui.engine.errors import Blocked
from migrate_tui.engine.functions.postgresql_helpers import statements, veiling


def prepare(connection: Connection, timezone: str = "UTC", veil: str | None = None) -> None:
    """Create the helpers; `timezone` reads moments without a zone, `veil` is SQL of the key that
    hides values."""
    ((encoding,),) = connection.execute("select current_setting('server_encoding')")
    if encoding != "UTF8":
        raise Blocked(
            f"the database's encoding is {encoding}", "migrate into a database with encoding UTF8"
        )
    helpers = statements(timezone, _collation(connection))
    if veil is not None:
        helpers.append(veiling(veil))
    connection.execute(";\n".join(helpers))  # one journey, one transaction


def _collation(connection: Connection) -> str | None:
    """A collation that knows every script, where the server has one."""
    found = connection.execute(
        "select collname::text from pg_collation where collname in ('und-x-icu', 'pg_unicode_fast')"
        " and collnamespace = 'pg_catalog'::regnamespace order by collname desc limit 1"
    )
    return str(found[0][0]) if found else None
