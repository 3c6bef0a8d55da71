"""Rows of a mirror's scope that its source has no longer, found once for the whole mapping.

Invariant: a row is gone only if its key is neither wanted nor rejected, whatever range it is in;
and it may be deleted only if no row that stays refers to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

import sqlalchemy as sa

from migrate_tui.engine.databases import session, temporary
from migrate_tui.engine.diff.compare import key_text, table_clause
from migrate_tui.engine.diff.owned import owned
from migrate_tui.engine.diff.relation import BAD
from migrate_tui.engine.diff.wanted import REJECT
from migrate_tui.engine.events import RowSample
from migrate_tui.engine.jobs import Job
from migrate_tui.engine.leaving import HELD, NUMBER, TURN, Leaving, same
from migrate_tui.engine.row_samples import FIRST, further, shown
from migrate_tui.engine.sql import ONE, Sql, name, null_text, same_key, text_literal
from migrate_tui.engine.sql import temporary as temporary_table
from migrate_tui.engine.work import Work

LISTED = 20
PREFIX = "gone:"  # of a mapping in the ledger: the pass that deleted for it


@dataclass(frozen=True)
class Found:
    """How many rows of the scope are gone: to be deleted, held, or not to be judged at all."""

    scope: int = 0
    deleted: int = 0
    held: int = 0
    unknown: int = 0  # source rows without a known key: any gone row may be one of them

    @property
    def gone(self) -> int:
        return self.deleted + self.held


class Gone(Leaving):
    """The gone rows of one mirror."""

    def find(self) -> Found:
        """Fill the table; the job's ranges are done, and mirrors `before` have been asked."""
        session.tune(self.connection)
        self.work.gather(self.job.keyed)
        self.connection.execute(sa.delete(self.table))
        self._fill()
        temporary.analyze(self.connection, str(self.table.name), self.key)
        unknown = self._unknown()
        if unknown:
            held = text_literal("a source row without a known key may be this one")
            self.connection.execute(sa.update(self.table).values({HELD: held}))
        else:
            self.hold()
        stay = self.held()
        return Found(self.scope(), self.count() - stay, stay, unknown)

    def scope(self) -> int:
        rows = sa.select(sa.func.count()).select_from(table_clause(self.target))
        return int(self.connection.execute(rows.where(*self.owned()))[0][0])

    def owned(self) -> list[Sql]:
        return owned(self.job.parsed, self.connection, self.work.params)

    def _fill(self) -> None:
        """Keys meet as the target compares them; a row whose key is NULL is nobody's mirror."""
        t = table_clause(self.target).alias("mt_t")
        w = temporary_table(self.work.kind, self.job.keyed.wanted, self.key).alias("mt_w")
        wanted = sa.select(ONE).select_from(w).where(same_key(w, t, self.key)).correlate(t)
        known = [t.c[k].is_not(None) for k in self.key]
        turn: Sql = sa.literal_column("0")
        if self.own:
            turn = sa.cast(sa.null(), sa.Integer())
        rows = sa.select(*(t.c[n] for n in self.names), null_text(self.work.kind), turn)
        rows = rows.where(*self.owned(), *known, ~wanted.exists())
        rows = rows.order_by(*(t.c[k] for k in self.key))
        names = [*self.names, HELD, TURN]
        self.connection.execute(sa.insert(self.table).from_select(names, rows))

    def _unknown(self) -> int:
        """Source rows that were rejected and of which nobody can say what their key would be."""
        job = self.job.keyed
        w = temporary_table(self.work.kind, job.wanted, (*self.key, REJECT))
        lost = sa.or_(*(w.c[k].is_(None) for k in self.key))
        rows = sa.select(sa.func.count()).select_from(w).where(w.c[REJECT].is_not(None), lost)
        found = int(self.connection.execute(rows)[0][0]) + self._undecided()
        copied = all(job.parsed.columns[k].is_column for k in self.key)
        if found or (copied and job.parsed.where is None):
            return found
        return sum(map(self._unread, (raw.name for raw in job.raws)))

    def _undecided(self) -> int:
        """Source rows that `where` held back because it could not read a value of theirs."""
        job, work = self.job.keyed, self.work
        rows = work.sifted(job).undecided()
        return 0 if rows is None else int(self.connection.execute(rows)[0][0])

    def _unread(self, raw: str) -> int:
        """Rows with a value that could not be staged: filter and key were not worked out of it."""
        rows = temporary_table(self.work.kind, raw, (BAD,))
        query = sa.select(sa.func.count()).select_from(rows).where(rows.c[BAD].is_not(None))
        return int(self.connection.execute(query)[0][0])

    # what is told

    def listed(self, number: int) -> Iterator[tuple[str, str]]:
        """(key, why) of the first rows that stay."""
        text = key_text(self.table, self.job.parsed, self.work.kind)
        query = sa.select(text, self.table.c[HELD]).where(self.table.c[HELD].is_not(None))
        for key, why in self.connection.execute(query.order_by(self.table.c[NUMBER]).limit(number)):
            yield str(key), str(why)

    def samples(self, status: str, *conditions: Sql) -> Iterator[RowSample]:
        """The first rows, whole, as they are."""
        room = self.work.context.options.samples
        found = list(self._samples(status, min(room, FIRST), 0, *conditions))
        yield from found
        if more := further(found, room):
            yield from self._samples(status, more, len(found), *conditions)

    def _samples(self, status: str, room: int, skip: int, *conditions: Sql) -> Iterator[RowSample]:
        t = table_clause(self.target).alias("mt_t")
        first = sa.select(*(self.table.c[c] for c in (*self.key, NUMBER))).where(*conditions)
        first = first.order_by(self.table.c[NUMBER]).limit(room).offset(skip)
        some = first.subquery("mt_some")
        columns = self.target.column_names
        as_text = partial(shown, self.work.kind)
        cells = [as_text(t.c[c]).label(name(f"o{i}")) for i, c in enumerate(columns)]
        there = t.join(some, same_key(t, some, self.key))
        rows = sa.select(*cells).select_from(there).order_by(some.c[NUMBER])
        for row in self.connection.execute(rows):
            before: dict[str, str | None] = dict(zip(columns, row, strict=True))
            text = ", ".join(str(before[k]) for k in self.key)
            veil = self.work.context.veil
            text = veil(text) if self.job.parsed.hides_key else text
            before = self.job.parsed.hidden.over(before, veil)
            yield RowSample(self.job.name, status, text, before, None)


def mirrors(work: Work, jobs: Mapping[str, Job], only: tuple[str, ...]) -> list[Gone]:
    """The mirrors of a run in the order in which they delete: children before their parents,
    else the last mapping first."""
    waiting = [j for j in jobs.values() if j.mirrors and (not only or j.name in only)][::-1]
    found: list[Gone] = []
    while waiting:
        free = (job for job in waiting if not any(_refers(other, job) for other in waiting))
        job = next(free, waiting[0])
        waiting.remove(job)
        found.append(Gone(work, job, tuple(found)))
    return found


def _refers(child: Job, parent: Job) -> bool:
    if same(child.parsed.target, parent.parsed.target):
        return False
    keys = child.parsed.target.foreign_keys
    return any(key.parent == parent.parsed.target.name for key in keys)
