"""The schema step: statements shown first, then applied together with their records.

What is recorded is not done again; what stands without a record is somebody else's and blocks.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import groupby, takewhile
from pathlib import Path

from migrate_tui.engine.applying import applied, apply, apply_together, groups, records_of
from migrate_tui.engine.context import Context
from migrate_tui.engine.databases.there import half_built, there
from migrate_tui.engine.dependencies import dependents
from migrate_tui.engine.errors import PlanError
from migrate_tui.engine.events import Event, Finding, Note, SchemaStatement
from migrate_tui.engine.pending import (
    Pending,
    pending_renames,
    pending_statements,
    read_script,
)
from migrate_tui.engine.records import STARTED, Records, checksum
from migrate_tui.engine.steps.folders import apply_migrations

STEP = "schema"


def schema(context: Context) -> Iterator[Event]:
    """Renames first, then the plan's file or its migrations; nothing where all is recorded."""
    pending = pending_schema(context)
    in_folders = context.plan.schema_ is not None and context.plan.schema_.migrations is not None
    if not pending and not in_folders:
        yield Note("the schema is as the plan wants it: nothing to apply", step=STEP)
        return
    yield from findings(context, pending)
    yield from (SchemaStatement(one.sql, applied=False) for one in pending if not one.adopt)
    for group in groups(pending):
        yield from applied(apply(context, group))
    if in_folders:
        yield from apply_migrations(context)


def pending_schema(context: Context) -> list[Pending]:
    """What `schema` would do; refuses what it would refuse."""
    wanted = context.plan.schema_
    if wanted is None:
        return []
    if wanted.from_source:
        raise PlanError(
            "schema: this version does not copy the source's schema",
            "name the statements in schema.apply, or a folder in schema.migrations",
        )
    connection, adopt = context.target, context.options.adopt
    records = Records(connection, context.plan.plan)
    moves = list(pending_renames(connection, wanted.rename, records.all("rename"), adopt))
    freed = {move.frees for move in moves if move.frees}
    script = scripted(context, connection.kind)
    known = records.all("apply")
    return [*moves, *pending_statements(connection, script, known, freed, adopt)]


def scripted(context: Context, kind: str) -> list[Pending]:
    """Every statement of the plan's schema file for this kind of database."""
    wanted = context.plan.schema_
    return _script(context, wanted.apply.get(kind) if wanted and wanted.apply else None, kind)


def after_load(context: Context) -> Iterator[Event]:
    """Indexes and keys that wait for the rows: a record each, so that a killed run goes on here."""
    for bound, group in groupby(_left(context, _after(context)), key=partial(_binds, context)):
        if bound:
            yield from apply_together(context, list(group))
        else:
            for one in group:
                yield from applied(apply(context, [one]))


def binding(context: Context) -> list[Pending]:
    """The first statements after the load, up to one that does more than bind tables."""
    return [*takewhile(partial(_binds, context), _after(context))]


def waiting_for(
    context: Context, bound: Iterable[Pending], table: str, full: Collection[str]
) -> list[Pending]:
    """Which of them bind this table, besides it only full ones, and are not done."""
    tables = ((one, one.made.bound) for one in bound if one.made is not None)
    here = [one for one, names in tables if table in names and names <= {table, *full}]
    return [one for one in _left(context, here) if not one.adopt]


def _after(context: Context) -> list[Pending]:
    wanted = context.plan.schema_
    name = wanted.after_load.get(context.target.kind) if wanted and wanted.after_load else None
    return _script(context, name, context.target.kind, "after-load")


def _left(context: Context, statements: Sequence[Pending]) -> Iterator[Pending]:
    """What no record says is done, each looked at in its turn."""
    if not statements:
        return
    done = {record.checksum: record for record in records_of(context).all("after-load")}
    for one in statements:
        record = done.get(checksum(one.sql))
        if record is not None and record.status != STARTED:
            continue
        stands = one.made is not None and there(context.target, one.made)
        adopt = stands and not (one.made and half_built(context.target, one.made))
        yield replace(one, adopt=adopt, started=record)


def _binds(context: Context, one: Pending) -> bool:
    """Whether it makes an index or a constraint, and may run beside others of its kind."""
    bound = one.made is not None and bool(one.made.bound)
    return bound and context.target.kind == "postgresql" and not one.alone and not one.adopt


def run_once(context: Context, path: Path, step: str) -> Iterator[Event]:
    """The statements of a file that no record of this step names yet, in one transaction."""
    done = {record.checksum for record in records_of(context).all(step)}
    script = read_script(path, context.target.kind, step)
    pending = [one for one in script if checksum(one.sql) not in done]
    for group in groups(pending):
        yield from applied(apply(context, group))


def _script(context: Context, name: str | None, kind: str, step: str = "apply") -> list[Pending]:
    path = context.plan.directory / Path(name) if name else None
    return read_script(path, kind, step) if path else []


def findings(context: Context, pending: Sequence[Pending]) -> Iterator[Event]:
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
