"""One table under one condition, and the queries of its pages: they follow a key, and where the
page before is not known they count on from the nearest that is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from migrate_tui.engine.browse.condition import Where, condition
from migrate_tui.engine.databases.catalogue import Table
from migrate_tui.engine.sql import Sql, column, table

PAGE = 200  # rows of a page
KEPT = 50  # pages; where the others ended is remembered
CELL = 300  # letters of a value in a page; a row that is opened has them all
Cells = tuple[str | None, ...]
Query = sa.Select[Any]


@dataclass(frozen=True)
class Page:
    first: int  # the number of its first row, from 0
    rows: tuple[Cells, ...]
    keys: tuple[tuple[Any, ...], ...]


@dataclass
class View:
    """`kind` is that of the database; the pages are those that were read."""

    table: Table
    kind: str
    masked: frozenset[str] = frozenset()
    where: Where | None = None
    pages: dict[int, Page] = field(default_factory=dict)  # the last that were read
    ends: dict[int, tuple[Any, ...]] = field(default_factory=dict)  # of all that were: last keys

    @property
    def columns(self) -> tuple[str, ...]:
        return self.table.column_names

    @property
    def order(self) -> tuple[str, ...]:
        """What no two rows share and no row lacks; nothing where the table has no such thing."""
        key = self.table.primary_key
        if self.kind == "sqlite":
            return (self.table.rowid,) if self.table.rowid else key
        return key or (("ctid",) if self.table.kind == "table" else ())

    def keep(self, number: int, page: Page) -> None:
        self.pages[number] = page
        if len(page.rows) == PAGE and self.order:
            self.ends[number] = page.keys[-1]
        if len(self.pages) > KEPT:
            del self.pages[next(iter(self.pages))]

    def count(self) -> Query:
        return self._filtered(sa.select(sa.func.count()))

    def page(self, number: int) -> Query:
        """Cells, the values of masked columns whole, and then the key."""
        cells = [_told(c, self.kind, None if c in self.masked else CELL) for c in self.columns]
        order = [column(name) for name in self.order]
        query = self._filtered(sa.select(*cells, *order)).order_by(*order).limit(PAGE)
        known = max((n for n in self.ends if n < number), default=-1)
        if known >= 0:
            after = [_bound(value) for value in self.ends[known]]
            one = len(order) == 1
            later = order[0] > after[0] if one else sa.tuple_(*order) > sa.tuple_(*after)
            query = query.where(later)
        return query.offset((number - 1 - known) * PAGE)

    def row(self, key: tuple[Any, ...]) -> Query:
        """All of the row of this key."""
        same = (column(c) == _bound(v) for c, v in zip(self.order, key, strict=True))
        cells = (_told(name, self.kind, None) for name in self.columns)
        return self._filtered(sa.select(*cells)).where(*same)

    def _filtered(self, query: Query) -> Query:
        query = query.select_from(table(self.table.name, (), self.table.schema))
        return query if self.where is None else query.where(condition(self.where))


def _bound(value: Any) -> sa.BindParameter[Any]:
    """As the driver sends it: the database knows the type from the column."""
    return sa.literal(value, sa.types.NullType())


def _told(name: str, kind: str, letters: int | None) -> Sql:
    """A value as text, bytes as hex; SQLite's numbers are left to Python: it keeps digits."""
    value = column(name)
    if kind == "postgresql":
        text: Sql = sa.cast(value, sa.Text())
        return sa.func.left(text, letters) if letters else text
    some = sa.func.substr(value, 1, letters) if letters else value
    blob = sa.func.printf("x'%s'", sa.func.hex(some))
    type_ = sa.func.typeof(value)
    return sa.case((type_ == "blob", blob), (type_ == "text", some), else_=value)
