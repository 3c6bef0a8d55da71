"""Has anything changed since: the sources as they lie, and the target as the ledger left it."""

from __future__ import annotations

import hashlib
import marshal
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.selectable import FromClause

from migrate_tui.engine.databases import row_hashes
from migrate_tui.engine.databases.base import Connection, Row
from migrate_tui.engine.databases.catalogue import Table
from migrate_tui.engine.databases.reading import Blocks
from migrate_tui.engine.diff.compare import table_clause
from migrate_tui.engine.diff.merge import ROWS
from migrate_tui.engine.diff.owned import owned
from migrate_tui.engine.diff.wanted import REJECT
from migrate_tui.engine.jobs import Job
from migrate_tui.engine.ledger import RangeRow
from migrate_tui.engine.ranges import Span
from migrate_tui.engine.sql import Sql, table, temporary
from migrate_tui.engine.work import Work
from migrate_tui.engine.write import witnessing

MODULUS = 2**64
FEW = 64  # rows of a batch
STAGED = "staged:"  # before a fingerprint over lines as they are staged


def of_table(connection: Connection, found: Table) -> str | None:
    """A value that changes when any row of the table does; None where nothing can tell."""
    if found.kind != "table":
        return None
    quote = connection.quote
    columns = [quote(c) for c in found.column_names]
    rows = table(found.name, found.column_names, found.schema)
    seen: Sql = sa.literal_column(row_hashes.witness(connection.kind, quote(found.name), columns))
    count, total = connection.execute(sa.select(sa.func.count(), seen).select_from(rows))[0]
    return f"{count}:{total}"


def of_sources(work: Work, job: Job) -> str | None:
    """Everything a gathered job reads: its tables, the tables of its parents, what `of` reads."""
    parts = _parts(work, job)
    for member in work.members(job):  # a row is judged with all rows of its circle
        parts += _parts(work, member)
    if any(p is None for p in parts):
        return None
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def of_rows(work: Work, job: Job) -> list[str | None]:
    """The tables of a job as they lie; those of a direct one as its file or its server tells."""
    parts: list[str | None] = [of_table(work.connection, t) for t in job.tables]
    for raw in job.raws:
        if raw.table is not None:
            whole = raw.table.stamp() or work.source_print()
            parts.append(whole if job.direct else raw.table.fingerprint())
    return parts


def _parts(work: Work, job: Job) -> list[str | None]:
    parts: list[str | None] = [of_table(work.connection, t) for t in job.tables]
    for raw in job.raws:
        if raw.table is not None:
            parts.append(raw.table.fingerprint())
        elif (raw.reader or raw.query) is not None and not job.of:
            parts.append(None)
        elif raw.rows is not None:
            parts.append("rows of the plan")
    parts += [of_sources(work, work.jobs[name]) for name in job.of]
    return [*parts, of_parents(work, job)]


def of_parents(work: Work, job: Job) -> str:
    """The target tables that parent() and lookup() of this job look into."""
    return repr([of_table(work.connection, j.parsed.target) for j in _parents(work, job)])


def _parents(work: Work, job: Job) -> list[Job]:
    own = job.circle.members if job.circle else ()  # these tables are as the run leaves them
    return [j for j in work.jobs.values() if j.name in job.parsed.parents - set(own)]


def parent_tables(work: Work, job: Job) -> set[str]:
    """The names of all target tables that a job's fingerprint looks into."""
    jobs = [job, *work.members(job)]
    tables = {parent.into for each in jobs for parent in _parents(work, each)}
    return tables.union(
        *(parent_tables(work, work.jobs[name]) for each in jobs for name in each.of)
    )


def doomed(work: Work, job: Job, span: Span) -> int:
    """Rows of a range that its sources alone reject, whatever the target holds. What another
    mapping wants is more than a fingerprint can tell of: then nothing counts as such."""
    if job.of or job.circle is not None:
        return 0
    w = temporary(work.kind, job.wanted, (*job.parsed.key, ROWS, REJECT))
    return _rejected(work, w, span.holds(w, job.parsed.key))


def doomed_as_staged(work: Work, job: Job) -> int:
    """The same of the range that lies in the raw table of a direct job."""
    if job.circle is not None:
        return 0
    return _rejected(work, work.compile(job, guarded=True).select.subquery("mt_w"))


def _rejected(work: Work, wanted: FromClause, *here: Sql) -> int:
    query = sa.select(sa.func.coalesce(sa.func.sum(wanted.c[ROWS]), 0))
    query = query.where(wanted.c[REJECT].is_not(None), *here)
    return int(work.connection.execute(query)[0][0])


def untouched(work: Work, job: Job, ranges: list[RangeRow]) -> bool:
    """Whether the target rows of this mapping are as the ledger left them."""
    query = witnessed(work, job)
    rows, total = (work.early or work.connection).execute(query)[0]
    known = (sum(r.witness_rows for r in ranges), sum(r.witness for r in ranges))
    return bool(rows == known[0] and (int(total) - known[1]) % MODULUS == 0)


def witnessed(work: Work, job: Job) -> sa.Select[int, Any]:
    """How many rows the mapping has in its target, and the sum that stands for all of them."""
    scope = owned(job.parsed, work.connection, work.params)
    return witnessing(work.connection, job, table_clause(job.parsed.target), *scope)


class Fingerprint:
    """A hash over raw rows as they were staged, in their order."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        self._hash = hashlib.blake2b(digest_size=16)
        self._prefix = ""

    def through(self, batches: Iterator[list[Row]]) -> Iterator[list[Row]]:
        for rows in batches:
            for part in rows if len(rows) < FEW else (rows,):  # wide rows are not copied at once
                self._hash.update(marshal.dumps(part, 2))
            yield rows

    def over(self, blocks: Blocks) -> Blocks:
        """The same over lines, which another run has to read again as lines."""
        self.reset()
        self._prefix = STAGED
        return replace(blocks, parts=self._along(blocks))

    def _along(self, blocks: Blocks) -> Iterator[tuple[int, bytes]]:
        for number, block in blocks:
            self._hash.update(block)
            yield number, block

    def hex(self) -> str:
        return self._prefix + self._hash.hexdigest()
