"""The rows of one mapping that a roll-back may take back: in its scope, and referred to by nobody.

Invariant: what stays is told, once, and only the first of many by name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.sql.selectable import FromClause, TableClause

from migrate_tui.engine.context import Context
from migrate_tui.engine.databases.base import Connection
from migrate_tui.engine.databases.catalogue import ForeignKey, Table
from migrate_tui.engine.databases.triggers import silenced
from migrate_tui.engine.diff.compare import key_text, table_clause
from migrate_tui.engine.diff.owned import owned
from migrate_tui.engine.events import Event, Finding, RangeDone
from migrate_tui.engine.jobs import Job
from migrate_tui.engine.ledger import Header, Ledger
from migrate_tui.engine.retry import again
from migrate_tui.engine.sql import ONE, Sql, fragment, same_key, table
from migrate_tui.engine.undo_rows import stored_hash
from migrate_tui.engine.veil import Veil

Result = TypeVar("Result")
LISTED = 20
STEP = "rollback"
REFERRED = "a row outside this run refers to it"


@dataclass
class Place:
    """One mapping of one run in the target, within `owns` and the user's `where`."""

    context: Context
    ledger: Ledger
    header: Header
    job: Job
    where: str | None = None
    listed: int = 0
    undone: list[RangeDone] = field(default_factory=list)  # with its circle, before its turn

    @property
    def connection(self) -> Connection:
        return self.context.target

    @property
    def target(self) -> TableClause:
        return table_clause(self.job.parsed.target)

    @property
    def key(self) -> tuple[str, ...]:
        return self.job.parsed.key

    def same(self, rows: FromClause) -> Sql:
        """The row of `rows` with the key of the target's row, compared as the target compares."""
        return same_key(self.target, rows, self.key)

    def shown_key(self, rows: FromClause) -> Sql:
        return key_text(rows, self.job.parsed, self.connection.kind)

    def hash(self) -> Sql:
        """Of the target row as it is stored."""
        return stored_hash(self.connection, self.job.into, self.job.parsed.target)

    def once(self, undo: Callable[[], Result]) -> Result:
        """One range in one transaction and one snapshot: what others write meanwhile is not lost,
        the range is undone again."""
        listed = self.listed

        def attempt() -> Result:
            self.listed = listed
            off = silenced(self.connection, self.job.parsed.target, off=True)
            with self.connection.transaction(snapshot=True), off:
                return undo()

        return again(attempt, self.connection)

    def delete(self, condition: Sql) -> int:
        """The number of rows in the scope that the condition held for; none is referred to."""
        return self.count(sa.delete(self.target).where(condition, *self.scope(), *self._free()))

    def count(self, statement: Any) -> int:
        """How many rows an UPDATE or DELETE took."""
        if self.connection.kind == "postgresql":
            done = statement.returning(ONE).cte("mt_done")
            return int(self.connection.execute(sa.select(sa.func.count()).select_from(done))[0][0])
        self.connection.execute(statement)
        return int(self.connection.execute("select changes()")[0][0])

    def forget_range(self, low: str) -> None:
        self.ledger.forget_range_of(self.header.run, self.header.mapping, low)

    def tell(self, key: object, why: str) -> Iterator[Event]:
        self.listed += 1
        if self.listed <= LISTED:
            text = Veil(self.context.plan).key(self.job.name, str(key))
            yield Finding("warning", f"{self.job.into} {text} stays: {why}", "", STEP)

    def own(self) -> list[Sql]:
        """Which rows are this mapping's, where others fill the table too."""
        return owned(self.job.parsed, self.connection, dict(self.context.plan.params))

    def scope(self) -> list[Sql]:
        return [*self.own(), *([fragment(self.where)] if self.where else [])]

    def scope_beside(self) -> list[Sql]:
        """The scope beside a table whose columns have the same names."""
        scope = self.scope()
        if not scope:
            return []
        rows = self.target.alias("mt_scoped")
        query = sa.select(ONE).select_from(rows).where(self.same(rows), *scope)
        return [query.correlate(self.target).exists()]

    def references(self) -> Iterator[tuple[Table, ForeignKey]]:
        """The tables whose rows may refer to the mapping's, its own among them."""
        target = self.job.parsed.target
        full = f"{target.schema}.{target.name}" if target.schema else target.name
        for child, key in self.connection.references(full):
            if (found := self.connection.table(child)) is not None:
                yield found, key

    def _free(self) -> list[Sql]:
        """No row of any table refers to the row, whatever its foreign key would do."""
        return [self._unreferred(*found) for found in self.references()]

    def _unreferred(self, found: Table, key: ForeignKey) -> Sql:
        """SQLite looks once at all references: it would seek those without an index row by row."""
        rows = table(found.name, found.column_names, found.schema).alias("mt_referrer")
        cells = [rows.c[c] for c in key.columns]
        referred = [self.target.c[p] for p in key.parent_columns]
        if self.connection.kind == "sqlite":
            given = sa.select(*cells).where(*(c.is_not(None) for c in cells))
            return sa.tuple_(*referred).in_(given).is_not(sa.true())
        same = (c == p for c, p in zip(cells, referred, strict=True))
        query = sa.select(ONE).select_from(rows).where(*same)
        return ~query.correlate(self.target).exists()
