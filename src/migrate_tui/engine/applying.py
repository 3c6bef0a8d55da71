"""Statements of the schema run with their records: in one transaction where they can share one.

What cannot share is recorded as started before and as done after, so that a kill between is seen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from itertools import groupby

from migrate_tui.engine.context import Context
from migrate_tui.engine.databases.base import Connection
from migrate_tui.engine.databases.changes import changing, following
from migrate_tui.engine.databases.failures import (
    any_error,
    detail,
    forbidden,
    orphaned,
    reason,
    repeated,
)
from migrate_tui.engine.databases.made import Made, drop_sql, made_by
from migrate_tui.engine.databases.there import half_built, there
from migrate_tui.engine.errors import Blocked, PlanError
from migrate_tui.engine.events import Event, Note, SchemaStatement
from migrate_tui.engine.meanwhile import Task, together
from migrate_tui.engine.pending import Pending
from migrate_tui.engine.records import ADOPTED, DONE, STARTED, STATEMENT, Record, Records, checksum

STEP = "schema"
CORRECT = "nothing of its transaction stands; correct it and run the step again"
ORPHANED = (
    "the row that it refers to was rejected, or never there: mend it in the source and run again;"
    " or roll back with --schema, and put the line before the load: there the key rejects such rows"
)
Keep = Callable[[Records], None]


def nothing(_: Records) -> None:
    """No record but those of the statements."""


def groups(pending: Sequence[Pending]) -> Iterator[list[Pending]]:
    """Neighbours that can share a transaction do; the others stand alone."""
    for alone, group in groupby(pending, key=lambda one: one.alone):
        together = list(group)
        yield from ([one] for one in together) if alone else [together]


def apply(
    context: Context, group: list[Pending], begin: Keep = nothing, end: Keep = nothing
) -> list[Pending]:
    """Run a group; `begin` and `end` write records of their own in its transactions.

    Returns it as it was done: what stood already was only recorded.
    """
    if group and group[0].alone and not group[0].adopt:
        return [_apply_alone(context, group[0], begin, end)]
    records = records_of(context)
    with changing(context.target):
        records.create()
        begin(records)
        done = [_apply_one(context, records, one) for one in group]
        end(records)
    return done


def _apply_one(context: Context, records: Records, one: Pending) -> Pending:
    one = _looked_at(context, records, one)
    if not one.adopt:
        _run(context.target, one)
    taken = one.adopt and one.started is None  # what was begun and stands is ours
    _record(context, records, one, ADOPTED if taken else DONE)
    return one


def _apply_alone(context: Context, one: Pending, begin: Keep, end: Keep) -> Pending:
    """Recorded as started before and as done after: what was killed between is looked at again."""
    connection, records = context.target, records_of(context)
    one = _looked_at(context, records, one)
    with changing(connection):
        records.create()
        begin(records)
        record = one.started or _record(context, records, one, STARTED)
    if one.started and one.made and half_built(connection, one.made):
        connection.execute(drop_sql(connection, one.made))
    if not one.adopt and (one.made is None or not there(connection, one.made)):
        _run_once(connection, one)
    with connection.transaction():
        records.set_status(record, ADOPTED if one.adopt else DONE)
        end(records)
    return one


def apply_together(context: Context, group: Sequence[Pending]) -> Iterator[Event]:
    """Statements that bind full tables, two at a time; recorded as `_apply_alone` does.

    Raises PlanError or Blocked of the first that failed, when all have ended.
    """
    yield from together(context.target_database, context.target, started(context, group))


def started(context: Context, group: Sequence[Pending]) -> list[Task]:
    """Tasks that run these statements, each recorded as started by now, and as done after."""
    if not group:
        return []
    with changing(context.target):
        records = records_of(context)
        records.create()
        kept = [one.started or _record(context, records, one, STARTED) for one in group]
    pairs = zip(group, kept, strict=True)
    return [_task(context.plan.plan, one, record) for one, record in pairs]


def _task(plan: str, one: Pending, record: Record) -> Task:
    bound = one.made.bound if one.made else frozenset()
    shares = one.made is not None and one.made.kind == "INDEX"
    return Task(partial(_finish, plan, one, record), bound, shares)


def _finish(plan: str, one: Pending, record: Record, on: Connection) -> Event:
    _run_once(on, one)  # the server may go on with what a killed run has begun
    with on.transaction():
        Records(on, plan).set_status(record, DONE)
    return SchemaStatement(one.sql, applied=True)


def _looked_at(context: Context, records: Records, one: Pending) -> Pending:
    """In a folder of migrations an object may have gone since: it is looked for in its turn."""
    made = one.made
    if not one.folder or made is None or made.shared or one.started or one.adopt:
        return one
    if not there(context.target, made) or made in made_by_all(records):
        return one
    if context.options.adopt:
        return replace(one, adopt=True)
    raise Blocked(
        f"already there, and no record says that this plan made it: {made} ({one.place})",
        f"drop or rename it, or take it as it is: run again with --adopt, or for all of the"
        f" folder say `migrate-tui schema resolve --applied {one.folder}`",
    )


def made_by_all(records: Records) -> set[Made]:
    """Every object that a statement of a folder has made, be it still there or not."""
    kind = records.connection.kind
    found = (made_by(record.statement, kind) for record in records.all(STATEMENT))
    return {made for made in found if made is not None}


def _run_once(connection: Connection, one: Pending) -> None:
    """What was begun before may have been done: then the database says so, which is well."""
    try:
        _run(connection, one)
    except PlanError as error:
        if one.started is None or not isinstance(error.__cause__, repeated()):
            raise


def _run(connection: Connection, one: Pending) -> None:
    with telling(connection, one.place):
        if one.step == "rename":
            with following(connection):
                connection.execute(one.sql)
        else:
            connection.execute(one.sql)


@contextmanager
def telling(connection: Connection, place: str) -> Iterator[None]:
    """The database's own words with file and line; a lock or a missing right is no plan error."""
    try:
        yield
    except any_error() as error:
        kind = Blocked if forbidden(error) or connection.transient(error) else PlanError
        told = reason(error, hush=connection.hush), detail(error, hush=connection.hush)
        raise kind(
            f"{place}: {': '.join(filter(None, told))}",
            ORPHANED if orphaned(error) else CORRECT,
        ) from error


def records_of(context: Context) -> Records:
    return Records(context.target, context.plan.plan)


def _record(context: Context, records: Records, one: Pending, status: str) -> Record:
    old, new = one.renames or (one.folder, "")
    record = Record(
        id=records.next_id(),
        plan=context.plan.plan,
        run=context.run,
        step=one.step,
        place=one.place,
        statement=one.sql,
        checksum=checksum(one.sql),
        script=one.script,
        undo=one.undo,
        name=old,
        became=new,
        status=status,
        at=context.now().isoformat(timespec="milliseconds"),
    )
    if one.started is not None:
        records.forget(one.started)
    records.add(record)
    return record


def applied(group: Sequence[Pending]) -> Iterator[Event]:
    for one in group:
        if one.adopt:
            yield Note(f"{one.made or one.place} is there already and was recorded", step=STEP)
        else:
            yield SchemaStatement(one.sql, applied=True)
