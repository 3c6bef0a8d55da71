"""Whether a database can be reached, told in a sentence: asked while somebody types its address."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from migrate_tui.engine.databases import open_database
from migrate_tui.engine.errors import MigrateError

GOOD, NEW, BAD = "ok", "new", "error"


@dataclass(frozen=True)
class Reached:
    """What answered: its version, tables and size; or why nothing did."""

    word: str
    told: str
    hint: str = ""


def reach(url: str, *, create: bool = False) -> Reached:
    """Open it for reading and let it go. `create` is said of a target, which may be made."""
    try:
        database = open_database(url, create=create, directory=Path.cwd())
        if create and not database.exists():
            return Reached(NEW, "a new file, made by the schema step")
        with database.open(read_only=True) as connection:
            many, size = len(connection.table_names()), connection.size()
            tables = "1 table" if many == 1 else f"{many:,} tables"
            return Reached(GOOD, f"{connection.server_version()}, {tables}, {size:,} bytes")
    except MigrateError as error:
        return Reached(BAD, error.message, error.hint)
