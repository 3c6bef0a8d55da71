"""What has been done, kept beside the data and written in the same transaction as the data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from migrate_tui.engine.databases import state
from migrate_tui.engine.databases.base import Connection, Row
from migrate_tui.engine.ledger.loads import Loads
from migrate_tui.engine.ledger.mappings import Header, Mappings
from migrate_tui.engine.ledger.marks import Mark
from migrate_tui.engine.ledger.ranges import RangeRow, second, standing
from migrate_tui.engine.ledger.runs import RunRow, owner
from migrate_tui.engine.ledger.tables import REJECT_COLUMNS, now

__all__ = [
    "REJECT_COLUMNS",
    "Header",
    "Ledger",
    "Mark",
    "RangeRow",
    "RunRow",
    "now",
    "owner",
    "rejects",
    "second",
    "standing",
]


@dataclass(frozen=True)
class Ledger(Mappings, Loads):
    """The ledger of one plan and scope, seen through one connection of the target."""

    def rejected(self, run: str | None = None) -> Iterator[dict[str, Any]]:
        """The rejected rows of this plan, with source, key, column and reason."""
        r = self.rejects
        query = sa.select(*(r.c[c] for c in REJECT_COLUMNS)).where(r.c.plan == self.plan)
        if run is not None:
            query = query.where(r.c.run == run)
        order = query.order_by(r.c.mapping, r.c.low, r.c.source, r.c.source_key)
        for rows in self.connection.stream(order):
            for row in rows:
                yield dict(zip(REJECT_COLUMNS, row, strict=True))

    def rejects_of(self, mapping: str, limit: int) -> list[Row]:
        """The first rejects of a mapping: source, its key, target key, column, reason, rows."""
        r = self.rejects
        columns = (
            r.c.source,
            r.c.source_key,
            r.c.target_key,
            r.c.column_name,
            r.c.reason,
            r.c.rows,
        )
        query = sa.select(*columns).where(self._mapping(r, mapping))
        return self.connection.execute(query.order_by(r.c.source_key).limit(limit))


def rejects(connection: Connection, run: str | None = None) -> Iterator[dict[str, Any]]:
    """All rejects that the target's state tables hold (of one run, if given)."""
    if not state.exists(connection):
        return
    found = Ledger(connection, "", "")
    r = found.rejects
    query = sa.select(*(r.c[c] for c in REJECT_COLUMNS))
    if run is not None:
        query = query.where(r.c.run == run)
    for row in connection.execute(query.order_by(r.c.plan, r.c.mapping, r.c.low, r.c.source_key)):
        yield dict(zip(REJECT_COLUMNS, row, strict=True))
