"""What the target would refuse, foreseen: a reason per broken constraint of a written row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.sql.selectable import FromClause, Select

from migrate_tui.engine.databases.catalogue import ForeignKey, Unique
from migrate_tui.engine.diff.parsed import Parsed
from migrate_tui.engine.sql import (
    ONE,
    Sql,
    first_of,
    fragment,
    labelled,
    name,
    null_text,
    table,
    text_literal,
    veiled,
)

ROW = "mt_row"
OLD = "old."
WRITTEN = ("new", "changed")


@dataclass(frozen=True)
class Guards:
    """The target's constraints as SQL over a diff.

    `parents(table, columns)` gives the rows that a foreign key may refer to: target and wanted;
    `others(columns)` the rows already accepted in this mapping that are not in the target yet.
    """

    parsed: Parsed
    kind: str
    quote: Callable[[str], str]
    parents: Callable[[ForeignKey], Sequence[FromClause]]
    others: Callable[[Sequence[str]], FromClause | None]
    first_load: bool = False
    only: tuple[ForeignKey, ...] | None = None  # these foreign keys and nothing else
    without: tuple[ForeignKey, ...] = ()  # judged already, with all rows of their circle
    uniquely: bool = True  # unique indexes too

    def reject(
        self, rows: FromClause, labels: Sequence[str], reject: str, column: str
    ) -> Select[tuple[object, ...]]:
        """The diff again, its status and reason corrected by every guard in turn."""
        if self.only is not None:
            return sa.select(self._apply(rows, self._orphans(rows), reject, column))
        found = self._row_guards(rows)
        rows = self._apply(rows, found, reject, column)
        for unique in self.uniques():
            rows = self._apply(rows, [self._taken(rows, unique)], reject, column)
            rows = self._apply(rows, [self._twice(rows, unique)], reject, column)
        return sa.select(rows)

    def uniques(self) -> list[Unique]:
        key = set(self.parsed.key)
        worked_out = {c.name for c in self.parsed.target.columns if c.expression is not None}
        mapped = self.parsed.columns.keys() | worked_out
        return [
            u
            for u in self.parsed.target.uniques
            if (set(u.columns) != key or u.where) and (u.expressions or set(u.columns) & mapped)
            if self.uniquely
        ]

    def _apply(
        self,
        rows: FromClause,
        found: list[tuple[str | None, Sql]],
        reject: str,
        column: str,
    ) -> FromClause:
        if not found:
            return rows
        reason = first_of([r for _, r in found], self.kind)
        named = [(r.is_not(None), text_literal(c)) for c, r in found if c is not None]
        which = sa.case(*named, else_=null_text(self.kind)) if named else null_text(self.kind)
        written = rows.c["mt_status"].in_([text_literal(s) for s in WRITTEN])
        judged = sa.select(
            *rows.c,
            sa.case((written, reason)).label("mt_why"),
            sa.case((written, which)).label("mt_which"),
        )
        # common tables: nested sub-queries would overflow SQLite's parser after a few constraints
        judged_rows = judged.offset(sa.literal_column("0")).cte()
        return _overruled(judged_rows, reject, column)

    def _row_guards(self, rows: FromClause) -> list[tuple[str | None, Sql]]:
        return [*self._not_nulls(rows), *self._checks(rows), *self._orphans(rows)]

    def _not_nulls(self, rows: FromClause) -> list[tuple[str | None, Sql]]:
        return [
            (
                c.name,
                sa.case(
                    (self.cell(rows, c.name).is_(None), text_literal(f"{c.name} may not be NULL"))
                ),
            )
            for c in self.parsed.target.columns
            if not c.nullable and c.name in self.parsed.columns
        ]

    def _checks(self, rows: FromClause) -> list[tuple[str | None, Sql]]:
        found: list[tuple[str | None, Sql]] = []
        for check in self.parsed.target.checks:
            row = self.row(rows)
            held = sa.select(fragment(check.sql)).select_from(row).scalar_subquery()
            text = text_literal(f"violates check constraint {check.name}: {check.sql}")
            found.append((None, sa.case((held.is_(sa.false()), text))))
        return found

    def row(self, rows: FromClause) -> FromClause:
        """The row as it would stand in the target, under its bare column names."""
        cells = [self.cell(rows, c.name).label(name(c.name)) for c in self.parsed.target.columns]
        return sa.select(*cells).correlate(rows).subquery(ROW)

    def cell(self, rows: FromClause, column: str) -> Sql:
        """A column of the row as it would be stored; NULL where the database generates it."""
        found = self.parsed.target_column(column)
        if found.expression is not None:
            return self._generated(rows, found.expression)
        default = found.default
        volatile = default is None or "nextval" in default
        fresh = null_text("") if volatile else fragment(str(default))
        if self.kind == "postgresql":
            fresh = sa.cast(fresh, _Type(found.type))
        old = None if self.first_load else rows.c[labelled(OLD, column)]
        if column in self.parsed.columns:
            if column in self.parsed.mapping.keep and old is not None:
                return sa.case(
                    (rows.c["mt_status"] == text_literal("new"), rows.c[column]), else_=old
                )
            return rows.c[column]
        if old is None:
            return fresh
        return sa.case((rows.c["mt_status"] == text_literal("new"), fresh), else_=old)

    def _generated(self, rows: FromClause, expression: str) -> Sql:
        plain = [c.name for c in self.parsed.target.columns if c.expression is None]
        cells = (self.cell(rows, c).label(name(c)) for c in plain)
        base = sa.select(*cells).correlate(rows).subquery("mt_base")
        return sa.select(fragment(expression)).select_from(base).scalar_subquery()

    def _orphans(self, rows: FromClause) -> list[tuple[str | None, Sql]]:
        found: list[tuple[str | None, Sql]] = []
        for key in self.only or self.parsed.target.foreign_keys:
            if key in self.without or not set(key.columns) & self.parsed.columns.keys():
                continue
            cells = [self.cell(rows, c) for c in key.columns]
            given = sa.and_(*(c.is_not(None) for c in cells))
            absent = [sa.not_(exists(p, key.parent_columns, cells)) for p in self.parents(key)]
            columns = ", ".join(key.columns)
            text = f"violates foreign key {key.name}: no row in {key.parent} for {columns} = "
            reason = text_literal(text).op("||")(self._told(cells, key.columns))
            mapped = next(c for c in key.columns if c in self.parsed.columns)
            found.append((mapped, sa.case((sa.and_(given, *absent), reason))))
        return found

    def _values(self, rows: FromClause, unique: Unique) -> list[Sql]:
        if not unique.expressions:
            return [self.cell(rows, c) for c in unique.columns]
        row = self.row(rows)
        return [
            sa.select(fragment(e)).select_from(row).scalar_subquery() for e in unique.expressions
        ]

    def _within(self, rows: FromClause, unique: Unique) -> Sql:
        """Whether the row falls under the index at all: its predicate holds, no value is NULL."""
        parts: list[Sql] = []
        if unique.where:
            row = self.row(rows)
            held = sa.select(fragment(unique.where)).select_from(row).scalar_subquery()
            parts.append(held.is_(sa.true()))
        if unique.nulls_distinct:
            parts += [v.is_not(None) for v in self._values(rows, unique)]
        return sa.and_(sa.true(), *parts)

    def _taken(self, rows: FromClause, unique: Unique) -> tuple[str | None, Sql]:
        """Another row of the target, or one accepted before, holds the same values."""
        values = self._values(rows, unique)
        columns = self.parsed.target.column_names
        target = table(self.parsed.target.name, columns, self.parsed.target.schema).alias("mt_u")
        freed = self._freed(target, rows, self.others(columns))
        held = [self._holder(target, rows, unique, values, freed)]
        if (others := self.others(columns)) is not None:
            held.append(self._holder(others.alias("mt_v"), rows, unique, values, []))
        taken = sa.and_(self._within(rows, unique), sa.or_(*held))
        text = self._shown(values, unique)
        return self._column(unique), sa.case((taken, text.op("||")(text_literal(" is taken"))))

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
        other = sa.not_(sa.and_(*(holder.c[k] == rows.c[k] for k in self.parsed.key)))
        parts = [*same, other]
        if unique.where:
            parts.append(fragment(unique.where))
        parts += [sa.not_(f) for f in freed]
        query = sa.select(ONE).select_from(holder).where(*parts)
        return query.correlate(rows).exists()

    def _freed(self, holder: FromClause, rows: FromClause, others: FromClause | None) -> list[Sql]:
        """Conditions under which a row of the target will have changed: it counts as it will be."""
        now = rows.alias()
        freed = [self._among(now, holder, now.c["mt_status"] == text_literal("changed"))]
        if others is not None:
            freed.append(self._among(others.alias("mt_o"), holder))
        return [] if self.first_load else freed

    def _among(self, rows: FromClause, row: FromClause, *conditions: Sql) -> Sql:
        """Whether a row of the same key is among `rows`."""
        same = [rows.c[k] == row.c[k] for k in self.parsed.key]
        query = sa.select(ONE).select_from(rows).where(*same, *conditions)
        return query.correlate(row).exists()

    def _twice(self, rows: FromClause, unique: Unique) -> tuple[str | None, Sql]:
        """An earlier row of this range claims the same values."""
        values = self._values(rows, unique)
        order = [rows.c[k] for k in self.parsed.key]
        written = rows.c["mt_status"].in_([text_literal(s) for s in WRITTEN])
        within = sa.and_(written, self._within(rows, unique))
        turn = sa.func.row_number().over(partition_by=[within, *values], order_by=order)
        text = self._shown(values, unique)
        reason = text.op("||")(text_literal(" stands twice"))
        return self._column(unique), sa.case((sa.and_(within, turn > 1), reason))

    def _told(self, cells: Sequence[Sql], columns: Sequence[str]) -> Sql:
        """The values of these columns as text, or what may be shown of them."""
        text = _cells_text(cells)
        return veiled(text, self.kind) if self.parsed.hidden.columns & set(columns) else text

    def _shown(self, values: Sequence[Sql], unique: Unique) -> Sql:
        """What an expression of an index is made of is not known: it may be anything."""
        columns = self.parsed.target.column_names if unique.expressions else unique.columns
        words = text_literal(f"violates unique {unique.name}: ")
        return words.op("||")(self._told(values, columns))

    def _column(self, unique: Unique) -> str | None:
        return next((c for c in unique.columns if c in self.parsed.columns), None)


class _Type(sa.types.UserDefinedType[object]):
    """A type by the text that the catalogue gives for it."""

    cache_ok = True

    def __init__(self, text: str) -> None:
        self.text = text

    def get_col_spec(self, **_: object) -> str:
        return self.text


def _overruled(rows: FromClause, reject: str, column: str) -> FromClause:
    broken = rows.c["mt_why"].is_not(None)
    replaced = {
        reject: sa.case((broken, rows.c["mt_why"]), else_=rows.c[reject]),
        column: sa.case((broken, rows.c["mt_which"]), else_=rows.c[column]),
        "mt_status": sa.case((broken, text_literal("rejected")), else_=rows.c["mt_status"]),
    }
    kept = [c for c in rows.c if c.name not in ("mt_why", "mt_which")]
    columns = [replaced[c.name].label(name(c.name)) if c.name in replaced else c for c in kept]
    return sa.select(*columns).cte()


def _theirs(holder: FromClause, unique: Unique) -> list[Sql]:
    if not unique.expressions:
        return [holder.c[c] for c in unique.columns]
    return [fragment(e) for e in unique.expressions]


def _equal(left: Sql, right: Sql, unique: Unique) -> Sql:
    return left == right if unique.nulls_distinct else left.is_not_distinct_from(right)


def exists(parent: FromClause, columns: Sequence[str], cells: Sequence[Sql]) -> Sql:
    same = (parent.c[c] == cell for c, cell in zip(columns, cells, strict=True))
    return sa.exists(sa.select(ONE).select_from(parent).where(*same))


def _cells_text(cells: Sequence[Sql]) -> Sql:
    parts = [sa.func.coalesce(sa.cast(c, sa.Text()), text_literal("NULL")) for c in cells]
    text: Sql = parts[0]
    for part in parts[1:]:
        text = text.op("||")(text_literal(", ")).op("||")(part)
    return text
