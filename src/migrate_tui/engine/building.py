"""Every mapping of a plan parsed, and checked against both databases, before anything runs."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping as Dict
from dataclasses import dataclass, field, replace

from migrate_tui.engine.context import Context
from migrate_tui.engine.cycles import circles
from migrate_tui.engine.databases.places import tells_places
from migrate_tui.engine.diff.hidden import Hidden, hidden
from migrate_tui.engine.diff.keys import keys_only
from migrate_tui.engine.diff.parsed import Parsed
from migrate_tui.engine.diff.parsing import parse_mapping
from migrate_tui.engine.errors import PlanError
from migrate_tui.engine.expressions import Expression
from migrate_tui.engine.jobs import Job, Raw
from migrate_tui.engine.plan import Mapping
from migrate_tui.engine.raws import Raws, cut, quick
from migrate_tui.engine.sources import Sources


@dataclass
class Jobs:
    """The jobs of one run in plan order, and all problems found on the way."""

    sources: Sources
    jobs: dict[str, Job] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    @property
    def context(self) -> Context:
        return self.sources.context

    def add(self, mapping: Mapping, *, seed: bool = False) -> None:
        target = self.sources.target(mapping)
        name = f"seed {mapping.name}" if seed else mapping.name
        try:
            columns = self.sources.columns(mapping)
            parsed = parse_mapping(mapping, target, frozenset(columns))
            parsed = replace(parsed, hidden=self._hidden(parsed, columns))
            self.jobs[name] = self._job(parsed, seed)
            self.sources.before[name] = parsed
        except PlanError as error:
            self.problems += error.problems

    def _hidden(self, parsed: Parsed, columns: Dict[str, str]) -> Hidden:
        parents = {job.name: job.parsed for job in self.jobs.values()}
        return hidden(parsed, columns, self.context.plan.mask, parents)

    def _job(self, parsed: Parsed, seed: bool) -> Job:
        source, position = parsed.mapping.source, len(self.jobs)
        raws = Raws(self.sources, parsed, position)
        wanted = _wanted(parsed, position, seed)
        job = Job(parsed, position, (), (), of=source.of, seed=seed, wanted=wanted)
        if source.rows is not None:
            return replace(job, raws=(raws.plan_rows(),))
        if source.query is not None:
            return replace(job, raws=(raws.query(),))
        tables = self.sources.tables(parsed.mapping)
        if not self.context.same:
            read = tuple(raws.table(table, number) for number, table in enumerate(tables))
            return self._across(replace(job, raws=read))
        if all(tells_places(self.context.target, t) for t in tables):
            return replace(job, tables=tables)
        return replace(job, raws=tuple(map(raws.lines, tables)))

    def _across(self, job: Job) -> Job:
        """A job that reads tables of another database; of a mirror, its keys alone as well."""
        found = replace(job, direct=self._direct(job.parsed, job.raws))
        if found.direct:
            found = replace(found, quick=quick(self.sources, found))
        if not (found.mirrors and found.direct):
            return found
        keys = keys_only(job.parsed)
        (table,) = self.sources.tables(keys.mapping)
        staged = Raws(self.sources, keys, job.position).table(table, 0)
        wanted = _wanted(keys, job.position, job.seed)
        return replace(found, keys=replace(job, parsed=keys, raws=(staged,), wanted=wanted))

    def _direct(self, parsed: Parsed, raws: tuple[Raw, ...]) -> tuple[str, ...]:
        """The source's key columns, where cutting there is cutting by the target's key."""
        reader = raws[0].table
        if len(raws) != 1 or parsed.match is not None or self._read_by_query(parsed.name):
            return ()
        key: list[str] = []
        for name in parsed.key:
            value = parsed.columns[name]
            copied = isinstance(value, Expression) and value.is_column
            kept = self.context.target.keeps(parsed.target_column(name))
            if reader is None or not copied or kept is None:
                return ()
            if reader.equality(str(copied)) != kept:
                return ()
            key.append(str(copied))
        return reader.order_of(reader.unique(key)) if reader else ()

    def _read_by_query(self, mapping: str) -> bool:
        return any(mapping in m.source.of for m in self.context.plan.mappings)


def _wanted(parsed: Parsed, position: int, seed: bool) -> str:
    return cut(f"wanted_{'seed_' if seed else ''}{parsed.name}", position)


def build(context: Context, *, seeds: bool) -> dict[str, Job]:
    """The jobs of the plan (its seeds, or its mappings) in order.

    Raises PlanError with every problem of every mapping, or Blocked where a table is missing.
    """
    jobs = Jobs(Sources(context))
    for mapping in context.plan.seed if seeds else context.plan.mappings:
        jobs.add(mapping, seed=seeds)
    for name, job in jobs.jobs.items():
        jobs.jobs[name] = replace(job, refers=_refers(job, jobs.jobs.values()))
    if jobs.problems:
        problems = tuple(f"{context.plan.file}, {problem}" for problem in jobs.problems)
        raise PlanError(problems[0], problems=problems)
    return entwined(jobs.jobs)


def entwined(jobs: dict[str, Job]) -> dict[str, Job]:
    """Mappings that refer to each other know it, and are cut by their target's key."""
    found = circles([job.parsed for job in jobs.values()])
    return {
        name: replace(job, circle=found[job.name], direct=(), quick=None, keys=None)
        if job.name in found
        else job
        for name, job in jobs.items()
    }


def _refers(job: Job, others: Iterable[Job]) -> tuple[str, ...]:
    mirrored = {j.parsed.target.name for j in others if j.mirrors}
    keys = (k for k in job.parsed.target.foreign_keys if k.parent in mirrored)
    return tuple(dict.fromkeys(column for key in keys for column in key.columns))
