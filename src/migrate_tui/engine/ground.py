"""What a dry run stands on, part by part, and whether an approval of it still holds.

Invariant: where the plan wants it, a migration begins only as an approved dry run foresaw it.
"""

from __future__ import annotations

from migrate_tui.engine import fingerprint
from migrate_tui.engine.approval import Approval, approvals, short
from migrate_tui.engine.errors import Blocked
from migrate_tui.engine.events import Counts, Foreseen
from migrate_tui.engine.work import Work

COUNTED = "the counts"


def foreseen(work: Work, counts: dict[str, Counts]) -> Foreseen:
    """What a dry run came to."""
    parts = ground(work) | {COUNTED: short({name: c.values() for name, c in counts.items()})}
    total = sum(counts.values(), Counts())
    changes = total.inserted + total.updated + total.deleted
    return Foreseen(short(parts), parts, changes)


def ground(work: Work) -> dict[str, str]:
    """What a dry run depends on, part by part; the rows only where an approval is required."""
    context, jobs = work.context, list(work.jobs.values())
    raws = [raw.table.found for job in jobs for raw in job.raws if raw.table is not None]
    parts: dict[str, object] = {
        "the plan": context.plan.digest(),
        "the params": sorted(context.plan.params.items()),
        "the environment": context.env,
        "the choice of mappings": sorted(context.options.only),
        "the source's schema": [[job.tables for job in jobs], raws],
        "the target's schema": [job.parsed.target for job in jobs],
    }
    if context.plan.approval:
        parts["the source's rows"] = [fingerprint.of_rows(work, job) for job in jobs]
    return {name: short(part) for name, part in parts.items()}


def refuse_unapproved(work: Work, told: Foreseen | None) -> None:
    """Raises Blocked where an approval is required and none stands; `told` is the dry run that this
    very run has made, if it did. What changes nothing needs none."""
    plan = work.context.plan
    if plan.approval is None or (told is not None and not told.changes):
        return
    now = told.parts if told is not None else ground(work)
    known = sorted(approvals(plan.directory, plan.plan), key=lambda a: a.at)
    if any(not one.differing(now) for one in known):
        return
    run = work.context.run if told is not None else "RUN"
    look = f"look at it (migrate-tui report {run}), then: migrate-tui approve {run}, and run again"
    if told is None:
        only = "".join(f" --only {name}" for name in work.context.options.only)
        look = f"migrate-tui run {plan.file} --step dry-run{only}, {look}"
    raise Blocked(_why(known[-1], now) if known else "the dry run is not approved", look)


def _why(one: Approval, now: dict[str, str]) -> str:
    parts = one.differing(now)
    verb = "are" if len(parts) > 1 or parts[0].endswith("s") else "is"
    names = " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
    return f"the approval of run {one.run} is void: {names} {verb} not what it was given for"
