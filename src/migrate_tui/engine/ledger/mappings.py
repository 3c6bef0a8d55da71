"""The rows of mappings: how a run cut each of them, and whether its target was empty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from migrate_tui.engine.cuts import sealed, unsealed
from migrate_tui.engine.ledger.ranges import Ranges


@dataclass(frozen=True)
class Header:
    """One mapping of one run: how it was cut and whether its target was empty."""

    run: str
    mapping: str
    position: int
    into: str
    digest: str
    fingerprint: str | None
    bounds: tuple[str, ...]
    first_load: bool
    status: str
    damaged: bool = False  # the bounds are not those that were written


@dataclass(frozen=True)
class Mappings(Ranges):
    """The mappings of every run, and their ranges."""

    def header(self, run: str, mapping: str) -> Header | None:
        m = self.mappings
        return self._header(sa.and_(m.c.run == run, m.c.mapping == mapping))

    def last_header(self, mapping: str) -> Header | None:
        """The newest standing header of a mapping."""
        m, r = self.mappings, self.runs
        newest = (
            sa.select(m.c.run)
            .select_from(m.join(r, r.c.id == m.c.run))
            .where(m.c.plan == self.plan, m.c.scope == self.scope, m.c.mapping == mapping)
            .where(r.c.status != "rolled back")
            .order_by(r.c.started_at.desc())
            .limit(1)
        )
        rows = self.connection.execute(newest)
        return self.header(rows[0][0], mapping) if rows else None

    def headers(self, run: str) -> list[Header]:
        m = self.mappings
        rows = self.connection.execute(
            sa.select(m.c.mapping).where(m.c.run == run).order_by(m.c.position)
        )
        return [h for (mapping,) in rows if (h := self.header(run, mapping))]

    def _header(self, condition: Any) -> Header | None:
        m = self.mappings
        names = ("run", "mapping", "position", "into", "digest", "fingerprint", "bounds")
        query = sa.select(*(m.c[n] for n in names), m.c.first_load, m.c.status).where(condition)
        rows = self.connection.execute(query)
        if not rows:
            return None
        run, mapping, position, into, digest, fingerprint, bounds, first, status = rows[0]
        cuts = unsealed(bounds)
        found = (run, mapping, position, into, digest, fingerprint, cuts or (), bool(first), status)
        return Header(*found, damaged=cuts is None)

    def open_mapping(self, header: Header) -> None:
        self.fence(header.run)
        m = self.mappings
        same = sa.and_(m.c.run == header.run, m.c.mapping == header.mapping)
        self.connection.execute(sa.delete(m).where(same))
        values = {
            "run": header.run,
            "plan": self.plan,
            "scope": self.scope,
            "mapping": header.mapping,
            "position": header.position,
            "into": header.into,
            "digest": header.digest,
            "fingerprint": header.fingerprint,
            "bounds": sealed(header.bounds),
            "first_load": int(header.first_load),
            "status": header.status,
        }
        self.connection.execute(sa.insert(m).values(values))

    def close_mapping(self, run: str, mapping: str, lows: list[str]) -> None:
        """The mapping is done: ranges of an older cut are forgotten."""
        self.fence(run)
        m = self.mappings
        same = sa.and_(m.c.run == run, m.c.mapping == mapping)
        self.connection.execute(sa.update(m).where(same).values(status="done"))
        known = {row.low for row in self.ranges_of(mapping)}
        for low in known - set(lows):
            self.forget_range(mapping, low)
