"""Jobs cut at the source: which of their ranges stand, and how the others are written."""

from __future__ import annotations

import contextlib
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from migrate_tui.engine import bulk, fingerprint, incoming
from migrate_tui.engine.at_source import (
    BATCH,
    is_sound,
    lines_between,
    rows_between,
    rows_per_range,
    source_of,
)
from migrate_tui.engine.databases.failures import unreadable
from migrate_tui.engine.databases.reading import Lines
from migrate_tui.engine.events import Event
from migrate_tui.engine.fingerprint import Fingerprint
from migrate_tui.engine.jobs import Job
from migrate_tui.engine.ledger import RangeRow, standing
from migrate_tui.engine.portion import SETTLED, is_settled
from migrate_tui.engine.ranges import Span, source_spans
from migrate_tui.engine.turns import Turns
from migrate_tui.engine.unchanged import footing, stands
from migrate_tui.engine.waiting import Waiting

if TYPE_CHECKING:
    from migrate_tui.engine.steps.migrate import Migration


@dataclass
class Direct:
    """The ranges of one direct job."""

    migration: Migration
    job: Job

    def ranges(self) -> Iterator[Event]:
        migration, job = self.migration, self.job
        found = footing(migration.work, migration.ledger, job)
        marked, known = found.marked, {r.low: r for r in found.known}
        if stands(migration.work, migration.ledger, found):
            yield from migration.skip(job, found.known)
            return
        header = migration.ledger.header(migration.context.run, job.ledger_name)
        intact = self._intact(known)
        if header is None or not is_sound(self.job, header):
            cuts = self._remembered() or tuple(self._cut(None, None))
            header = migration.open(job, header, found.seen, marked, cuts)
            intact = intact and {s.label for s in source_spans(cuts)} >= known.keys()
        waiting = migration.waiting(job, header, self._cut)
        yield from self._write_all(waiting, known if intact else {}, marked)
        with migration.connection.transaction():
            lows = [s.label for s in source_spans(waiting.header.bounds)]
            migration.ledger.close_mapping(migration.context.run, job.ledger_name, lows)

    def _intact(self, known: dict[str, RangeRow]) -> bool:
        """Whether ledger rows may be trusted: the target rows are as they were left."""
        if self.migration.context.options.recheck or not known:
            return False
        return fingerprint.untouched(self.migration.work, self.job, list(known.values()))

    def _remembered(self) -> tuple[str, ...] | None:
        """The cut of the last run, so that new rows change one range and not all."""
        name = self.job.ledger_name
        last = self.migration.ledger.last_header(name)
        if last is None or last.status != "done" or self.job.parsed.hides_key:
            return None
        return last.bounds if is_sound(self.job, last) else None

    def _cut(self, low: str | None, high: str | None) -> list[str]:
        if self.job.parsed.hides_key:
            return []
        context = self.migration.context
        asked = context.steering.rows or context.options.batch_size
        return source_of(self.job).cut(
            self.job.direct, asked or rows_per_range(self.job), low, high
        )

    def _write_all(
        self, waiting: Waiting, known: dict[str, RangeRow], marked: str
    ) -> Iterator[Event]:
        migration = self.migration
        if any(row.counts.rejected for row in known.values()):
            with migration.connection.transaction():
                migration.ledger.met_again(self.job.ledger_name, migration.context.run)
        for span in source_spans(waiting.header.bounds):
            row = self._standing(span, known.get(span.label), marked)
            if row is None:
                waiting.ranges.append(span)
            else:
                yield self._skipped(span, row)
        loading = self._bulk() if waiting.ranges and waiting.header.first_load else None
        if loading is not None:
            yield from loading.ranges(waiting, marked)
        if waiting.ranges:
            yield from migration.meanwhile.ended(migration.connection)
            yield from Turns(migration, self.job).ranges(waiting, marked)

    def _standing(self, span: Span, row: RangeRow | None, marked: str) -> RangeRow | None:
        """The ledger row of a range that needs nothing: same rows, same mapping; what the target
        refused another run is tried again."""
        if row is None or row.digest != marked:
            return None
        ours = row.run == self.migration.context.run
        if row.counts.rejected and not ours and not is_settled(row.fingerprint):
            return None
        seen = row.fingerprint.removeprefix(SETTLED)
        return row if self._read_fingerprint(span, seen) == seen else None

    def _skipped(self, span: Span, row: RangeRow) -> Event:
        ours = row.run == self.migration.context.run
        found = row.counts if ours else standing(row.counts)
        return self.migration.done(self.job, span, found, 0.0, skipped=True)

    def _bulk(self) -> bulk.Bulk | None:
        return bulk.bulk(self.migration, self.job, self.lines)

    @cached_property
    def lines(self) -> Lines | None:
        return bulk.lines(self.job)

    def _read_fingerprint(self, span: Span, before: str) -> str:
        """As it was made before: over lines, or over rows."""
        if before.startswith(incoming.PRINTED):
            try:
                return incoming.printed(self.lines, self.job, span) if self.lines else ""
            except bulk.not_lines():
                return ""
        printed = Fingerprint()
        lines = lines_between(self.job, span) if before.startswith(fingerprint.STAGED) else None
        if lines is not None:
            deque(printed.over(lines), maxlen=0)
        else:
            self._print(printed, span)
        return printed.hex()

    def _print(self, printed: Fingerprint, span: Span) -> None:
        """Over the rows as they were staged: looked at one by one where one cannot be read."""
        for checked in (False, True):
            rows = rows_between(self.job, span, BATCH, checked=checked)
            printed.reset()
            with contextlib.suppress(*(() if checked else unreadable())):
                deque(printed.through(rows), maxlen=0)
                return
