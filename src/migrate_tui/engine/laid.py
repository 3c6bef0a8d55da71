"""The ranges of a first load, and where the rows of each lie in their table.

Invariant: it only says where to look first; what is not found there may lie elsewhere.
"""

from __future__ import annotations

from typing import NamedTuple

from migrate_tui.engine.at_source import is_sound
from migrate_tui.engine.databases.loads import laid_by, pages
from migrate_tui.engine.jobs import Job
from migrate_tui.engine.ledger import Ledger
from migrate_tui.engine.ranges import Span, source_spans
from migrate_tui.engine.work import Work

TARGET = "mt_t"  # as the diff calls the table


class Place(NamedTuple):
    """SQL of where rows lie, and the number of pages there."""

    words: str
    pages: int


def laid(work: Work, job: Job) -> dict[Span, Place]:
    """Every range in its order, with the place of its rows; nothing where one is not known."""
    ledger = Ledger(work.connection, work.context.plan.plan, work.context.scope)
    header = ledger.last_header(job.ledger_name)
    if header is None or not header.first_load or job.parsed.hides_key:
        return {}
    known = {load.low: load for load in ledger.loads_of(header.run, job.ledger_name)}
    found: dict[Span, Place] = {}
    for span in source_spans(header.bounds):
        load = known.get(span.label)
        words = None if load is None else laid_by(TARGET, load)
        if load is None or words is None:
            return {}
        found[span] = Place(words, pages(load))
    return found if is_sound(job, header) else {}
