"""The print of a run's source, begun as soon as its plan is read.

Invariant: the machinery of a run is not imported here: a large file is hashed while that is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from migrate_tui.engine.databases.file import File
from migrate_tui.engine.databases.url import sqlite_path
from migrate_tui.engine.plan import Plan
from migrate_tui.engine.prints import Print
from migrate_tui.engine.steps import DEFAULT, PRINTING


@contextmanager
def ahead(plan: Plan, steps: Sequence[str] = ()) -> Iterator[Print | None]:
    """For a file that goes into a server, where one of the steps (none: the usual ones) will ask.
    Once the block is left nobody does."""
    into_a_server = plan.source.startswith("sqlite:///") and plan.target.startswith("postgres")
    if not (into_a_server and PRINTING & {*(steps or DEFAULT)}):
        yield None
        return
    begun = Print(File(sqlite_path(plan.source, plan.directory)))
    begun.begin()
    try:
        yield begun
    finally:
        begun.leave()
