"""Who holds a plan, and taking it away from a holder that is gone, or that somebody says is gone.

A process whose lease was taken commits nothing more: the fence of the ledger holds.
"""

from __future__ import annotations

from dataclasses import dataclass

from migrate_tui.engine import process
from migrate_tui.engine.context import Context, Options
from migrate_tui.engine.databases import clock, state
from migrate_tui.engine.enlist import ledger_of
from migrate_tui.engine.errors import ConfirmationMissing
from migrate_tui.engine.guarded import context_of, new_id
from migrate_tui.engine.lease import is_live, refuse
from migrate_tui.engine.ledger import RunRow
from migrate_tui.engine.plan import Plan

FREE, LIVE, STALE = "free", "live", "stale"


@dataclass(frozen=True)
class Holder:
    """Whose run of a plan has not ended. `state` is free, live, stale, or dead: its process is."""

    run: str
    user: str
    host: str
    pid: int
    since: str
    heartbeat: str
    age: float | None  # seconds since the heartbeat
    state: str


def holder(plan: Plan, env: str | None = None) -> Holder | None:
    """Who holds the plan; None where no run of it is open. Writes nothing."""
    context = context_of(plan, Options(), new_id(), env)
    try:
        found = _open_run(context)
        return _holder(found, context.target.kind) if found else None
    finally:
        context.close()


def unlock(plan: Plan, options: Options, *, force: bool, env: str | None = None) -> Holder | None:
    """Free the lease of a holder that is gone; its run can be gone on with, by anybody.

    Raises LeaseHeld where the holder lives, unless `force`; then the plan's name has to be said.
    """
    context = context_of(plan, options, new_id(), env)
    try:
        if _open_run(context) is None:
            return None
        with context.target.transaction():
            clock.alone(context.target)
            found = ledger_of(context).unfinished()
            if found is None:
                return None
            before = _holder(found, context.target.kind)
            _refuse(before, found, plan, options, force)
            ledger_of(context).release(found.id, f"freed by {process.this().name}")
        return before
    finally:
        context.close()


def _open_run(context: Context) -> RunRow | None:
    if not context.target_database.exists() or not state.exists(context.target):
        return None
    return ledger_of(context).unfinished()


def _refuse(before: Holder, found: RunRow, plan: Plan, options: Options, force: bool) -> None:
    if before.state != LIVE:
        return
    if not force:
        refuse(found)
    if not options.confirmed(plan.plan):
        raise ConfirmationMissing(
            f"run {found.id} is at work: taking its lease has to be confirmed",
            f"Nothing was changed. Add --confirm {plan.plan}",
        )


def _holder(found: RunRow, kind: str) -> Holder:
    who = process.parse(found.owner)
    names = (who.user, who.host, who.pid) if who else (found.owner, found.host, found.pid)
    return Holder(
        found.id, *names, found.started_at, found.heartbeat, found.age, _state(found, who, kind)
    )


def _state(found: RunRow, who: process.Process | None, kind: str) -> str:
    if found.status == "interrupted" or who is None:
        return FREE
    if who.state == process.DEAD:
        return process.DEAD
    return LIVE if is_live(found, kind) else STALE
