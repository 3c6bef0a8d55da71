"""Migrations applied in the order of their names: each in its own transaction, with its record.

Nothing runs while any of them stands as it should not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from migrate_tui.engine.applying import STEP, applied, apply, groups, records_of
from migrate_tui.engine.context import Context
from migrate_tui.engine.errors import Blocked, LeaseHeld, MigrateError
from migrate_tui.engine.events import Event, Finding, Note, SchemaStatement
from migrate_tui.engine.migrations import Migration, migrations_of
from migrate_tui.engine.pending import Pending
from migrate_tui.engine.records import DONE, FOLDER, STARTED, Record, Records
from migrate_tui.engine.standing import (
    APPLIED,
    CHANGED,
    FAILED,
    HALF,
    MISSING,
    PENDING,
    PRISMA,
    Standing,
    standings,
)

GO_ON = (PENDING, HALF, FAILED)
REMEDIES = {
    CHANGED: "put it back as it was and say the change in a new migration (schema new NAME),"
    " or take the file as what was applied: schema resolve --applied {}",
    MISSING: "put its folder back, or forget it: schema resolve --rolled-back {}",
    FAILED: "finish or undo it by hand, then say which: schema resolve --applied {0}, or"
    " --rolled-back {0}",
}


def apply_migrations(context: Context) -> Iterator[Event]:
    """What is pending is applied, what was cut off goes on; nothing where all of it stands."""
    migrations = migrations_of(context.plan, context.target.kind)
    if migrations is None:
        return
    found = standings(context.target, context.plan.plan, migrations)
    refuse_drift(found)
    yield from _out_of_order(found)
    waiting = [one for one in found if one.status in GO_ON]
    if not waiting:
        yield Note(f"{len(found)} migrations are applied: nothing to do", step=STEP)
    for one in waiting:
        assert one.migration is not None
        yield from _apply(context, one, one.migration)


def refuse_drift(found: Sequence[Standing]) -> None:
    """What was changed, is missing, or failed elsewhere has to be resolved by a person."""
    wrong = [one for one in found if one.status not in (APPLIED, *GO_ON)]
    wrong += [one for one in found if one.status == FAILED and one.by == PRISMA]
    if wrong:
        told = "; ".join(f"{one.name} is {one.status} ({one.detail})" for one in wrong)
        raise Blocked(told, REMEDIES[wrong[0].status].format(wrong[0].name))


def _out_of_order(found: Sequence[Standing]) -> Iterator[Event]:
    last = max((one.name for one in found if one.status == APPLIED), default="")
    for one in found:
        if one.status == PENDING and one.name < last:
            fact = f"{one.name} is applied after {last}, though its name comes before it"
            yield Finding("warning", fact, "give it a newer timestamp if that matters", STEP)


def _apply(context: Context, one: Standing, migration: Migration) -> Iterator[Event]:
    keeping = Keeping(context, migration, one.record)
    rest = left_of(one, migration)
    yield Note(f"migration {one.name}: {len(rest)} statements", step=STEP)
    yield from (SchemaStatement(statement.sql, applied=False) for statement in rest)
    together = list(groups(rest)) or [[]]
    for group in together:
        end = keeping.end if group is together[-1] else keeping.nothing
        try:
            done = apply(context, group, keeping.begin, end)
        except MigrateError as error:
            keeping.failed(error.message)
            raise
        yield from applied(done)


def left_of(one: Standing, migration: Migration) -> list[Pending]:
    """The statements that have not run, the first of them perhaps begun."""
    rest = list(migration.statements[one.done :])
    begun = one.statements[one.done :]
    return [replace(rest[0], started=begun[0]), *rest[1:]] if rest and begun else rest


@dataclass(frozen=True)
class Keeping:
    """The record of a folder, written in the transactions of its statements."""

    context: Context
    migration: Migration
    seen: Record | None = None  # as it was when the work was planned

    def begin(self, records: Records) -> None:
        """Before its first statement; one that was rolled back by hand begins anew."""
        found = self._found(records)
        if found is not None and found.run == self.context.run:
            return
        if found != self.seen:
            raise LeaseHeld(
                f"another process is applying {self.migration.name}, or has applied it just now",
                "look at `schema status`, then run again",
            )
        if found is not None and found.status == STARTED:
            records.change(found, run=self.context.run)
            return
        if found is not None:
            records.forget(found)
        name, now = self.migration.name, (self.migration.digest, self.migration.script)
        records.add(folder_record(self.context, records, name, STARTED, *now))

    def end(self, records: Records) -> None:
        found = self._found(records)
        if found is not None:
            records.change(found, status=DONE, became="")

    def nothing(self, _: Records) -> None:
        """There is more to come."""

    def failed(self, message: str) -> None:
        """What was committed before the failure stands, and `schema status` tells it."""
        with suppress(Exception):  # a connection that is gone must not hide the first error
            records = records_of(self.context)
            found = self._found(records)
            if found is not None and found.status == STARTED:
                with self.context.target.transaction():
                    records.change(found, became=message)

    def _found(self, records: Records) -> Record | None:
        found = (r for r in records.all(FOLDER) if r.name == self.migration.name)
        return next(found, None)


def folder_record(
    context: Context, records: Records, name: str, status: str, digest: str = "", script: str = ""
) -> Record:
    """Of a folder that is gone nobody knows what was in it."""
    return Record(
        id=records.next_id(),
        plan=context.plan.plan,
        run=context.run,
        step=FOLDER,
        place=name,
        statement="",
        checksum=digest,
        script=script,
        undo="",
        name=name,
        became="",
        status=status,
        at=context.now().isoformat(timespec="milliseconds"),
    )
