"""Every mapping of a plan parsed, and checked against both databases, before anything runs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Mapping as Dict
from dataclasses import dataclass, field, replace
from functools import cached_property

import sqlalchemy as sa

from migrate_tui.engine import sql
from migrate_tui.engine.aside import completed
from migrate_tui.engine.context import Context
from migrate_tui.engine.cycles import circles
from migrate_tui.engine.databases.base import Connection
from migrate_tui.engine.databases.catalogue import Column, Table
from migrate_tui.engine.databases.failures import reason
from migrate_tui.engine.databases.places import tells_places
from migrate_tui.engine.databases.reading import LINE, Reading
from migrate_tui.engine.diff.copied import copied
from migrate_tui.engine.diff.hidden import Hidden, hidden
from migrate_tui.engine.diff.keys import keys_only
from migrate_tui.engine.diff.mended import mended
from migrate_tui.engine.diff.parsed import Parsed, nearest, parse_mapping
from migrate_tui.engine.errors import Blocked, MigrateError, PlanError
from migrate_tui.engine.expressions import Expression
from migrate_tui.engine.jobs import Job, Raw
from migrate_tui.engine.plan import Mapping


@dataclass
class Jobs:
    """The jobs of one run in plan order, and all problems found on the way."""

    context: Context
    jobs: dict[str, Job] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    renamed: Dict[str, str] = field(default_factory=dict)  # source tables under another name yet
    _tables: dict[tuple[str, str], Table | None] = field(default_factory=dict)

    @cached_property
    def reading(self) -> Reading:
        return self.context.source.reading(typed=self.context.target.typed)

    def table(self, role: str, name: str) -> Table | None:
        if (role, name) not in self._tables:
            at = self.context.source if role == "source" else self.context.target
            now = self.renamed.get(name, name) if role == "source" else name
            found = at.table(now)
            if found is not None and role == "target":
                found = completed(self.context, found)
            self._tables[role, name] = found
        return self._tables[role, name]

    def add(self, mapping: Mapping, *, seed: bool = False) -> None:
        target = self.table("target", mapping.into)
        if target is None:
            names = self.context.target.table_names()
            raise Blocked(
                f"mapping {mapping.name}: the target has no table {mapping.into!r}"
                + nearest(mapping.into, names),
                "run the schema step first, or create the table",
            )
        try:
            columns = self.source_columns(mapping)
            parsed = parse_mapping(mapping, target, frozenset(columns))
            parsed = replace(parsed, hidden=self._hidden(parsed, columns))
            self.jobs[f"seed {mapping.name}" if seed else mapping.name] = self._job(parsed, seed)
        except PlanError as error:
            self.problems += error.problems

    def _hidden(self, parsed: Parsed, columns: Dict[str, str]) -> Hidden:
        parents = {job.name: job.parsed for job in self.jobs.values()}
        return hidden(parsed, columns, self.context.plan.mask, parents)

    def source_columns(self, mapping: Mapping) -> dict[str, str]:
        source = mapping.source
        found: dict[str, str] = {}
        for name in source.tables:
            table = self._source_table(mapping, name)
            found |= {c.name: c.type for c in table.columns}
            found |= {table.rowid: "INTEGER"} if table.rowid and not table.primary_key else {}
        if source.rows is not None:
            found |= {c: "" for row in source.rows for c in row}
        if source.query is not None:
            found |= dict(self._query_columns(mapping))
        return found

    def _source_table(self, mapping: Mapping, name: str) -> Table:
        table = self.table("source", name)
        if table is None:
            hint = nearest(name, self.context.source.table_names())
            line = f"look at `from:` in line {mapping.lines.get('from', mapping.line)} of the plan"
            schema = self.context.plan.schema_
            waits = schema is not None and name in schema.rename.values()
            raise Blocked(
                f"mapping {mapping.name}: the source has no table {name!r}{hint}",
                "run the schema step first: it gives the table this name" if waits else line,
            )
        return table

    def _query_columns(self, mapping: Mapping) -> Sequence[tuple[str, str]]:
        source = mapping.source
        assert source.query is not None
        at = self.context.target if source.of else self.context.source
        query = source.query.get(at.kind)
        if query is None:
            raise PlanError(f"mapping {mapping.name}: its query says nothing for {at.kind}")
        try:
            return at.columns_of(self.typed_query(query, source.of), self.params)
        except MigrateError:
            raise
        except Exception as error:
            line = f"line {mapping.lines.get('from', mapping.line)}: mapping {mapping.name}"
            raise PlanError(
                f"{line}: its query cannot be run: {reason(error, hush=at.hush)}"
            ) from error

    def typed_query(self, query: str, of: Sequence[str]) -> str:
        """A query over wanted rows with empty stand-ins of the right types."""
        from migrate_tui.engine.databases.temporary import with_relations

        stand_ins = {}
        for name in of:
            job = self.jobs.get(name)
            if job is None:
                raise PlanError(f"of: {name} is no mapping before this one")
            stand_ins[job.name] = _empty(self.context.target, job.parsed)
        return with_relations(self.context.target, query, stand_ins)

    @property
    def params(self) -> Dict[str, object]:
        return dict(self.context.plan.params)

    def _job(self, parsed: Parsed, seed: bool) -> Job:
        source = parsed.mapping.source
        position = len(self.jobs)
        wanted = _cut(f"wanted_{'seed_' if seed else ''}{parsed.name}", position)
        job = Job(parsed, position, (), (), of=source.of, seed=seed, wanted=wanted)
        if source.rows is not None:
            return replace(job, raws=(self._plan_rows(parsed, position),))
        if source.query is not None:
            return replace(job, raws=(self._query(parsed, position),))
        tables = tuple(self._source_table(parsed.mapping, name) for name in source.tables)
        if self.context.same and all(tells_places(self.context.target, t) for t in tables):
            return replace(job, tables=tables)
        if self.context.same:
            return replace(job, raws=tuple(self._lines(parsed, t, position) for t in tables))
        raws = tuple(self._staged(parsed, t, position, i) for i, t in enumerate(tables))
        found = replace(job, raws=raws, direct=self._direct(parsed, raws))
        if found.direct:
            found = replace(found, quick=self._quick(found))
        if not (found.mirrors and found.direct):
            return found
        keys = keys_only(parsed)
        staged = (self._staged(keys, tables[0], position, 0),)
        named = _cut(f"wanted_{'seed_' if seed else ''}{keys.name}", position)
        return replace(found, keys=replace(job, parsed=keys, raws=staged, wanted=named))

    def _plan_rows(self, parsed: Parsed, position: int) -> Raw:
        rows = parsed.mapping.source.rows or ()
        kind = self.context.target.kind
        columns = [(c, _plan_type([r.get(c) for r in rows], kind)) for c in sorted(parsed.used)]
        columns.append((LINE, "integer"))
        label = parsed.mapping.source.name or "rows"
        return Raw(_cut(f"raw_{parsed.name}", position), label, tuple(columns), (LINE,), rows=rows)

    def _lines(self, parsed: Parsed, found: Table, position: int) -> Raw:
        """Rows without a place of their own, numbered in the order of their values."""
        kind = self.context.target.kind
        used = [c for c in found.columns if c.name in parsed.used] or list(found.columns[:1])
        clause = sql.table(found.name, found.column_names, found.schema)
        order = [sa.cast(clause.c[c.name], sa.Text()) for c in used]
        query = sa.select(*(clause.c[c.name] for c in used)).order_by(*order)
        columns = [(c.name, c.type if self.context.target.typed else "") for c in used]
        columns.append((LINE, "bigint" if self.context.target.typed else "integer"))
        name = _cut(f"raw_{parsed.name}_{found.name}", position)
        return Raw(name, found.name, tuple(columns), (LINE,), query=sql.as_text(query, kind))

    def _query(self, parsed: Parsed, position: int) -> Raw:
        source = parsed.mapping.source
        assert source.query is not None
        types = dict(self._query_columns(parsed.mapping))
        columns = tuple((c, types[c]) for c in sorted(parsed.used))
        name, label = _cut(f"raw_{parsed.name}", position), source.name or "query"
        if not source.of and not self.context.same:
            text = source.query.get(self.context.source.kind)
            reader = self.reading.query(text or "", columns, self.params)
            return Raw(name, label, reader.staged, reader.order, reader)
        line = (LINE, "bigint" if self.context.target.typed else "integer")
        query = source.query.get(self.context.target.kind)
        return Raw(name, label, (*columns, line), (LINE,), query=query)

    def _staged(self, parsed: Parsed, table: Table, position: int, number: int) -> Raw:
        places = (table.rowid,) if table.rowid else ()
        used = [c for c in (*table.column_names, *places) if c in parsed.used]
        reader = self.reading.table(table, used, mended(parsed))
        name = _cut(f"raw_{parsed.name}_{number}", position)
        return Raw(name, table.name, reader.staged, reader.order, reader)

    def _quick(self, job: Job) -> Job | None:
        raw = job.raws[0]
        if raw.table is None:
            return None
        reader = self.reading.native(raw.table, copied(job.parsed), job.direct)
        if reader is None:
            return None
        name = _cut(f"quick_{job.name}", job.position)
        return replace(job, raws=(replace(raw, name=name, columns=reader.staged, reader=reader),))

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


def _plan_type(values: Sequence[object], kind: str) -> str:
    if kind == "sqlite":
        return ""
    kinds = {type(v) for v in values if v is not None}
    single = {bool: "boolean", int: "bigint", float: "double precision"}
    if kinds and kinds <= {dict, list}:
        return "jsonb"
    return single.get(next(iter(kinds)), "text") if len(kinds) == 1 else "text"


def _cut(text: str, position: int) -> str:
    """A temporary table's name: readable, short and of its own."""
    if len(text.encode()) <= 55:
        return text
    return f"{text.encode()[:50].decode(errors='ignore')}_{position}"


def _empty(connection: Connection, parsed: Parsed) -> str:
    def typed(column: Column) -> str:
        quoted = connection.quote(column.name)
        if connection.kind == "postgresql":
            return f"null::{column.type} as {quoted}"
        return f"null as {quoted}"

    cells = (typed(parsed.target_column(c)) for c in parsed.columns)
    return f"select {', '.join(cells)} where false"


def build(context: Context, *, seeds: bool) -> dict[str, Job]:
    """The jobs of the plan (its seeds, or its mappings) in order.

    Raises PlanError with every problem of every mapping, or Blocked where a table is missing.
    """
    jobs = Jobs(context)
    if not seeds:
        for mapping in context.plan.mappings:
            jobs.add(mapping)
    else:
        for mapping in context.plan.seed:
            jobs.add(mapping, seed=True)
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
