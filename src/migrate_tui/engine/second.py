"""The second pass: columns on a circle of foreign keys, written NULL with their rows, are set.

Invariant: a range is one transaction with a ledger row of its own, which counts nothing; without
that row it is done again, and the rows are as the wanted rows say.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.selectable import FromClause, TableClause

from migrate_tui.engine.databases import session, undo_tables
from migrate_tui.engine.databases.base import Connection
from migrate_tui.engine.databases.failures import reason, refused
from migrate_tui.engine.databases.triggers import silenced
from migrate_tui.engine.diff.compare import CHANGED, NEW_ROW, Diff, table_clause
from migrate_tui.engine.diff.wanted import REJECT
from migrate_tui.engine.errors import Difference
from migrate_tui.engine.events import Counts
from migrate_tui.engine.jobs import Job
from migrate_tui.engine.ledger import Ledger, RangeRow, second
from migrate_tui.engine.ranges import Span
from migrate_tui.engine.retry import again
from migrate_tui.engine.sql import Sql, same_key, text_literal
from migrate_tui.engine.undo_rows import stored_hash, undo_rows
from migrate_tui.engine.write import Rows, Writer

INTACT = " "  # behind a status: the row is as the run left it, while its columns are being set


def is_complete(ledger: Ledger, job: Job, lows: Sequence[str]) -> bool:
    """Whether the second pass over all these ranges is done; without late columns there is none."""
    if job.circle is None or not job.circle.late:
        return True
    return set(lows) <= {row.low for row in ledger.ranges_of(second(job.ledger_name))}


@dataclass(frozen=True)
class Undo:
    """The undo rows of one range, kept true while columns of its rows are set late."""

    connection: Connection
    job: Job
    run: str
    low: str  # of the range

    @property
    def target(self) -> TableClause:
        return table_clause(self.job.parsed.target)

    @property
    def rows(self) -> Any:
        return undo_rows(self.connection.kind, self.job.parsed.target)

    def of_rows(self, *statuses: str) -> list[Sql]:
        """Join the undo rows of the range that have one of the statuses to the target's rows."""
        known = self.rows.c.mt_status.in_([text_literal(s) for s in statuses])
        return [same_key(self.target, self.rows, self.job.parsed.key), known, *self._mine()]

    def open(self, *where: Sql) -> None:
        """Mark the undo rows whose target row nobody changed since."""
        marked = self.rows.c.mt_status.op("||")(text_literal(INTACT))
        unchanged = self.rows.c.mt_hash == self._hash()
        self._restate(marked, *self.of_rows(NEW_ROW, CHANGED), unchanged, *where)

    def close(self, *where: Sql) -> None:
        """Give the marked ones the hash of their target row as it is now."""
        marked = self.of_rows(NEW_ROW + INTACT, CHANGED + INTACT)
        self._restate(sa.func.rtrim(self.rows.c.mt_status), *marked, *where)

    def _restate(self, status: Sql, *where: Sql) -> None:
        update = sa.update(self.rows).values(mt_status=status, mt_hash=self._hash())
        self.connection.execute(update.where(*where))

    def _mine(self) -> list[Sql]:
        undo = self.rows
        marks = zip(undo_tables.OWN, (self.run, self.job.name, self.low), strict=False)
        return [undo.c[column] == text_literal(value) for column, value in marks]

    def _hash(self) -> Sql:
        return stored_hash(self.connection, self.job.into, self.job.parsed.target)


@dataclass(frozen=True)
class Second:
    """The second pass over one mapping."""

    writer: Writer
    digest: str

    @property
    def connection(self) -> Connection:
        return self.writer.connection

    @property
    def job(self) -> Job:
        return self.writer.job

    def done(self) -> set[str]:
        """Ranges that this run has set already."""
        known = self.writer.ledger.ranges_of(second(self.job.ledger_name))
        return {row.low for row in known if row.run == self.writer.run}

    def write(self, rows: Rows, span: Span) -> None:
        """Set the late columns of one range. Raises Difference where a row they need is missing."""
        try:
            again(lambda: self._once(rows, span), self.connection)
        except refused() as error:
            columns = ", ".join(self.job.circle.late if self.job.circle else ())
            raise Difference(
                f"mapping {self.job.name}: {columns} of {self.job.into} cannot be set: "
                f"{reason(error, hush=self.writer.hushed)}",
                "the target refused a row that others refer to; mend it and run again: the rows "
                "are there, with NULL in these columns",
            ) from error

    def _once(self, rows: Rows, span: Span) -> None:
        started, ledger = time.monotonic(), self.writer.ledger
        off = self.job.mapping.triggers != "fire"
        quiet = silenced(self.connection, self.job.parsed.target, off=off)
        with self.connection.transaction(snapshot=True):
            session.tune(self.connection)
            with quiet:
                self._set(rows, span)
            seen = self.writer.witness(rows)
            ledger.witness(self.job.ledger_name, span.label, *seen)
            row = RangeRow(span.label, self.writer.run, self.digest, "", *seen, Counts())
            seconds = time.monotonic() - started
            ledger.record(second(self.job.ledger_name), row, seconds)

    def _set(self, rows: Rows, span: Span) -> None:
        undo = Undo(self.connection, self.job, self.writer.run, span.label)
        late = self.job.circle.late if self.job.circle else ()
        kept = [c for c in late if c in self.job.mapping.keep]
        plain = [c for c in late if c not in kept]
        undo.open()
        for columns, statuses in ((plain, (NEW_ROW, CHANGED)), (kept, (NEW_ROW,))):
            if columns:
                marked = (*statuses, *(s + INTACT for s in statuses))
                self._update(rows, columns, undo.of_rows(*marked))
        undo.close()

    def _update(self, rows: Rows, columns: Sequence[str], touched: list[Sql]) -> None:
        target, w = table_clause(self.job.parsed.target), rows.query.subquery("mt_w")
        values = {target.c[c]: w.c[c] for c in columns}
        wanted = sa.and_(same_key(target, w, self.job.parsed.key), w.c[REJECT].is_(None))
        differs = self._differs(w, target, columns)
        self.connection.execute(sa.update(target).values(values).where(wanted, differs, *touched))

    def _differs(self, w: FromClause, target: FromClause, columns: Sequence[str]) -> Sql:
        return Diff(self.job.parsed, self.connection).differs(w, target, columns)
