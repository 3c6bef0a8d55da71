"""Deleting the gone rows of one mirror, chunk by chunk: each chunk is one transaction with its undo
rows and its ledger row, so that a killed pass goes on where it was."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import sqlalchemy as sa

from migrate_tui.engine.databases import loads, session, undo_tables
from migrate_tui.engine.databases.affected import affected
from migrate_tui.engine.databases.failures import reason, refused
from migrate_tui.engine.databases.triggers import silenced
from migrate_tui.engine.diff.compare import table_clause
from migrate_tui.engine.errors import Difference
from migrate_tui.engine.events import Counts, Event, Note, RangeDone
from migrate_tui.engine.gone import PREFIX, Gone
from migrate_tui.engine.jobs import Job
from migrate_tui.engine.leaving import NUMBER, TURN
from migrate_tui.engine.ledger import Header, Ledger, RangeRow
from migrate_tui.engine.retry import again
from migrate_tui.engine.sql import Sql, text_literal
from migrate_tui.engine.undo_rows import stored_hash, undo_rows
from migrate_tui.engine.work import Work

GONE = "gone"  # the status of an undo row, and the label of a chunk
AFTER_ALL = 100_000  # positions of passes: past those of all mappings
PAUSE = 0.02  # seconds that a SQLite target is left to the application


def ledger_name(job: Job) -> str:
    """A pass has ranges of its own: those of its mapping may be skipped without it."""
    return PREFIX + job.ledger_name


@dataclass
class Deletion:
    """The pass of one mirror."""

    gone: Gone
    ledger: Ledger
    step: str
    size: int
    run: str
    position: int
    made: int = 0  # chunks of this run, those before it was resumed among them

    @property
    def work(self) -> Work:
        return self.gone.work

    @property
    def job(self) -> Job:
        return self.gone.job

    @property
    def name(self) -> str:
        return ledger_name(self.job)

    def earlier(self) -> Iterator[Event]:
        """What this run deleted before it was cut off."""
        for row in self.ledger.ranges_of(self.name):
            if row.run == self.run:
                self.made += 1
                yield RangeDone(self.job.name, row.low, row.counts, 0.0, self.step, skipped=True)

    def delete(self) -> Iterator[Event]:
        connection = self.work.connection
        with connection.transaction():
            undo_tables.create(connection, self.gone.target)
            self.ledger.open_mapping(self._header())
        deleted = 0
        with connection.transaction():
            turns = self.gone.take_turns()
        for turn, may_be_cut in turns:
            low = 0
            while (high := self._next(turn, low, self.size if may_be_cut else None)) is not None:
                for event in self._part(turn, low, high, may_be_cut):
                    deleted += event.counts.deleted
                    yield event
                low = high
        with connection.transaction():
            self.ledger.close_mapping(self.run, self.name, self._labels)
        rows = "1 row" if deleted == 1 else f"{deleted:,} rows"
        yield Note(f"{self.job.name}: {rows} deleted that the source has no longer", self.step)

    def _part(self, turn: int, low: int, high: int, may_be_cut: bool) -> Iterator[RangeDone]:
        """Rows that the target refuses to let go are found by halving, and stay."""
        connection, started = self.work.connection, time.monotonic()
        self.made += 1
        try:
            found = again(partial(self._chunk, turn, low, high, started), connection)
        except refused() as error:
            self.made -= 1
            middle = self._middle(turn, low, high) if may_be_cut else None
            if middle is None:
                yield from self._last_try(turn, low, high, error)
                return
            for part in ((low, middle), (middle, high)):
                yield from self._part(turn, *part, may_be_cut)
            return
        yield self._done(found, started)
        if connection.kind == "sqlite":
            time.sleep(PAUSE)

    def _last_try(self, turn: int, low: int, high: int, error: Exception) -> Iterator[RangeDone]:
        """Once more: what came to refer to the rows in between is seen now, and holds them."""
        started = time.monotonic()
        self.made += 1
        try:
            yield self._done(self._chunk(turn, low, high, started), started)
        except refused():
            self.made -= 1
            with self.work.connection.transaction():
                why = reason(error, hush=bool(self.job.parsed.hidden))
                self.gone.refuse(why, *self._within(turn, low, high))

    def _done(self, found: Counts, started: float) -> RangeDone:
        seconds = time.monotonic() - started
        return RangeDone(self.job.name, self._label, found, seconds, self.step)

    def _middle(self, turn: int, low: int, high: int) -> int | None:
        """The number of the last row of the first half; None for a single row."""
        g = self.gone.table
        rows = sa.select(sa.func.count()).select_from(g).where(*self._within(turn, low, high))
        count = int(self.work.connection.execute(rows)[0][0])
        return self._next(turn, low, count // 2) if count > 1 else None

    @property
    def _label(self) -> str:
        return f"{GONE} {self.made}"

    @property
    def _labels(self) -> list[str]:
        return [f"{GONE} {number + 1}" for number in range(self.made)]

    def _header(self) -> Header:
        place = AFTER_ALL + self.position
        into = self.job.into
        return Header(self.run, self.name, place, into, "", None, (), False, "running")

    def _next(self, turn: int, low: int, size: int | None) -> int | None:
        """The number of the last row of the next chunk."""
        g = self.gone.table
        rows = sa.select(g.c[NUMBER]).where(*self._within(turn, low)).order_by(g.c[NUMBER])
        chunk = (rows.limit(size) if size else rows).subquery("mt_chunk")
        found = self.work.connection.execute(sa.select(sa.func.max(chunk.c[NUMBER])))[0][0]
        return None if found is None else int(found)

    def _within(self, turn: int, low: int, high: int | None = None) -> list[Sql]:
        g = self.gone.table
        parts = [self.gone.deletable, g.c[TURN] == _number(turn), g.c[NUMBER] > _number(low)]
        return [*parts, *([g.c[NUMBER] <= _number(high)] if high is not None else [])]

    def _chunk(self, turn: int, low: int, high: int, started: float) -> Counts:
        """What others did meanwhile counts: whoever refers to a row by now holds it."""
        connection = self.work.connection
        off = silenced(connection, self.gone.target, off=self.job.mapping.triggers != "fire")
        with connection.transaction(snapshot=True), off:
            session.tune(connection)
            self.gone.hold(*self._within(turn, low, high))
            kept = affected(connection, self._keep(*self._within(turn, low, high)))
            found = Counts(deleted=affected(connection, self._delete()))
            self._compare(kept, found.deleted)
            row = RangeRow(self._label, self.run, "", "", 0, 0, found)
            seconds = time.monotonic() - started
            self.ledger.record(self.name, row, seconds)
        return found

    def _keep(self, *within: Sql) -> sa.Insert:
        """Whole old rows, as they are at this moment, of what is still the mapping's own."""
        target = self.gone.target
        t, g = table_clause(target), self.gone.table
        mine = sa.select(*(g.c[k] for k in self.gone.key)).where(*within)
        connection = self.work.connection
        hash_ = stored_hash(connection, target.name, target)
        own = [text_literal(v) for v in (self.run, self.name, self._label, GONE)]
        was: Sql = sa.null()
        if self.work.kind == "postgresql":
            was = sa.literal_column(loads.version(connection.quote(target.name)))
        rows = sa.select(*own, hash_, was, *(t.c[c] for c in target.column_names))
        rows = rows.where(self._key.in_(mine), *self.gone.owned())
        names = [*undo_tables.OWN, *target.column_names]
        return sa.insert(self._undo).from_select(names, rows)

    def _delete(self) -> sa.Delete:
        t, u = table_clause(self.gone.target), self._undo
        here = {"mt_run": self.run, "mt_mapping": self.name, "mt_low": self._label}
        kept = sa.select(*(u.c[k] for k in self.gone.key))
        kept = kept.where(*(u.c[c] == text_literal(v) for c, v in here.items()))
        return sa.delete(t).where(self._key.in_(kept))

    @property
    def _key(self) -> Any:
        """The key of a target row: to be looked up, whatever the size of the table."""
        t = table_clause(self.gone.target)
        keys = [t.c[k] for k in self.gone.key]
        return keys[0] if len(keys) == 1 else sa.tuple_(*keys)

    @property
    def _undo(self) -> sa.TableClause:
        return undo_rows(self.work.kind, self.gone.target)

    def _compare(self, kept: int, deleted: int) -> None:
        if kept != deleted:
            raise Difference(
                f"mapping {self.job.name}: {kept} rows should be deleted, but {self.job.into} "
                f"let go of {deleted}",
                "a trigger or rule of the table changes what is deleted; this chunk was undone",
            )


def _number(value: int) -> Sql:
    return sa.literal_column(str(value))
