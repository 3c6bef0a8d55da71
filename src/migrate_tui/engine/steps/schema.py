"""The schema step: statements shown first, then applied together with their records.

What is recorded is not done again; what stands without a record is somebody else's and blocks.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path

import psycopg

from migrate_tui.engine.context import Context
from migrate_tui.engine.databases.base import Connection
from migrate_tui.engine.databases.changes import changing, following
from migrate_tui.engine.databases.made import drop_sql
from migrate_tui.engine.databases.there import half_built, there
from migrate_tui.engine.dependencies import dependents
from migrate_tui.engine.errors import Blocked, PlanError
from migrate_tui.engine.events import Event, Finding, Note, SchemaStatement
from migrate_tui.engine.pending import (
    Pending,
    pending_renames,
    pending_statements,
    read_script,
)
from migrate_tui.engine.records import ADOPTED, DONE, STARTED, Record, Records, checksum

STEP = "schema"
# How PostgreSQL refuses a statement that it has done already.
REPEATED = (
    psycopg.errors.DuplicateObject,
    psycopg.errors.DuplicateTable,
    psycopg.errors.UndefinedObject,
    psycopg.errors.UndefinedTable,
)


def schema(context: Context) -> Iterator[Event]:
    """Renames first, then the plan's file; nothing where all of it is recorded."""
    pending = pending_schema(context)
    if not pending:
        yield Note("the schema is as the plan wants it: nothing to apply", step=STEP)
        return
    yield from _findings(context, pending)
    yield from (SchemaStatement(one.sql, applied=False) for one in pending if not one.adopt)
    for group in _groups(pending):
        _apply(context, group)
        yield from _applied(group)


def pending_schema(context: Context) -> list[Pending]:
    """What `schema` would do; refuses what it would refuse."""
    wanted = context.plan.schema_
    if wanted is None:
        return []
    if wanted.migrations or wanted.from_source:
        raise PlanError(
            "schema: this version applies a file; it neither runs a folder of migrations nor"
            " copies the source's schema",
            "name the statements in schema.apply",
        )
    connection, adopt = context.target, context.options.adopt
    records = Records(connection, context.plan.plan)
    moves = list(pending_renames(connection, wanted.rename, records.all("rename"), adopt))
    freed = {move.frees for move in moves if move.frees}
    script = _script(context, wanted.apply.get(connection.kind) if wanted.apply else None, "apply")
    applied = records.all("apply")
    return [*moves, *pending_statements(connection, script, applied, freed, adopt)]


def after_load(context: Context) -> Iterator[Event]:
    """Indexes and keys that wait for the rows: a record each, so that a killed run goes on here."""
    wanted = context.plan.schema_
    name = wanted.after_load.get(context.target.kind) if wanted and wanted.after_load else None
    done = {record.checksum: record for record in _records(context).all("after-load")}
    for one in _script(context, name, "after-load"):
        record = done.get(checksum(one.sql))
        if record is not None and record.status != STARTED:
            continue
        stands = one.made is not None and there(context.target, one.made)
        adopt = stands and not (one.made and half_built(context.target, one.made))
        group = [Pending(**{**one.__dict__, "adopt": adopt, "started": record})]
        _apply(context, group)
        yield from _applied(group)


def run_once(context: Context, path: Path, step: str) -> Iterator[Event]:
    """The statements of a file that no record of this step names yet, in one transaction."""
    done = {record.checksum for record in _records(context).all(step)}
    script = read_script(path, context.target.kind, step)
    pending = [one for one in script if checksum(one.sql) not in done]
    for group in _groups(pending):
        _apply(context, group)
        yield from _applied(group)


def _script(context: Context, name: str | None, step: str) -> list[Pending]:
    path = context.plan.directory / Path(name) if name else None
    return read_script(path, context.target.kind, step) if path else []


def _records(context: Context) -> Records:
    return Records(context.target, context.plan.plan)


def _findings(context: Context, pending: Sequence[Pending]) -> Iterator[Event]:
    """What uses a renamed table: most of it follows the table; text does not."""
    tables = list(dict.fromkeys(one.renames[0] for one in pending if one.renames))
    for one in dependents(context.target, tables) if tables else ():
        if one.text:
            yield Finding(
                "warning",
                f"{one} by name and will not follow it to its new name",
                "change its text in the schema file",
                STEP,
            )
        else:
            yield Note(f"{one} and follows it to its new name", step=STEP)


def _groups(pending: Sequence[Pending]) -> Iterator[list[Pending]]:
    """Neighbours that can share a transaction do; the others stand alone."""
    for alone, group in groupby(pending, key=lambda one: one.alone):
        together = list(group)
        yield from ([one] for one in together) if alone else [together]


def _apply(context: Context, group: list[Pending]) -> None:
    if group[0].alone and not group[0].adopt:
        _apply_alone(context, group[0])
        return
    records = _records(context)
    with changing(context.target):
        records.create()
        for one in group:
            if not one.adopt:
                _run(context.target, one)
            _record(context, records, one, ADOPTED if one.adopt else DONE)


def _apply_alone(context: Context, one: Pending) -> None:
    """Recorded as started before and as done after: what was killed between is looked at again."""
    connection, records = context.target, _records(context)
    if one.started is None:
        with connection.transaction():
            records.create()
            record = _record(context, records, one, STARTED)
    else:
        record = one.started
        if one.made and half_built(connection, one.made):
            connection.execute(drop_sql(connection, one.made))
    if one.made is None or not there(connection, one.made):
        _run_once(connection, one)
    with connection.transaction():
        records.set_status(record, DONE)


def _run_once(connection: Connection, one: Pending) -> None:
    """What was begun before may have been done: then the database says so, which is well."""
    try:
        _run(connection, one)
    except PlanError as error:
        if one.started is None or not isinstance(error.__cause__, REPEATED):
            raise


def _run(connection: Connection, one: Pending) -> None:
    with _telling(connection, one):
        if one.step == "rename":
            with following(connection):
                connection.execute(one.sql)
        else:
            connection.execute(one.sql)


@contextmanager
def _telling(connection: Connection, one: Pending) -> Iterator[None]:
    """The database's own words with file and line; a lock or a missing right is no plan error."""
    try:
        yield
    except (sqlite3.Error, psycopg.Error) as error:
        forbidden = isinstance(error, psycopg.errors.InsufficientPrivilege)
        kind = Blocked if forbidden or connection.transient(error) else PlanError
        raise kind(
            f"{one.place}: {str(error).strip().splitlines()[0]}",
            "nothing of its transaction stands; correct it and run the step again",
        ) from error


def _record(context: Context, records: Records, one: Pending, status: str) -> Record:
    old, new = one.renames or ("", "")
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


def _applied(group: Sequence[Pending]) -> Iterator[Event]:
    for one in group:
        if one.adopt:
            yield Note(f"{one.made or one.place} is there already and was recorded", step=STEP)
        else:
            yield SchemaStatement(one.sql, applied=True)
