"""A rehearsal: everything that is written within it is seen within it, and then thrown away."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from migrate_tui.engine.databases.base import Connection


class Over(Exception):
    """The end of a rehearsal: what ends a transaction without keeping it."""


@contextlib.contextmanager
def rehearsal(connection: Connection) -> Iterator[None]:
    """One transaction around all others, which are savepoints in it; it is never committed."""
    with contextlib.suppress(Over), connection.transaction(snapshot=True):
        connection.rehearsing = True
        try:
            yield
        finally:
            connection.rehearsing = False
        raise Over
