"""A run enters its target and leaves it: one row that says whose it is, one process at a time."""

from __future__ import annotations

from migrate_tui.engine.context import Context
from migrate_tui.engine.databases import clock, state
from migrate_tui.engine.errors import Blocked, ExitCode, LeaseHeld
from migrate_tui.engine.lease import Heartbeat, is_live, refuse
from migrate_tui.engine.ledger import Ledger, RunRow, owner
from migrate_tui.engine.retry import again


def ledger_of(context: Context) -> Ledger:
    return Ledger(context.target, context.plan.plan, context.scope)


def resumable(context: Context) -> RunRow | None:
    """The run of this plan that was cut off: it is continued under its own id.

    Raises LeaseHeld where its process still lives, Blocked where the plan is another one now.
    """
    found = at_work(context)
    changed = found is not None and found.plan_digest != context.plan.digest()
    if found is not None and changed and ledger_of(context).headers(found.id):
        refuse_changed(context, found)
    return found


def at_work_if_known(context: Context) -> None:
    """The same of a database that may be too broken to say."""
    try:
        at_work(context)
    except LeaseHeld:
        raise
    except Exception:
        context.close_role("target")


def at_work(context: Context) -> RunRow | None:
    """The run of this plan that did not end. Raises LeaseHeld where its process still lives."""
    if not context.target_database.exists() or not state.exists(context.target):
        return None
    found = ledger_of(context).unfinished()
    if found is not None and is_live(found, context.target.kind):
        refuse(found)
    return found


def refuse_changed(context: Context, found: RunRow) -> None:
    """Going on with another plan than the run began with has to be said."""
    if not context.options.recheck:
        raise Blocked(
            f"the plan changed since run {found.id} was cut off",
            f"roll back {found.id}, or run with --recheck: every range is then looked at again",
        )


def enlist(context: Context) -> None:
    """The run's row in the target; one of the same id that a killed process left is taken over.

    Of two engines that come at once the second sees what the first has written.
    """
    again(lambda: _enlist(context), context.target)
    if context.heartbeat is None:
        heartbeat = Heartbeat(context.target_database, ledger_of(context), context.run)
        context.heartbeat = heartbeat
        context.steering.lost = heartbeat.is_lost
        heartbeat.start()


def _enlist(context: Context) -> None:
    with context.target.transaction():
        clock.alone(context.target)
        state.create(context.target)
        ledger = ledger_of(context)
        found = ledger.unfinished()
        if found is None:
            ledger.start(
                context.run,
                digest=context.plan.digest(),
                params=repr(sorted(context.plan.params.items())),
                env=context.env,
                source=context.source_database.url,
            )
        elif found.id != context.run or is_live(found, context.target.kind):
            refuse(found)
        else:
            ledger.take_over(found.id, context.plan.digest())


def leave(context: Context, code: ExitCode) -> None:
    """The run's row gets its end, if it is still ours; one that was interrupted is let go."""
    if context.heartbeat is not None:
        context.heartbeat.stop()
    if not context.is_open("target") or not state.exists(context.target):
        return
    ledger = ledger_of(context)
    found = ledger.unfinished()
    if found is None or found.id != context.run or found.owner != owner():
        return
    with context.target.transaction():
        if code != ExitCode.DONE and not ledger.headers(context.run):
            ledger.withdraw(context.run)  # it wrote no row: nothing to go on with or to undo
        elif code == ExitCode.INTERRUPTED:
            ledger.release(context.run, owner())
        else:
            status = "done" if code == ExitCode.DONE else "failed"
            ledger.finish(context.run, status, int(code), ledger.totals(context.run))
