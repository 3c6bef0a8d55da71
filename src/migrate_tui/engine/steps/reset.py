"""Reset: what the schema step made goes, rows and all, so that it can be made anew.

Invariant: nothing that somebody else made is dropped; what stands in the way is listed instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import sqlalchemy as sa

from migrate_tui.engine.aside import put_back
from migrate_tui.engine.context import Context
from migrate_tui.engine.databases import state
from migrate_tui.engine.errors import ConfirmationMissing
from migrate_tui.engine.events import Event, Note
from migrate_tui.engine.ledger import Ledger
from migrate_tui.engine.records import ADOPTED, FOLDER, Record, Records
from migrate_tui.engine.steps.clean_up import undo_clean_up
from migrate_tui.engine.steps.unapply import STEPS, undo_records

STEP = "reset"


def refuse_unconfirmed(context: Context) -> None:
    """Raises ConfirmationMissing unless the plan's name was typed."""
    wanted = context.plan.plan
    if not context.options.confirmed(wanted):
        raise ConfirmationMissing(
            "reset drops every table that the schema step made, with its rows",
            f"type exactly: --confirm {wanted}",
        )


def reset(context: Context) -> Iterator[Event]:
    """Drop what the schema step of this plan made; its runs count as rolled back."""
    refuse_unconfirmed(context)
    yield from undo_clean_up(context)
    yield from put_back(context)
    records = _made_here(Records(context.target, context.plan.plan).all(*STEPS))
    if any(one.status == ADOPTED for one in records):  # it stands on, and is taken once more
        context.options = replace(context.options, adopt=True)
    if records:
        yield from undo_records(context, records, rows=True, also=lambda: _forget_runs(context))
    else:
        yield Note("the schema step has made nothing here: nothing to drop", step=STEP)


def _made_here(records: list[Record]) -> list[Record]:
    """What was only taken as it stood stays, and stays known."""
    taken = {one.name for one in records if one.step == FOLDER and one.status == ADOPTED}
    return [one for one in records if one.name not in taken or one.step == "rename"]


def _forget_runs(context: Context) -> None:
    """Of every scope: the rows of all of them went with their tables."""
    if not state.exists(context.target):
        return
    state.create(context.target)  # what an earlier version did not have
    ledger = Ledger(context.target, context.plan.plan, context.scope)
    for found in (ledger.ranges, ledger.rejects):
        context.target.execute(sa.delete(found).where(found.c.plan == context.plan.plan))
    runs = sa.select(ledger.runs.c.id).where(ledger.runs.c.plan == context.plan.plan)
    context.target.execute(sa.delete(ledger.loads).where(ledger.loads.c.run.in_(runs)))
    for found in (ledger.mappings, ledger.runs):
        gone = sa.update(found).where(found.c.plan == context.plan.plan)
        context.target.execute(gone.values(status="rolled back"))
