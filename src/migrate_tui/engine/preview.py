"""What the schema step would do, told before anything is done: no database is written or made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from migrate_tui.engine.context import Context, Options
from migrate_tui.engine.databases.made import dropped_by, made_by, renamed_by, target_of
from migrate_tui.engine.errors import MigrateError, PlanError
from migrate_tui.engine.events import Finding, Note
from migrate_tui.engine.guarded import context_of, new_id
from migrate_tui.engine.migrations import migrations_of
from migrate_tui.engine.pending import Pending
from migrate_tui.engine.plan import Plan
from migrate_tui.engine.standing import PENDING, Standing, standings
from migrate_tui.engine.steps.folders import GO_ON, left_of, refuse_drift
from migrate_tui.engine.steps.schema import findings, pending_schema, scripted


@dataclass(frozen=True)
class Statement:
    """One that would run; with `adopt` only its record would be made."""

    place: str
    does: str
    sql: str
    adopt: bool = False


@dataclass(frozen=True)
class Preview:
    statements: tuple[Statement, ...] = ()
    findings: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()
    migrations: tuple[dict[str, str], ...] = ()
    problems: tuple[str, ...] = ()  # why the step would refuse
    hint: str = ""

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def preview(plan: Plan, options: Options, env: str | None = None) -> Preview:
    """What it refuses is told as well as what it would do."""
    context = context_of(plan, options, new_id(), env)
    if not context.target_database.exists():
        return _of_nothing(context)
    with context.target_database.open(read_only=True) as connection:
        alone = replace(
            context, source_database=context.target_database
        )  # the target is asked only
        return _of(alone.looking_through(connection))


def _of_nothing(context: Context) -> Preview:
    """There is no target yet: every statement of the files would run."""
    kind = context.target_database.kind
    try:
        folder = migrations_of(context.plan, kind) or []
        found = [Standing(one.name, PENDING, migration=one) for one in folder]
        pending = scripted(context, kind)
    except MigrateError as error:
        return Preview(problems=_texts(error), hint=error.hint)
    return Preview(_statements([*pending, *_waiting(found)], kind), migrations=_told(found))


def _of(view: Context) -> Preview:
    kind, migrations = view.target.kind, migrations_of(view.plan, view.target.kind)
    found = standings(view.target, view.plan.plan, migrations) if migrations is not None else []
    told = _told(found)
    try:
        refuse_drift(found)
        pending = pending_schema(view)
    except MigrateError as error:
        return Preview(migrations=told, problems=_texts(error), hint=error.hint)
    events = list(findings(view, pending))
    return Preview(
        _statements([*pending, *_waiting(found)], kind),
        tuple(event for event in events if isinstance(event, Finding)),
        tuple(event.text for event in events if isinstance(event, Note)),
        told,
    )


def _texts(error: MigrateError) -> tuple[str, ...]:
    return error.problems if isinstance(error, PlanError) else (error.message,)


def _waiting(found: Sequence[Standing]) -> Iterator[Pending]:
    for one in found:
        if one.status in GO_ON and one.migration is not None:
            yield from left_of(one, one.migration)


def _statements(pending: Sequence[Pending], kind: str) -> tuple[Statement, ...]:
    return tuple(Statement(one.place, does(one, kind), one.sql, one.adopt) for one in pending)


def does(one: Pending, kind: str) -> str:
    """What a statement changes, in a word and a name."""
    if one.adopt:
        return f"is there already: {one.made or one.place}"
    if renamed := one.renames or renamed_by(one.sql, kind):
        return f"renames {renamed[0]} to {renamed[1]}"
    if made := one.made or made_by(one.sql, kind):
        return f"creates {made}"
    if gone := dropped_by(one.sql, kind):
        return f"drops {gone}"
    verb = one.sql.split(None, 1)[0].lower() if one.sql.strip() else ""
    return f"{verb} {target_of(one.sql, kind) or ''}".strip()


def _told(found: Sequence[Standing]) -> tuple[dict[str, str], ...]:
    return tuple(
        {"name": one.name, "status": one.status, "by": one.by, "at": one.at, "detail": one.detail}
        for one in found
    )
