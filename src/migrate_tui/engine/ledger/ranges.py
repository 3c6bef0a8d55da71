"""The rows of ranges: what has been done, with the fingerprint of its source and its witness."""

from __future__ import annotations

from dataclasses import dataclass, replace

import sqlalchemy as sa

from migrate_tui.engine.databases.base import Row
from migrate_tui.engine.events import Counts
from migrate_tui.engine.ledger.marks import Marks
from migrate_tui.engine.ledger.runs import Runs, taken_over
from migrate_tui.engine.ledger.tables import COUNTS, now


@dataclass(frozen=True)
class RangeRow:
    low: str
    run: str
    digest: str
    fingerprint: str
    witness_rows: int
    witness: int
    counts: Counts


def second(mapping: str) -> str:
    """The name under which the second pass over a mapping has ranges of its own."""
    return f"second:{mapping}"


def standing(found: Counts) -> Counts:
    """What a range counts when nothing had to be done: everything in it is unchanged."""
    return replace(
        found, inserted=0, updated=0, unchanged=found.inserted + found.updated + found.unchanged
    )


def range_row(row: Row) -> RangeRow:
    low, run, digest, fingerprint, number, witness, *figures = row
    return RangeRow(low, run, digest, fingerprint, number, int(witness), Counts(*map(int, figures)))


@dataclass(frozen=True)
class Ranges(Runs, Marks):
    """The ranges of every mapping; a row stands only while the run is still ours."""

    def ranges_of(self, mapping: str) -> list[RangeRow]:
        r = self.ranges
        names = ("low", "run", "digest", "fingerprint", "witness_rows", "witness")
        query = sa.select(*(r.c[n] for n in names), *(r.c[c] for c in COUNTS))
        rows = self.connection.execute(query.where(self._mapping(r, mapping)))
        return [range_row(row) for row in rows]

    def judged(self, mapping: str, low: str | None = None) -> int:
        """Rows of a mapping, or of a range of it, wanted or rejected; merged ones are one."""
        ranges = (r.counts for r in self.ranges_of(mapping) if low in (None, r.low))
        wanted = sum(c.inserted + c.updated + c.unchanged for c in ranges)
        here = self._mapping(self.rejects, mapping)
        if low is not None:
            here = sa.and_(here, self.rejects.c.low == low)
        return wanted + int(self.connection.execute(sa.select(sa.func.count()).where(here))[0][0])

    def forget_range(self, mapping: str, low: str) -> None:
        for found in (self.ranges, self.rejects):
            here = sa.and_(self._mapping(found, mapping), found.c.low == low)
            self.connection.execute(sa.delete(found).where(here))

    def forget_range_of(self, run: str, mapping: str, low: str) -> None:
        """Forget a range if this run was the last to write it."""
        r = self.ranges
        here = sa.and_(self._mapping(r, mapping), r.c.low == low, r.c.run == run)
        self.connection.execute(sa.delete(r).where(here))

    def forget_run(self, run: str, mapping: str) -> None:
        """A mapping of a run that is rolled back: nothing that it did may be skipped again."""
        self.forget_mapping(mapping)
        m, loaded = self.mappings, self.loads
        same = sa.and_(m.c.run == run, m.c.mapping == mapping)
        self.connection.execute(sa.update(m).where(same).values(status="rolled back"))
        mine = sa.and_(loaded.c.run == run, loaded.c.mapping == mapping)
        self.connection.execute(sa.delete(loaded).where(mine))

    def forget_mapping(self, mapping: str) -> None:
        for found in (self.ranges, self.rejects):
            self.connection.execute(sa.delete(found).where(self._mapping(found, mapping)))
        self.forget_second(mapping)
        self.forget_mark(mapping)

    def forget_second(self, mapping: str) -> None:
        """The second pass over a mapping is to be made again."""
        here = self._mapping(self.ranges, second(mapping))
        self.connection.execute(sa.delete(self.ranges).where(here))

    def witness(self, mapping: str, low: str, rows: int, witness: int) -> None:
        """The rows of a range, as a second pass over it left them."""
        here = sa.and_(self._mapping(self.ranges, mapping), self.ranges.c.low == low)
        update = sa.update(self.ranges).where(here)
        self.connection.execute(update.values(witness_rows=rows, witness=str(witness)))

    def record(self, mapping: str, row: RangeRow, seconds: float) -> None:
        """The last statement of a range: it stands only while the run is still ours."""
        ranges = self.ranges
        here = sa.and_(self._mapping(ranges, mapping), ranges.c.low == row.low)
        self.connection.execute(sa.delete(ranges).where(here))
        values = {
            "plan": self.plan,
            "scope": self.scope,
            "mapping": mapping,
            "low": row.low,
            "run": row.run,
            "digest": row.digest,
            "fingerprint": row.fingerprint,
            "witness_rows": row.witness_rows,
            "witness": str(row.witness),
            "seconds": seconds,
            "finished_at": now(),
            **dict(zip(COUNTS, row.counts.values(), strict=True)),
        }
        ours = self._ours(row.run, [sa.literal(v) for v in values.values()])
        insert = sa.insert(ranges).from_select(list(values), ours)
        if not self.connection.execute(insert.returning(ranges.c.low)):
            raise taken_over(row.run)
