"""The one table that a direct job reads, range by range of its key, as its source cuts it."""

from __future__ import annotations

import marshal
from collections.abc import Iterator

from migrate_tui.engine.databases.base import Row
from migrate_tui.engine.databases.reading import Blocks, TableReader
from migrate_tui.engine.jobs import Job
from migrate_tui.engine.ledger import Header
from migrate_tui.engine.ranges import Span

RANGE_BYTES = 16 << 20
RANGE_ROWS = 50_000
BATCH = 2000  # rows


def source_of(job: Job) -> TableReader:
    """The one table that a direct job reads."""
    reader = job.raws[0].table
    assert reader is not None
    return reader


def is_sound(job: Job, header: Header) -> bool:
    """The bounds are as they were written, and still in the source's order."""
    return not header.damaged and source_of(job).ascending(job.direct, header.bounds)


def rows_between(job: Job, span: Span, size: int, *, checked: bool) -> Iterator[list[Row]]:
    return source_of(job).between(span.low, span.high, job.direct, size, checked=checked)


def lines_between(job: Job, span: Span) -> Blocks | None:
    """The same rows as lines of their staged columns, where they can be spelled so."""
    lines = source_of(job).staged_lines()
    return None if lines is None else lines.between(span.low, span.high, job.direct)


def cut_source(job: Job, size: int) -> list[str]:
    return [] if job.parsed.hides_key else source_of(job).cut(job.direct, size)


def rows_per_range(job: Job) -> int:
    """As many rows as make about 16 MB, judged by the first thousand, or fewer that make that."""
    count = weight = 0
    for rows in source_of(job).between(None, None, job.direct, 1000, checked=True, limit=1000):
        count += len(rows)
        weight += sum(len(marshal.dumps(row, 2)) for row in rows)
        if weight > RANGE_BYTES:
            break
    each = weight // max(count, 1)
    return max(1, min(RANGE_ROWS, RANGE_BYTES // max(each, 1)))
