"""The state tables of one plan and scope, seen through one connection of the target."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.selectable import TableClause

from migrate_tui.engine.databases import state
from migrate_tui.engine.databases.base import Connection
from migrate_tui.engine.sql import table

COUNTS = state.COUNTS
RUN_COLUMNS = (
    *("id", "plan", "scope", "plan_digest", "params", "env", "source", "status", "started_at"),
    *("finished_at", "completed_at", "owner", "host", "pid", "heartbeat", "exit_code"),
)
LEASE_COLUMNS = ("run", "owner")
MAPPING_COLUMNS = (
    *("run", "plan", "scope", "mapping", "position", "into", "digest", "fingerprint"),
    *("bounds", "first_load", "status"),
)
RANGE_COLUMNS = (
    *("plan", "scope", "mapping", "low", "run", "digest", "fingerprint", "witness_rows"),
    *("witness", "seconds", "finished_at"),
)
LOAD_COLUMNS = ("run", "mapping", "low", "rows", "witness", "xact", "first", "last")
VERIFIED_COLUMNS = (
    *("plan", "scope", "mapping", "run", "fingerprint", "digest", "witness_rows", "witness"),
    "verified_at",
)
REJECT_COLUMNS = (
    *("plan", "scope", "mapping", "low", "run", "source", "source_key", "target_key"),
    *("column_name", "reason", "rows"),
)


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


@dataclass(frozen=True)
class Tables:
    """Where the ledger of a plan stands; two sources or params never meet in it."""

    connection: Connection
    plan: str
    scope: str

    def table(self, name: str, columns: tuple[str, ...]) -> TableClause:
        return table(name, columns, state.schema_of(self.connection.kind))

    @property
    def runs(self) -> TableClause:
        return self.table("migration_runs", (*RUN_COLUMNS, *COUNTS))

    @property
    def leases(self) -> TableClause:
        return self.table("migration_leases", LEASE_COLUMNS)

    @property
    def mappings(self) -> TableClause:
        return self.table("migration_mappings", MAPPING_COLUMNS)

    @property
    def ranges(self) -> TableClause:
        return self.table("migration_ranges", (*RANGE_COLUMNS, *COUNTS))

    @property
    def rejects(self) -> TableClause:
        return self.table("migration_rejects", REJECT_COLUMNS)

    @property
    def verified(self) -> TableClause:
        return self.table("migration_verified", VERIFIED_COLUMNS)

    @property
    def loads(self) -> TableClause:
        return self.table("migration_loads", LOAD_COLUMNS)

    def _mapping(self, found: TableClause, mapping: str) -> Any:
        columns = found.c
        return sa.and_(
            columns.plan == self.plan, columns.scope == self.scope, columns.mapping == mapping
        )
