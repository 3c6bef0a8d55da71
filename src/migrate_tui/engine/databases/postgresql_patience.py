"""A server that is full is asked again for a moment: it still counts who is just leaving.

Invariant: nothing is waited for but a server, database or role that has no connection left, and
never for long.
"""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic, sleep
from typing import TypeVar

import psycopg

from migrate_tui.engine.databases.postgresql_errors import is_full

SECONDS = 2.0
PAUSE = 0.05
Found = TypeVar("Found")


def patiently(connect: Callable[[], Found]) -> Found:
    """What connecting gives; the server's last refusal where it stays full."""
    end = monotonic() + SECONDS
    while True:
        try:
            return connect()
        except psycopg.OperationalError as error:
            if not is_full(error) or monotonic() >= end:
                raise
        sleep(PAUSE)
