"""SQL tried on the target without a row: whether it takes an expression over columns of types."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import psycopg

from migrate_tui.engine.databases.base import Connection
from migrate_tui.engine.databases.translation import Untranslatable

_NAMES = (
    "select relname::text from pg_class where relnamespace = current_schema()::regnamespace"
    " union select typname::text from pg_type where typnamespace = current_schema()::regnamespace"
)


def trial(connection: Connection) -> Callable[[str, Mapping[str, str]], None]:
    """Raises Untranslatable with the server's words. What reads no column is worked out, too."""

    def tried(sql: str, types: Mapping[str, str]) -> None:
        cells = ", ".join(f"null::{t} as {connection.quote(n)}" for n, t in types.items())
        rows = f" from (select {cells}) as t" if cells else ""
        try:
            connection.execute(f"select {sql}{rows} limit {0 if rows else 1}")
        except psycopg.Error as error:
            words = str(error).partition("\n")[0]
            raise Untranslatable(words) from error

    return tried


def names_taken(connection: Connection) -> set[str]:
    """Of relations and types where new tables would be made."""
    if connection.kind == "sqlite":
        return {name for (name,) in connection.execute("select name from main.sqlite_master")}
    return {name for (name,) in connection.execute(_NAMES)}
