"""The rows of first loads: what is kept to know their rows again."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from migrate_tui.engine.databases import loads
from migrate_tui.engine.databases.base import Row
from migrate_tui.engine.ledger.tables import LOAD_COLUMNS, Tables
from migrate_tui.engine.loads import Load
from migrate_tui.engine.sql import Sql


def _text(number: int | None) -> str | None:
    return None if number is None else str(number)


def load_row(row: Row) -> Load:
    run, mapping, low, number, witness, xact, first, last, intact = row
    total = None if witness is None else int(witness)
    return Load(run, mapping, low, int(number), total, xact, first, last, bool(intact))


@dataclass(frozen=True)
class Loads(Tables):
    """The ranges that were loaded into empty tables."""

    def load(self, found: Load) -> None:
        """Beside the rows of the range, in their transaction."""
        number: Sql = sa.literal_column(loads.transaction(self.connection.kind))
        values = (found.run, found.mapping, found.low, found.rows, _text(found.witness))
        places = (found.first, found.last)
        row = sa.select(*map(sa.literal, values), number, *map(sa.literal, places))
        self.connection.execute(sa.insert(self.loads).from_select(list(LOAD_COLUMNS), row))

    def loads_of(self, run: str, mapping: str) -> list[Load]:
        rows = self.loads
        intact: Sql = sa.literal_column(loads.is_intact(self.connection.kind, "migration_loads"))
        query = sa.select(*(rows.c[c] for c in LOAD_COLUMNS), intact)
        mine = sa.and_(rows.c.run == run, rows.c.mapping == mapping)
        found = self.connection.execute(query.where(mine))
        return [load_row(row) for row in found]

    def unload(self, found: Load, deleted: int) -> None:
        """Some of its rows are gone; a load of no rows is forgotten."""
        rows = self.loads
        same = [rows.c.run == found.run, rows.c.mapping == found.mapping, rows.c.low == found.low]
        same.append(rows.c.xact.is_not_distinct_from(found.xact))
        left = found.rows - deleted
        if deleted and not left:
            self.connection.execute(sa.delete(rows).where(*same))
        elif deleted:
            self.connection.execute(sa.update(rows).where(*same).values(rows=left))

    def met_again(self, mapping: str, run: str) -> None:
        """The rejects that stand are this run's too."""
        r = self.rejects
        self.connection.execute(sa.update(r).where(self._mapping(r, mapping)).values(run=run))
