"""Asking the diff without writing: what dry run and verify count, and what roll back looks up."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.selectable import FromClause

from migrate_tui.engine import claims
from migrate_tui.engine.at_source import cut_source, rows_per_range
from migrate_tui.engine.claims import identities
from migrate_tui.engine.compared import Comparison, Same, stage
from migrate_tui.engine.databases import temporary
from migrate_tui.engine.diff.compare import (
    REJECTED,
    STATUS,
    Diff,
)
from migrate_tui.engine.diff.merge import ROWS
from migrate_tui.engine.diff.relation import SOURCE_KEY
from migrate_tui.engine.diff.stored import Stored
from migrate_tui.engine.diff.wanted import COLUMN, REJECT, SOURCE
from migrate_tui.engine.events import Event, RangeDone
from migrate_tui.engine.jobs import Job
from migrate_tui.engine.laid import laid
from migrate_tui.engine.ranges import Span, bounds, source_spans, spans
from migrate_tui.engine.row_samples import RowSamples
from migrate_tui.engine.side_by_side import side_by_side
from migrate_tui.engine.sql import ONE, text_literal
from migrate_tui.engine.sql import temporary as temporary_table
from migrate_tui.engine.tally import counts, tally
from migrate_tui.engine.work import Work
from migrate_tui.engine.write import Rows

LOOKED = 4  # ranges that are written make one that is looked at: it may read all of the target
REJECTS_KNOWN = 1000  # of a range


@dataclass
class Examination:
    """The diff of every job, range by range, inside one read-only transaction."""

    work: Work
    step: str
    size: int
    beside: Work | None = None  # a second connection of the same snapshot

    def __post_init__(self) -> None:
        self.samples = RowSamples(self.work)

    @property
    def connection(self) -> Any:
        return self.work.connection

    def prepare(self) -> None:
        """The narrow tables that hold the diff of a range, made before READ ONLY begins."""
        for job in self.work.jobs.values():
            key = [(c, t) for c, t in self.work.typed(job, identities(job))]
            own = [(ROWS, "bigint"), (STATUS, "text")]
            words = [(w, "text") for w in (SOURCE, SOURCE_KEY, REJECT, COLUMN)]
            temporary.create(self.connection, diff_name(job), [*key, *own, *words])

    def ranges(self, job: Job) -> Iterator[Event]:
        """RangeDone for every range, with the first rejects and samples of each status."""
        if job.direct:
            yield from self._direct(job)
            return
        self.work.gather(job)
        labels = self.work.labels(job)
        wanted = temporary_table(self.work.kind, job.wanted, labels)
        key = [job.parsed.target_column(k) for k in job.parsed.key]
        cuts = [] if job.parsed.hides_key else bounds(self.connection, wanted, key, self.size)
        for span in spans(cuts):
            query = sa.select(wanted).where(span.holds(wanted, job.parsed.key))
            filtered = self.work.filtered[job.name] if span.nulls else 0
            yield from self._range(job, Rows(query, labels), span, filtered)

    def _direct(self, job: Job) -> Iterator[Event]:
        places = laid(self.work, job) if self.beside is not None else {}
        spans = deque(places or self._cut(job))
        if (first := side_by_side(self.work, job, places)) is not None:
            yield from map(partial(self._same, job), first.look())
            spans = deque(first.doubted)
        if self.beside is not None:
            words = {span: place.words for span, place in places.items()}
            comparison = Comparison((self.work, self.beside), job, spans, words)
            yield from self._compared(job, comparison)
            return
        for span in spans:
            rows, filtered = self.stage(job, span)
            yield from self._range(job, rows, span, filtered)

    def _cut(self, job: Job) -> list[Span]:
        size = self.work.context.options.batch_size or LOOKED * rows_per_range(job)
        return source_spans(tuple(cut_source(job, size)))

    def _compared(self, job: Job, comparison: Comparison) -> Iterator[Event]:
        for one in comparison.look():
            if isinstance(one, Same):
                yield self._same(job, one)
            else:
                rows, filtered = self.stage(job, one)
                yield from self._range(job, rows, one, filtered)

    def _same(self, job: Job, one: Same) -> Event:
        return RangeDone(job.name, one.span.label, one.counts, one.seconds, self.step)

    def stage(self, job: Job, span: Span) -> tuple[Rows, int]:
        """The range's raw rows in TEMP, and how many `where` holds back."""
        staged = stage(self.work, job, span)
        wanted = self.work.compile(staged, guarded=True)
        return Rows(wanted.select, wanted.labels), self.work.count_filtered(staged)

    def plain(self, job: Job, rows: Rows) -> FromClause:
        """The diff of a range without the target's constraints."""
        return self._fill(job, rows, Diff(job.parsed, self.connection))

    def _range(self, job: Job, rows: Rows, span: Span, filtered: int) -> Iterator[Event]:
        started = time.monotonic()
        d = self._fill(job, rows, self.diff(job))
        found = counts(self.connection.execute(sa.select(*tally(d)))[0], filtered)
        self._remember(job, d)
        if found.rejected:
            self._note_rejects(job, d)
        seconds = time.monotonic() - started
        yield from self.samples.rejects(job, d, found)
        yield from self.samples.changes(job, d, rows, found)
        yield RangeDone(job.name, span.label, found, seconds, self.step)

    def diff(self, job: Job) -> Diff:
        return Diff(job.parsed, self.connection, self.work.guards(job, first_load=False))

    def _fill(self, job: Job, rows: Rows, diff: Diff) -> FromClause:
        """The range's diff in its narrow table."""
        names = (*identities(job), ROWS, STATUS, SOURCE, SOURCE_KEY, REJECT, COLUMN)
        d = temporary_table(self.work.kind, diff_name(job), names)
        self.connection.execute(sa.delete(d))
        picked = diff.select(rows.query.subquery("mt_w"), rows.labels).subquery("mt_picked")
        row = Stored(job.parsed, self.work.kind)
        stored = [row.cell(picked, n) for n in identities(job)]
        query = sa.select(*stored, *(picked.c[n] for n in names[len(stored) :]))
        self.connection.execute(sa.insert(d).from_select(list(names), query))
        return d

    def _remember(self, job: Job, d: FromClause) -> None:
        """What later ranges and mappings have to know: rejects are out, all others are in."""
        claims.add(self.connection, job, d)
        if job.direct:
            return
        rejected = d.c[STATUS] == text_literal(REJECTED)
        if self.connection.execute(sa.select(ONE).select_from(d).where(rejected).limit(1)):
            self.work.mark(job, d, rejected)

    def _note_rejects(self, job: Job, d: FromClause) -> None:
        """The first of them; witnesses leave these rows alone."""
        query = sa.select(d.c[SOURCE], d.c[SOURCE_KEY]).where(d.c[STATUS] == text_literal(REJECTED))
        for source, key in self.connection.execute(query.limit(REJECTS_KNOWN)):
            self.work.rejected.add((job.name, str(source), str(key)))


def diff_name(job: Job) -> str:
    return f"diff_{'seed_' if job.seed else ''}{job.position}"
