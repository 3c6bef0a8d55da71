"""The temporary tables of a run on one connection, and the relations over them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.sql.selectable import FromClause

from migrate_tui.engine import claims, entwine, functions
from migrate_tui.engine.claims import identities
from migrate_tui.engine.context import Context
from migrate_tui.engine.databases import session, temporary
from migrate_tui.engine.databases.base import Connection
from migrate_tui.engine.databases.catalogue import ForeignKey, Table
from migrate_tui.engine.diff.compare import table_clause
from migrate_tui.engine.diff.guards import Guards
from migrate_tui.engine.diff.layer import PARAMS, Parent
from migrate_tui.engine.diff.merge import ROWS
from migrate_tui.engine.diff.relation import BAD, ORDER, SOURCE_KEY, Branch, Relation, unite
from migrate_tui.engine.diff.wanted import (
    COLUMN,
    REJECT,
    SOURCE,
)
from migrate_tui.engine.jobs import Job, Raw
from migrate_tui.engine.sql import ONE, name, same_key, table
from migrate_tui.engine.sql import staged as staged_name
from migrate_tui.engine.sql import temporary as temporary_table

if TYPE_CHECKING:
    from migrate_tui.engine.early import Early

VEIL_KEY = "mt_veil_key"  # beside the params, where no statement text holds it


@dataclass
class Relations:
    """What the jobs of one run read. `dry` keeps everything in temporary tables."""

    context: Context
    connection: Connection
    jobs: dict[str, Job]
    dry: bool = False
    gathered: set[str] = field(default_factory=set)
    filtered: dict[str, int] = field(default_factory=dict)
    accounted: dict[str, int] = field(default_factory=dict)
    rejected: set[tuple[str, str, str]] = field(default_factory=set)  # mapping, source, source key
    checked: set[str] = field(default_factory=set)
    unlike: dict[str, int] = field(default_factory=dict)  # loads of a raw table that failed
    since: dict[str, str] = field(default_factory=dict)  # raw tables: where their rows begin
    mixed: set[str] = field(default_factory=set)  # raw tables whose values needed guards
    family: dict[str, Job] = field(default_factory=dict)  # earlier jobs that live on elsewhere
    early: Early | None = None  # what is asked of the target ahead of time
    _printed: str | None = None

    @property
    def kind(self) -> str:
        return self.connection.kind

    @property
    def params(self) -> dict[str, object]:
        return dict(self.context.plan.params)

    def source_print(self) -> str:
        """Of the source's bytes, as they are before any of its rows is read."""
        if self._printed is None:
            self._printed = self.context.printed.hex()
        return self._printed

    def print_early(self) -> None:
        """Hash the source's bytes beside whatever else is done before its rows are asked for."""
        if any(job.direct for job in self.jobs.values()):
            self.context.printed.begin()
        else:
            self.context.printed.leave()

    def prepare(self) -> None:
        """Functions, parameters and empty temporary tables; nothing is written but in TEMP.

        Raises Blocked where a circle of foreign keys cannot be loaded.
        """
        entwine.refuse(self)
        params: dict[str, object] = dict(self.context.plan.params)
        veil = self.context.veil if self.context.plan.mask else None
        if self.kind == "postgresql":
            key = f"(select {VEIL_KEY} from pg_temp.{PARAMS})" if veil else None
            functions.prepare(self.connection, self.context.plan.timezone, key)
            session.prepare_postgresql(self.connection)
        else:
            functions.register(self.connection.raw, self.context.plan.timezone, veil)
            session.register_sqlite(self.connection.raw)
        if veil:
            params[VEIL_KEY] = self.context.veil_key
        temporary.copy_params(self.connection, PARAMS, params)
        for job in self.jobs.values():
            for staged in (job, *(one for one in (job.quick, job.keys) if one)):
                for raw in staged.raws:
                    temporary.create(self.connection, raw.name, staged_columns(raw))
                if not staged.direct:
                    columns = [*self._wanted_columns(staged), *entwine.columns(self.kind, job)]
                    temporary.create(self.connection, staged.wanted, columns)
                    entwine.index(self.connection, job)
            if self.dry:
                claims.create(self.connection, job, self.typed(job, identities(job)))

    def typed(self, job: Job, columns: Sequence[str]) -> list[tuple[str, str]]:
        found = (job.parsed.target_column(c) for c in columns)
        return [(c.name, c.storage + self._collation(c.collation)) for c in found]

    def _collation(self, collation: str | None) -> str:
        """PostgreSQL's catalogue gives the name qualified and quoted."""
        if collation is None:
            return ""
        quoted = collation if self.kind == "postgresql" else self.connection.quote(collation)
        return f" collate {quoted}"

    def _wanted_columns(self, job: Job) -> list[tuple[str, str]]:
        relation = self.relation(job)
        order = [(ORDER, "integer"), *zip(relation.order, self._order_types(job), strict=True)]
        helpers = [(ROWS, "bigint"), (SOURCE, "text"), (SOURCE_KEY, "text")]
        written = [c for c in job.parsed.target.column_names if c in job.parsed.columns]
        verdict = [(REJECT, "text"), (COLUMN, "text")]
        return [*self.typed(job, written), *helpers, *order, *verdict]

    def _order_types(self, job: Job) -> tuple[str, ...]:
        branches = self.branches(job)
        if len({b.order_types for b in branches}) == 1:
            return branches[0].order_types
        return ("text",)

    def branches(self, job: Job) -> list[Branch]:
        found = [self._own(t) for t in job.tables] + [self._raw(raw) for raw in job.raws]
        hidden = job.parsed.hidden.sources
        return [replace(b, veiled=self.kind) if hidden & set(b.known) else b for b in found]

    def _own(self, found: Table) -> Branch:
        """A source table in the target's own database."""
        physical = "ctid" if self.kind == "postgresql" else "rowid"
        order = found.primary_key or (physical,)
        columns = dict.fromkeys((*found.column_names, *order))
        types = {c.name: c.type if self.kind == "postgresql" else "" for c in found.columns}
        of_order = tuple(types.get(c, "tid" if self.kind == "postgresql" else "") for c in order)
        clause = table(found.name, tuple(columns), found.schema)
        return Branch(found.name, clause, types, order, of_order)

    def _raw(self, raw: Raw) -> Branch:
        types = dict(raw.columns)
        columns = [c for c, _ in staged_columns(raw)]
        clause: FromClause = temporary_table(self.kind, raw.name, columns)
        if (place := self.since.get(raw.name)) is not None:
            later = sa.literal_column("ctid") >= sa.literal_column(f"'{place}'::tid")
            clause = sa.select(clause).where(later).subquery(name("mt_staged"))
        order = tuple(types[c] for c in raw.order)
        told = raw.reader.told if raw.reader is not None else ()
        return Branch(raw.label, clause, types, raw.order, order, bad=True, told=told)

    def relation(self, job: Job) -> Relation:
        return unite(self.branches(job), job.parsed.used, self.kind)

    def parents(self, job: Job) -> dict[str, Parent]:
        known = (self.family or self.jobs).values()
        earlier = [j for j in known if j.position < job.position]
        found = {j.name: Parent(j.parsed, self._parent_rows(j)) for j in earlier}
        return found | entwine.parents(self, job)

    def _parent_rows(self, job: Job) -> Any:
        def rows(columns: tuple[str, ...]) -> FromClause:
            names = tuple(dict.fromkeys(columns))
            target = table_clause(job.parsed.target)
            there = sa.select(*(target.c[c] for c in names)).select_from(target)
            if not self.dry:
                return there.subquery()
            ours = claims.rows(self.kind, job).subquery("mt_w")
            known = sa.select(ONE).select_from(ours)
            known = known.where(same_key(target, ours, job.parsed.key)).correlate(target)
            later = sa.select(*(ours.c[c] for c in names))
            return sa.union_all(there.where(~known.exists()), later).subquery()

        return rows

    def members(self, job: Job) -> list[Job]:
        """The jobs of a job's circle, in plan order."""
        names = job.circle.members if job.circle else ()
        return [j for j in self.jobs.values() if j.name in names]

    def accepted(self, job: Job) -> Any:
        """Rows that this run wants and that nothing rejected, as far as they are known."""
        clause = temporary_table(self.kind, job.wanted, (*job.parsed.columns, REJECT))
        return sa.select(*(clause.c[c] for c in job.parsed.columns)).where(
            clause.c[REJECT].is_(None)
        )

    def guards(self, job: Job, *, first_load: bool) -> Guards:
        """The target's constraints; a dry run adds what it would have written before."""

        def parents(key: ForeignKey) -> list[FromClause]:
            return [f.alias(f"mt_fk{i}") for i, f in enumerate(self.referred(job, key))]

        def others() -> FromClause | None:
            return claims.rows(self.kind, job).subquery() if self.dry else None

        return Guards(
            job.parsed,
            self.kind,
            parents,
            others,
            first_load=first_load,
            without=entwine.judged(job, dry=self.dry),
        )

    def referred(self, job: Job, key: ForeignKey) -> list[FromClause]:
        """The rows that a foreign key may refer to: the target's, and what would be written."""
        found: list[FromClause] = [self._foreign(key)]
        earlier = [j for j in self.jobs.values() if j.position < job.position]
        if self.dry:
            found += [
                claims.rows(self.kind, j).subquery()
                for j in earlier
                if j.into == key.parent and set(key.parent_columns) <= set(identities(j))
            ]
        return found

    def _foreign(self, key: ForeignKey) -> FromClause:
        return table(key.parent, key.parent_columns, key.parent_schema)


def staged_columns(raw: Raw) -> list[tuple[str, str]]:
    return [*((staged_name(c), type_) for c, type_ in raw.columns), (BAD, "text")]
