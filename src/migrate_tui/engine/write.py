"""Writing one range: new and changed rows, undo rows and rejects, in one transaction."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.selectable import FromClause, Select

from migrate_tui.engine.databases import loads, row_hashes, session
from migrate_tui.engine.databases.base import Connection
from migrate_tui.engine.databases.failures import reason, refused
from migrate_tui.engine.databases.triggers import silenced
from migrate_tui.engine.diff.compare import (
    REJECTED,
    STATUS,
    Diff,
)
from migrate_tui.engine.diff.guards import Guards
from migrate_tui.engine.diff.stored import OLD
from migrate_tui.engine.diff.wanted import REJECT
from migrate_tui.engine.errors import Difference
from migrate_tui.engine.events import Counts
from migrate_tui.engine.jobs import Job
from migrate_tui.engine.ranges import Span, bounds
from migrate_tui.engine.sql import (
    ONE,
    Sql,
    labelled,
    name,
    text_literal,
)
from migrate_tui.engine.sql import temporary as temporary_table
from migrate_tui.engine.statements import Statements
from migrate_tui.engine.tally import counts, tally


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
class Writer(Statements):
    """Writes ranges of one job. Invariant: what the database stored is what the diff counted."""

    def write(self, rows: Rows, span: Span, *, guarded: bool, join: bool = True) -> Written:
        """One attempt inside the caller's transaction; raises what the database raises."""
        self._forget_rejects(span)
        off = self.job.mapping.triggers != "fire"
        with silenced(self.connection, self.job.parsed.target, off=off):
            return self._attempt(rows, span, guarded=guarded, join=join)

    def load(self, coming: loads.Coming, span: Span) -> Written:
        """Lines of new rows straight into the table; raises what the database raises. Before their
        turn no lock is taken: whoever is before them may need it."""
        coming.begin()
        session.hasten(self.connection)
        self._forget_rejects(span)
        target = self.job.parsed.target
        with silenced(self.connection, target, off=self.job.mapping.triggers != "fire"):
            found = loads.load(self.connection, target, self.columns, coming)
        counted = Counts(read=coming.rows, inserted=coming.rows)
        self._compare(counted, found.rows, 0)
        return Written(counted, (found.rows, found.witness), (found.first, found.last))

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
        except refused() as error:
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

    def _changes(self) -> int:
        return int(self.connection.execute("select changes()")[0][0])

    def _compare(self, found: Counts, inserted: int, updated: int) -> None:
        if (found.inserted, found.updated) != (int(inserted), int(updated)):
            raise Difference(
                f"mapping {self.job.name}: {found.inserted} rows should be inserted and "
                f"{found.updated} updated, but {self.job.into} stored {inserted} and {updated}",
                "a trigger or rule of the table changes what is written; this range was undone",
            )

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
    found = connection.execute(witnessing(connection, job, rows, scope))[0]
    return int(found[0]), int(found[1])


def witnessing(
    connection: Connection, job: Job, rows: FromClause, scope: Sql | None = None
) -> sa.Select[int, Any]:
    """The question that `witness` asks."""
    quote = connection.quote
    columns = [quote(c) for c in job.parsed.target.column_names]
    told = row_hashes.witness(connection.kind, quote(job.into), columns)
    seen: Sql = sa.literal_column(told)
    query = sa.select(sa.func.count(), seen).select_from(rows)
    return query if scope is None else query.where(scope)
