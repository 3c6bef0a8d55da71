"""Pictures of the screens beside the stages: the page to start from, a new plan, the browser.

Also what pictures in ASCII may hold."""

from __future__ import annotations

import asyncio
import html
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from textual.app import App

from migrate_tui.browsing import Browsing
from migrate_tui.engine.browse.browser import Browser
from migrate_tui.engine.databases import open_database
from migrate_tui.start import Start
from pictures import SNAPSHOTS
from test_snapshots import Sight, settled, sight, the_same_everywhere
from wizard import press, shown, until

__all__ = ["sight", "the_same_everywhere"]


def test_snapshot_of_the_start_page_and_a_new_plan(
    sight: Sight, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))

    async def look() -> None:
        page = Start(sight.tier.terminal, sight.tier.theme)
        async with page.run_test(size=sight.size) as pilot:
            await settled(pilot)
            sight.take(page, "start")
            await press(pilot, "n")
            await settled(pilot)
            sight.take(page, "new-plan")

    asyncio.run(look())


def test_snapshot_of_the_browser(sight: Sight, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "shop.db")) as connection, connection:
        connection.execute("create table customers (id integer primary key, name text, [/x] text)")
        rows = [(n, f"customer {n}", f"note {n % 7}") for n in range(1, 501)]
        connection.executemany("insert into customers values (?, ?, ?)", rows)
        connection.execute("create table orders (id integer primary key, total real)")

    async def look() -> None:
        browsing = Browsing((browser(),), sight.tier.terminal, "customers", sight.tier.theme)
        async with browsing.run_test(size=sight.size) as pilot:
            await drawn(browsing, pilot, "customer 9", "500")
            sight.take(browsing, "browse")
            await press(pilot, "slash", *"name = customer 7", "enter")
            await drawn(browsing, pilot, "1 row")
            sight.take(browsing, "browse-filter")
            await press(pilot, "escape", "enter")
            await drawn(browsing, pilot, "customer 7", "in full")
            sight.take(browsing, "browse-row")

    asyncio.run(look())


def browser() -> Browser:
    return Browser(open_database("sqlite:///shop.db"), words=("shop.db",))


async def drawn(app: App[Any], pilot: Any, *texts: str) -> None:
    """Until all of this is on the screen."""
    await until(pilot, lambda: all(text in shown(app) for text in texts), str(texts))  # type: ignore[arg-type]
    await settled(pilot)


SAID = "•→"  # what the recipe's own rows and checks hold


def test_pictures_in_ascii_hold_no_other_letter() -> None:
    found = {
        path.name: odd
        for path in SNAPSHOTS.glob("*-ascii.svg")
        if (odd := {c for c in drawn_in(path) if ord(c) > 126 and c not in SAID})
    }
    assert found == {}


def drawn_in(path: Path) -> str:
    letters = "".join(re.findall(r"<text[^>]*>([^<]*)</text>", path.read_text("utf-8")))
    return html.unescape(letters).replace("\xa0", " ")
