"""The statements of a range: what is inserted, updated, rejected, and kept to undo it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.selectable import FromClause, Select, TableClause

from migrate_tui.engine.databases import row_hashes, temporary, undo_tables
from migrate_tui.engine.databases.base import Connection
from migrate_tui.engine.databases.catalogue import ForeignKey
from migrate_tui.engine.databases.compile import Overriding
from migrate_tui.engine.diff.compare import (
    CHANGED,
    NEW_ROW,
    REJECTED,
    STATUS,
    WAS,
    key_text,
    table_clause,
)
from migrate_tui.engine.diff.merge import ROWS
from migrate_tui.engine.diff.relation import SOURCE_KEY
from migrate_tui.engine.diff.stored import OLD
from migrate_tui.engine.diff.wanted import COLUMN, REJECT, SOURCE
from migrate_tui.engine.jobs import Job
from migrate_tui.engine.ledger import REJECT_COLUMNS, Ledger
from migrate_tui.engine.ranges import Span
from migrate_tui.engine.sql import (
    ONE,
    Sql,
    fragment,
    labelled,
    same_key,
    text_literal,
)
from migrate_tui.engine.undo_rows import stored_hash, undo_rows
from migrate_tui.engine.work import Work


@dataclass(frozen=True)
class Statements:
    """The SQL of one job's ranges; nothing here runs but what prepares the tables."""

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
            undo_tables.create(self.connection, self.job.parsed.target)
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
        names = (*undo_tables.OWN, *self.job.parsed.target.column_names)
        return sa.insert(undo).from_select(list(names), query)

    @property
    def _kept(self) -> tuple[str, ...]:
        """New rows of a first load are known again without: see `loads`."""
        known = self.first_load and not self.halved
        return (CHANGED,) if known else (NEW_ROW, CHANGED)

    def undo_table(self) -> Any:
        return undo_rows(self.connection.kind, self.job.parsed.target)

    def _old(self, d: FromClause, column: str) -> Sql:
        """The old value; of a new row only the key is known."""
        if labelled(OLD, column) not in d.c:
            if column in self.key:
                return d.c[column]
            type_ = self.job.parsed.target_column(column).storage
            return fragment(f"null::{type_}" if self.connection.kind == "postgresql" else "null")
        old = d.c[labelled(OLD, column)]
        return sa.func.coalesce(old, d.c[column]) if column in self.key else old

    @property
    def _diff_labels(self) -> tuple[str, ...]:
        return (*self.columns, ROWS, SOURCE, SOURCE_KEY, REJECT, COLUMN)

    @property
    def _all_labels(self) -> tuple[str, ...]:
        old = (labelled(OLD, c) for c in self.job.parsed.target.column_names)
        return (*self._diff_labels, STATUS, *old)

    def _stored(self) -> FromClause:
        rows = sa.select(*(self.target.c[k] for k in self.key), self._hash().label("mt_hash"))
        return rows.select_from(self.target).subquery("mt_stored")

    @property
    def _updates(self) -> bool:
        return bool(self.job.parsed.compared)

    def _stored_key(self) -> list[Sql]:
        return [self.target.c[k] for k in self.key]

    def _version(self) -> Sql:
        """The witness of a row that this statement inserts."""
        return sa.literal_column(row_hashes.inserted_version(self.connection.quote(self.job.into)))

    def _hash(self) -> Sql:
        return stored_hash(self.connection, self.job.into, self.job.parsed.target)

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
