"""The temporary tables of a run on one connection: raw rows in, wanted rows out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.selectable import FromClause

from migrate_tui.engine import claims, entwine, functions
from migrate_tui.engine.claims import identities
from migrate_tui.engine.context import Context
from migrate_tui.engine.databases import session, temporary
from migrate_tui.engine.databases.base import Connection, Row
from migrate_tui.engine.databases.catalogue import ForeignKey, Table
from migrate_tui.engine.databases.failures import REFUSED, UNREADABLE
from migrate_tui.engine.databases.reading import LINE
from migrate_tui.engine.diff.compare import table_clause
from migrate_tui.engine.diff.guards import Guards
from migrate_tui.engine.diff.layer import PARAMS, Parent
from migrate_tui.engine.diff.merge import ROWS
from migrate_tui.engine.diff.relation import BAD, ORDER, SOURCE_KEY, Branch, Relation, unite
from migrate_tui.engine.diff.wanted import (
    COLUMN,
    REJECT,
    SOURCE,
    Wanted,
    filtered_out,
    wanted,
)
from migrate_tui.engine.jobs import Job, Raw
from migrate_tui.engine.sql import ONE, Sql, as_text, same_key, table, text_literal
from migrate_tui.engine.sql import staged as staged_name
from migrate_tui.engine.sql import temporary as temporary_table

BATCH = 5000
VEIL_KEY = "mt_veil_key"  # beside the params, where no statement text holds it


@dataclass
class Work:
    """Staging for the jobs of one run. `dry` keeps everything in temporary tables.

    Invariant: after `gather`, the job's wanted table holds every row that is wanted or rejected
    exactly once, and what `where` held back is in `filtered`.
    """

    context: Context
    connection: Connection
    jobs: dict[str, Job]
    dry: bool = False
    gathered: set[str] = field(default_factory=set)
    filtered: dict[str, int] = field(default_factory=dict)
    accounted: dict[str, int] = field(default_factory=dict)
    rejected: set[tuple[str, str, str]] = field(default_factory=set)  # mapping, source, source key
    checked: set[str] = field(default_factory=set)
    mixed: set[str] = field(default_factory=set)  # raw tables whose values needed guards
    family: dict[str, Job] = field(default_factory=dict)  # earlier jobs that live on elsewhere

    @property
    def kind(self) -> str:
        return self.connection.kind

    @property
    def params(self) -> dict[str, object]:
        return dict(self.context.plan.params)

    # preparation: everything that a read-only transaction could not create

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
            for staged in (job, *((job.keys,) if job.keys else ())):
                for raw in staged.raws:
                    temporary.create(self.connection, raw.name, _staged_columns(raw))
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

    # relations

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
        columns = [c for c, _ in _staged_columns(raw)]
        clause = temporary_table(self.kind, raw.name, columns)
        order = tuple(types[c] for c in raw.order)
        told = raw.reader.told if raw.reader is not None else ()
        return Branch(raw.label, clause, types, raw.order, order, bad=True, told=told)

    def relation(self, job: Job) -> Relation:
        return unite(self.branches(job), job.parsed.used, self.kind)

    # parents and guards

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

        def others(columns: Sequence[str]) -> FromClause | None:
            del columns
            return claims.rows(self.kind, job).subquery() if self.dry else None

        return Guards(
            job.parsed,
            self.kind,
            self.connection.quote,
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

    # filling

    def gather(self, job: Job) -> None:
        """Stage the whole relation and work out every wanted row of it, once."""
        if job.name in self.gathered:
            return
        if job.circle is None:
            self.gather_alone(job)
        else:
            entwine.gather(self, job)

    def gather_alone(self, job: Job) -> None:
        session.tune(self.connection)
        for of in job.of:
            self.gather(self.jobs[of])
        self.fill_raws(job)
        self.filtered[job.name] = self._filtered(job)
        self._fill_wanted(job)
        if self.dry or not self._index_unique(job):
            self._reject_duplicates(job)
        temporary.analyze(self.connection, job.wanted, job.parsed.key)
        self.gathered.add(job.name)

    def _filtered(self, job: Job) -> int:
        if job.parsed.where is None:
            return 0
        query = filtered_out(job.parsed, self.relation(job), self.connection, self.params)
        return int(self.connection.execute(query)[0][0])

    def labels(self, job: Job) -> tuple[str, ...]:
        """The columns of a job's wanted table."""
        return tuple(name for name, _ in self._wanted_columns(job))

    def compile(self, job: Job, *, guarded: bool) -> Wanted:
        relation, parents = self.relation(job), self.parents(job)
        return wanted(job.parsed, relation, self.connection, parents, self.params, guarded=guarded)

    def _fill_wanted(self, job: Job) -> None:
        """Plain casts first; where one aborts, the guarded form names the bad values."""
        plain = self.compile(job, guarded=self.kind == "sqlite")
        if plain.raises:
            try:
                with self.connection.savepoint():
                    self._insert_wanted(job, plain)
                return
            except REFUSED:
                plain = self.compile(job, guarded=True)
        self._insert_wanted(job, plain)

    def _insert_wanted(self, job: Job, plain: Wanted) -> None:
        labels = plain.labels
        clause = temporary_table(self.kind, job.wanted, labels)
        rows = plain.select.subquery("mt_wanted")
        query = sa.select(*(rows.c[label] for label in labels))
        if self.kind == "postgresql":  # ranges then lie together, and so do the rows they write
            query = query.order_by(*(rows.c[k] for k in job.parsed.key))
        self.connection.execute(sa.insert(clause).from_select(list(labels), query))

    def _index_unique(self, job: Job) -> bool:
        """Index the key; whether it is unique comes out of it for nothing."""
        try:
            with self.connection.savepoint():
                temporary.index(self.connection, job.wanted, job.parsed.key, unique=True)
            return True
        except REFUSED:
            temporary.index(self.connection, job.wanted, job.parsed.key)
            return False

    def _reject_duplicates(self, job: Job) -> None:
        """Of rows with one key the first by source key stays."""
        key = job.parsed.key
        order = (ORDER, *self.relation(job).order)
        columns = (*key, *order, SOURCE_KEY, REJECT, COLUMN)
        clause = temporary_table(self.kind, job.wanted, columns)
        some = sa.select(ONE).select_from(clause).group_by(*(clause.c[k] for k in key))
        known = sa.and_(*(clause.c[k].is_not(None) for k in key))
        twice = some.where(known).having(sa.func.count() > 1).limit(1)
        if not self.connection.execute(twice):
            return
        physical = "ctid" if self.kind == "postgresql" else "rowid"
        row: Sql = sa.literal_column(self.connection.quote(physical))
        keys, turns = [clause.c[k] for k in key], [clause.c[o] for o in order]
        turn = sa.func.row_number().over(partition_by=keys, order_by=turns)
        first = sa.func.first_value(clause.c[SOURCE_KEY]).over(partition_by=keys, order_by=turns)
        ranked = sa.select(row.label("mt_row"), turn.label("turn"), first.label("winner"))
        ranked = ranked.where(known)
        later = ranked.subquery("mt_ranked")
        reason = text_literal("the same key as source row ").op("||")(later.c.winner)
        statement = sa.update(clause).values({clause.c[REJECT]: reason})
        place: Sql = sa.literal_column(f"{self.connection.quote(job.wanted)}.{physical}")
        self.connection.execute(statement.where(place == later.c.mt_row, later.c.turn > 1))

    def mark(self, job: Job, rejected: FromClause, *conditions: Sql) -> None:
        """Rows that the target's constraints rejected are not wanted by what comes after.

        `rejected` has the columns mt_source, mt_key and mt_reject.
        """
        w = temporary_table(self.kind, job.wanted, (SOURCE, SOURCE_KEY, REJECT))
        same = sa.and_(w.c[SOURCE] == rejected.c[SOURCE], w.c[SOURCE_KEY] == rejected.c[SOURCE_KEY])
        update = sa.update(w).values({w.c[REJECT]: rejected.c[REJECT]})
        self.connection.execute(update.where(same, w.c[REJECT].is_(None), *conditions))

    def fill_raws(self, job: Job) -> None:
        for raw in job.raws:
            if raw.rows is not None:
                self.load(raw, iter([_plan_rows(raw, self.kind)]))
            elif raw.query is not None:
                self._fill_query(job, raw)
            elif raw.reader is not None:
                self.load_whole(raw)

    def load_whole(self, raw: Raw) -> int:
        reader = raw.reader
        assert reader is not None
        return self.load_checked(raw, lambda checked: reader.batches(BATCH, checked=checked))

    def load_checked(self, raw: Raw, batches: Any) -> int:
        """COPY as it comes; where that fails the reader looks at each value."""
        known = raw.reader is not None and raw.reader.checked
        if not known and raw.name not in self.checked:
            try:
                with self.connection.savepoint():
                    return self.load(raw, batches(False))
            except UNREADABLE:
                self.checked.add(raw.name)
        return self.load(raw, batches(True))

    def load(self, raw: Raw, batches: Iterator[list[Row]]) -> int:
        columns = [c for c, _ in _staged_columns(raw)]
        rows = (row for batch in batches for row in batch)
        return self.connection.load(raw.name, columns, rows)

    def _fill_query(self, job: Job, raw: Raw) -> None:
        assert raw.query is not None
        params = dict(self.context.plan.params)
        columns = [c for c, _ in raw.columns if c != LINE]
        quoted = ", ".join(map(self.connection.quote, columns))
        numbered = (
            f"select {quoted}, row_number() over () from ({raw.query.rstrip().rstrip(';')}\n) as q"
        )
        relations = {of: as_text(self.accepted(self.jobs[of]), self.kind) for of in job.of}
        names = [*map(staged_name, columns), LINE]
        temporary.fill(self.connection, raw.name, names, numbered, params, relations)


def _staged_columns(raw: Raw) -> list[tuple[str, str]]:
    return [*((staged_name(c), type_) for c, type_ in raw.columns), (BAD, "text")]


def _plan_rows(raw: Raw, kind: str) -> list[Row]:
    def plain(value: Any) -> Any:
        if isinstance(value, dict | list):
            return json.dumps(value, ensure_ascii=False)
        if kind == "sqlite" and isinstance(value, bool):
            return int(value)
        return value

    columns = [c for c, _ in raw.columns if c != LINE]
    rows = raw.rows or ()
    return [(*(plain(r.get(c)) for c in columns), i, None) for i, r in enumerate(rows, 1)]
