"""A run: it opens both databases, takes the steps in order, and tells how it ended."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from migrate_tui.engine.beside import refuse_beside
from migrate_tui.engine.context import Context, Options
from migrate_tui.engine.enlist import at_work, at_work_if_known, resumable
from migrate_tui.engine.errors import (
    Blocked,
)
from migrate_tui.engine.events import (
    Event,
    Finding,
)
from migrate_tui.engine.guarded import guarded, new_id, step
from migrate_tui.engine.plan import Plan
from migrate_tui.engine.prints import Print
from migrate_tui.engine.steps import CHANGING, DEFAULT, PRINTING, STEPS, WRITING, Step


@dataclass
class Run:
    """One run of a plan's steps. `events()` may be consumed once, on one thread."""

    plan: Plan
    options: Options
    steps: Sequence[str] = DEFAULT
    env: str | None = None
    id: str = field(default_factory=new_id)
    printed: Print | None = None  # of the source, where it was begun already

    def events(self) -> Iterator[Event]:
        """The first event is RunStarted, the last RunFinished; errors are Failed events."""
        yield from guarded(
            self._events,
            self.plan,
            self.options,
            self.id,
            writes=self.writes,
            env=self.env,
            find=self._find,
            steps=tuple(self._chosen()),
        )

    @property
    def writes(self) -> str | None:
        """The first step that changes a database, if one does."""
        return next((name for name in self._chosen() if name in CHANGING), None)

    def _chosen(self) -> list[str]:
        """The steps in their order; a default run seeds where the environment says so."""
        seeding = self.plan.seeds and not self.plan.protected and tuple(self.steps) == DEFAULT
        return [name for name in STEPS if name in self.steps or (name == "seed" and seeding)]

    def _find(self, context: Context) -> bool:
        """Whether an earlier run goes on; the context then bears its id."""
        if not WRITING & set(self.steps):
            if self.writes:
                at_work(context)
            return False
        found = resumable(context)
        if found is None:
            refuse_beside(context, WRITING)
        else:
            self.id = context.run = found.id
        return found is not None

    def _events(self, context: Context) -> Iterator[Event]:
        chosen = self._chosen()
        if PRINTING & set(chosen) and not context.same:
            context.printing(self.printed)
        own = WRITING | {"schema"} if WRITING & set(chosen) else WRITING
        for name in chosen:
            yield from step(context, STEPS[name], enlisting=name in own)


def since_init(context: Context) -> Iterator[Event]:
    """What the source holds by now that init, which made the plan, did not see."""
    plan = context.plan.directory / context.plan.file
    from migrate_tui.engine.profile.initiation import changed_since  # slow to import, seldom asked

    for severity, fact, remedy in changed_since(plan, context.source_database):
        yield Finding(severity, fact, remedy, "preflight")


def check(plan: Plan, options: Options) -> Iterator[Event]:
    """Validate, preflight and dry run; nothing is written."""

    def events(context: Context) -> Iterator[Event]:
        yield from step(context, STEPS["preflight"])
        yield from since_init(context)

    yield from guarded(events, plan, options, new_id(), writes=None)


def rollback(
    plan: Plan,
    options: Options,
    run: str | None = None,
    schema: bool = False,
    where: str | None = None,
) -> Iterator[Event]:
    """Undo one run of the plan, or all of them, newest first."""
    from migrate_tui.engine.steps.rollback import rollback as undo

    def events(context: Context) -> Iterator[Event]:
        at_work(context)
        found = Step("rollback", lambda c: undo(c, run, schema=schema, where=where))
        yield from step(context, found)

    yield from guarded(events, plan, options, new_id(), writes="rollback")


def preview(
    plan: Plan, options: Options, run: str | None = None, where: str | None = None
) -> Iterator[Event]:
    """What `rollback` would undo; nothing is written."""
    from migrate_tui.engine.steps.rollback import PREVIEW
    from migrate_tui.engine.steps.rollback import preview as foresee

    def events(context: Context) -> Iterator[Event]:
        at_work(context)
        yield from step(context, Step(PREVIEW, lambda c: foresee(c, run, where=where)))

    yield from guarded(events, plan, options, new_id(), writes=None)


def restore(
    plan: Plan, options: Options, backup: Path | None = None, run: str | None = None
) -> Iterator[Event]:
    """Put a backup back: the given one, that of the given run, or the newest of the plan."""
    from migrate_tui.engine.steps.backup import newest_backup
    from migrate_tui.engine.steps.restore import restore as put_back

    def events(context: Context) -> Iterator[Event]:
        at_work_if_known(context)
        path = backup or newest_backup(context, run=run)
        if path is None:
            raise Blocked("there is no backup of this plan", "give the path of one")
        yield from step(context, Step("restore", lambda c: put_back(c, path)))

    yield from guarded(events, plan, options, new_id(), writes="restore")
