"""Looking around in a database: pages by key, conditions, masks; a slow query holds up no key."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result

from migrate_tui.browsing import Browsing
from migrate_tui.cli.commands import migrate_tui
from migrate_tui.engine.browse.browser import Browser, of_plan
from migrate_tui.engine.browse.view import PAGE
from migrate_tui.engine.databases import open_database
from migrate_tui.engine.errors import PlanError
from migrate_tui.engine.plan import load_plan
from migrate_tui.screens.browse import BrowseScreen
from migrate_tui.screens.look import Look
from migrate_tui.terminal import Terminal
from migrate_tui.widgets.grid import Grid
from pseudo import pseudo
from small import script
from wizard import LONG, WIDE

ROWS = 3 * PAGE + 7
PEOPLE = f"""
create table people (id integer primary key, name text, age integer, note text);
with recursive n (i) as (select 1 union all select i + 1 from n where i < {ROWS})
insert into people select i, 'name ' || i, i % 90, substr('x', 1, nullif(i % 10, 0)) from n;
create table "odd % :name [/x]" ("a b" text, "c%d" text);
insert into "odd % :name [/x]" values ('[red]one[/]', 'two'), ('%s', ':x');
create view old_people as select id, name from people where age >= 80;
"""
SLOW = {
    "sqlite": "with recursive n (i) as (select 1 union all select i + 1 from n) "
    "select count(*) as c from n",
    "postgresql": "select cast(pg_sleep(3600) as text) as c",
}


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        found = f"sqlite:///{tmp_path}/people.db"
        script(found, PEOPLE)
    else:
        found = request.getfixturevalue("postgres_url")
        script(
            found,
            PEOPLE.replace("with recursive n", "insert into people with recursive n").replace(
                "\ninsert into people select", "\nselect"
            ),
        )
    return found


def asked(url: str, question: Callable[[Browser], Any], **hidden: Any) -> Any:
    async def ask() -> Any:
        browser = Browser(open_database(url), **hidden)
        try:
            return await question(browser)
        finally:
            await browser.close()

    return asyncio.run(ask())


def typed(*words: str) -> Result:
    return CliRunner().invoke(migrate_tui, ["browse", *words])


def test_every_row_is_on_one_page(url: str) -> None:
    async def all_of(browser: Browser) -> list[str | None]:
        view = await browser.view("people")
        pages = [await browser.page(view, number) for number in range(5)]
        assert [len(page.rows) for page in pages] == [PAGE, PAGE, PAGE, 7, 0]
        assert await browser.count(view) == ROWS
        return [row[0] for page in pages for row in page.rows]

    assert asked(url, all_of) == [str(n) for n in range(1, ROWS + 1)]


def test_a_page_far_away_is_the_same_as_by_walking(url: str) -> None:
    async def jump(browser: Browser) -> Any:
        near, far = await browser.view("people"), await browser.view("people")
        for number in range(4):
            await browser.page(near, number)
        return near.pages[3], await browser.page(far, 3), near.pages[2], await browser.page(far, 2)

    walked, jumped, earlier, back = asked(url, jump)
    assert (walked, earlier) == (jumped, back)


@pytest.mark.parametrize(
    ("condition", "count"),
    [
        ("name = 'name 7'", 1),
        ("id <= 12", 12),
        ("age >= 89.5", 0),
        ("note is null", ROWS // 10),
        ("note IS NOT NULL", ROWS - ROWS // 10),
        ("name ~ NAME 60", 9),
        ("name ~ %", 0),
        ("note != x", 0),
    ],
)
def test_conditions(url: str, condition: str, count: int) -> None:
    async def counted(browser: Browser) -> int:
        view = await browser.view("people", condition)
        page = await browser.page(view, 0)
        assert len(page.rows) == min(PAGE, await browser.count(view))
        return await browser.count(view)

    assert asked(url, counted) == count


@pytest.mark.parametrize("condition", ["nobody = 1", "name", "name like x", "; drop table people"])
def test_no_condition_is_said_to_be_none(url: str, condition: str) -> None:
    with pytest.raises(PlanError, match="is no condition"):
        asked(url, lambda browser: browser.view("people", condition))


def test_nothing_is_written_and_odd_names_are_only_names(url: str) -> None:
    async def look(browser: Browser) -> Any:
        view = await browser.view("odd % :name [/x]", "c%d = :x")
        page = await browser.page(view, 0)
        async with browser.engine.connect() as connection:
            with pytest.raises(Exception, match=r"read-?only"):
                await connection.exec_driver_sql("delete from people")
        return page.rows, await browser.row(view, 0)

    assert asked(url, look) == ((("%s", ":x"),), ("%s", ":x"))


def test_a_masked_column_is_a_hash_in_pages_and_rows_and_cannot_be_asked(url: str) -> None:
    async def look(browser: Browser) -> Any:
        view = await browser.view("people")
        page, row = await browser.page(view, 0), await browser.row(view, 2)
        with pytest.raises(PlanError, match="name is masked"):
            await browser.view("people", "name = 'name 3'")
        return page.rows[2], row

    shown, whole = asked(url, look, mask=("people.name",), key="k")
    assert shown == whole
    assert shown[0] == "3" and shown[1].startswith("•••") and "name" not in shown[1]


def test_a_plan_hides_what_it_masks(tmp_path: Path) -> None:
    script(f"sqlite:///{tmp_path}/people.db", PEOPLE)
    (tmp_path / "plan.yaml").write_text(
        "plan: p\nsource: sqlite:///people.db\ntarget: sqlite:///new.db\nmask: [name]\n"
        "mappings: [{into: people, from: people, key: [id], columns: {'*': same}}]\n"
    )
    assert [b.database.url[-6:] for b in of_plan(load_plan(tmp_path / "plan.yaml"))] == [
        "new.db",
        "ple.db",
    ]
    told = typed(f"{tmp_path}/plan.yaml", "people", "--source", "--json")
    assert told.exit_code == 0, told.output
    said = json.loads(told.stdout)
    assert said["columns"] == ["id", "name", "age", "note"]
    assert (said["total"], len(said["rows"])) == (ROWS, PAGE)
    assert all(row[1].startswith("•••") for row in said["rows"])
    missing = typed(f"{tmp_path}/plan.yaml", "people")
    assert (missing.exit_code, "new.db" in missing.stderr) == (3, True)


def test_views_are_listed_as_such_and_paged(url: str) -> None:
    async def look(browser: Browser) -> Any:
        view = await browser.view("old_people", "id < 90")
        return await browser.views(), (await browser.page(view, 0)).rows

    assert asked(url, look) == (
        ("old_people",),
        tuple((str(n), f"name {n}") for n in range(80, 90)),
    )
    told = json.loads(typed(url, "--json").stdout)
    assert (told["tables"][-1], told["views"]) == ("people", ["old_people"])
    assert "old_people" in typed(url).stdout


def test_where_a_plan_masks_no_view_gives_its_columns_another_name(url: str) -> None:
    assert asked(url, lambda browser: browser.views(), mask=("name",), key="k") == ()
    with pytest.raises(PlanError, match="is a view"):
        asked(url, lambda browser: browser.view("old_people"), mask=("name",), key="k")


def test_a_query_that_nobody_waits_for_ends(url: str) -> None:
    """The server runs nothing of it any more; SQLite's thread has come back."""
    kind = open_database(url).kind
    script(url, f"create view slow as {SLOW[kind]};")
    raws: list[Any] = []

    async def leave(browser: Browser) -> None:
        keep = lambda raw, _: raws.append(raw.driver_connection)  # noqa: E731
        sa.event.listen(browser.engine.sync_engine, "connect", keep)
        asking = asyncio.create_task(browser.page(await browser.view("slow"), 0))
        while not (at_work() if kind == "postgresql" else raws):
            await asyncio.sleep(0.05)
        await asyncio.sleep(0.2)
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        if kind == "postgresql":
            assert not at_work()
        else:
            await asyncio.wait_for(raws[0].execute("select 1"), LONG)

    def at_work() -> bool:
        with open_database(url).open() as connection:
            return bool(connection.execute(ACTIVE)[0][0])

    asked(url, leave)


ACTIVE = """
select count(*) from pg_stat_activity
where datname = current_database() and state = 'active' and query like '%"slow"%'
  and pid <> pg_backend_pid()
"""


def test_a_page_in_a_pipe(url: str) -> None:
    tables = typed(url)
    assert (tables.exit_code, "people" in tables.stdout) == (0, True), tables.output
    told = typed(url, "people", "--where", "id > 605")
    assert "people: rows 1 to 2 of 2" in told.stdout
    last = typed(url, "people", "--page", "4", "--json")
    assert [row[0] for row in json.loads(last.stdout)["rows"]] == [str(n) for n in range(601, 608)]
    wrong = typed(url, "nobody")
    assert (wrong.exit_code, "There is no table nobody" in wrong.stderr) == (2, True)
    bad = typed("mysql://x/y")
    assert (bad.exit_code, "no scheme" in bad.stderr) == (3, True)


def test_bytes_and_letters_that_are_none(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/x.db"
    script(
        url, "create table t (a, b text); insert into t values (x'00ff', cast(x'61ff' as text));"
    )
    script(url, "insert into t values (0.1 + 0.2, null), ('" + "é" * 900 + "', 1e300);")

    async def look(browser: Browser) -> Any:
        view = await browser.view("t")
        return (await browser.page(view, 0)).rows, await browser.row(view, 2)

    rows, whole = asked(url, look)
    assert rows[:2] == (("x'00FF'", "a\\xff"), ("0.30000000000000004", None))
    assert (len(rows[2][0]), len(whole[0])) == (300, 900)


# on a screen


async def until(pilot: Any, true: Callable[[], bool]) -> None:
    for _ in range(int(LONG / 0.05)):
        await pilot.pause(0.05)
        if true():
            return
    raise AssertionError("never")


def test_rows_scroll_open_and_are_filtered_by_keys(url: str) -> None:
    async def walk() -> None:
        app = Browsing((Browser(open_database(url)),), Terminal())
        async with app.run_test(size=WIDE) as pilot:
            screen = app.screen
            assert isinstance(screen, BrowseScreen)
            tables, rows = screen.query_one("#tables", Grid), screen.query_one("#rows", Grid)
            await until(pilot, lambda: len(tables.rows) == 3)
            await pilot.press("G", "up", "enter")
            await until(pilot, lambda: len(rows.rows) == ROWS)
            await pilot.press("G")
            await until(pilot, lambda: rows.plain(ROWS - 1)[0] == str(ROWS))
            await pilot.press("enter")
            await until(pilot, lambda: isinstance(app.screen, Look))
            await pilot.press("escape", "slash", *"id < 4", "enter")
            await until(pilot, lambda: len(rows.rows) == 3)
            await pilot.press("slash", *"x", "enter")
            await pilot.pause()
            await pilot.press("escape", "escape", "escape")
            await until(pilot, lambda: not app.is_running)

    asyncio.run(walk())


def test_leaving_the_screen_ends_its_query(postgres_url: str) -> None:
    script(postgres_url, f"create view slow as {SLOW['postgresql']};")
    other = open_database(postgres_url)

    def at_work() -> bool:
        with other.open() as connection:
            return bool(connection.execute(ACTIVE)[0][0])

    async def walk() -> None:
        app = Browsing((Browser(open_database(postgres_url)),), Terminal(), "slow")
        async with app.run_test(size=WIDE) as pilot:
            await until(pilot, at_work)
            await pilot.press("q")
            await until(pilot, lambda: not at_work())

    asyncio.run(walk())


def test_a_slow_query_holds_up_no_key(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/slow.db"
    script(url, "create table a (id integer primary key); create table b (id integer primary key);")

    async def walk() -> None:
        browser = Browser(open_database(url))
        held = asyncio.Event()

        async def slow(view: object) -> int:
            await held.wait()
            return 0

        browser.count = slow  # type: ignore[method-assign]
        app = Browsing((browser,), Terminal())
        async with app.run_test(size=WIDE) as pilot:
            tables = app.screen.query_one("#tables", Grid)
            await until(pilot, lambda: len(tables.rows) == 2)
            await pilot.press("enter")
            await until(pilot, lambda: app.screen.query_one("#rows", Grid).has_focus)
            await pilot.press("tab", "j")
            assert tables.cursor == 1
            held.set()

    asyncio.run(walk())


def test_the_browser_on_a_terminal(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/people.db"
    script(url, PEOPLE)
    with pseudo("browse", url, "people", folder=tmp_path) as here:
        here.shows("name 12")
        here.shows(f"{ROWS} rows")
        here.type("q")
        assert here.wait() == 0
        here.assert_restored()


def test_a_million_rows(tmp_path: Path) -> None:
    path = tmp_path / "many.db"
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("create table many (id integer primary key, name text)")
        made = "with recursive n (i) as (select 1 union all select i + 1 from n where i < 1000000)"
        raw.execute(f"insert into many {made} select i, 'name ' || i from n")

    async def walk() -> None:
        app = Browsing((Browser(open_database(f"sqlite:///{path}")),), Terminal(), "many")
        async with app.run_test(size=WIDE) as pilot:
            rows = app.screen.query_one("#rows", Grid)
            await until(pilot, lambda: len(rows.rows) == 1_000_000)
            await pilot.press("G")
            await until(pilot, lambda: rows.plain(999_999)[1] == "name 1000000")
            await pilot.press("pageup", "g", "pagedown")
            await until(pilot, lambda: rows.plain(rows.cursor)[0] == str(rows.cursor + 1))

    asyncio.run(walk())
