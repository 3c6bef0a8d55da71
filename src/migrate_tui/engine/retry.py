"""Trying again: transient errors of a busy database end by themselves, all others are raised."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import TypeVar

from migrate_tui.engine.databases.base import Connection

ATTEMPTS = 8
Result = TypeVar("Result")


def again(work: Callable[[], Result], connection: Connection) -> Result:
    """Run `work`; after a deadlock, a serialization failure or SQLITE_BUSY run it once more.

    Raises the last error after eight attempts, about ten seconds of waiting in all.
    """
    for attempt in range(ATTEMPTS - 1):
        try:
            return work()
        except Exception as error:
            if not connection.transient(error):
                raise
            time.sleep(0.05 * 2**attempt * (1 + random.random()))
    return work()
