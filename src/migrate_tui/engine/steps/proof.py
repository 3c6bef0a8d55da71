"""Clean-up with its proofs: a verification just now, and a backup that can be read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from migrate_tui.engine.context import Context
from migrate_tui.engine.events import Event
from migrate_tui.engine.steps.backup import newest_backup
from migrate_tui.engine.steps.clean_up import clean_up, retires
from migrate_tui.engine.steps.verify import verify


def proven_clean_up(context: Context) -> Iterator[Event]:
    """Verify, then retire the old tables. Raises what either of them raises."""
    verified_at: datetime | None = None
    backup: Path | None = None
    if retires(context):
        yield from verify(context, gate=True)
        verified_at, backup = context.now(), newest_backup(context)
    yield from clean_up(context, verified_at=verified_at, backup=backup)
