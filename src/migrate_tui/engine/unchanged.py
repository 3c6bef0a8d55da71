"""Whether a mapping stands: its sources, its target rows and the ledger are as a run left them.

Invariant: dry run, migrate and verify ask this one rule, so that none skips what another would do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from migrate_tui.engine import fingerprint
from migrate_tui.engine.databases import state
from migrate_tui.engine.early import Question
from migrate_tui.engine.events import Counts, RejectedRow
from migrate_tui.engine.jobs import Job, digest
from migrate_tui.engine.ledger import Ledger, Mark, RangeRow
from migrate_tui.engine.portion import is_settled
from migrate_tui.engine.ranges import source_spans, spans
from migrate_tui.engine.second import is_complete
from migrate_tui.engine.work import Work

KNOWN = 1000  # rejects of a mapping that are fetched


@dataclass(frozen=True)
class Footing:
    """What a job stands on now, beside the ranges that the ledger has of it."""

    job: Job
    seen: str | None  # its sources and parents as they lie; None where nothing can tell
    marked: str
    known: tuple[RangeRow, ...]

    @property
    def total(self) -> Counts:
        return sum((row.counts for row in self.known), Counts())

    def mark(self, run: str) -> Mark:
        """What a verification of this very state is known by."""
        rows = sum(row.witness_rows for row in self.known)
        witness = sum(row.witness for row in self.known) % fingerprint.MODULUS
        return Mark(run, self.seen or "", self.marked, rows, str(witness))


def footing(work: Work, ledger: Ledger, job: Job) -> Footing:
    parents, seen = "", None
    if job.direct:
        reader = job.raws[0].table
        seen = (reader.stamp() if reader else None) or work.source_print()
        parents = fingerprint.of_parents(work, job)
    else:
        seen = fingerprint.of_sources(work, job)
    marked = digest(job, work.context, parents)
    return Footing(job, seen, marked, tuple(ledger.ranges_of(job.ledger_name)))


def stands(work: Work, ledger: Ledger, found: Footing) -> bool:
    """Nothing changed since a run all of whose rejects the sources alone account for."""
    job, known = found.job, found.known
    if work.context.options.recheck or found.seen is None or not known:
        return False
    last = ledger.last_header(job.ledger_name)
    made = (found.seen, found.marked, "done")
    if last is None or (last.fingerprint, last.digest, last.status) != made:
        return False
    cut = source_spans if job.direct else spans
    if {row.low for row in known} != {span.label for span in cut(last.bounds)}:
        return False  # a rollback stopped half-way
    if any(row.counts.rejected and not is_settled(row.fingerprint) for row in known):
        return False  # what the target refused it may take today
    if any(row.digest != found.marked for row in known):
        return False
    if not is_complete(ledger, job, [row.low for row in known]):
        return False
    return fingerprint.untouched(work, job, list(known))


@dataclass(frozen=True)
class Standing:
    """A job that stands, first, and with it the others of its circle: all of them, or none."""

    circle: tuple[Footing, ...]

    @property
    def own(self) -> Footing:
        return self.circle[0]


def standing(work: Work, ledger: Ledger, own: Footing) -> Standing | None:
    """None where the job, or another one of its circle, has to be looked at."""
    others = [m for m in work.members(own.job) if m.name != own.job.name]
    circle = (own, *(footing(work, ledger, other) for other in others))
    return Standing(circle) if all(stands(work, ledger, each) for each in circle) else None


@dataclass
class Unchanged:
    """Which jobs of one look at a whole plan need none, and what the ledger says of them."""

    work: Work
    ledger: Ledger
    skipped: set[str] = field(default_factory=set)
    touched: set[str] = field(default_factory=set)  # tables in which a job found something to do

    def questions(self, jobs: Iterable[Job]) -> dict[str, Question]:
        """What `find` will ask of the target of each, if its sources are as they were. What a
        mapping owns may be told by parameters, which are in the temporary tables of one connection.
        """
        if not self._knows:
            return {}
        whole = (job for job in jobs if job.parsed.owns is None)
        headers = ((job, self.ledger.last_header(job.ledger_name)) for job in whole)
        done = (job for job, last in headers if last is not None and last.status == "done")
        return {job.name: fingerprint.witnessed(self.work, job) for job in done}

    @property
    def _knows(self) -> bool:
        recheck = self.work.context.options.recheck
        return not recheck and state.readable(self.work.connection)

    def find(self, job: Job) -> Standing | None:
        """The job, if it stands and migrate would not write before it what it reads."""
        if not self._knows:
            return None
        if self.touched & fingerprint.parent_tables(self.work, job):
            return None
        return standing(self.work, self.ledger, footing(self.work, self.ledger, job))

    def note(self, job: Job, found: Counts) -> None:
        """What was looked at: the mappings after it may read what it would write."""
        if found.inserted or found.updated:
            self.touched.add(job.into)

    def since(self, found: Standing) -> str | None:
        """The run that verified this very state, if one did."""
        marks = [self.ledger.mark_of(each.job.ledger_name) for each in found.circle]
        pairs = zip(found.circle, marks, strict=True)
        same = all(mark and each.mark(mark.run) == mark for each, mark in pairs)
        return marks[0].run if same and marks[0] else None

    def rejects(self, job: Job, shown: int) -> Iterator[RejectedRow]:
        """The first rejects of a job that stands; witnesses leave all of these rows alone."""
        self.skipped.add(job.name)
        for number, row in enumerate(self.ledger.rejects_of(job.ledger_name, KNOWN)):
            source, source_key, target_key, column, reason, rows = row
            self.work.rejected.add((job.name, source, str(source_key)))
            if number < shown:
                told = (source, str(source_key), target_key, column, reason, int(rows))
                yield RejectedRow(job.name, *told)
