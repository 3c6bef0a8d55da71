"""Undoing one run: what it wrote is taken back, what anybody touched since is listed and stays."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.sql.selectable import FromClause, TableClause

from migrate_tui.engine.context import Context
from migrate_tui.engine.databases import state
from migrate_tui.engine.databases.base import Connection
from migrate_tui.engine.databases.triggers import silenced
from migrate_tui.engine.diff.compare import NEW_ROW, SAME, STATUS, key_text, table_clause
from migrate_tui.engine.direct import source_spans
from migrate_tui.engine.events import (
    Counts,
    Event,
    Finding,
    MappingFinished,
    MappingStarted,
    RangeDone,
)
from migrate_tui.engine.examine import Examination
from migrate_tui.engine.jobs import Job
from migrate_tui.engine.ledger import Header, Ledger
from migrate_tui.engine.ranges import FIRST, NULLS, Span, spans
from migrate_tui.engine.retry import again
from migrate_tui.engine.sql import ONE, Sql, fragment, table, temporary, text_literal
from migrate_tui.engine.write import Rows

Result = TypeVar("Result")
LISTED = 20
STEP = "rollback"


@dataclass
class Undoing:
    """One mapping of one run, undone range by range; each range forgets its ledger row."""

    context: Context
    examination: Examination
    ledger: Ledger
    header: Header
    job: Job
    where: str | None = None
    listed: int = 0
    seen: int = 0  # wanted and rejected rows that the source still gives

    @property
    def connection(self) -> Connection:
        return self.context.target

    @property
    def target(self) -> TableClause:
        return table_clause(self.job.parsed.target)

    @property
    def key(self) -> tuple[str, ...]:
        return self.job.parsed.key

    def run(self) -> Iterator[Event]:
        started = time.monotonic()
        yield MappingStarted(self.job.name, self.job.into, self.job.sources, STEP, None)
        total = Counts()
        known = self._known()
        for event in self._events():
            if isinstance(event, RangeDone):
                total += event.counts
            yield event
        if self.listed > LISTED:
            yield Finding("warning", f"{self.job.into}: {self.listed} rows stay in all", "", STEP)
        if self.header.first_load and self.where is None:
            yield from self._unfound(known - self.seen)
        with self.connection.transaction():
            if self.where is None:
                self.ledger.forget_run(self.header.run, self.header.mapping)
            else:  # a part still stands: it can be undone later, but no range of it skipped
                self.ledger.forget_mapping(self.header.mapping)
        seconds = time.monotonic() - started
        yield MappingFinished(self.job.name, self.job.into, STEP, total, seconds)

    def _events(self) -> Iterator[Event]:
        """A first load has undo rows too, of rows that somebody put in while it ran."""
        yield from self._changed()
        if self.header.first_load:
            yield from self._loaded()

    def _known(self) -> int:
        """How many wanted and rejected rows the ledger counted in this mapping."""
        ranges = [r.counts for r in self.ledger.ranges_of(self.header.mapping)]
        wanted = sum(c.inserted + c.updated + c.unchanged for c in ranges)
        return wanted + self.ledger.rejects_of(self.header.mapping)

    def _unfound(self, number: int) -> Iterator[Event]:
        """A first load is undone by way of the source: what has no source row now is told."""
        if number > 0:
            fact = f"{self.job.into}: {number} rows of this run have no source row any more"
            remedy = "they stay: nothing here can tell them from rows of the application"
            yield Finding("warning", fact, remedy, STEP)

    # a first load: the rows that the diff still calls the same

    def _loaded(self) -> Iterator[Event]:
        for span, rows in self._spans():
            started = time.monotonic()
            deleted, stay = self._once(partial(self._unload, span, rows))
            yield from stay
            found = Counts(deleted=deleted)
            yield RangeDone(self.job.name, span.label, found, time.monotonic() - started, STEP)

    def _unload(self, span: Span, rows: Rows) -> tuple[int, list[Event]]:
        d = self.examination.plain(self.job, rows)
        self.seen += int(self.connection.execute(sa.select(sa.func.count()).select_from(d))[0][0])
        deleted = self._delete(sa.and_(self._of(d, SAME).exists(), *self._free()))
        stay = list(self._staying(d))
        self.ledger.forget_range_of(self.header.run, self.header.mapping, span.label)
        return deleted, stay

    def _spans(self) -> Iterator[tuple[Span, Rows]]:
        """The ranges as the run cut them: its ledger names them so."""
        work, job = self.examination.work, self.job
        if job.direct:
            for span in source_spans(self.header.bounds):
                with self.connection.transaction():
                    rows = self.examination.stage(job, span)
                yield span, rows
            return
        with self.connection.transaction(read_only=self.connection.kind == "sqlite", snapshot=True):
            work.gather(job)
        labels = work.labels(job)
        wanted = temporary(work.kind, job.wanted, labels)
        for span in spans(self.header.bounds):
            yield span, Rows(sa.select(wanted).where(span.holds(wanted, self.key)), labels)

    def _of(self, d: FromClause, *statuses: str) -> Any:
        rows = sa.select(ONE).select_from(d)
        same = [d.c[k] == self.target.c[k] for k in self.key]
        known = d.c[STATUS].in_([text_literal(s) for s in statuses])
        return rows.where(*same, known).correlate(self.target)

    def _staying(self, d: FromClause) -> Iterator[Event]:
        """Rows of this mapping that are still there: changed since, or somebody refers to them."""
        there = sa.and_(*(self.target.c[k] == d.c[k] for k in self.key))
        wanted = d.c[STATUS] != text_literal("rejected")
        query = sa.select(key_text(d, self.job.parsed, self.connection.kind), d.c[STATUS])
        query = query.select_from(d.join(self.target, there)).where(wanted, *self._scope_beside())
        for key, status in self.connection.execute(query):
            why = (
                "a row outside this run refers to it" if status == SAME else "it was changed since"
            )
            yield from self._list(key, why)

    # later runs: their undo rows

    def _changed(self) -> Iterator[Event]:
        if not state.has_undo(self.connection, self.job.parsed.target):
            return
        undo = self._undo_table()
        mine = sa.and_(
            undo.c.mt_run == text_literal(self.header.run),
            undo.c.mt_mapping == text_literal(self.job.name),
        )
        for low in self._newest_first(undo, mine):
            started = time.monotonic()
            updated, deleted, stay = self._once(partial(self._take_back, undo, mine, low))
            yield from stay
            found = Counts(deleted=deleted, updated=updated)
            yield RangeDone(self.job.name, low, found, time.monotonic() - started, STEP)

    def _newest_first(self, undo: Any, mine: Sql) -> list[str]:
        """The ranges that changed anything, last written first: each may hold what one gave up."""
        found = self.connection.execute(sa.select(undo.c.mt_low).where(mine).distinct())
        written = {low: i for i, low in enumerate((NULLS, FIRST, *self.header.bounds))}
        return sorted((low for (low,) in found), key=lambda low: written.get(low, -1), reverse=True)

    def _take_back(self, undo: Any, mine: Sql, low: str) -> tuple[int, int, list[Event]]:
        here = sa.and_(mine, undo.c.mt_low == text_literal(low))
        stay = list(self._touched(undo, here))
        # first what is new: it may hold a unique value that an old row had
        deleted = self._delete(sa.and_(self._ours(undo, here, NEW_ROW), *self._free()))
        updated = self._put_back(undo, here)
        stay += self._referred(undo, here)
        self.connection.execute(sa.delete(undo).where(here, *self._done(undo)))
        self.ledger.forget_range_of(self.header.run, self.header.mapping, low)
        return updated, deleted, stay

    def _undo_table(self) -> Any:
        found = self.job.parsed.target
        names = (*state.UNDO, *found.column_names)
        return table(state.undo_name(found), names, state.schema_of(self.connection.kind))

    def _ours(self, undo: Any, here: Sql, status: str) -> Sql:
        """The target row is as this run left it."""
        same = [undo.c[k] == self.target.c[k] for k in self.key]
        rows = sa.select(ONE).select_from(undo)
        rows = rows.where(here, *same, undo.c.mt_status == text_literal(status))
        return rows.where(undo.c.mt_hash == self._hash()).correlate(self.target).exists()

    def _done(self, undo: Any) -> list[Sql]:
        """What is not needed again; where only a part is undone, the other rows still stand."""
        if self.where is None:
            return []
        same = [undo.c[k] == self.target.c[k] for k in self.key]
        rows = sa.select(ONE).select_from(self.target)
        stands = rows.where(*same, undo.c.mt_hash == self._hash()).correlate(undo).exists()
        return [~stands]

    def _hash(self) -> Sql:
        quote = self.connection.quote
        cells = [f"{quote(self.job.into)}.{quote(c)}" for c in self.job.parsed.target.column_names]
        return sa.literal_column(state.row_hash(self.connection.kind, cells))

    def _put_back(self, undo: Any, here: Sql) -> int:
        columns = self.job.parsed.target.columns
        restored = [c.name for c in columns if not c.generated and c.identity != "always"]
        values = {self.target.c[c]: undo.c[c] for c in restored if c not in self.key}
        same = [undo.c[k] == self.target.c[k] for k in self.key]
        if not values:
            return 0
        update = sa.update(self.target).values(values).where(here, *same, *self._scope_beside())
        update = update.where(undo.c.mt_status == text_literal("changed"))
        return self._count(update.where(undo.c.mt_hash == self._hash()))

    def _touched(self, undo: Any, here: Sql) -> Iterator[Event]:
        same = sa.and_(*(undo.c[k] == self.target.c[k] for k in self.key))
        gone = self.target.c[self.key[0]].is_(None)
        query = sa.select(key_text(undo, self.job.parsed, self.connection.kind), gone)
        query = query.select_from(undo.outerjoin(self.target, same)).where(here)
        query = query.where(sa.or_(gone, undo.c.mt_hash != self._hash()))
        for key, missing in self.connection.execute(query):
            yield from self._list(
                key, "it was deleted since" if missing else "it was changed since"
            )

    def _referred(self, undo: Any, here: Sql) -> Iterator[Event]:
        same = sa.and_(*(undo.c[k] == self.target.c[k] for k in self.key))
        query = sa.select(key_text(undo, self.job.parsed, self.connection.kind))
        query = query.select_from(undo.join(self.target, same)).where(here)
        query = query.where(
            undo.c.mt_status == text_literal(NEW_ROW), undo.c.mt_hash == self._hash()
        )
        for (key,) in self.connection.execute(query):
            yield from self._list(key, "a row outside this run refers to it")

    # both

    def _once(self, undo: Callable[[], Result]) -> Result:
        """One range in one transaction and one snapshot: what others write meanwhile is not lost,
        the range is undone again."""
        listed = self.listed

        def attempt() -> Result:
            self.listed = listed
            off = silenced(self.connection, self.job.parsed.target, off=True)
            with self.connection.transaction(snapshot=True), off:
                return undo()

        return again(attempt, self.connection)

    def _delete(self, condition: Sql) -> int:
        return self._count(sa.delete(self.target).where(condition, *self._scope()))

    def _count(self, statement: Any) -> int:
        if self.connection.kind == "postgresql":
            done = statement.returning(ONE).cte("done")
            return int(self.connection.execute(sa.select(sa.func.count()).select_from(done))[0][0])
        self.connection.execute(statement)
        return int(self.connection.execute("select changes()")[0][0])

    def _scope(self) -> list[Sql]:
        parts = [self.job.mapping.owns, self.where]
        return [fragment(part) for part in parts if part]

    def _scope_beside(self) -> list[Sql]:
        """The scope beside a table whose columns have the same names."""
        scope = self._scope()
        if not scope:
            return []
        rows = self.target.alias("scoped")
        same = [rows.c[k] == self.target.c[k] for k in self.key]
        query = sa.select(ONE).select_from(rows).where(*same, *scope)
        return [query.correlate(self.target).exists()]

    def _free(self) -> list[Sql]:
        """No row of any table refers to the row, whatever its foreign key would do."""
        free: list[Sql] = []
        for child, key in self.connection.references(self.job.into):
            found = self.connection.table(child)
            if found is None or found.name == self.job.into:
                continue
            rows = table(found.name, found.column_names, found.schema).alias("referrer")
            same = [
                rows.c[c] == self.target.c[p]
                for c, p in zip(key.columns, key.parent_columns, strict=True)
            ]
            query = sa.select(ONE).select_from(rows).where(*same)
            free.append(~query.correlate(self.target).exists())
        return free

    def _list(self, key: object, why: str) -> Iterator[Event]:
        self.listed += 1
        if self.listed <= LISTED:
            yield Finding("warning", f"{self.job.into} {key} stays: {why}", "", STEP)
