"""Who may write for a plan: one process at a time, known by its token and by its heartbeat.

What commits asks the fence of the ledger; the heartbeat only says who must not be disturbed.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field

from migrate_tui.engine import process
from migrate_tui.engine.databases import clock
from migrate_tui.engine.databases.base import Database
from migrate_tui.engine.errors import LeaseHeld
from migrate_tui.engine.ledger import Ledger, RunRow

STALE = 60.0  # seconds without a heartbeat
EVERY = STALE / 5
BUSY = 200  # milliseconds that a heartbeat waits for a lock; the next one is soon enough


def is_live(run: RunRow, kind: str) -> bool:
    """Whether somebody else may still be writing for this run.

    A SQLite file that is read for long cannot be written, not even by a heartbeat: there a process
    of this machine that is at work counts, however old its heartbeat is.
    """
    holder = process.parse(run.owner)
    if run.status == "interrupted" or holder is None or run.owner == process.this().token:
        return False
    state = holder.state
    fresh = run.age is not None and run.age < STALE
    return state != process.DEAD and (fresh or (kind == "sqlite" and state == process.ALIVE))


def refuse(run: RunRow) -> None:
    """Raises LeaseHeld, naming who holds the run."""
    holder = process.parse(run.owner)
    age = "" if run.age is None else f", last heard of {run.age:.0f} seconds ago"
    raise at_work(run.id, holder.words if holder else run.owner, f"{run.started_at}{age}")


def at_work(run: str, who: str, since: str) -> LeaseHeld:
    return LeaseHeld(
        f"run {run} of this plan is at work: {who}, since {since}",
        f"wait for it (migrate-tui attach {run}), stop it (migrate-tui cancel {run}), or see "
        "whether it still lives (migrate-tui unlock PLAN)",
    )


@dataclass
class Heartbeat:
    """Says every few seconds that a run is alive, over a connection of its own."""

    database: Database
    ledger: Ledger
    run: str
    lost: bool = False
    _seen: float = field(default_factory=time.monotonic)
    _end: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def start(self) -> None:
        self._thread = threading.Thread(target=self._beat_on, name="heartbeat", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._end.set()
        if self._thread is not None:
            self._thread.join()

    def is_lost(self) -> bool:
        """Whoever slept long asks before going on."""
        if time.monotonic() - self._seen > 2 * EVERY:
            self.beat()
        return self.lost

    def beat(self) -> None:
        """One heartbeat; a database that is busy or away is asked again later."""
        try:
            with self.database.open() as connection:
                clock.hasten(connection, BUSY)
                ledger = Ledger(connection, self.ledger.plan, self.ledger.scope)
                with connection.transaction():
                    self.lost = not ledger.beat(self.run)
            self._seen = time.monotonic()
        except Exception:
            return

    def _beat_on(self) -> None:
        while not self._end.wait(EVERY):
            self.beat()
