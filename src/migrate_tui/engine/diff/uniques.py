"""Unique indexes foreseen: a written row whose values another row has, or claims before it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.sql.selectable import FromClause

from migrate_tui.engine.databases.catalogue import Unique
from migrate_tui.engine.diff.parsed import Parsed
from migrate_tui.engine.diff.stored import Stored
from migrate_tui.engine.sql import ONE, Sql, fragment, same_key, table, text_literal

WRITTEN = ("new", "changed")
Reason = tuple[str | None, Sql]  # the column that is to blame, where it is one, and why


@dataclass(frozen=True)
class Uniques:
    """`others()` gives the rows already accepted in this mapping that are not in the target yet."""

    stored: Stored
    others: Callable[[], FromClause | None]

    @property
    def parsed(self) -> Parsed:
        return self.stored.parsed

    @property
    def judged(self) -> list[Unique]:
        """Those that a row of this mapping can break: not its key, and on a column that it sets."""
        key = set(self.parsed.key)
        worked_out = {c.name for c in self.parsed.target.columns if c.expression is not None}
        mapped = self.parsed.columns.keys() | worked_out
        return [
            u
            for u in self.parsed.target.uniques
            if (set(u.columns) != key or u.where) and (u.expressions or set(u.columns) & mapped)
        ]

    def taken(self, rows: FromClause, unique: Unique) -> Reason:
        """Another row of the target, or one accepted before, holds the same values."""
        values = self._values(rows, unique)
        columns = self.parsed.target.column_names
        target = table(self.parsed.target.name, columns, self.parsed.target.schema).alias("mt_u")
        freed = self._freed(target, rows)
        held = [self._holder(target, rows, unique, values, freed)]
        if (others := self.others()) is not None:
            held.append(self._holder(others.alias("mt_v"), rows, unique, values, []))
        taken = sa.and_(self._within(rows, unique), sa.or_(*held))
        text = self._shown(values, unique)
        return self._column(unique), sa.case((taken, text.op("||")(text_literal(" is taken"))))

    def twice(self, rows: FromClause, unique: Unique) -> Reason:
        """An earlier row of this range claims the same values."""
        values = self._values(rows, unique)
        order = [rows.c[k] for k in self.parsed.key]
        written = rows.c["mt_status"].in_([text_literal(s) for s in WRITTEN])
        within = sa.and_(written, self._within(rows, unique))
        turn = sa.func.row_number().over(partition_by=[within, *values], order_by=order)
        text = self._shown(values, unique)
        reason = text.op("||")(text_literal(" stands twice"))
        return self._column(unique), sa.case((sa.and_(within, turn > 1), reason))

    def _values(self, rows: FromClause, unique: Unique) -> list[Sql]:
        if not unique.expressions:
            return [self.stored.cell(rows, c) for c in unique.columns]
        return [self.stored.value(rows, _inside(e, unique)) for e in unique.expressions]

    def _within(self, rows: FromClause, unique: Unique) -> Sql:
        """Whether the row falls under the index at all: its predicate holds, no value is NULL."""
        parts: list[Sql] = []
        if unique.where:
            parts.append(self.stored.value(rows, unique.where).is_(sa.true()))
        if unique.nulls_distinct:
            parts += [v.is_not(None) for v in self._values(rows, unique)]
        return sa.and_(sa.true(), *parts)

    def _holder(
        self,
        holder: FromClause,
        rows: FromClause,
        unique: Unique,
        values: list[Sql],
        freed: list[Sql],
    ) -> Sql:
        theirs = _theirs(holder, unique)
        same = [_equal(a, b, unique) for a, b in zip(theirs, values, strict=True)]
        parts = [fragment(unique.where)] if unique.where else []
        parts += [*same, sa.not_(same_key(holder, rows, self.parsed.key))]
        parts += [sa.not_(f) for f in freed]
        query = sa.select(ONE).select_from(holder).where(*parts)
        return query.correlate(rows).exists()

    def _freed(self, holder: FromClause, rows: FromClause) -> list[Sql]:
        """Conditions under which a row of the target will have changed: it counts as it will be."""
        if self.stored.first_load:
            return []
        now = rows.alias()
        freed = [self._among(now, holder, now.c["mt_status"] == text_literal("changed"))]
        if (others := self.others()) is not None:
            freed.append(self._among(others.alias("mt_o"), holder))
        return freed

    def _among(self, rows: FromClause, row: FromClause, *conditions: Sql) -> Sql:
        """Whether a row of the same key is among `rows`."""
        same = same_key(rows, row, self.parsed.key)
        query = sa.select(ONE).select_from(rows).where(same, *conditions)
        return query.correlate(row).exists()

    def _shown(self, values: list[Sql], unique: Unique) -> Sql:
        """What an expression of an index is made of is not known: it may be anything."""
        columns = self.parsed.target.column_names if unique.expressions else unique.columns
        words = text_literal(f"violates unique {unique.name}: ")
        return words.op("||")(self.stored.told(values, columns))

    def _column(self, unique: Unique) -> str | None:
        return next((c for c in unique.columns if c in self.parsed.columns), None)


def _inside(expression: str, unique: Unique) -> str:
    """Of a row outside of the index it is not asked: it may have no value there."""
    return f"case when {unique.where} then {expression} end" if unique.where else expression


def _theirs(holder: FromClause, unique: Unique) -> list[Sql]:
    if not unique.expressions:
        return [holder.c[c] for c in unique.columns]
    return [fragment(e) for e in unique.expressions]


def _equal(left: Sql, right: Sql, unique: Unique) -> Sql:
    return left == right if unique.nulls_distinct else left.is_not_distinct_from(right)
