"""Runs of this machine that are on their way to a target which they have not entered yet.

A run takes its lease when it begins to write; until then its journal tells that it will.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from contextlib import suppress

from migrate_tui.engine.context import Context
from migrate_tui.engine.errors import MigrateError
from migrate_tui.engine.events import RunFinished, RunStarted
from migrate_tui.engine.history import HOME, Record
from migrate_tui.engine.journal import ends
from migrate_tui.engine.lease import at_work
from migrate_tui.engine.process import ALIVE, Process, this


def refuse_beside(context: Context, writing: Set[str]) -> None:
    """Raises LeaseHeld where another process is at a run that will take a step of `writing` too.

    Two that come at the very same time do not see each other here: the lease decides.
    """
    for process, begun in _begun(context):
        urls = context.source_database.url, context.target_database.url
        ours = (context.plan.plan, context.plan.params, *urls)
        theirs = (begun.plan, begun.params, begun.source, begun.target)
        if ours == theirs and writing & set(begun.steps):
            raise at_work(begun.run, process.words, begun.at)


def _begun(context: Context) -> Iterator[tuple[Process, RunStarted]]:
    """Every run beside this one whose process is awake."""
    for folder in context.plan.directory.glob(f"{HOME}/runs/*"):
        record = Record(folder)
        process = record.writer[0]
        if process is None or process == this() or process.state != ALIVE:
            continue
        first = last = None
        with suppress(OSError, MigrateError):  # one that has said nothing yet has not begun
            first, last = ends(record.journal)
        if isinstance(first, RunStarted) and not isinstance(last, RunFinished):
            yield process, first
