"""The calls of `schema`: migrations looked at, applied, taken back, resolved, made anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from migrate_tui.engine.context import Context, Options
from migrate_tui.engine.databases.made import Made
from migrate_tui.engine.enlist import at_work
from migrate_tui.engine.errors import PlanError
from migrate_tui.engine.events import Event, Note
from migrate_tui.engine.guarded import context_of, guarded, new_id, step
from migrate_tui.engine.migrations import folder_of, required
from migrate_tui.engine.pending import Pending
from migrate_tui.engine.plan import Plan
from migrate_tui.engine.run import Run
from migrate_tui.engine.standing import APPLIED, PENDING, Standing, standings, unrecorded
from migrate_tui.engine.steps import STEPS, Step
from migrate_tui.engine.steps.down import down as take_back
from migrate_tui.engine.steps.reset import refuse_unconfirmed
from migrate_tui.engine.steps.reset import reset as drop_all
from migrate_tui.engine.steps.resolve import resolve as settle


@dataclass(frozen=True)
class SchemaStatus:
    """Every migration, and what stands in the target without a record."""

    plan: str  # the name of its file
    target: str
    folder: str
    standings: tuple[Standing, ...]
    unrecorded: tuple[tuple[Made, Pending], ...] = ()

    @property
    def in_sync(self) -> bool:
        return all(one.status == APPLIED for one in self.standings)


def status(plan: Plan, options: Options, env: str | None = None) -> SchemaStatus:
    """How the target stands to the plan's folder. Writes nothing, and makes no database."""
    context = context_of(plan, options, new_id(), env)
    database = context.target_database
    migrations = required(plan, database.kind)
    place = str(folder_of(plan, database.kind))
    if not database.exists():
        waiting = tuple(Standing(one.name, PENDING, migration=one) for one in migrations)
        return SchemaStatus(plan.file, database.url, place, waiting)
    with database.open(read_only=True) as connection:
        found = standings(connection, plan.plan, migrations)
        others = unrecorded(connection, plan.plan, found)
    return SchemaStatus(plan.file, database.url, place, tuple(found), tuple(others))


def apply(plan: Plan, options: Options, env: str | None = None) -> Iterator[Event]:
    """The schema step alone."""
    yield from Run(plan, options, ("schema",), env=env).events()


def down(plan: Plan, options: Options, env: str | None = None) -> Iterator[Event]:
    """Take the last migration back."""
    yield from _asked(plan, options, env, Step("down", take_back))


def resolve(
    plan: Plan, options: Options, name: str, *, applied: bool, env: str | None = None
) -> Iterator[Event]:
    """Record that a migration is applied, or was rolled back by hand."""
    found = Step("resolve", lambda context: settle(context, name, applied=applied))
    yield from _asked(plan, options, env, found)


def reset(plan: Plan, options: Options, env: str | None = None) -> Iterator[Event]:
    """Back up, drop what the schema step made, make it again, and seed it."""

    def events(context: Context) -> Iterator[Event]:
        refuse_unconfirmed(context)
        at_work(context)
        if plan.schema_ is None:
            raise PlanError(f"the plan {plan.plan} has no schema to reset", "say schema: in it")
        yield Note(f"target: {context.target.server_version()}", "reset")  # there from now on
        yield from step(context, STEPS["backup"])
        yield from step(context, Step("reset", drop_all))
        yield from step(context, STEPS["schema"])
        if plan.protected:
            yield Note("a protected environment is not seeded", "seed")
        elif plan.seed or plan.seed_folder:
            yield from step(context, STEPS["seed"])

    yield from guarded(events, plan, options, new_id(), writes="schema reset", env=env)


def _asked(plan: Plan, options: Options, env: str | None, found: Step) -> Iterator[Event]:
    def events(context: Context) -> Iterator[Event]:
        at_work(context)
        yield from step(context, found)

    yield from guarded(events, plan, options, new_id(), writes=f"schema {found.name}", env=env)
