"""Verify's first look at ranges cut at the source: one query each, while the next one is staged.

Invariant: it only says that nothing of a range differs; whatever else it finds is looked at anew.
"""

from __future__ import annotations

import contextlib
import itertools
import time
from collections import deque
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.selectable import FromClause

from migrate_tui.engine.at_source import BATCH, lines_between, rows_between
from migrate_tui.engine.databases import session, temporary
from migrate_tui.engine.diff.compare import STATUS, Diff
from migrate_tui.engine.diff.merge import ROWS
from migrate_tui.engine.events import Counts
from migrate_tui.engine.jobs import Job
from migrate_tui.engine.ranges import Span
from migrate_tui.engine.sql import Sql, fragment
from migrate_tui.engine.tally import counts, tally
from migrate_tui.engine.work import Work

ENDS: dict[str, sa.types.TypeEngine[Any]] = {
    **dict.fromkeys(("int2", "int4", "int8"), sa.BigInteger()),
    **dict.fromkeys(("text", "varchar"), sa.Text()),
}


@dataclass(frozen=True)
class Same:
    """A range of which no row differs."""

    span: Span
    counts: Counts
    seconds: float


@dataclass
class Turn:
    work: Work
    span: Span
    staging: Future[Job]


@dataclass
class Comparison:
    """The ranges of one job, on two connections that see one snapshot of the target."""

    lanes: tuple[Work, Work]
    job: Job
    spans: deque[Span] = field(default_factory=deque)
    places: Mapping[Span, str] = field(default_factory=dict)  # where to look for a range first

    def look(self) -> Iterator[Same | Span]:
        """Each range as one that is the same, or as one to be looked at: then nothing is being
        staged until the next one is asked for."""
        turns = itertools.cycle(self.lanes)
        with ThreadPoolExecutor(1, "stage") as pool:
            turn = self._begin(pool, next(turns))
            while turn is not None:
                job = turn.staging.result()  # until the next one begins the source is ours
                following = self._begin(pool, next(turns))
                same = self._compare(turn, job)
                if same is None and following is not None:
                    following.staging.result()
                    self.spans.appendleft(following.span)
                yield turn.span if same is None else same
                turn = following if same is not None else self._begin(pool, next(turns))

    def _begin(self, pool: ThreadPoolExecutor, work: Work) -> Turn | None:
        if not self.spans:
            return None
        span = self.spans.popleft()
        return Turn(work, span, pool.submit(stage, work, self.job, span))

    def _compare(self, turn: Turn, staged: Job) -> Same | None:
        started = time.monotonic()
        session.tune(turn.work.connection)
        place = self.places.get(turn.span)
        found = None if place is None else self._found(turn.work, staged, place)
        if found is None:
            self.places = {}  # somebody has moved the rows: the others too, most likely
            found = self._found(turn.work, staged, None)
        return None if found is None else Same(turn.span, found, time.monotonic() - started)

    def _found(self, work: Work, staged: Job, place: str | None) -> Counts | None:
        """The counts of a range of which no row differs."""
        wanted = work.compile(staged, guarded=True)
        w = wanted.select.subquery("mt_w")
        ends = self._ends(work, staged, w) if place is None else None
        lies = None if place is None else fragment(place)
        diff = Diff(self.job.parsed, work.connection, ends=ends, lies=lies)
        d = diff.select(w, wanted.labels).subquery("mt_diff")
        once = sa.select(d.c[STATUS], d.c[ROWS]).offset(sa.literal_column("0"))  # not per count
        row = work.connection.execute(sa.select(*tally(once.subquery("mt_d"))))[0]
        found = counts(row, work.count_filtered(staged))
        return found if found.unchanged == found.read - found.filtered and not found.kept else None

    def _ends(self, work: Work, staged: Job, w: FromClause) -> tuple[Sql, Sql] | None:
        """The least and the greatest key of the range, where that is cheap to ask."""
        key = self.job.parsed.key[0]
        column = self.job.parsed.target_column(key)
        if column.base not in ENDS or column.collation or staged.quick is not None:
            return None
        query = sa.select(sa.func.min(w.c[key]), sa.func.max(w.c[key]))
        low, high = work.connection.execute(query)[0]
        type_ = ENDS[column.base]
        return None if low is None else (sa.literal(low, type_), sa.literal(high, type_))


def stage(work: Work, job: Job, span: Span) -> Job:
    """The range's raw rows in TEMP, and the job as they are staged. A read-only transaction cannot
    truncate, but delete; so the rows are looked for behind those that were there before."""
    raws = [one.raws[0].name for one in (job, job.quick) if one is not None]
    ends = {name: temporary.cleared(work.connection, name, work.since.get(name)) for name in raws}
    work.since = {}
    staged, sent = work.stage(
        job,
        lambda one, checked: rows_between(one, span, BATCH, checked=checked),
        lambda one: lines_between(one, span),
    )
    name = staged.raws[0].name
    end = ends[name]
    if end is not None and temporary.count(work.connection, name, end) == sent:
        work.since[name] = end
    return staged


@contextlib.contextmanager
def beside(work: Work) -> Iterator[Work | None]:
    """A second connection that sees what the first one's transaction sees; None where that is no
    PostgreSQL. To be entered inside of it."""
    if work.kind != "postgresql" or not any(job.direct for job in work.jobs.values()):
        yield None
        return
    snapshot = work.connection.execute("select pg_export_snapshot()")[0][0]
    with work.context.target_database.open() as connection:
        other = Work(work.context, connection, work.jobs, dry=True)
        other.prepare()
        with connection.transaction(read_only=True, snapshot=True):
            connection.execute(f"set transaction snapshot '{snapshot}'")
            yield other
