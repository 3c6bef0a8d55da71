"""A table page by page, for somebody who looks: async and read-only, so that nobody waits for it.

Pages follow a key; where the page before is not known, they count on from the nearest that is.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.sql.elements import quoted_name

from migrate_tui.engine.databases import open_database
from migrate_tui.engine.databases.base import Database
from migrate_tui.engine.databases.catalogue import Table
from migrate_tui.engine.databases.looking import interrupt, looking
from migrate_tui.engine.errors import PlanError
from migrate_tui.engine.plan import Plan
from migrate_tui.engine.secrets import mask as hidden
from migrate_tui.engine.veil import digest, key_of

PAGE = 200  # rows of a page
KEPT = 50  # pages; where the others ended is remembered
CELL = 300  # letters of a value in a page; a row that is opened has them all
OPERATORS = ("is not null", "is null", "!=", "<=", ">=", "=", "<", ">", "~")
FORM = "Write COLUMN = VALUE, with =, !=, <, <=, >, >=, ~ (contains), or COLUMN is [not] null."
Cells = tuple[str | None, ...]


@dataclass(frozen=True)
class Where:
    """A condition on one column, as somebody typed it."""

    column: str
    operator: str
    value: str = ""


@dataclass(frozen=True)
class Page:
    first: int  # the number of its first row, from 0
    rows: tuple[Cells, ...]
    keys: tuple[tuple[Any, ...], ...]


@dataclass
class View:
    """One table under one condition, and the pages of it that were read."""

    table: Table
    order: tuple[str, ...]  # by what its rows are told apart; nothing where it has no such thing
    masked: frozenset[str] = frozenset()
    where: Where | None = None
    pages: dict[int, Page] = field(default_factory=dict)  # the last that were read
    ends: dict[int, tuple[Any, ...]] = field(default_factory=dict)  # of all that were: last keys

    @property
    def columns(self) -> tuple[str, ...]:
        return self.table.column_names


class Browser:
    """One database. `mask` are columns of a plan whose values are not shown, `key` hides them;
    `words` name it to the command that looks at it, nothing where that is its URL."""

    def __init__(
        self,
        database: Database,
        mask: Collection[str] = (),
        key: str = "",
        words: tuple[str, ...] = (),
    ) -> None:
        self.database, self.mask, self.key = database, frozenset(mask), key
        self.words = words or (hidden(database.url),)
        self._engine: AsyncEngine | None = None

    @property
    def engine(self) -> AsyncEngine:
        self._engine = self._engine or looking(self.database)
        return self._engine

    async def tables(self) -> tuple[str, ...]:
        def names() -> tuple[str, ...]:
            with self.database.open(read_only=True) as connection:
                return connection.table_names()

        return await asyncio.to_thread(names)

    async def views(self) -> tuple[str, ...]:
        """Nothing where the plan masks: a view may give a masked column another name."""

        def names() -> tuple[str, ...]:
            with self.database.open(read_only=True) as connection:
                return connection.view_names()

        return () if self.mask else await asyncio.to_thread(names)

    async def view(self, name: str, text: str = "") -> View:
        """A table as it will be paged; `text` is a condition. PlanError where either is none."""

        def found() -> Table | None:
            with self.database.open(read_only=True) as connection:
                return connection.table(name)

        table = await asyncio.to_thread(found)
        if table is None:
            raise PlanError(f"There is no table {name} in {self.database.url}", "See its tables.")
        if self.mask and "view" in table.kind:
            raise PlanError(
                f"{name} is a view, and the plan masks columns",
                "A view may give them another name: look at the tables beneath it.",
            )
        hidden = {c for c in table.column_names if {c, f"{name}.{c}"} & self.mask}
        view = View(table, _order(table, self.database.kind), frozenset(hidden))
        view.where = parse(text, view) if text.strip() else None
        return view

    async def count(self, view: View) -> int:
        rows = await self._rows(_filtered(sa.select(sa.func.count()), view))
        return int(rows[0][0])

    async def page(self, view: View, number: int) -> Page:
        """The rows from number * PAGE on; fewer, or none, at the end."""
        if number in view.pages:
            return view.pages[number]
        found = await self._rows(self._statement(view, number))
        width = len(view.columns)
        cells = tuple(self._cells(view, row[:width]) for row in found)
        page = Page(number * PAGE, cells, tuple(tuple(row[width:]) for row in found))
        view.pages[number] = page
        if len(page.rows) == PAGE and view.order:
            view.ends[number] = page.keys[-1]
        if len(view.pages) > KEPT:
            del view.pages[next(iter(view.pages))]
        return page

    async def row(self, view: View, at: int) -> Cells:
        """All of one row."""
        page = await self.page(view, at // PAGE)
        columns = [_whole(column, self.database.kind) for column in view.columns]
        if not view.order:
            return page.rows[at % PAGE]
        key = page.keys[at % PAGE]
        same = (_column(c) == _bound(v) for c, v in zip(view.order, key, strict=True))
        found = await self._rows(_filtered(sa.select(*columns), view).where(*same))
        return self._cells(view, found[0]) if found else page.rows[at % PAGE]

    async def close(self) -> None:
        if self._engine is not None:
            await self._engine.dispose()

    def _statement(self, view: View, number: int) -> sa.Select[Any]:
        kind = self.database.kind
        cells = [
            _whole(column, kind) if column in view.masked else _short(column, kind)
            for column in view.columns
        ]
        order = [_column(name) for name in view.order]
        statement = _filtered(sa.select(*cells, *order), view).order_by(*order).limit(PAGE)
        known = max((n for n in view.ends if n < number), default=-1)
        if known >= 0:
            after = [_bound(value) for value in view.ends[known]]
            one = len(order) == 1
            later = order[0] > after[0] if one else sa.tuple_(*order) > sa.tuple_(*after)
            statement = statement.where(later)
        return statement.offset((number - 1 - known) * PAGE)

    def _cells(self, view: View, row: Sequence[Any]) -> Cells:
        shown = (None if value is None else str(value) for value in row)
        return tuple(
            digest(text, self.key) if text is not None and name in view.masked else text
            for name, text in zip(view.columns, shown, strict=True)
        )

    async def _rows(self, statement: sa.Select[Any]) -> Sequence[Any]:
        """Whoever no longer waits for the answer stops the query with it."""
        async with self.engine.connect() as connection:
            raw = (await connection.get_raw_connection()).driver_connection
            asked = asyncio.ensure_future(connection.execute(statement))
            try:
                found: Sequence[Any] = (await asyncio.shield(asked)).all()
            except asyncio.CancelledError:
                await interrupt(raw, asked)
                raise
            return found


def of_plan(plan: Plan, place: str = "") -> tuple[Browser, ...]:
    """A plan's target and its source, as far as they are two; what it masks is hidden in both."""
    urls = (
        {"source": plan.source}
        if plan.target == "same"
        else {"target": plan.target, "source": plan.source}
    )
    key = key_of(plan.directory)
    said = (place or plan.file, *(("--env", plan.env) if plan.env else ()))
    return tuple(
        Browser(
            open_database(
                url, timezone=plan.timezone, directory=plan.directory, entry=plan.entries.get(role)
            ),
            plan.mask,
            key,
            (*said, "--source") if at else said,
        )
        for at, (role, url) in enumerate(urls.items())
    )


def parse(text: str, view: View) -> Where:
    """A condition from what was typed: the column's name first, then how, then the value."""
    for name in sorted(view.columns, key=len, reverse=True):
        if not text.strip().startswith(name):
            continue
        rest = text.strip()[len(name) :].strip()
        words = " ".join(rest.lower().split())
        operator = next((o for o in OPERATORS if words.startswith(o)), "")
        if not operator:
            continue
        if name in view.masked:
            raise PlanError(f"{name} is masked by the plan", "Its values are not told, nor asked.")
        value = "" if "null" in operator else rest[len(operator) :].strip()
        return Where(name, operator, value.removeprefix("'").removesuffix("'"))
    raise PlanError(f"{text!r} is no condition on a column of {view.table.name}", FORM)


def _order(table: Table, kind: str) -> tuple[str, ...]:
    """What no two rows share and no row lacks."""
    if kind == "sqlite":
        return (table.rowid,) if table.rowid else table.primary_key
    return table.primary_key or (("ctid",) if table.kind == "table" else ())


def _filtered(statement: sa.Select[Any], view: View) -> sa.Select[Any]:
    table = view.table
    statement = statement.select_from(_table(table))
    return statement if view.where is None else statement.where(_condition(view.where))


def _condition(where: Where) -> sa.ColumnElement[bool]:
    """Numbers are compared as numbers, all else as the value's text."""
    column, value = _column(where.column), where.value
    if where.operator == "is null":
        return column.is_(None)
    if where.operator == "is not null":
        return column.is_not(None)
    text = sa.cast(column, sa.Text())
    if where.operator == "~":
        return sa.func.lower(text).contains(value.lower(), autoescape=True)
    ordered = where.operator not in ("=", "!=")
    if ordered and re.fullmatch(r"[+-]?\d+(\.\d+)?", value):
        number: sa.ColumnClause[Any] = sa.literal_column(value)
        return sa.cast(column, sa.Numeric()).op(where.operator)(number)
    return text.op(where.operator, is_comparison=True)(value)


def _table(table: Table) -> sa.TableClause:
    schema = quoted_name(table.schema, quote=True) if table.schema else None
    return sa.table(quoted_name(table.name, quote=True), schema=schema)


def _column(name: str) -> sa.ColumnClause[Any]:
    return sa.column(quoted_name(name, quote=True))


def _bound(value: Any) -> sa.BindParameter[Any]:
    """As the driver sends it: the database knows the type from the column."""
    return sa.literal(value, sa.types.NullType())


def _whole(name: str, kind: str) -> sa.ColumnElement[Any]:
    return _told(name, kind, None)


def _short(name: str, kind: str) -> sa.ColumnElement[Any]:
    return _told(name, kind, CELL)


def _told(name: str, kind: str, letters: int | None) -> sa.ColumnElement[Any]:
    """A value as text, bytes as hex; SQLite's numbers are left to Python: it keeps digits."""
    column = _column(name)
    if kind == "postgresql":
        text: sa.ColumnElement[Any] = sa.cast(column, sa.Text())
        return sa.func.left(text, letters) if letters else text
    some = sa.func.substr(column, 1, letters) if letters else column
    blob = sa.func.printf("x'%s'", sa.func.hex(some))
    type_ = sa.func.typeof(column)
    return sa.case((type_ == "blob", blob), (type_ == "text", some), else_=column)
