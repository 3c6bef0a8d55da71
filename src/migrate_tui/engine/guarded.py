"""What stands around the steps of every run: its databases, a first and a last event, how it ended.

Invariant: the first event is RunStarted, the last RunFinished; the first error is the one told.
"""

from __future__ import annotations

import secrets
import time
import traceback
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from migrate_tui.engine.context import Context, Options
from migrate_tui.engine.control import STOP
from migrate_tui.engine.databases import open_database
from migrate_tui.engine.databases.failures import reason
from migrate_tui.engine.enlist import enlist, leave
from migrate_tui.engine.errors import (
    ExitCode,
    Interrupted,
    MigrateError,
    PlanError,
)
from migrate_tui.engine.events import (
    Event,
    Failed,
    Note,
    RunFinished,
    RunStarted,
    StepFinished,
    StepStarted,
)
from migrate_tui.engine.permission import allow
from migrate_tui.engine.plan import Plan
from migrate_tui.engine.steps import WRITING, Step
from migrate_tui.engine.steps.sizes import sizes
from migrate_tui.engine.veil import keep_key, veiled

BROKEN_OFF = ("interrupted; what is committed stays", "run the same command again")


def new_id() -> str:
    """A run's id: its time, so that ids sort, and enough chance that two never meet."""
    return f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{secrets.token_hex(3)}"


def context_of(plan: Plan, options: Options, run: str, env: str | None = None) -> Context:
    """Both databases of the plan; nothing is opened yet."""
    opened = partial(
        open_database, timezone=plan.timezone, directory=plan.directory, hush=bool(plan.mask)
    )
    source = opened(plan.source, entry=plan.entries.get("source"))
    if plan.target == "same":
        return Context(plan, run, source, source, options, env)
    target = opened(plan.target, create=True, entry=plan.entries.get("target"))
    return Context(plan, run, source, target, options, env)


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
    except (KeyboardInterrupt, Exception) as error:
        code, failures = ended_by(error, hush=bool(plan.mask))
    if not begun:
        yield RunStarted(run, plan.plan, env, dict(plan.params), at)
    yield from failures
    if context is not None:
        yield from closing(context, code)
        if absent:
            context.target_database.discard_empty()
    yield RunFinished("done" if code == ExitCode.DONE else status_of(code), int(code), advice(code))


def ended_by(error: BaseException, *, hush: bool) -> tuple[ExitCode, list[Failed]]:
    """SQLite says in its own way that it was interrupted."""
    overdue = STOP.overdue and not isinstance(error, MigrateError)
    if overdue or isinstance(error, KeyboardInterrupt):
        error = Interrupted(*BROKEN_OFF)
    if isinstance(error, MigrateError):
        return error.exit_code, failures_of(error)
    return ExitCode.UNEXPECTED, [unexpected(error, hush=hush)]


def failures_of(error: MigrateError) -> list[Failed]:
    """One for each problem of a plan; the hint comes after the last."""
    texts = error.problems if isinstance(error, PlanError) else (error.message,)
    *others, last = (Failed(text, "", error.exit_code) for text in texts)
    return [*others, Failed(last.message, error.hint, error.exit_code)]


def unexpected(error: BaseException, *, hush: bool) -> Failed:
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
