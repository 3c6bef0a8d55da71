"""Undoing one run: what it wrote is taken back, what anybody touched since is listed and stays."""

from __future__ import annotations

import time
from collections.abc import Iterator

from migrate_tui.engine.events import (
    Counts,
    Event,
    Finding,
    MappingFinished,
    MappingStarted,
    RangeDone,
)
from migrate_tui.engine.examine import Examination
from migrate_tui.engine.undo.kept import Kept
from migrate_tui.engine.undo.loaded import Loaded
from migrate_tui.engine.undo.place import LISTED, STEP, Place

__all__ = ["Place", "undo"]


def undo(place: Place, examination: Examination) -> Iterator[Event]:
    """One mapping of one run, undone range by range; each range forgets its ledger row."""
    job, started = place.job, time.monotonic()
    yield MappingStarted(job.name, job.into, job.sources, STEP, None)
    total = Counts()
    for event in _events(place, examination):
        if isinstance(event, RangeDone):
            total += event.counts
        yield event
    if place.listed > LISTED:
        yield Finding("warning", f"{job.into}: {place.listed} rows stay in all", "", STEP)
    with place.connection.transaction():
        if place.where is None:
            place.ledger.forget_run(place.header.run, place.header.mapping)
        else:  # a part still stands: it can be undone later, but no range of it skipped
            place.ledger.forget_mapping(place.header.mapping)
    total += Counts(kept=place.listed)
    yield MappingFinished(job.name, job.into, STEP, total, time.monotonic() - started)


def _events(place: Place, examination: Examination) -> Iterator[Event]:
    """A first load has undo rows too, of rows that somebody put in while it ran."""
    yield from place.undone
    yield from Kept(place).events()
    if place.header.first_load:
        yield from Loaded(place, examination).events()
