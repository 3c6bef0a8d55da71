"""`browse`: a database looked at, on a screen or page by page in a pipe. Nothing is written."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from migrate_tui.cli.options import together
from migrate_tui.cli.output import emit, emit_sections
from migrate_tui.cli.steer import json_option
from migrate_tui.engine.secrets import mask
from migrate_tui.render.document import Section, Table, columns
from migrate_tui.render.json import to_json
from migrate_tui.terminal import can_draw

if TYPE_CHECKING:
    from migrate_tui.engine.browse.browser import Browser

ROWS = 200
screen_options = together(
    click.option("--ascii", "ascii_only", is_flag=True, help="Draw with ASCII only."),
    click.option("--theme", metavar="NAME", default="", help="The colours."),
)


@click.command()
@click.argument("place", metavar="URL|PLAN")
@click.argument("table", required=False)
@click.option("--where", metavar="TEXT", default="", help="Rows like this: COLUMN = VALUE.")
@click.option("--page", type=click.IntRange(1), default=1, help=f"Which {ROWS} rows.")
@click.option("--source", is_flag=True, help="Of a plan the source, not the target.")
@click.option("--env", metavar="NAME", help="Use this environment of the plan.")
@json_option
@click.option("--plain", is_flag=True, help="No screens, on a terminal too.")
@screen_options
def browse(
    place: str,
    table: str | None,
    where: str,
    page: int,
    source: bool,
    env: str | None,
    as_json: bool,
    plain: bool,
    ascii_only: bool,
    theme: str,
) -> None:
    """Look at the tables of a database, read-only; on a terminal in a browser.

    PLAN is a plan file: its databases are looked at, and the columns that it masks stay masked.
    """
    browsers = _browsers(place, source, env)
    if not (as_json or plain or where) and can_draw():
        _on_screen(browsers, table or "", ascii_only, theme)
    import asyncio  # slow to import, and nobody else's business

    asyncio.run(_tell(browsers[0], table, where, page - 1, as_json, plain))


def _browsers(place: str, source: bool, env: str | None) -> tuple[Browser, ...]:
    """The database that is meant, and of a plan the other one too."""
    from migrate_tui.engine.browse.browser import Browser, of_plan
    from migrate_tui.engine.databases import open_database
    from migrate_tui.engine.plan import load_plan

    if "://" in place and not Path(place).is_file():
        return (Browser(open_database(place)),)
    both = of_plan(load_plan(Path(place), env=env))
    return both[::-1] if source else both


def _on_screen(browsers: tuple[Browser, ...], table: str, ascii_only: bool, theme: str) -> None:
    from migrate_tui.open import open_browser

    raise click.exceptions.Exit(open_browser(browsers, table, ascii_only=ascii_only, theme=theme))


async def _tell(
    browser: Browser, table: str | None, where: str, page: int, as_json: bool, plain: bool
) -> None:
    try:
        if table is None:
            _tell_tables(browser, await browser.tables(), await browser.views(), as_json, plain)
        else:
            await _tell_rows(browser, table, where, page, as_json, plain)
    finally:
        await browser.close()


def _tell_tables(
    browser: Browser,
    names: tuple[str, ...],
    views: tuple[str, ...],
    as_json: bool,
    plain: bool,
) -> None:
    url = mask(browser.database.url)
    if as_json:
        emit(to_json({"database": url, "tables": list(names), "views": list(views)}) + os.linesep)
        return
    rows = (*((name, "") for name in names), *((name, "view") for name in views))
    emit_sections([Section(url, (Table(columns("table", "kind"), rows),))], plain=plain)


async def _tell_rows(
    browser: Browser, table: str, where: str, number: int, as_json: bool, plain: bool
) -> None:
    view = await browser.view(table, where)
    page, total = await browser.page(view, number), await browser.count(view)
    if as_json:
        rows = [list(row) for row in page.rows]
        said = {"table": table, "columns": list(view.columns), "rows": rows, "total": total}
        emit(to_json({**said, "page": number + 1}) + os.linesep)
        return
    cells = tuple(tuple("NULL" if t is None else t for t in row) for row in page.rows)
    first, last = page.first + min(1, len(cells)), page.first + len(cells)
    title = f"{table}: rows {first:,} to {last:,} of {total:,}"
    emit_sections([Section(title, (Table(columns(*view.columns), cells),))], plain=plain)
