"""What Prisma has recorded of its migrations in `_prisma_migrations`: read, never written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa

from migrate_tui.engine.databases.base import Connection
from migrate_tui.engine.sql import table

NAME = "_prisma_migrations"
COLUMNS = ("migration_name", "checksum", "started_at", "finished_at", "rolled_back_at", "logs")


@dataclass(frozen=True)
class PrismaMigration:
    """The newest row of one folder that was not rolled back."""

    name: str
    checksum: str  # sha256 of the bytes of its migration.sql
    at: str
    finished: bool
    logs: str


def prisma_migrations(connection: Connection) -> dict[str, PrismaMigration]:
    """By folder; empty where Prisma has never been here."""
    found = connection.table(NAME)
    if found is None or not {*COLUMNS} <= {*found.column_names}:
        return {}
    rows = table(NAME, COLUMNS)
    query = sa.select(*(rows.c[name] for name in COLUMNS)).where(rows.c.rolled_back_at.is_(None))
    read = (_migration(*row) for row in connection.execute(query.order_by(rows.c.started_at)))
    return {one.name: one for one in read}


def _migration(
    name: str, checksum: str, started: object, finished: object, _: object, logs: object
) -> PrismaMigration:
    return PrismaMigration(
        name, checksum, _moment(finished or started), finished is not None, str(logs or "")
    )


def _moment(value: object) -> str:
    """Prisma writes milliseconds into SQLite, and a timestamp into PostgreSQL."""
    if not isinstance(value, int):
        return str(value)
    return datetime.fromtimestamp(value / 1000, UTC).isoformat(timespec="milliseconds")
