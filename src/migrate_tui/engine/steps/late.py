"""After the last mapping of a circle of foreign keys: its second pass, range by range.

A mapping of a circle is skipped only with all the others, and only if its second pass is done.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from migrate_tui.engine import entwine
from migrate_tui.engine.events import Counts, Event, Note
from migrate_tui.engine.jobs import Job
from migrate_tui.engine.ledger import second
from migrate_tui.engine.ranges import spans
from migrate_tui.engine.second import Second
from migrate_tui.engine.steps.gathered import rows_of

if TYPE_CHECKING:
    from migrate_tui.engine.steps.migrate import Migration


def late(migration: Migration, job: Job) -> Iterator[Event]:
    """The second pass of each mapping of the circle that was not skipped, once all are written."""
    members = migration.work.members(job)
    if members and job.name == members[-1].name:
        for member in members:
            if member.name in migration.cuts and member.circle and member.circle.late:
                yield from _pass(migration, member, member.circle.late)


def _pass(migration: Migration, job: Job, columns: tuple[str, ...]) -> Iterator[Event]:
    cut = migration.cuts[job.name]
    with migration.gathering():
        entwine.look_up(migration.work, job)
    found = Second(migration.writer(job, first_load=False), cut.digest)
    done, ranges = found.done(), spans(cut.bounds)
    for span in ranges:
        if span.label not in done:
            started = time.monotonic()
            found.write(rows_of(migration, job, span), span)
            yield migration.done(job, span, Counts(), time.monotonic() - started)
            migration.give_way()
    with migration.connection.transaction():
        for low in done - {span.label for span in ranges}:
            migration.ledger.forget_range(second(job.ledger_name), low)
    text = f"{job.into}: {', '.join(columns)} set, now that the rows they refer to are there"
    yield Note(text, migration.step)
