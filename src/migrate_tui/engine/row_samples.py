"""Rows that a run tells whole: the first rejects and changes of each mapping, within bounds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

import sqlalchemy as sa
from sqlalchemy.sql.selectable import FromClause

from migrate_tui.engine.diff.compare import (
    NEW_ROW,
    REJECTED,
    STATUS,
    key_text,
    table_clause,
)
from migrate_tui.engine.diff.merge import ROWS
from migrate_tui.engine.diff.relation import SOURCE_KEY
from migrate_tui.engine.diff.wanted import COLUMN, REJECT, SOURCE
from migrate_tui.engine.events import Counts, Event, RejectedRow, RowSample
from migrate_tui.engine.jobs import Job
from migrate_tui.engine.sql import Sql, name, text_literal
from migrate_tui.engine.work import Work
from migrate_tui.engine.write import Rows

FIRST = 5  # samples that are taken however large they are
LETTERS = 200_000  # of the others of one kind, about
REJECTS_SHOWN = 20


@dataclass
class RowSamples:
    """Rows of `d`, the narrow diff of a range; `shown` counts them by mapping and status."""

    work: Work
    shown: dict[tuple[str, str], int] = field(default_factory=dict)

    def rejects(self, job: Job, d: FromClause, found: Counts) -> Iterator[Event]:
        room = REJECTS_SHOWN - self.shown.get((job.name, REJECTED), 0)
        if not found.rejected or room <= 0:
            return
        key = key_text(d, job.parsed, self.work.kind)
        columns = (d.c[SOURCE], d.c[SOURCE_KEY], key, d.c[COLUMN], d.c[REJECT], d.c[ROWS])
        query = sa.select(*columns).where(d.c[STATUS] == text_literal(REJECTED))
        rows = self.work.connection.execute(query.order_by(d.c[SOURCE_KEY]).limit(room))
        self.shown[job.name, REJECTED] = self.shown.get((job.name, REJECTED), 0) + len(rows)
        for source, source_key, target_key, column, reason, number in rows:
            yield RejectedRow(
                job.name, source, str(source_key), target_key, column, reason, int(number)
            )

    def changes(self, job: Job, d: FromClause, rows: Rows, found: Counts) -> Iterator[Event]:
        """The first rows of each kind of change, whole, as they are and as they will be."""
        for status, number in (
            (NEW_ROW, found.inserted),
            ("changed", found.updated),
            ("kept", found.kept),
        ):
            room = self.work.context.options.samples - self.shown.get((job.name, status), 0)
            if not number or room <= 0:
                continue
            sampled = list(self._sampled(job, d, rows, status, min(room, FIRST)))
            if more := further(sampled, room):
                sampled += self._sampled(job, d, rows, status, more, len(sampled))
            self.shown[job.name, status] = self.shown.get((job.name, status), 0) + len(sampled)
            yield from sampled

    def _sampled(
        self, job: Job, d: FromClause, rows: Rows, status: str, room: int, skip: int = 0
    ) -> Iterator[RowSample]:
        key = job.parsed.key
        w = rows.query.subquery("mt_w")
        t = table_clause(job.parsed.target).alias("mt_t")
        some = sa.select(*(d.c[k] for k in key)).where(d.c[STATUS] == text_literal(status))
        some = some.order_by(*(d.c[k] for k in key)).limit(room).offset(skip)
        some_keys = some.subquery("mt_some")
        columns = [c for c in job.parsed.target.column_names if c in job.parsed.columns]
        as_text = partial(shown, self.work.kind)
        new = [as_text(w.c[c]).label(name(f"n{i}")) for i, c in enumerate(columns)]
        old = [as_text(t.c[c]).label(name(f"o{i}")) for i, c in enumerate(columns)]
        there = sa.and_(*(t.c[k] == some_keys.c[k] for k in key))
        here = sa.and_(*(w.c[k] == some_keys.c[k] for k in key), w.c[REJECT].is_(None))
        query = sa.select(*new, *old).select_from(some_keys.join(w, here).outerjoin(t, there))
        for row in self.work.connection.execute(query):
            after = dict(zip(columns, row[: len(columns)], strict=True))
            before = dict(zip(columns, row[len(columns) :], strict=True))
            compared = tuple(c for c in job.parsed.compared if before[c] != after[c])
            text = ", ".join(str(after[k]) for k in key)
            text = self.work.context.veil(text) if job.parsed.hides_key else text
            told = partial(job.parsed.hidden.over, veil=self.work.context.veil)
            known = None if status == NEW_ROW else told(before)
            yield RowSample(job.name, status, text, known, told(after), compared)


def further(found: list[RowSample], room: int) -> int:
    """How many more rows there is room for, by how large the first ones are."""
    if len(found) < FIRST:
        return 0
    sides = ((sample.before or {}, sample.after or {}) for sample in found)
    sizes = (sum(len(t or "") for side in both for t in side.values()) for both in sides)
    return max(0, min(room - len(found), LETTERS // max(1, *sizes)))


def shown(kind: str, value: Sql) -> Sql:
    """A value as text for people; SQLite's bytes, and text that is none, as their literal."""
    text: Sql = sa.cast(value, sa.Text())
    if kind == "postgresql":
        return text
    raw = sa.cast(value, sa.BLOB())
    unreadable = sa.and_(sa.func.typeof(value) == text_literal("text"), ~sa.func.mt_utf8(raw))
    bytes_ = sa.or_(sa.func.typeof(value) == text_literal("blob"), unreadable)
    return sa.case((bytes_, sa.func.quote(raw)), else_=text)
