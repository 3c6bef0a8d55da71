"""A written row as the target would store it: defaults, kept and generated columns included."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.sql.selectable import FromClause

from migrate_tui.engine.diff.parsed import Parsed
from migrate_tui.engine.sql import (
    Sql,
    fragment,
    labelled,
    listed,
    name,
    null_text,
    spelt,
    text_literal,
    veiled,
)

ROW = "mt_row"
OLD = "old."


@dataclass(frozen=True)
class Stored:
    """Cells of the rows of a diff; where the load is the first there is no row to keep from."""

    parsed: Parsed
    kind: str
    first_load: bool = False

    def row(self, rows: FromClause) -> FromClause:
        """The row as it would stand in the target, under its bare column names."""
        cells = [self.cell(rows, c.name).label(name(c.name)) for c in self.parsed.target.columns]
        return sa.select(*cells).correlate(rows).subquery(ROW)

    def cell(self, rows: FromClause, column: str) -> Sql:
        """A column of the row as it would be stored; NULL where the database generates it."""
        found = self.parsed.target_column(column)
        if found.expression is not None:
            return self._generated(rows, found.expression)
        old = None if self.first_load else rows.c[labelled(OLD, column)]
        if column not in self.parsed.columns:
            return self._unless_new(rows, self._fresh(column), old)
        if column in self.parsed.mapping.keep:
            return self._unless_new(rows, rows.c[column], old)
        return rows.c[column]

    def value(self, rows: FromClause, expression: str) -> Sql:
        """An expression of the target's over its bare columns, worked out of this row."""
        row = self.row(rows)
        return sa.select(fragment(expression)).select_from(row).scalar_subquery()

    def told(self, cells: Sequence[Sql], columns: Sequence[str]) -> Sql:
        """The values of these columns as text, or what may be shown of them."""
        null = text_literal("NULL")
        text = listed([sa.func.coalesce(spelt(c, self.kind), null) for c in cells])
        return veiled(text, self.kind) if self.parsed.hidden.columns & set(columns) else text

    def _unless_new(self, rows: FromClause, value: Sql, old: Sql | None) -> Sql:
        """What only a new row is given."""
        if old is None:
            return value
        return sa.case((rows.c["mt_status"] == text_literal("new"), value), else_=old)

    def _fresh(self, column: str) -> Sql:
        found = self.parsed.target_column(column)
        volatile = found.default is None or "nextval" in found.default
        fresh = null_text("") if volatile else fragment(str(found.default))
        return sa.cast(fresh, _Type(found.type)) if self.kind == "postgresql" else fresh

    def _generated(self, rows: FromClause, expression: str) -> Sql:
        plain = [c.name for c in self.parsed.target.columns if c.expression is None]
        cells = (self.cell(rows, c).label(name(c)) for c in plain)
        base = sa.select(*cells).correlate(rows).subquery("mt_base")
        return sa.select(fragment(expression)).select_from(base).scalar_subquery()


class _Type(sa.types.UserDefinedType[object]):
    """A type by the text that the catalogue gives for it."""

    cache_ok = True

    def __init__(self, text: str) -> None:
        self.text = text

    def get_col_spec(self, **_: object) -> str:
        return self.text
