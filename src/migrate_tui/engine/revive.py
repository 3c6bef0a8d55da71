"""Rolling back a mirror's deletions: every row comes back whole, or is listed and stays deleted.

Invariant: an undo row goes only when its row stands in the target again as it was.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.selectable import FromClause, Select

from migrate_tui.engine.context import Context
from migrate_tui.engine.databases import loads, undo_tables
from migrate_tui.engine.databases.affected import affected
from migrate_tui.engine.databases.base import Connection
from migrate_tui.engine.databases.catalogue import Table
from migrate_tui.engine.databases.compile import Overriding
from migrate_tui.engine.databases.failures import reason, refused
from migrate_tui.engine.databases.triggers import silenced
from migrate_tui.engine.diff.compare import NEW_ROW, key_text, table_clause
from migrate_tui.engine.errors import Difference
from migrate_tui.engine.events import (
    Counts,
    Event,
    Finding,
    MappingFinished,
    MappingStarted,
    RangeDone,
)
from migrate_tui.engine.gone import LISTED, PREFIX
from migrate_tui.engine.jobs import Job
from migrate_tui.engine.ledger import Header, Ledger
from migrate_tui.engine.ranges import Span, bounds
from migrate_tui.engine.retry import again
from migrate_tui.engine.sql import ONE, Sql, fragment, name, same_key, text_literal
from migrate_tui.engine.undo_rows import stored_hash, undo_rows
from migrate_tui.engine.veil import Veil

STEP = "rollback"
TAKEN = "somebody has taken its key since"


@dataclass
class Reviving:
    """What one run deleted in one mirror, put back in the reverse order of its going."""

    context: Context
    ledger: Ledger
    header: Header
    job: Job
    where: str | None = None
    listed: int = 0
    refused: dict[str, str] = field(default_factory=dict)  # of a chunk: key, and what was said

    @property
    def connection(self) -> Connection:
        return self.context.target

    @property
    def table(self) -> Table:
        return self.job.parsed.target

    @property
    def undo(self) -> sa.TableClause:
        return undo_rows(self.connection.kind, self.table)

    def run(self) -> Iterator[Event]:
        started = time.monotonic()
        yield MappingStarted(self.job.name, self.job.into, self.job.sources, STEP, None)
        total = Counts()
        for low in self._latest_first():
            begun = time.monotonic()
            back, stay = again(partial(self._chunk, low), self.connection)
            for key, why in stay:
                yield from self._list(key, why)
            total += Counts(inserted=back)
            seconds = time.monotonic() - begun
            yield RangeDone(self.job.name, low, Counts(inserted=back), seconds, STEP)
        yield from self._listed()
        with self.connection.transaction():
            if self.where is None:
                self.ledger.forget_run(self.header.run, self.header.mapping)
        seconds, total = time.monotonic() - started, total + Counts(kept=self.listed)
        yield MappingFinished(self.job.name, self.job.into, STEP, total, seconds)

    def _latest_first(self) -> list[str]:
        if not undo_tables.exists(self.connection, self.table):
            return []
        query = sa.select(self.undo.c.mt_low).where(*self._of_run(self.undo)).distinct()
        found = [str(low) for (low,) in self.connection.execute(query)]
        return sorted(found, key=lambda low: int(low.rpartition(" ")[2]), reverse=True)

    def _of_run(self, undo: FromClause, low: str | None = None) -> list[Sql]:
        here = {"mt_run": self.header.run, "mt_mapping": self.header.mapping}
        here |= {"mt_low": low} if low is not None else {}
        return [undo.c[c] == text_literal(v) for c, v in here.items()]

    def _chunk(self, low: str) -> tuple[int, list[tuple[str, str]]]:
        self.refused = {}
        off = silenced(self.connection, self.table, off=True)
        with self.connection.transaction(snapshot=True), off:
            back = self._put_back(low)
            self._hand_on(low)
            again_there = affected(self.connection, self._back(low))
            if again_there < back:
                raise Difference(
                    f"{self.job.into}: {back - again_there} rows came back other than they were",
                    "a rule of the table changes what is written; nothing of this was kept",
                )
            stay = list(self._left(low))
            if self.where is None:
                self.ledger.forget_range(self.header.mapping, low)
        return back, stay

    def _put_back(self, low: str, *within: Sql) -> int:
        """All at once; where the target refuses, down to the rows that it refuses."""
        try:
            with self.connection.savepoint():
                return affected(self.connection, self._insert(low, *within))
        except refused() as error:
            rows = self._rows(low, *within).subquery("mt_rows")
            halves = self._halves(rows)
            if not halves:
                key = key_text(rows, self.job.parsed, self.connection.kind)
                why = reason(error, hush=bool(self.job.parsed.hidden))
                self.refused |= {str(k): why for (k,) in self.connection.execute(sa.select(key))}
                return 0
            return sum(self._put_back(low, *within, half) for half in halves)

    def _halves(self, rows: FromClause) -> list[Sql]:
        count = int(self.connection.execute(sa.select(sa.func.count()).select_from(rows))[0][0])
        key = [self.job.parsed.target_column(k) for k in self.job.parsed.key]
        cuts = bounds(self.connection, rows, key, (count + 1) // 2) if count > 1 else []
        if not cuts:
            return []
        spans = Span(None, cuts[0]), Span(cuts[0], None)
        return [span.holds(self._aliased, self.job.parsed.key) for span in spans]

    @cached_property
    def _aliased(self) -> FromClause:
        """The undo rows under the name of their table, so that --where reads as it would there."""
        return self.undo.alias(name(self.table.name))

    def _rows(self, low: str, *within: Sql, select: type[Select[Any]] = Select) -> Select[Any]:
        """The rows whose key is free."""
        undo, t = self._aliased, table_clause(self.table).alias("mt_there")
        columns = [c.name for c in self.table.columns if not c.generated]
        there = sa.select(ONE).select_from(t).where(same_key(t, undo, self.job.parsed.key))
        rows = select(*(undo.c[c] for c in columns)).where(*self._of_run(undo, low), *within)
        return rows.where(*self._chosen(), ~there.correlate(undo).exists())

    def _chosen(self) -> list[Sql]:
        return [fragment(self.where)] if self.where else []

    def _insert(self, low: str, *within: Sql) -> sa.Insert:
        forced = any(c.identity == "always" for c in self.table.columns)
        rows = self._rows(low, *within, select=Overriding if forced else Select)
        columns = [c.name for c in self.table.columns if not c.generated]
        return sa.insert(table_clause(self.table)).from_select(columns, rows)

    def _back(self, low: str) -> sa.Delete:
        """Forget the undo rows of what stands as it was."""
        t = table_clause(self.table).alias("mt_t")
        there = sa.select(ONE).select_from(t).where(same_key(t, self.undo, self.job.parsed.key))
        there = there.where(self.undo.c.mt_hash == self._hash("mt_t")).correlate(self.undo)
        return sa.delete(self.undo).where(*self._of_run(self.undo, low), there.exists())

    def _hand_on(self, low: str) -> None:
        """A row that a first load had brought, and that stands again, is that run's to undo."""
        if self.connection.kind != "postgresql":  # there its values alone tell a loaded row
            return
        t, kept, undo = (
            table_clause(self.table).alias("mt_t"),
            self.ledger.loads.alias("mt_kept"),
            self.undo,
        )
        was: Sql = sa.literal_column(loads.same_transaction("mt_was", "mt_kept.xact"))
        own = [kept.c.run, text_literal(self.job.name), kept.c.low, text_literal(NEW_ROW)]
        columns = self.table.column_names
        query = sa.select(*own, undo.c.mt_hash, undo.c.mt_was, *(t.c[c] for c in columns))
        there = sa.and_(
            same_key(t, undo, self.job.parsed.key), undo.c.mt_hash == self._hash("mt_t")
        )
        query = query.select_from(undo.join(t, there).join(kept, was))
        query = query.where(*self._of_run(undo, low), kept.c.mapping == text_literal(self._mapping))
        self.connection.execute(sa.insert(undo).from_select([*undo_tables.OWN, *columns], query))

    @property
    def _mapping(self) -> str:
        return self.header.mapping.removeprefix(PREFIX)

    def _hash(self, alias: str) -> Sql:
        return stored_hash(self.connection, alias, self.table)

    def _left(self, low: str) -> Iterator[tuple[str, str]]:
        undo = self._aliased
        key = key_text(undo, self.job.parsed, self.connection.kind)
        for (text,) in self.connection.execute(
            sa.select(key).select_from(undo).where(*self._of_run(undo, low), *self._chosen())
        ):
            yield str(text), self.refused.get(str(text), TAKEN)

    def _list(self, key: str, why: str) -> Iterator[Event]:
        self.listed += 1
        if self.listed <= LISTED:
            text = Veil(self.context.plan).key(self.job.name, key)
            fact = f"{self.job.into} {text} is not put back: {why}"
            yield Finding("warning", fact, f"the row is kept in {self.undo.name}", STEP)

    def _listed(self) -> Iterator[Event]:
        if self.listed > LISTED:
            fact = f"{self.job.into}: {self.listed} rows are not put back in all"
            yield Finding("warning", fact, f"they are kept in {self.undo.name}", STEP)
