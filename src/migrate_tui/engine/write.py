"""Writing one range: new and changed rows, undo rows and rejects, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.selectable import FromClause, Select, TableClause

from migrate_tui.engine.databases import session, state, temporary
from migrate_tui.engine.databases.base import Connection
from migrate_tui.engine.databases.catalogue import ForeignKey
from migrate_tui.engine.databases.compile import Overriding
from migrate_tui.engine.databases.failures import REFUSED, reason
from migrate_tui.engine.databases.triggers import silenced
from migrate_tui.engine.diff.compare import (
    CHANGED,
    NEW_ROW,
    OLD,
    REJECTED,
    STATUS,
    WAS,
    Diff,
    key_text,
    table_clause,
)
from migrate_tui.engine.diff.guards import Guards
from migrate_tui.engine.diff.merge import ROWS
from migrate_tui.engine.diff.relation import SOURCE_KEY
from migrate_tui.engine.diff.wanted import COLUMN, REJECT, SOURCE
from migrate_tui.engine.errors import Difference
from migrate_tui.engine.events import Counts
from migrate_tui.engine.jobs import Job
from migrate_tui.engine.ledger import REJECT_COLUMNS, Ledger
from migrate_tui.engine.ranges import Span, bounds
from migrate_tui.engine.sql import (
    ONE,
    Sql,
    fragment,
    labelled,
    name,
    same_key,
    table,
    text_literal,
)
from migrate_tui.engine.sql import temporary as temporary_table
from migrate_tui.engine.tally import counts, tally
from migrate_tui.engine.work import Work


@dataclass(frozen=True)
class Rows:
    """Where the wanted rows of a range come from, and the labels they carry."""

    query: Select[tuple[object, ...]]
    labels: tuple[str, ...]


@dataclass(frozen=True)
class Written:
    """What a range became; `seen` is its witness, where the statement that wrote it could tell."""

    counts: Counts
    seen: tuple[int, int] | None = None
    places: tuple[str | None, str | None] = (None, None)  # of the first and the last row inserted
    halved: bool = False  # in savepoints: its rows have undo rows

    def __add__(self, other: Written) -> Written:
        return Written(self.counts + other.counts, halved=True)


@dataclass(frozen=True)
class Writer:
    """Writes ranges of one job. Invariant: what the database stored is what the diff counted."""

    work: Work
    job: Job
    ledger: Ledger
    run: str
    first_load: bool  # the target was empty when this run met it: no undo rows
    unproven: tuple[ForeignKey, ...] = ()  # set aside, and not looked up by parent() either
    met: bool = False  # the range met rows that came since: the changed ones have undo rows
    halved: bool = False  # in savepoints: PostgreSQL tells its rows by no transaction

    @property
    def connection(self) -> Connection:
        return self.work.connection

    @property
    def target(self) -> TableClause:
        return table_clause(self.job.parsed.target)

    @property
    def key(self) -> tuple[str, ...]:
        return self.job.parsed.key

    @property
    def columns(self) -> tuple[str, ...]:
        names = self.job.parsed.target.column_names
        return tuple(c for c in names if c in self.job.parsed.columns)

    @property
    def _late(self) -> tuple[str, ...]:
        """What a second pass sets, when the rows that it refers to are there."""
        return self.job.circle.late if self.job.circle else ()

    @property
    def hushed(self) -> bool:
        """The database's words may hold any value of the row."""
        return bool(self.job.parsed.hidden)

    @property
    def undoes(self) -> bool:
        return self.met or not self.first_load

    def prepare(self) -> None:
        """The undo table, and on SQLite the table that holds the diff of a range."""
        if self.undoes:
            state.create_undo(self.connection, self.job.parsed.target)
        if self.connection.kind == "sqlite":
            helpers = [(ROWS, ""), (SOURCE, ""), (SOURCE_KEY, ""), (REJECT, ""), (COLUMN, "")]
            target = self.job.parsed.target
            written = [(c, "") for c in self.columns]
            old = [(labelled(OLD, c), "") for c in target.column_names]
            temporary.create(
                self.connection, self.diff_name, [*written, *helpers, (STATUS, ""), *old]
            )

    @property
    def diff_name(self) -> str:
        return f"diff_{self.job.position}"

    def write(self, rows: Rows, span: Span, *, guarded: bool, join: bool = True) -> Written:
        """One attempt inside the caller's transaction; raises what the database raises."""
        self._forget_rejects(span)
        off = self.job.mapping.triggers != "fire"
        with silenced(self.connection, self.job.parsed.target, off=off):
            return self._attempt(rows, span, guarded=guarded, join=join)

    def bisect(self, rows: Rows, span: Span) -> Written:
        """Split the range until only the rows that the target refuses stand alone; reject those."""
        self._forget_rejects(span)
        off = self.job.mapping.triggers != "fire"
        with silenced(self.connection, self.job.parsed.target, off=off):
            return replace(replace(self, halved=True)._halve(rows, span), halved=True)

    def _halve(self, rows: Rows, span: Span) -> Written:
        try:
            with self.connection.savepoint():
                return self._attempt(rows, span, guarded=True, join=True)
        except REFUSED as error:
            halves = self._cut(rows)
            if not halves:
                return self._reject_all(rows, span, reason(error, hush=self.hushed))
            first, second = (self._halve(half, span) for half in halves)
            return first + second

    def _cut(self, rows: Rows) -> list[Rows]:
        inner = rows.query.subquery("mt_w")
        ordered = [self.job.parsed.target_column(k) for k in self.key]
        total = self.connection.execute(sa.select(sa.func.count()).select_from(inner))[0][0]
        cuts = bounds(self.connection, inner, ordered, (int(total) + 1) // 2) if total > 1 else []
        if not cuts:
            return []
        middle = cuts[0]
        picked = [inner.c[label] for label in rows.labels]
        low = sa.select(*picked).where(Span(None, middle).holds(inner, self.key))
        high = sa.select(*picked).where(Span(middle, None).holds(inner, self.key))
        return [replace(rows, query=low), replace(rows, query=high)]

    def _reject_all(self, rows: Rows, span: Span, why: str) -> Written:
        inner = rows.query.subquery("mt_w")
        judged = {REJECT: text_literal(why), STATUS: text_literal(REJECTED)}
        picked = [judged.get(c, inner.c[c]).label(name(c)) for c in rows.labels]
        doomed = replace(rows, query=sa.select(*picked))
        return self._attempt(doomed, span, guarded=False, join=True)

    def _attempt(self, rows: Rows, span: Span, *, guarded: bool, join: bool) -> Written:
        session.tune(self.connection)
        guards: Guards | None = self.work.guards(self.job, first_load=not join)
        if not guarded:
            guards = replace(guards, only=self.unproven) if guards and self.unproven else None
        diff = Diff(self.job.parsed, self.connection, guards, first_load=not join)
        if self.connection.kind == "postgresql":
            return self._one_statement(diff, rows, span)
        return Written(self._four_statements(diff, rows, span))

    def _one_statement(self, diff: Diff, rows: Rows, span: Span) -> Written:
        """PostgreSQL: diff, undo, update, insert and rejects see one snapshot."""
        w = rows.query.cte("mt_w")
        d = diff.select(w, rows.labels).cte("mt_d")
        kept = [*self._stored_key(), self._hash().label("mt_hash")] if self.undoes else []
        ours = [self._version().label("mt_seen"), sa.literal_column("ctid").label("mt_place")]
        inserted = self._insert(d).returning(*kept, *ours).cte("mt_ins")
        updated = None
        if self._updates and not diff.first_load:
            updated = self._update(d).returning(*kept).cte("mt_upd")
        extra = [self._rejects(d, span).returning(ONE).cte("mt_rej")]
        if self.undoes:
            extra.append(self._undo(d, inserted, updated, span))
        done = [_number(inserted), sa.literal(0) if updated is None else _number(updated)]
        done += _loaded(inserted) if self.first_load else []
        row = self.connection.execute(sa.select(*tally(d), *done).select_from(d).add_cte(*extra))[0]
        found = counts(row[:6])
        self._compare(found, row[6], row[7])
        seen = (found.inserted, int(row[8])) if diff.first_load else None
        return Written(found, seen, (row[9], row[10]) if self.first_load else (None, None))

    def _undo(self, d: FromClause, inserted: Any, updated: Any, span: Span) -> Any:
        returned = (c for c in (inserted, updated) if c is not None)
        parts = [sa.select(*(c.c[k] for k in (*self.key, "mt_hash"))) for c in returned]
        stored = (sa.union_all(*parts) if len(parts) > 1 else parts[0]).subquery("mt_stored")
        return self._undo_insert(d, stored, span).returning(ONE).cte("mt_undo")

    def _undo_insert(self, d: FromClause, stored: FromClause, span: Span) -> Any:
        undo = self.undo_table()
        was = d.c[WAS] if WAS in d.c else sa.null()
        kept = [self._old(d, c) for c in self.job.parsed.target.column_names]
        own = [text_literal(self.run), text_literal(self.job.name), text_literal(span.label)]
        on = same_key(stored, d, self.key)  # the stored key is first: SQLite compares as it does
        query = (
            sa.select(*own, d.c[STATUS], stored.c.mt_hash, was, *kept)
            .select_from(d.join(stored, on))
            .where(d.c[STATUS].in_([text_literal(s) for s in self._kept]))
        )
        names = (*state.UNDO, *self.job.parsed.target.column_names)
        return sa.insert(undo).from_select(list(names), query)

    @property
    def _kept(self) -> tuple[str, ...]:
        """New rows of a first load are known again without: see `loads`."""
        known = self.first_load and not self.halved
        return (CHANGED,) if known else (NEW_ROW, CHANGED)

    def undo_table(self) -> Any:
        found = self.job.parsed.target
        names = (*state.UNDO, *found.column_names)
        schema = state.schema_of(self.connection.kind)
        return table(state.undo_name(found), names, schema)

    def _old(self, d: FromClause, column: str) -> Sql:
        """The old value; of a new row only the key is known."""
        if labelled(OLD, column) not in d.c:
            if column in self.key:
                return d.c[column]
            type_ = self.job.parsed.target_column(column).storage
            return fragment(f"null::{type_}" if self.connection.kind == "postgresql" else "null")
        old = d.c[labelled(OLD, column)]
        return sa.func.coalesce(old, d.c[column]) if column in self.key else old

    def _four_statements(self, diff: Diff, rows: Rows, span: Span) -> Counts:
        """SQLite: the diff goes into TEMP, then the same writes one by one."""
        labels = tuple(c for c in rows.labels if c in self._diff_labels)
        w = rows.query.subquery("mt_w")
        select = diff.select(w, labels)
        old = [] if diff.first_load else [labelled(OLD, c) for c in diff.old_columns]
        names = [*labels, STATUS, *old]
        d = temporary_table("sqlite", self.diff_name, self._all_labels)
        self.connection.execute(sa.delete(d))
        picked = select.subquery("mt_picked")
        self.connection.execute(
            sa.insert(d).from_select(names, sa.select(*(picked.c[n] for n in names)))
        )
        found = counts(self.connection.execute(sa.select(*tally(d)))[0])
        changes = self._changes
        if found.updated:
            self.connection.execute(self._update(d))
        updated = changes()
        if found.inserted:
            self.connection.execute(self._insert(d))
        inserted = changes()
        self._compare(found, inserted if found.inserted else 0, updated if found.updated else 0)
        if self.undoes:
            self.connection.execute(self._undo_insert(d, self._stored(), span))
        self.connection.execute(self._rejects(d, span))
        return found

    @property
    def _diff_labels(self) -> tuple[str, ...]:
        return (*self.columns, ROWS, SOURCE, SOURCE_KEY, REJECT, COLUMN)

    @property
    def _all_labels(self) -> tuple[str, ...]:
        old = (labelled(OLD, c) for c in self.job.parsed.target.column_names)
        return (*self._diff_labels, STATUS, *old)

    def _changes(self) -> int:
        return int(self.connection.execute("select changes()")[0][0])

    def _stored(self) -> FromClause:
        rows = sa.select(*(self.target.c[k] for k in self.key), self._hash().label("mt_hash"))
        return rows.select_from(self.target).subquery("mt_stored")

    def _compare(self, found: Counts, inserted: int, updated: int) -> None:
        if (found.inserted, found.updated) != (int(inserted), int(updated)):
            raise Difference(
                f"mapping {self.job.name}: {found.inserted} rows should be inserted and "
                f"{found.updated} updated, but {self.job.into} stored {inserted} and {updated}",
                "a trigger or rule of the table changes what is written; this range was undone",
            )

    @property
    def _updates(self) -> bool:
        return bool(self.job.parsed.compared)

    def _stored_key(self) -> list[Sql]:
        return [self.target.c[k] for k in self.key]

    def _version(self) -> Sql:
        """The witness of a row that this statement inserts."""
        return sa.literal_column(state.inserted_version(self.connection.quote(self.job.into)))

    def _hash(self) -> Sql:
        quote = self.connection.quote
        table_name = quote(self.job.into)
        cells = [f"{table_name}.{quote(c)}" for c in self.job.parsed.target.column_names]
        return sa.literal_column(state.row_hash(self.connection.kind, cells))

    def _insert(self, d: FromClause) -> Any:
        ours = any(self.job.parsed.target_column(c).identity == "always" for c in self.columns)
        select: type[Select[Any]] = Overriding if ours else Select
        cells = (sa.null() if c in self._late else d.c[c] for c in self.columns)
        query = select(*cells).where(d.c[STATUS] == text_literal(NEW_ROW))
        return sa.insert(self.target).from_select(list(self.columns), query)

    def _update(self, d: FromClause) -> Any:
        of = {c: self.target if c in self._late else d for c in self.job.parsed.compared}
        values = {self.target.c[c]: of[c].c[c] for c in of}
        same = sa.and_(*(self.target.c[k] == d.c[k] for k in self.key))
        return (
            sa.update(self.target).values(values).where(same, d.c[STATUS] == text_literal(CHANGED))
        )

    def _rejects(self, d: FromClause, span: Span) -> Any:
        rejects = self.ledger.rejects
        here = (self.ledger.plan, self.ledger.scope, self.job.name, span.label, self.run)
        query = sa.select(
            *(text_literal(v) for v in here),
            d.c[SOURCE],
            d.c[SOURCE_KEY],
            key_text(d, self.job.parsed, self.connection.kind),
            d.c[COLUMN],
            d.c[REJECT],
            d.c[ROWS],
        ).where(d.c[STATUS] == text_literal(REJECTED))
        return sa.insert(rejects).from_select(list(REJECT_COLUMNS), query)

    def _forget_rejects(self, span: Span) -> None:
        rejects = self.ledger.rejects
        here = sa.and_(
            rejects.c.plan == self.ledger.plan,
            rejects.c.scope == self.ledger.scope,
            rejects.c.mapping == self.job.name,
            rejects.c.low == span.label,
        )
        self.connection.execute(sa.delete(rejects).where(here))

    def witness(self, rows: Rows) -> tuple[int, int]:
        """(rows, sum) of the target rows of this range as they now stand."""
        w = rows.query.subquery("mt_w")
        on = sa.and_(*(self.target.c[k] == w.c[k] for k in self.key))
        return witness(self.connection, self.job, self.target.join(w, on))


def _number(rows: FromClause) -> Any:
    return sa.select(sa.func.count()).select_from(rows).scalar_subquery()


def _loaded(inserted: Any) -> list[Any]:
    """The witness of the rows inserted, the place of the first and that of the last."""
    total = sa.func.coalesce(sa.func.sum(inserted.c.mt_seen), 0)
    places = [sa.cast(end(inserted.c.mt_place), sa.Text()) for end in (sa.func.min, sa.func.max)]
    return [sa.select(found).scalar_subquery() for found in (total, *places)]


def witness(
    connection: Connection, job: Job, rows: FromClause, scope: Sql | None = None
) -> tuple[int, int]:
    """(rows, sum) over target rows; the sums of all ranges add up to that of the table."""
    quote = connection.quote
    columns: Sequence[str] = [quote(c) for c in job.parsed.target.column_names]
    seen: Sql = sa.literal_column(state.witness(connection.kind, quote(job.into), list(columns)))
    query = sa.select(sa.func.count(), seen).select_from(rows)
    found = connection.execute(query if scope is None else query.where(scope))[0]
    return int(found[0]), int(found[1])
