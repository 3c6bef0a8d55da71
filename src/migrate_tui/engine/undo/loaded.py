"""Undoing a first load, which kept no undo rows: by what its ledger says of its rows, then by the
source, whose rows tell which target rows are still the run's."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.selectable import FromClause

from migrate_tui.engine.databases import loads
from migrate_tui.engine.diff.compare import REJECTED, SAME, STATUS
from migrate_tui.engine.events import Counts, Event, Finding, RangeDone
from migrate_tui.engine.examine import Examination
from migrate_tui.engine.loads import Load
from migrate_tui.engine.ranges import Span, source_spans, spans
from migrate_tui.engine.sql import ONE, Sql, temporary, text_literal
from migrate_tui.engine.undo.place import REFERRED, STEP, Place
from migrate_tui.engine.write import Rows, witness


@dataclass
class Loaded:
    """The ranges that a run loaded into an empty table."""

    place: Place
    examination: Examination
    left: dict[str, int] = field(default_factory=dict)  # rows of a range that are not gone yet
    told: int = 0  # deleted by way of the source, or listed
    gone: int = 0  # rows, wanted or rejected, that the source gave and gives no more

    def events(self) -> Iterator[Event]:
        """The source is read only where a range is not as it was left."""
        header = self.place.header
        known = self.place.ledger.loads_of(header.run, header.mapping)
        spans_ = {span.label: span for span in self._spans()}
        for load in known:
            if load.low in spans_:
                yield from self._as_left(spans_[load.low], load)
        doubtful = [span for span in spans_.values() if self.left.get(span.label)]
        if doubtful:
            yield from self._by_source(doubtful)
        yield from self._unfound()

    def _unfound(self) -> Iterator[Event]:
        lost = min(self.gone, sum(self.left.values()) - self.told)
        if lost > 0 and self.place.where is None:
            fact = f"{self.place.job.into}: {lost} rows of this run cannot be found any more"
            remedy = "they are not as it left them and gone from the source: what is there stays"
            yield Finding("warning", fact, remedy, STEP)

    def _spans(self) -> list[Span]:
        """The ranges as the run cut them: its ledger names them so."""
        bounds = self.place.header.bounds
        return source_spans(bounds) if self.place.job.direct else spans(bounds)

    # rows that are to the last bit what the run inserted

    def _as_left(self, span: Span, load: Load) -> Iterator[Event]:
        started = time.monotonic()
        deleted = self.place.once(partial(self._unload, span, load))
        self.left[span.label] = self.left.get(span.label, 0) + load.rows - deleted
        found = Counts(deleted=deleted)
        yield RangeDone(self.place.job.name, span.label, found, time.monotonic() - started, STEP)

    def _unload(self, span: Span, load: Load) -> int:
        place = self.place
        ours = self._ours(span, load)
        deleted = place.delete(ours) if ours is not None else 0
        place.ledger.unload(load, deleted)
        if deleted == load.rows:
            place.forget_range(span.label)
        return deleted

    def _ours(self, span: Span, load: Load) -> Sql | None:
        """What only rows of this load are, as far as they are as it left them."""
        place = self.place
        if place.connection.kind == "postgresql":
            words = loads.of_load(place.connection.quote(place.job.into), load)
            return sa.literal_column(words) if words else None
        if place.job.direct:
            return None
        here = sa.and_(span.holds(place.target, place.key), *place.own())
        seen = witness(place.connection, place.job, place.target, here)
        return here if seen == (load.rows, load.witness) else None

    # rows that the diff still calls the same

    def _by_source(self, doubtful: list[Span]) -> Iterator[Event]:
        for span, rows in self._rows(doubtful):
            started = time.monotonic()
            listed = self.place.listed
            deleted, stay = self.place.once(partial(self._unwant, span, rows))
            self.told += deleted + self.place.listed - listed
            yield from stay
            found = Counts(deleted=deleted)
            yield RangeDone(
                self.place.job.name, span.label, found, time.monotonic() - started, STEP
            )

    def _unwant(self, span: Span, rows: Rows) -> tuple[int, list[Event]]:
        place = self.place
        d = self.examination.plain(place.job, rows)
        deleted = place.delete(self._of(d, SAME).exists())
        stay = list(self._staying(d))
        place.forget_range(span.label)
        return deleted, stay

    def _judged(self, low: str | None = None) -> int:
        return self.place.ledger.judged(self.place.header.mapping, low)

    def _number(self, rows: FromClause) -> int:
        query = sa.select(sa.func.count()).select_from(rows)
        return int(self.place.connection.execute(query)[0][0])

    def _rows(self, doubtful: list[Span]) -> Iterator[tuple[Span, Rows]]:
        work, job, connection = self.examination.work, self.place.job, self.place.connection
        if job.direct:
            for span in doubtful:
                with connection.transaction():
                    rows, _ = self.examination.stage(job, span)
                self.gone += self._judged(span.label) - self._number(rows.query.subquery("mt_w"))
                yield span, rows
            return
        with connection.transaction(read_only=connection.kind == "sqlite", snapshot=True):
            work.gather(job)
        labels = work.labels(job)
        wanted = temporary(work.kind, job.wanted, labels)
        self.gone = self._judged() - self._number(wanted)
        for span in doubtful:
            yield span, Rows(sa.select(wanted).where(span.holds(wanted, self.place.key)), labels)

    def _of(self, d: FromClause, status: str) -> Any:
        rows = sa.select(ONE).select_from(d)
        known = d.c[STATUS] == text_literal(status)
        return rows.where(self.place.same(d), known).correlate(self.place.target)

    def _staying(self, d: FromClause) -> Iterator[Event]:
        """Rows of this mapping that are still there: changed since, or somebody refers to them."""
        place = self.place
        wanted = d.c[STATUS] != text_literal(REJECTED)
        query = sa.select(place.shown_key(d), d.c[STATUS])
        query = query.select_from(d.join(place.target, place.same(d)))
        for key, status in place.connection.execute(query.where(wanted, *place.scope_beside())):
            why = REFERRED if status == SAME else "it was changed since"
            yield from place.tell(key, why)
