"""Verify: ask the diff again and expect nothing, then ask witnesses that do not share its code."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from collections.abc import Mapping as Dict
from dataclasses import dataclass, field, replace

import sqlalchemy as sa

from migrate_tui.engine.acceptance import Accepts
from migrate_tui.engine.building import build
from migrate_tui.engine.compared import beside
from migrate_tui.engine.context import Context, looking
from migrate_tui.engine.diff.compare import table_clause
from migrate_tui.engine.diff.owned import owned
from migrate_tui.engine.early import Early, Question, early
from migrate_tui.engine.errors import Difference
from migrate_tui.engine.events import Checked, Counts, Event, Finding, MappingVerified, RowSample
from migrate_tui.engine.examine import Examination
from migrate_tui.engine.fingerprint import witnessed
from migrate_tui.engine.gone import Found, Gone
from migrate_tui.engine.jobs import Job
from migrate_tui.engine.ledger import Ledger, Mark
from migrate_tui.engine.steps.dry_run import examined, foreseen, skipped
from migrate_tui.engine.steps.gathered import ROWS_PER_RANGE
from migrate_tui.engine.unchanged import Standing, Unchanged
from migrate_tui.engine.witnesses import orphans, witnesses
from migrate_tui.engine.work import Work


def verify(context: Context, *, gate: bool = False) -> Iterator[Event]:
    """Compare every wanted row with the target, then run the checks.

    A mapping that stands, and whose very state a run has verified already, is not compared again;
    every check is made each time. A `gate` compares everything, and takes what is accepted for a
    match. Raises Difference when a row is missing or different or a check fails; the ranges of such
    a mapping are forgotten, so that the next run looks at them again.
    """
    with looking(context) as (view, connection):
        work = Work(view, connection, build(view, seeds=False), dry=True)
        size = context.options.batch_size or ROWS_PER_RANGE[connection.kind]
        examination = Examination(work, "verify", size)
        work.print_early()
        work.prepare()
        examination.prepare()
        found = Verification(examination, foreseen(work), gate)
        only = context.options.only
        jobs = [job for job in work.jobs.values() if not only or job.name in only]
        with (
            context.snapshot(),
            connection.transaction(read_only=True, snapshot=True),
            beside(work) as examination.beside,
            early(work, questions(work, jobs, found.known.questions(jobs))) as found.early,
        ):
            work.early = found.early
            for job in jobs:
                yield from found.job(job)
            for told in witnesses(view, work, found.early, found.excused):
                yield told
                found.witness(told)
    found.keep(context)
    found.judge()


@dataclass
class Verification:
    """One look at a whole plan, and what it has found so far."""

    examination: Examination
    mirrors: list[Gone]
    gate: bool
    problems: list[str] = field(default_factory=list)
    doubted: list[str] = field(default_factory=list)
    excused: set[str] = field(default_factory=set)  # mappings whose difference is accepted
    marks: dict[str, Mark] = field(default_factory=dict)

    def __post_init__(self) -> None:
        work, plan = self.examination.work, self.examination.work.context.plan
        ledger = Ledger(work.connection, plan.plan, work.context.scope)
        self.known = Unchanged(work, ledger)
        self.early = Early(work.connection)
        self.accepts = Accepts(plan.directory, plan.plan, work.context.env, plan.params)
        self.gone = {one.job.name: one for one in self.mirrors}

    def job(self, job: Job) -> Iterator[Event]:
        found = self.known.find(job)
        since = self.known.since(found) if found and not self.gate else None
        if found and since:
            yield from _unchanged(self.known, self.early, found, since)
            return
        gone = self.gone.get(job.name)
        verdict = yield from _mapping(self.examination, self.early, job, gone)
        if verdict.verdict != "match":
            yield from self._differs(job, verdict)
        elif found:
            self.marks[job.ledger_name] = found.own.mark(self.examination.work.context.run)

    def _differs(self, job: Job, verdict: MappingVerified) -> Iterator[Event]:
        self.known.touched.add(job.into)
        accepted = self.accepts.of(verdict)
        if accepted is not None:
            yield Finding("warning", accepted.words, "", "verify")
        if accepted is not None and self.gate:
            self.excused.add(job.name)
        else:
            self.doubted.append(job.name)
            self.problems.append(f"{job.into}: {verdict.explanation}")

    def witness(self, told: Checked) -> None:
        if not told.ok:
            self.problems.append(f"{told.name}: expected {told.expected}, got {told.actual}")

    def judge(self) -> None:
        if not self.problems:
            return
        raise Difference(
            f"verification found {counted(self.problems)}: {self.problems[0]}",
            "the ranges in doubt are forgotten: run again to write them anew"
            if self.doubted
            else "every row is as wanted, but a check says otherwise: look at both",
        )

    def keep(self, context: Context) -> None:
        """What is in doubt is forgotten; a verification by itself writes nothing else."""
        ledger = Ledger(context.target, context.plan.plan, context.scope)
        marks = self.marks if context.heartbeat is not None else {}
        if not self.doubted and not marks:
            return
        with context.target.transaction():
            if marks:
                ledger.fence(context.run)
            for name in self.doubted:
                ledger.forget_mapping(name)
            for name, mark in marks.items():
                ledger.set_mark(name, mark)


def _unchanged(known: Unchanged, early: Early, found: Standing, since: str) -> Iterator[Event]:
    """The numbers of a verification whose state is that of now, and whose they are."""
    job, work = found.own.job, known.work
    total = yield from skipped(known, found, "verify")
    work.accounted[job.name] = total.read
    verdict = _verdict(work, early, job, total)
    ranges = "1 range" if len(found.own.known) == 1 else f"{len(found.own.known):,} ranges"
    words = f"{ranges} unchanged since run {since} verified them"
    told = ", ".join(part for part in (verdict.explanation, words) if part)
    yield replace(verdict, explanation=told, since=since)


def questions(work: Work, jobs: list[Job], known: Dict[str, Question]) -> list[Question]:
    """What will be asked of the target as it lies: rows of whole tables, orphans. What is `known`
    to be asked of a mapping comes first: it tells their number too."""
    tables = {job.into: job.parsed.target for job in jobs}
    others = [job for job in jobs if job.name not in known]
    whole = [job for job in others if not owned(job.parsed, work.connection, work.params)]
    keys = [orphans(table, key) for table in tables.values() for key in table.foreign_keys]
    return [*known.values(), *(rows(work, job) for job in whole), *keys]


def rows(work: Work, job: Job) -> Question:
    """The number of the target's rows that are the mapping's own."""
    own = owned(job.parsed, work.connection, work.params)
    return sa.select(sa.func.count()).select_from(table_clause(job.parsed.target)).where(*own)


def number(work: Work, early: Early, job: Job) -> int:
    """The same, where it is not known already."""
    known = witnessed(work, job)
    return early.count(known if early.has_answered(known) else rows(work, job))


def _mapping(
    examination: Examination, early: Early, job: Job, gone: Gone | None
) -> Generator[Event, None, MappingVerified]:
    total = yield from _judged(examination, job)
    examination.work.accounted[job.name] = total.read
    verdict = _verdict(examination.work, early, job, total)
    if gone is not None:
        verdict = _mirrored(verdict, gone.find())
        yield from gone.samples("extra")
    yield verdict
    return verdict


def _mirrored(verdict: MappingVerified, found: Found) -> MappingVerified:
    """In a mirror, a row that its source has no longer is a difference."""
    if not found.gone:
        return verdict
    words = f"{found.gone} in the target that the source has no longer"
    told = ", ".join(part for part in (verdict.explanation, words) if part)
    return replace(verdict, extra=found.gone, verdict="mismatch", explanation=told)


def _judged(examination: Examination, job: Job) -> Generator[Event, None, Counts]:
    """The job's events, new rows told as missing and changed ones as different; then its counts."""
    words = {"new": "missing", "changed": "different"}
    events = examined(examination, job)
    while True:
        try:
            event = next(events)
        except StopIteration as end:
            found: Counts = end.value
            return found
        if isinstance(event, RowSample):
            event = replace(event, status=words.get(event.status, event.status))
        yield event


def _verdict(work: Work, early: Early, job: Job, found: Counts) -> MappingVerified:
    target = number(work, early, job)
    expected = found.inserted + found.updated + found.unchanged
    missing, different = found.inserted, found.updated
    extra = 0 if job.mirrors else target - (found.updated + found.unchanged)
    verdict = "match" if missing == different == 0 else "mismatch"
    return MappingVerified(
        job.name,
        job.into,
        found.read,
        expected,
        target,
        missing,
        extra,
        different,
        verdict,
        _explain(found, missing, different, extra),
    )


def _explain(found: Counts, missing: int, different: int, extra: int) -> str:
    parts = [
        (found.merged, "merged into others"),
        (found.rejected, "rejected"),
        (found.filtered, "filtered out"),
        (missing, "missing in the target"),
        (different, "different in the target"),
        (extra, "in the target that this mapping does not want"),
    ]
    return ", ".join(f"{number} {words}" for number, words in parts if number)


def counted(problems: list[str]) -> str:
    return "1 difference" if len(problems) == 1 else f"{len(problems)} differences"
