"""What a person says of a migration: that it is applied, or that it was undone by hand."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_tui.engine.applying import records_of
from migrate_tui.engine.context import Context
from migrate_tui.engine.errors import Blocked, PlanError
from migrate_tui.engine.events import Event, Note
from migrate_tui.engine.migrations import required
from migrate_tui.engine.plan.problems import nearest
from migrate_tui.engine.records import ADOPTED, ROLLED_BACK, Records
from migrate_tui.engine.standing import APPLIED, CHANGED, PENDING, PRISMA, Standing, standings
from migrate_tui.engine.steps.folders import folder_record

STEP = "resolve"


def resolve(context: Context, name: str, *, applied: bool) -> Iterator[Event]:
    """Record it; nothing is run, and Prisma's own records stay as they are."""
    migrations = required(context.plan, context.target.kind)
    found = standings(context.target, context.plan.plan, migrations)
    one = next((one for one in found if one.name == name), None)
    if one is None:
        known = nearest(name, (one.name for one in found))
        raise PlanError(f"there is no migration {name}{known}", "`schema status` lists them")
    _refuse(one, applied)
    records = records_of(context)
    with context.target.transaction():
        records.create()
        _forget(records, one, applied)
        _record(context, records, one, applied)
    yield Note(f"{name} counts as {'applied' if applied else 'not applied'} now", step=STEP)


def _refuse(one: Standing, applied: bool) -> None:
    if applied and one.status == APPLIED:
        raise Blocked(f"{one.name} is applied already", "there is nothing to resolve")
    if applied and one.migration is None:
        raise Blocked(f"the folder of {one.name} is gone", "put it back first")
    if not applied and one.status in (APPLIED, CHANGED):
        raise Blocked(
            f"{one.name} is applied: saying that it was rolled back would make it run again",
            "take it back with `schema down`",
        )
    if not applied and one.status == PENDING:
        raise Blocked(f"{one.name} is not applied", "there is nothing to resolve")


def _forget(records: Records, one: Standing, applied: bool) -> None:
    """What counts as applied keeps the records of what it made, so that it can be dropped."""
    if one.record is not None:
        records.forget(one.record)
    for statement in () if applied else one.statements:
        records.forget(statement)


def _record(context: Context, records: Records, one: Standing, applied: bool) -> None:
    """Prisma's word stands until ours is beside it."""
    now = (one.migration.digest, one.migration.script) if one.migration else ()
    if applied:
        records.add(folder_record(context, records, one.name, ADOPTED, *now))
    elif one.by == PRISMA:
        records.add(folder_record(context, records, one.name, ROLLED_BACK, *now))
