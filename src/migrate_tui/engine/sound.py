"""A cut is used again only as it was written, and only where its bounds are still in order."""

from __future__ import annotations

from migrate_tui.engine.databases.base import Connection
from migrate_tui.engine.databases.order import increasing
from migrate_tui.engine.jobs import Job
from migrate_tui.engine.ledger import Header


def is_sound(connection: Connection, header: Header, job: Job | None = None) -> bool:
    """Whether every row lies in exactly one of the ranges; `job` where the target's key cuts."""
    columns = [job.parsed.target_column(k) for k in job.parsed.key] if job else []
    return not header.damaged and increasing(connection, header.bounds, columns)
