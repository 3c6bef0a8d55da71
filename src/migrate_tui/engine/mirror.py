"""The mirrors of a run: after all mappings, what their sources have no longer is found, judged as a
whole, and deleted, children before their parents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from migrate_tui.engine.context import Context
from migrate_tui.engine.deletion import Deletion
from migrate_tui.engine.errors import ConfirmationMissing
from migrate_tui.engine.events import Event, Finding
from migrate_tui.engine.gone import LISTED, Found, Gone, mirrors
from migrate_tui.engine.ledger import Ledger
from migrate_tui.engine.veil import Veil
from migrate_tui.engine.work import Work


def mirror(context: Context, work: Work, ledger: Ledger, step: str, size: int) -> Iterator[Event]:
    """Delete what the sources of the mirrors have no longer; the whole plan is judged first.

    Raises ConfirmationMissing where more would go than the plan allows.
    """
    chosen = mirrors(work, work.jobs, context.options.only)
    passes = [Deletion(g, ledger, step, size, context.run, i) for i, g in enumerate(chosen)]
    founds: list[tuple[Gone, Found]] = []
    for one in passes:
        yield from one.earlier()
        one.gone.prepare()
        with work.connection.transaction(read_only=work.kind == "sqlite", snapshot=True):
            founds.append((one.gone, _found(one, ledger) if _ran(one, ledger) else Found()))
    judge(context, founds)
    for one, (gone, found) in zip(passes, founds, strict=True):
        if found.deleted or ledger.header(context.run, one.name) is not None:
            yield from one.delete()
        yield from stays(gone, found, step)


def _found(one: Deletion, ledger: Ledger) -> Found:
    """Judged by the rows that stood before: those that this run put in save none of them."""
    found = one.gone.find()
    known = ledger.ranges_of(one.job.ledger_name)
    inserted = sum(row.counts.inserted for row in known if row.run == one.run)
    return replace(found, scope=max(found.scope - inserted, found.gone))


def _ran(one: Deletion, ledger: Ledger) -> bool:
    """A mapping that was skipped as a whole found its scope as its last run had left it."""
    if one.job.direct:
        return ledger.header(one.run, one.job.ledger_name) is not None
    return one.job.name in one.work.gathered


def judge(context: Context, founds: list[tuple[Gone, Found]]) -> None:
    """An empty source, or a filter gone wrong, must not empty the target unasked."""
    budget = context.plan.deletes
    for gone, found in founds:
        said = f"delete {gone.job.name}"
        if budget.exceeded(found.deleted, found.scope) and not context.options.confirmed(said):
            raise ConfirmationMissing(
                f"mapping {gone.job.name}: {found.deleted} of the {found.scope} rows in its scope "
                f"would be deleted, the plan allows {budget.max}; nothing was deleted",
                f"if that is meant, add --confirm '{said}', or raise deletes: max",
            )


def stays(gone: Gone, found: Found, step: str) -> Iterator[Event]:
    """Gone rows that are left where they are, and why."""
    into, job = gone.job.into, gone.job
    if found.unknown and found.held:
        fact = (
            f"{job.name}: {found.held} rows of {into} that are gone from the source stay, because "
            f"{found.unknown} of its rows have no known key: each may be one of them"
        )
        yield Finding("warning", fact, "mend these rows: `migrate-tui rejects` names them", step)
        return
    for key, why in gone.listed(LISTED):
        text = Veil(gone.work.context.plan).key(job.name, key)
        yield Finding(
            "warning", f"{into} {text} is gone from the source but stays: {why}", "", step
        )
    if (held := gone.held()) > LISTED:
        fact = f"{into}: {held} rows that are gone from the source stay in all"
        yield Finding("warning", fact, "", step)
