"""A run: it opens both databases, takes the steps in order, and tells how it ended."""

from __future__ import annotations

import secrets
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from migrate_tui.engine.beside import refuse_beside
from migrate_tui.engine.context import Context, Options
from migrate_tui.engine.control import STOP
from migrate_tui.engine.databases import open_database
from migrate_tui.engine.databases.failures import reason
from migrate_tui.engine.enlist import at_work, at_work_if_known, enlist, leave, resumable
from migrate_tui.engine.errors import (
    Blocked,
    ExitCode,
    Interrupted,
    MigrateError,
    PlanError,
)
from migrate_tui.engine.events import (
    Event,
    Failed,
    Finding,
    Note,
    RunFinished,
    RunStarted,
    StepFinished,
    StepStarted,
)
from migrate_tui.engine.permission import allow
from migrate_tui.engine.plan import Plan
from migrate_tui.engine.prints import Print
from migrate_tui.engine.steps import CHANGING, DEFAULT, PRINTING, STEPS, WRITING, Step
from migrate_tui.engine.steps.sizes import sizes
from migrate_tui.engine.veil import keep_key, veiled

BROKEN_OFF = ("interrupted; what is committed stays", "run the same command again")


def new_id() -> str:
    """A run's id: its time, so that ids sort, and enough chance that two never meet."""
    return f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{secrets.token_hex(3)}"


def context_of(plan: Plan, options: Options, run: str, env: str | None = None) -> Context:
    """Both databases of the plan; nothing is opened yet."""
    source = open_database(
        plan.source,
        timezone=plan.timezone,
        directory=plan.directory,
        entry=plan.entries.get("source"),
    )
    if plan.target == "same":
        return Context(plan, run, source, source, options, env)
    target = open_database(
        plan.target,
        create=True,
        timezone=plan.timezone,
        directory=plan.directory,
        entry=plan.entries.get("target"),
    )
    return Context(plan, run, source, target, options, env)


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


def step(context: Context, found: Step, *, enlisting: bool | None = None) -> Iterator[Event]:
    """One step between its two events; what it raises is raised on. The schema of a run that will
    write is applied under its lease already: two runs that come at once would both make it."""
    yield from context.steering.obey()
    yield StepStarted(found.name)
    started = time.monotonic()
    try:
        if found.name in WRITING if enlisting is None else enlisting:
            enlist(context)
        free = found.name == "rollback" or (found.name in WRITING and context.same)
        yield from context.steering.through(found.name, lambda: found.run(context), free=free)
    except MigrateError as error:
        status = "blocked" if error.exit_code == ExitCode.BLOCKED else "failed"
        yield StepFinished(found.name, status, time.monotonic() - started)
        raise
    except Exception:
        yield StepFinished(found.name, "failed", time.monotonic() - started)
        raise
    yield StepFinished(found.name, "done", time.monotonic() - started)


Events = Callable[[Context], Iterator[Event]]


def guarded(
    events: Events,
    plan: Plan,
    options: Options,
    run: str,
    *,
    writes: str | None,
    env: str | None = None,
    find: Callable[[Context], bool] = lambda _: False,
    steps: tuple[str, ...] = (),
) -> Iterator[Event]:
    """Events between RunStarted and RunFinished; the first error survives the clean-up.

    `writes` names what will be written, which has to be allowed; None writes nothing.
    """
    env = env or plan.env
    code = ExitCode.DONE
    failures: list[Failed] = []
    context: Context | None = None
    begun = absent = False
    at = datetime.now(UTC).isoformat(timespec="milliseconds")  # the history's order
    try:
        if writes is not None:
            allow(plan, options, writes)
            if plan.mask:
                keep_key(plan.directory)
        context = context_of(plan, options, run, env)
        absent = not context.target_database.exists()
        urls = context.source_database.url, context.target_database.url
        resumed = find(context)
        begun = True
        context.steer()
        yield RunStarted(context.run, plan.plan, env, dict(plan.params), at, resumed, *urls, steps)
        context.steering.begin()
        with STOP.heeding():
            yield from veiled(events(context), plan)
    except KeyboardInterrupt:
        error = Interrupted(*BROKEN_OFF)
        code, failures = error.exit_code, failures_of(error)
    except MigrateError as error:
        code, failures = error.exit_code, failures_of(error)
    except Exception as error:
        if STOP.overdue:  # SQLite says in its own way that it was interrupted
            code, failures = ExitCode.INTERRUPTED, failures_of(Interrupted(*BROKEN_OFF))
        else:
            code, failures = ExitCode.UNEXPECTED, [unexpected(error, hush=bool(plan.mask))]
    if not begun:
        yield RunStarted(run, plan.plan, env, dict(plan.params), at)
    yield from failures
    if context is not None:
        yield from closing(context, code)
        if absent:
            context.target_database.discard_empty()
    yield RunFinished("done" if code == ExitCode.DONE else status_of(code), int(code), advice(code))


def failures_of(error: MigrateError) -> list[Failed]:
    """One for each problem of a plan; the hint comes after the last."""
    texts = error.problems if isinstance(error, PlanError) else (error.message,)
    *others, last = (Failed(text, "", error.exit_code) for text in texts)
    return [*others, Failed(last.message, error.hint, error.exit_code)]


def unexpected(error: Exception, *, hush: bool) -> Failed:
    words = reason(error, hush=True) if hush else " ".join(str(error).split())
    words = words or type(error).__name__
    frame = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(frame.filename).name}:{frame.lineno}"
    return Failed(f"{type(error).__name__}: {words}", f"an unexpected error at {where}", 1)


def closing(context: Context, code: ExitCode) -> Iterator[Event]:
    """The run's row gets its end; a connection that is gone cannot hide the first error."""
    try:
        leave(context, code)
        if code == ExitCode.DONE:
            yield from sizes(context, "after")
    except Exception as error:
        if code == ExitCode.DONE:
            raise
        words = reason(error, hush=bool(context.plan.mask))
        yield Note(f"the end of the run could not be recorded: {words}")
    finally:
        context.close()


def status_of(code: ExitCode) -> str:
    return "interrupted" if code == ExitCode.INTERRUPTED else "failed"


def advice(code: ExitCode) -> tuple[str, ...]:
    """What to do next, for people and for scripts."""
    return {
        ExitCode.DONE: (),
        ExitCode.REJECTS: ("migrate-tui rejects", "mend the rows or raise rejects: max, run again"),
        ExitCode.DIFFERENCE: ("run again: the ranges in doubt are written anew",),
        ExitCode.INTERRUPTED: ("run the same command again: it goes on where it stopped",),
    }.get(code, ())


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
