"""A database to look around in: its tables at the left, the rows of one at the right.

Every query runs beside the keys: what is not there yet shows as such, and comes when it comes.
"""

from __future__ import annotations

from collections.abc import Awaitable, Sequence
from typing import ClassVar, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.screen import Screen
from textual.widgets import Input, Static

from migrate_tui.engine.browse.browser import Browser
from migrate_tui.engine.browse.condition import FORM
from migrate_tui.engine.browse.view import View
from migrate_tui.engine.errors import MigrateError
from migrate_tui.engine.secrets import mask
from migrate_tui.screens.browse_pages import NULL, Pages
from migrate_tui.screens.look import Look, Sheet
from migrate_tui.session.spelled import short, shown
from migrate_tui.terminal import Glyphs
from migrate_tui.widgets.field import Field
from migrate_tui.widgets.grid import Grid, Heading, Row
from migrate_tui.widgets.keys import Hint, Keys
from migrate_tui.widgets.words import clipped, words

TABLES = (Heading("table", widest=26), Heading("", widest=4))
KEYS = (
    *(Hint("enter", "Open"), Hint("tab", "Other side"), Hint("/", "Filter")),
    *(Hint("o", "Other database"), Hint("esc", "Back")),
)
T = TypeVar("T")


class BrowseScreen(Screen[None]):
    CSS_PATH = "browse.tcss"
    AUTO_FOCUS = "#tables"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", id="browse.back"),
        Binding("q", "close", "Back", show=False, id="browse.close"),
        Binding("slash", "filter", "Filter", id="browse.filter"),
        Binding("tab", "other_side", "Other side", show=False, id="browse.side"),
        Binding("o", "other_database", "Other database", id="browse.other"),
    ]

    def __init__(self, browsers: tuple[Browser, ...], glyphs: Glyphs, table: str = "") -> None:
        super().__init__()
        self.browsers, self.glyphs, self._first = browsers, glyphs, table
        self.at = 0
        self.view: View | None = None
        self._wanted: list[int] = []

    @property
    def browser(self) -> Browser:
        return self.browsers[self.at]

    def compose(self) -> ComposeResult:
        yield Static(id="place")
        with Horizontal(id="both"):
            yield Grid(self.glyphs, *TABLES, id="tables")
            yield Grid(self.glyphs, id="rows")
        condition = Field(id="condition", placeholder="COLUMN = VALUE", compact=True)
        condition.cursor_blink = False
        condition.display = False
        yield condition
        yield Static(id="command")
        yield Static(id="told")
        yield Keys(id="browse-keys")

    def on_mount(self) -> None:
        self._enter()

    def on_resize(self) -> None:
        shown = [hint for hint in KEYS if hint.key != "o" or len(self.browsers) > 1]
        self.query_one(Keys).tell(shown)

    def _enter(self) -> None:
        self.query_one("#place", Static).update(
            words((" migrate-tui ", "strong"), f" {short(self.browser.database.url)}  read-only")
        )
        self._command()
        self.run_worker(self._tables(), group="tables", exclusive=True)

    def _command(self, *more: str) -> None:
        """The same without screens; where it is too long, the plan without its folders."""
        place, *rest = self.browser.words
        line = shown(("browse", place, *rest, *more))
        if len(line) + 3 > self.size.width:
            line = shown(("browse", place.rpartition("/")[2] or place, *rest, *more))
        text = clipped(words((f" $ {line}", "dim")), self.size.width, self.glyphs)
        self.query_one("#command", Static).update(text)

    async def _tables(self) -> None:
        names = await self._asked(self.browser.tables())
        views = await self._asked(self.browser.views())
        if names is None or views is None:
            return
        self.tell(f"{_many(names, 'table')}, {_many(views, 'view')}")
        rows: list[Row] = [(name, "") for name in names]
        rows += [(name, ("view", "dim")) for name in views]
        self.query_one("#tables", Grid).tell(rows)
        if self._first in (*names, *views):
            first, self._first = self._first, ""
            await self._open(first)

    async def _open(self, name: str, condition: str = "") -> None:
        """The first page, then how many there are; both may take their time."""
        self._stop("pages", "row")
        view = await self._asked(self.browser.view(name, condition))
        if view is None or (page := await self._asked(self.browser.page(view, 0))) is None:
            return
        self.view, self._wanted = view, []
        self._command(name, *(("--where", condition) if condition.strip() else ()))
        grid = self.query_one("#rows", Grid)
        grid.border_title = words(f"{name}  {condition}".rstrip())
        self._show(len(page.rows))
        self.tell("counting")
        grid.focus()
        total = await self._asked(self.browser.count(view))
        if total is not None and view is self.view:
            self._show(total)
            self.tell("1 row" if total == 1 else f"{total:,} rows")

    def _stop(self, *groups: str) -> None:
        """Nobody waits any more for what these have asked: their queries end."""
        for group in groups:
            self.workers.cancel_group(self, group)

    def _show(self, length: int) -> None:
        assert self.view is not None
        headings = [Heading(column) for column in self.view.columns]
        self.query_one("#rows", Grid).tell(Pages(self.view, length, self._want), headings)

    def _want(self, number: int) -> None:
        """The page last asked for comes first; what has scrolled away need not come."""
        if number in self._wanted:
            return
        self._wanted = [*self._wanted[-1:], number]
        self.run_worker(self._load(), group="pages", exclusive=False)

    async def _load(self) -> None:
        view = self.view
        if not self._wanted or view is None:
            return
        number = self._wanted[-1]
        await self._asked(self.browser.page(view, number))
        if number in self._wanted:
            self._wanted.remove(number)
        self.query_one("#rows", Grid).refresh()

    async def _asked(self, question: Awaitable[T]) -> T | None:
        """An answer; where there is none, why not."""
        try:
            return await question
        except MigrateError as error:
            self.tell(f"{error.message}. {error.hint}", "bad")
        except Exception as error:  # the driver's own words: a condition may be wrong in many ways
            self.tell(mask(str(getattr(error, "orig", None) or error).splitlines()[0]), "bad")
        return None

    def tell(self, text: str, tone: str = "") -> None:
        for line in self.query("#told").results(Static):  # a screen that is left has none
            line.update(words(" ", (text, tone)))

    # keys

    @on(Grid.Opened, "#tables")
    def open_table(self, event: Grid.Opened) -> None:
        name = event.grid.rows[event.at][0]
        assert isinstance(name, str)
        self.tell("reading")
        self.run_worker(self._open(name), group="open", exclusive=True)

    @on(Grid.Opened, "#rows")
    def open_row(self, event: Grid.Opened) -> None:
        self.run_worker(self._whole(event.at), group="row", exclusive=True)

    async def _whole(self, at: int) -> None:
        view = self.view
        if view is None or (cells := await self._asked(self.browser.row(view, at))) is None:
            return
        rows = tuple(
            (column.name, column.type, NULL if text is None else text)
            for column, text in zip(view.table.columns, cells, strict=True)
        )
        headings = (Heading("column", widest=24), Heading("type", widest=20), Heading("value"))
        self.app.push_screen(
            Look(Sheet(f"{view.table.name}  row {at + 1:,}", headings, rows), self.glyphs)
        )

    def action_filter(self) -> None:
        if self.view is None:
            self.tell("Open a table first: enter.", "warn")
            return
        condition = self.query_one("#condition", Input)
        condition.display = True
        condition.focus()
        self.tell(FORM)

    @on(Input.Submitted)
    def filtered(self, event: Input.Submitted) -> None:
        if self.view is not None:
            name = self.view.table.name
            self.run_worker(self._open(name, event.value), group="open", exclusive=True)

    def action_other_side(self) -> None:
        tables, rows = self.query_one("#tables", Grid), self.query_one("#rows", Grid)
        self.set_focus(tables if rows.has_focus else rows)

    def action_other_database(self) -> None:
        if len(self.browsers) > 1:
            self._stop("open", "pages", "row")
            self.at = (self.at + 1) % len(self.browsers)
            self.view = None
            self.query_one("#rows", Grid).tell((), ())
            self._enter()
            self.query_one("#tables", Grid).focus()

    def action_back(self) -> None:
        """Out of the condition, then out of the rows, then out."""
        condition, tables = self.query_one("#condition", Input), self.query_one("#tables", Grid)
        if condition.display:
            condition.display = False
            self.set_focus(self.query_one("#rows", Grid))
        elif not tables.has_focus:
            self.set_focus(tables)
        else:
            self.action_close()

    def action_close(self) -> None:
        self._stop("tables", "open", "pages", "row")
        self.run_worker(self._leave(), group="leave")

    async def _leave(self) -> None:
        for browser in self.browsers:
            await browser.close()
        self.dismiss()


def _many(names: Sequence[str], word: str) -> str:
    return f"1 {word}" if len(names) == 1 else f"{len(names)} {word}s"
