"""The relation sifted: the rows that `where` lets through, those of one match merged into one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.selectable import FromClause, Select, Subquery

from migrate_tui.engine.databases.base import Connection
from migrate_tui.engine.diff.layer import Layer
from migrate_tui.engine.diff.merge import MATCH, Merging, merged, single
from migrate_tui.engine.diff.parsed import Parsed
from migrate_tui.engine.diff.relation import Relation
from migrate_tui.engine.expressions import Compiled, Expression, compile, parse
from migrate_tui.engine.sql import Sql, as_text, fragment, staged

READ = "mt_raw"


@dataclass(frozen=True)
class Sifted:
    """What `where` and `merge` of a mapping make of its relation, still in the source's columns."""

    parsed: Parsed
    relation: Relation
    connection: Connection
    params: Mapping[str, object] = field(default_factory=dict)

    def kept(self) -> FromClause:
        """Rows after `where`, with the match of a merge beside them."""
        rows = self.relation.query.subquery(READ)
        columns: list[Sql] = list(rows.c)
        if self.parsed.match is not None:
            columns.append(fragment(self._compiled(self.parsed.match).value).label(MATCH))
        query = sa.select(*columns)
        if self.parsed.where is not None:
            query = query.where(fragment(self._compiled(self.parsed.where).value))
        return query.subquery("mt_kept")

    def rows(self) -> Subquery:
        """One row per wanted row."""
        columns = tuple(staged(c) for c in sorted(self.parsed.used))
        merge = self.parsed.mapping.merge
        if merge is None:
            return single(self.kept(), columns, self.relation.carried)
        merging = Merging(merge, self.relation, self.connection.kind, self._truth, self._unread)
        return merged(self.kept(), columns, merging)

    def filtered_out(self) -> Select[Any]:
        """Count of the relation's rows that `where` does not let through."""
        count = sa.select(sa.func.count()).select_from(self.relation.query.subquery(READ))
        if self.parsed.where is None:
            return count.where(sa.false())
        let = fragment(self._compiled(self.parsed.where).value)
        return count.where(let.is_not(sa.true()))

    def undecided(self) -> Select[Any] | None:
        """Count of the rows whose values `where` cannot read; None where it reads every value."""
        why = self._compiled(self.parsed.where).reason if self.parsed.where else None
        if why is None:
            return None
        rows = self.relation.query.subquery(READ)
        return sa.select(sa.func.count()).select_from(rows).where(fragment(why).is_not(None))

    def _compiled(self, expression: Expression) -> Compiled:
        scope = Layer(
            self.parsed, self.connection, READ, self.relation.types, {}, True, self.params
        )
        return compile(expression, self.connection.kind, scope, guarded=True)

    def _truth(self, value: Sql, type_: str) -> Sql:
        return fragment(self._as_boolean(value, type_).value)

    def _unread(self, value: Sql, type_: str) -> Sql | None:
        why = self._as_boolean(value, type_).reason
        return None if why is None else fragment(why)

    def _as_boolean(self, value: Sql, type_: str) -> Compiled:
        kind = self.connection.kind
        scope = _Given(self.parsed, self.connection, "", {"value": type_}, {}, True)
        scope.sql = as_text(value, kind)
        return compile(parse("bool_of(value)"), kind, scope, guarded=True)


@dataclass
class _Given(Layer):
    """A scope in which every column is one given piece of SQL."""

    sql: str = ""

    def column(self, column: str) -> str:
        return self.sql
