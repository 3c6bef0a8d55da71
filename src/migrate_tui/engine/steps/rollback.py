"""Roll back: what a run wrote is undone, newest run first, children before parents."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator

import sqlalchemy as sa

from migrate_tui.engine.aside import put_back
from migrate_tui.engine.building import build
from migrate_tui.engine.context import Context
from migrate_tui.engine.databases import state
from migrate_tui.engine.databases.failures import any_error, reason
from migrate_tui.engine.databases.rehearsal import rehearsal
from migrate_tui.engine.diff.compare import table_clause
from migrate_tui.engine.errors import Blocked, Difference, PlanError
from migrate_tui.engine.events import Event, Note
from migrate_tui.engine.examine import Examination
from migrate_tui.engine.gone import PREFIX
from migrate_tui.engine.jobs import Job
from migrate_tui.engine.ledger import Header, Ledger, RunRow
from migrate_tui.engine.revive import Reviving
from migrate_tui.engine.sql import ONE, fragment
from migrate_tui.engine.steps.clean_up import undo_clean_up
from migrate_tui.engine.steps.gathered import ROWS_PER_RANGE
from migrate_tui.engine.steps.unapply import unapply
from migrate_tui.engine.undo import Place, undo
from migrate_tui.engine.undo.circle import release
from migrate_tui.engine.undo.knot import untie
from migrate_tui.engine.work import Work

PREVIEW = "rollback-preview"


def rollback(
    context: Context, run: str | None = None, *, schema: bool = False, where: str | None = None
) -> Iterator[Event]:
    """Undo one run, or all standing runs of the plan where `run` is None.

    Raises Blocked where there is nothing to roll back or the run is not the latest that stands.
    """
    if not state.exists(context.target):
        raise Blocked("the target holds no run of migrate-tui", "there is nothing to roll back")
    ledger = Ledger(context.target, context.plan.plan, context.scope)
    runs = _chosen(ledger, run) if run or not schema or ledger.standing() else []
    if where is not None:
        _refuse_nonsense(context, ledger, runs, where)
    yield from undo_clean_up(context)
    with contextlib.suppress(Difference):  # a row that this takes away may be what breaks a key
        yield from put_back(context)
    for found in reversed(runs):
        yield from _run(context, ledger, found, where)
    yield from put_back(context)
    if schema:
        yield from unapply(context)


def preview(
    context: Context, run: str | None = None, *, where: str | None = None
) -> Iterator[Event]:
    """What rolling back would do, by doing it in a transaction that is thrown away."""
    yield Note("what rolling back would do; nothing is changed", PREVIEW)
    with rehearsal(context.target):
        yield from rollback(context, run, where=where)


def _chosen(ledger: Ledger, run: str | None) -> list[RunRow]:
    standing = ledger.standing()
    if not standing:
        raise Blocked(f"no run of {ledger.plan} stands", "there is nothing to roll back")
    if run is None:
        return standing
    if standing[-1].id != run:
        raise Blocked(
            f"run {run} is not the latest run that stands: {standing[-1].id} is",
            f"roll back {standing[-1].id} first, or give the plan to undo all its runs",
        )
    return standing[-1:]


def _refuse_nonsense(context: Context, ledger: Ledger, runs: list[RunRow], where: str) -> None:
    """What is no condition over the tables is said before anything is undone."""
    only = context.options.only
    headers = (h for run in runs for h in ledger.headers(run.id) if not only or h.mapping in only)
    for into in dict.fromkeys(h.into for h in headers):
        found = context.target.table(into)
        if found is None:
            continue
        try:
            with context.target.transaction(read_only=True):
                query = sa.select(ONE).select_from(table_clause(found)).where(fragment(where))
                context.target.execute(query.limit(1))
        except any_error() as error:
            raise PlanError(
                f"--where cannot be asked of {into}: {reason(error, hush=bool(context.plan.mask))}",
                "write a condition over the columns of the target's table; --only names mappings",
            ) from error


def _run(context: Context, ledger: Ledger, run: RunRow, where: str | None) -> Iterator[Event]:
    yield Note(f"rolling back run {run.id} of {run.started_at}", "rollback")
    headers = [h for h in ledger.headers(run.id) if h.status != "rolled back"]
    only = context.options.only
    chosen = [h for h in reversed(headers) if not only or h.mapping.removeprefix(PREFIX) in only]
    for seeds in (False, True):
        yield from _part(context, ledger, [h for h in chosen if is_seed(h) == seeds], seeds, where)
    if len(chosen) == len(headers) and where is None:
        with context.target.transaction():
            ledger.mark(run.id, "rolled back")


def is_seed(header: Header) -> bool:
    return header.mapping.removeprefix(PREFIX).startswith("seed:")


def _part(
    context: Context, ledger: Ledger, headers: list[Header], seeds: bool, where: str | None
) -> Iterator[Event]:
    """Mappings, or seeds: parents live until their children are gone."""
    if not headers:
        return
    jobs = build(context, seeds=seeds)
    work = Work(context, context.target, jobs)
    work.prepare()
    size = ROWS_PER_RANGE[context.target.kind]
    examination = Examination(work, "rollback", size)
    examination.prepare()
    found = [(header, _job(jobs, header)) for header in headers]
    places = _together(Place(context, ledger, header, job, where) for header, job in found if job)
    released: set[str] = set()
    for place in places:
        if is_mirror(place):
            yield from Reviving(context, ledger, place.header, place.job, where).run()
            continue
        if place.job.circle and place.job.name not in released:
            released |= set(place.job.circle.members)
            members = place.job.circle.members
            here = [p for p in places if p.job.name in members and not is_mirror(p)]
            untie(here, work)
            release(here, work)
        yield from undo(place, examination)


def _together(places: Iterable[Place]) -> list[Place]:
    """A circle is undone where the first of its mappings stands: what refers to it is gone then."""
    found = list(places)
    last = {_circle(place): at for at, place in enumerate(found)}
    return sorted(found, key=lambda place: last[_circle(place)])


def _circle(place: Place) -> tuple[str, ...]:
    circle = place.job.circle
    return circle.members if circle and not is_mirror(place) else (place.header.mapping,)


def is_mirror(place: Place) -> bool:
    return place.header.mapping.startswith(PREFIX)


def _job(jobs: dict[str, Job], header: Header) -> Job | None:
    name = header.mapping.removeprefix(PREFIX).removeprefix("seed:")
    return next((j for j in jobs.values() if j.name == name), None)
