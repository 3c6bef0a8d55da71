"""The rows of runs: who is at work, since when, and how it ended; and the fence of the lease."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from migrate_tui.engine import process
from migrate_tui.engine.databases import clock
from migrate_tui.engine.errors import LeaseHeld
from migrate_tui.engine.events import Counts
from migrate_tui.engine.ledger.tables import COUNTS, Tables, now


@dataclass(frozen=True)
class RunRow:
    id: str
    plan: str
    scope: str
    plan_digest: str
    status: str
    started_at: str
    owner: str
    host: str
    pid: int
    heartbeat: str
    age: float | None  # seconds since the heartbeat by the database's clock; None: released


@dataclass(frozen=True)
class Runs(Tables):
    """The runs of one plan and scope."""

    def start(self, run: str, *, digest: str, params: str, env: str | None, source: str) -> None:
        values = {
            "id": run,
            "plan": self.plan,
            "scope": self.scope,
            "plan_digest": digest,
            "params": params,
            "env": env,
            "source": source,
            "status": "running",
            "started_at": now(),
            **self._owner(),
        }
        self.connection.execute(sa.insert(self.runs).values(**values, **_zero()))
        self._lease(run)

    def take_over(self, run: str, digest: str) -> None:
        """Continue a run whose process is gone, with the plan as it is now."""
        r = self.runs
        update = sa.update(r).where(r.c.id == run)
        update = update.values(status="running", plan_digest=digest, **self._owner())
        self.connection.execute(update)
        self._lease(run)

    def _owner(self) -> dict[str, Any]:
        found = process.this()
        heartbeat: Any = sa.literal_column(clock.now(self.connection.kind))
        return {"owner": found.token, "host": found.host, "pid": found.pid, "heartbeat": heartbeat}

    def _lease(self, run: str) -> None:
        """The fence of a run: a row that changes only when the run changes hands, so that a
        heartbeat never meets a range that looks at it."""
        of = self.leases
        self.connection.execute(sa.delete(of).where(of.c.run == run))
        self.connection.execute(sa.insert(of).values(run=run, owner=owner()))

    def beat(self, run: str) -> bool:
        """The run is alive. False where it is not ours any more."""
        r = self.runs
        update = sa.update(r).where(r.c.id == run, r.c.owner == owner(), r.c.status == "running")
        clock_now: Any = sa.literal_column(clock.now(self.connection.kind))
        return bool(self.connection.execute(update.values(heartbeat=clock_now).returning(r.c.id)))

    def release(self, run: str, by: str, status: str = "interrupted") -> None:
        """Nobody holds the run any more: who goes on with it need not wait."""
        r, of = self.runs, self.leases
        update = sa.update(r).where(r.c.id == run)
        self.connection.execute(update.values(status=status, heartbeat="", owner=by))
        self.connection.execute(sa.update(of).where(of.c.run == run).values(owner=""))

    def fence(self, run: str) -> None:
        """Raises LeaseHeld where another process has the run."""
        if not self.connection.execute(self._ours(run, [sa.literal(1)])):
            raise taken_over(run)

    def _ours(self, run: str, columns: list[Any]) -> Any:
        """The columns, if the lease is ours; whoever wants to take it waits for our commit."""
        of = self.leases
        ours = sa.select(*columns).select_from(of).where(of.c.run == run, of.c.owner == owner())
        return ours.with_for_update(read=True) if self.connection.kind == "postgresql" else ours

    def unfinished(self) -> RunRow | None:
        """The newest run of this plan that neither ended nor was rolled back."""
        found = self._runs(self.runs.c.status.in_(["running", "interrupted"]))
        return found[-1] if found else None

    def standing(self) -> list[RunRow]:
        """Runs of this plan that wrote and were not rolled back, oldest first."""
        return self._runs(self.runs.c.status != "rolled back")

    def mark(self, run: str, status: str) -> None:
        """The run's new status; one that was taken back is no longer a completed one."""
        r = self.runs
        update = sa.update(r).where(r.c.id == run).values(status=status, completed_at=None)
        self.connection.execute(update)

    def _runs(self, condition: Any) -> list[RunRow]:
        r = self.runs
        names = (
            "id",
            "plan",
            "scope",
            "plan_digest",
            "status",
            "started_at",
            "owner",
            "host",
            "pid",
            "heartbeat",
        )
        age: Any = sa.literal_column(clock.age(self.connection.kind, '"heartbeat"'))
        query = sa.select(*(r.c[n] for n in names), age).where(r.c.plan == self.plan, condition)
        query = query.where(r.c.scope == self.scope)
        return [
            RunRow(*row) for row in self.connection.execute(query.order_by(r.c.started_at, r.c.id))
        ]

    def finish(self, run: str, status: str, exit_code: int, counts: Counts) -> None:
        r = self.runs
        values = dict(zip(COUNTS, counts.values(), strict=True))
        update = sa.update(r).where(r.c.id == run, r.c.owner == owner())
        at, well = now(), exit_code == 0
        update = update.values(finished_at=at, completed_at=at if well else None, **values)
        update = update.values(status=status, exit_code=exit_code)
        self.connection.execute(update)

    def totals(self, run: str) -> Counts:
        """What the run's ranges add up to."""
        r = self.ranges
        sums = (sa.func.coalesce(sa.func.sum(r.c[c]), 0) for c in COUNTS)
        row = self.connection.execute(sa.select(*sums).where(r.c.run == run))[0]
        return Counts(*map(int, row))

    def withdraw(self, run: str) -> None:
        """The run never was."""
        self.connection.execute(sa.delete(self.leases).where(self.leases.c.run == run))
        self.connection.execute(sa.delete(self.runs).where(self.runs.c.id == run))


def owner() -> str:
    return process.this().token


def taken_over(run: str) -> LeaseHeld:
    return LeaseHeld(
        f"run {run} was taken over by another process",
        "this process wrote nothing more; look at the other one",
    )


def _zero() -> dict[str, int]:
    return dict.fromkeys(COUNTS, 0)
