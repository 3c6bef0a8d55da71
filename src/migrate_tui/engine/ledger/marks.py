"""The marks of verifications: which state of a mapping was looked at in full and found clean."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import sqlalchemy as sa

from migrate_tui.engine.databases import state
from migrate_tui.engine.ledger.tables import Tables, now


@dataclass(frozen=True)
class Mark:
    """The run that verified a mapping, and the state in which it was."""

    run: str
    fingerprint: str
    digest: str
    witness_rows: int
    witness: str


@dataclass(frozen=True)
class Marks(Tables):
    """One mark a mapping: that of the newest verification, if it found the mapping clean."""

    def mark_of(self, mapping: str) -> Mark | None:
        v = self.verified
        query = sa.select(v.c.run, v.c.fingerprint, v.c.digest, v.c.witness_rows, v.c.witness)
        rows = self.connection.execute(query.where(self._mapping(v, mapping)))
        return Mark(*rows[0]) if rows else None

    def set_mark(self, mapping: str, mark: Mark) -> None:
        self.forget_mark(mapping)
        where = {"plan": self.plan, "scope": self.scope, "mapping": mapping, "verified_at": now()}
        self.connection.execute(sa.insert(self.verified).values(**where, **asdict(mark)))

    def forget_mark(self, mapping: str) -> None:
        if state.has(self.connection, "migration_verified"):  # else an earlier version made them
            v = self.verified
            self.connection.execute(sa.delete(v).where(self._mapping(v, mapping)))
