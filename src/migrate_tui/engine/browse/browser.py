"""A database that is looked at: its tables, and their pages as they may be shown.

Invariant: it is read-only, and whoever no longer waits for an answer stops its query.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from migrate_tui.engine.browse.condition import parse
from migrate_tui.engine.browse.view import PAGE, Cells, Page, View
from migrate_tui.engine.databases import open_database
from migrate_tui.engine.databases.base import Database
from migrate_tui.engine.databases.catalogue import Table
from migrate_tui.engine.databases.looking import interrupt, looking
from migrate_tui.engine.errors import PlanError
from migrate_tui.engine.plan import Plan
from migrate_tui.engine.secrets import mask as hidden
from migrate_tui.engine.veil import digest, key_of


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
        named = (c for c in table.column_names if {c, f"{name}.{c}"} & self.mask)
        masked = frozenset(named)
        where = parse(text, table, masked) if text.strip() else None
        return View(table, self.database.kind, masked, where)

    async def count(self, view: View) -> int:
        return int((await self._rows(view.count()))[0][0])

    async def page(self, view: View, number: int) -> Page:
        """The rows from number * PAGE on; fewer, or none, at the end."""
        if number in view.pages:
            return view.pages[number]
        found = await self._rows(view.page(number))
        width = len(view.columns)
        cells = tuple(self._cells(view, row[:width]) for row in found)
        page = Page(number * PAGE, cells, tuple(tuple(row[width:]) for row in found))
        view.keep(number, page)
        return page

    async def row(self, view: View, at: int) -> Cells:
        """All of one row."""
        page = await self.page(view, at // PAGE)
        if not view.order:
            return page.rows[at % PAGE]
        found = await self._rows(view.row(page.keys[at % PAGE]))
        return self._cells(view, found[0]) if found else page.rows[at % PAGE]

    async def close(self) -> None:
        if self._engine is not None:
            await self._engine.dispose()

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
