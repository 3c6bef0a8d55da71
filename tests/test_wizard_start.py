"""What opens where no plan is named: recent plans, recipes, and a new plan from two databases."""

from __future__ import annotations

import asyncio
import stat
import tempfile
from collections.abc import Coroutine
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Select

from migrate_tui.engine.plan import load_plan
from migrate_tui.engine.reach import BAD, GOOD, NEW, reach
from migrate_tui.engine.secrets import SERVICE
from migrate_tui.screens.home import exported
from migrate_tui.screens.new_plan import kept
from migrate_tui.session.address import Address
from migrate_tui.session.recent import MOST, note, recents
from migrate_tui.session.recent import place as file_of_recents
from migrate_tui.start import Chosen, Start
from migrate_tui.terminal import Terminal
from pseudo import pseudo
from realpg import PASSWORD_ROLE, Server
from small_site import Place, place
from test_secret import Drawer, drawer
from wizard import SIZES, shown, until
from wizard_told import NASTY, plan_of

__all__ = ["drawer", "place"]
SECRET = "p@ss/w:rd 17"


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state" / "migrate-tui" / "recent.json"


def run(walk: Coroutine[Any, Any, None]) -> None:
    asyncio.run(walk)


def seen(page: Start) -> str:
    return shown(page)  # type: ignore[arg-type]


async def typed(pilot: Pilot[Any], side: str, **fields: str) -> None:
    for name, value in fields.items():
        widget = pilot.app.screen.query_one(f"#{side} #{name}")
        assert isinstance(widget, Input | Select)
        widget.value = value
        await pilot.pause()


# the page


@pytest.mark.parametrize("size", SIZES)
def test_recent_plans_and_recipes_are_listed(place: Place, size: tuple[int, int]) -> None:
    note(Path("plan.yaml"))

    async def walk() -> None:
        page = Start(Terminal())
        async with page.run_test(size=size) as pilot:
            await pilot.pause()
            text = seen(page)
            for words in (
                "Recent plans",
                "unified-workshop",
                "just now",
                "enter Open",
                "n New plan",
            ):
                assert words in text
            assert f"$ migrate-tui {place.folder}"[:60] in text
            await pilot.press("tab", "down")
            await pilot.pause()
            assert "$ migrate-tui demo handpose-clinical" in seen(page)

    run(walk())


def test_enter_opens_a_recent_plan_as_it_was_opened(place: Place) -> None:
    note(Path("plan.yaml"), "live", {"A": "sqlite:///a.db", "B": f"postgresql://me:{SECRET}@h/b"})

    async def walk() -> None:
        page = Start(Terminal())
        async with page.run_test() as pilot:
            await pilot.press("enter")
        plan = place.folder / "plan.yaml"
        assert page.return_value == Chosen(plan, {"A": "sqlite:///a.db"}, (), "live")

    run(walk())


def test_a_plan_that_is_gone_stays_closed(place: Place) -> None:
    note(Path("nowhere.yaml"))

    async def walk() -> None:
        page = Start(Terminal())
        async with page.run_test(size=(100, 30)) as pilot:
            await pilot.press("enter")
            await pilot.pause()
            assert "is gone" in seen(page) and page.return_value is None

    run(walk())


@pytest.mark.slow
def test_a_recipe_is_made_and_opened_with_what_its_plan_needs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    async def walk() -> Chosen | None:
        page = Start(Terminal())
        async with page.run_test() as pilot:
            await pilot.press("enter")
            await until(pilot, lambda: page.return_value is not None, "the recipe is made")
        return page.return_value

    chosen = asyncio.run(walk())
    assert chosen is not None
    for name, url in chosen.environ.items():
        monkeypatch.setenv(name, url)
    assert load_plan(chosen.plan).plan == "unified-workshop"


def test_hostile_names_show_as_they_are(tmp_path: Path) -> None:
    for name in NASTY[:4]:
        folder = tmp_path / name
        folder.mkdir(parents=True)
        note(plan_of(folder, "a"))

    async def walk() -> None:
        page = Start(Terminal())
        async with page.run_test(size=(200, 40)) as pilot:
            await pilot.pause()
            assert "[bold]" in seen(page) and "\\x1b[2J" in seen(page)
            assert "\x1b" not in seen(page)

    run(walk())


# what is remembered


def test_the_list_is_its_owners_alone_and_holds_no_secret(place: Place, state: Path) -> None:
    note(Path("plan.yaml"), environ={"B": f"postgresql://me:{SECRET}@h/b"})
    assert stat.S_IMODE(state.stat().st_mode) == 0o600
    assert stat.S_IMODE(state.parent.stat().st_mode) == 0o700
    assert SECRET not in state.read_text() and "postgresql" not in state.read_text()


def test_the_newest_comes_first_each_once_and_no_more_than_some(place: Place) -> None:
    for at in range(MOST + 5):
        note(Path(f"{at}.yaml"))
    note(Path("7.yaml"))
    names = [Path(one.plan).stem for one in recents()]
    assert (names[:2], len(names)) == (["7", str(MOST + 4)], MOST)
    assert len(set(names)) == MOST


@pytest.mark.parametrize("text", ["", "{", "[1]", '[{"other": 1}]', "null"])
def test_a_list_that_cannot_be_read_is_none(state: Path, text: str) -> None:
    state.parent.mkdir(parents=True)
    state.write_text(text)
    assert recents() == ()
    note(Path("plan.yaml"))
    assert len(recents()) == 1


def test_a_folder_that_cannot_be_written_stops_nobody(tmp_path: Path, state: Path) -> None:
    (tmp_path / "state").write_text("a file")
    note(Path("plan.yaml"))
    assert recents() == ()
    assert file_of_recents({"XDG_STATE_HOME": "not/whole"}).is_relative_to(Path.home())


def test_what_a_demo_exports_is_read_back() -> None:
    text = (
        "cd '/a b'\nexport A=sqlite:////a/b.db\nexport B='sqlite:////a b.db'\nmigrate-tui run p\n"
    )
    assert exported(text) == {"A": "sqlite:////a/b.db", "B": "sqlite:////a b.db"}


# a new plan

ADDRESSES = [
    ({"file": "a b.db"}, "sqlite:///a b.db"),
    ({"file": "/a.db"}, "sqlite:////a.db"),
    ({"kind": "postgresql", "database": "app"}, "postgresql:///app"),
    (
        {"kind": "postgresql", "host": "db1", "port": "6432", "database": "a/b", "user": "me@x",
         "password": SECRET, "ssl": "require"},
        "postgresql://me%40x:p%40ss%2Fw%3Ard%2017@db1:6432/a%2Fb?sslmode=require",
    ),
    ({"kind": "postgresql", "host": "::1", "database": "app"}, "postgresql://[::1]/app"),
    ({"kind": "postgresql", "host": "/run/pg", "database": "app", "user": "me"},
     "postgresql://me@/app?host=%2Frun%2Fpg"),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "url"), ADDRESSES)
def test_fields_become_a_url(fields: dict[str, str], url: str) -> None:
    address = Address.of(fields)
    assert (address.url, address.missing) == (url, "")
    assert SECRET not in address.shown and "p%40ss" not in address.shown + address.open


@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        ({}, "the file"),
        ({"kind": "postgresql", "host": "h"}, "the name of the database"),
        ({"kind": "postgresql", "port": "x", "database": "a"}, "a port that is a number"),
    ],
)
def test_what_is_still_to_be_typed(fields: dict[str, str], missing: str) -> None:
    assert Address.of(fields).missing == missing


def test_a_database_answers_or_says_why_not(place: Place, postgres_url: str) -> None:
    old = reach("sqlite:///old.db")
    assert old.word == GOOD and "1 table" in old.told and "SQLite" in old.told
    assert reach("sqlite:///nowhere.db").word == BAD
    assert reach("sqlite:///nowhere.db", create=True).word == NEW
    assert not (place.folder / "nowhere.db").exists()
    assert reach(postgres_url, create=True).word == GOOD
    assert reach("postgresql://127.0.0.1:1/x").word == BAD


def test_two_files_become_a_plan_that_opens(place: Place) -> None:
    async def walk() -> None:
        page = Start(Terminal())
        async with page.run_test(size=(80, 24)) as pilot:
            await pilot.press("n")
            await pilot.pause()
            assert "Both databases have to answer first" in seen(page)
            await typed(pilot, "source", file="old.db")
            await typed(pilot, "target", file="made.db")
            await until(pilot, lambda: "a new file" in seen(page), "both have answered")
            assert "1 table" in seen(page)
            page.screen.query_one("#plan", Input).value = "fresh.yaml"
            await until(pilot, lambda: not page.screen.query_one("#write").disabled, "a way on")
            assert "init sqlite:///old.db sqlite:///made.db -o fresh.yaml" in seen(page)
            await pilot.press("enter")
            await until(pilot, lambda: page.return_value is not None, "the plan is written")

    run(walk())
    assert load_plan(place.folder / "fresh.yaml").mappings
    assert not (place.folder / "made.db").exists()


@pytest.mark.slow
def test_a_plan_that_is_there_is_not_written_over(place: Place) -> None:
    before = (place.folder / "plan.yaml").read_text()

    async def walk() -> None:
        page = Start(Terminal())
        async with page.run_test(size=(100, 30)) as pilot:
            await pilot.press("n")
            await pilot.pause()
            await typed(pilot, "source", file="old.db")
            await typed(pilot, "target", file="made.db")
            await until(pilot, lambda: not page.screen.query_one("#write").disabled, "a way on")
            await pilot.click("#write")
            await until(pilot, lambda: "there already" in seen(page), "why not")
            assert not page.screen.query_one("#write").disabled
            await pilot.press("escape")

    run(walk())
    assert (place.folder / "plan.yaml").read_text() == before


def test_a_password_is_tried_and_drawn_nowhere(postgres: Server, postgres_url: str) -> None:
    database = urlsplit(postgres_url).path.lstrip("/")
    port = str(postgres.port)
    postgres.run(f"drop role if exists {PASSWORD_ROLE}")
    postgres.run(f"create role {PASSWORD_ROLE} login password '{SECRET}'")
    fields = {"kind": "postgresql", "host": "127.0.0.1", "port": port, "database": database,
              "user": PASSWORD_ROLE}  # fmt: skip
    texts: list[str] = []

    async def walk() -> None:
        page = Start(Terminal())
        async with page.run_test(size=(80, 24)) as pilot:
            await pilot.press("n")
            await pilot.pause()
            await typed(pilot, "source", **fields, password="wrong-one")
            await until(pilot, lambda: "✗" in seen(page), "a refusal")
            texts.append(seen(page))
            await typed(pilot, "source", password=SECRET)
            await until(pilot, lambda: "✓" in seen(page), "an answer")
            texts.append(seen(page))
            assert f"{PASSWORD_ROLE}:***@" in seen(page).replace("\n", "")

    try:
        run(walk())
    finally:
        postgres.run(f"drop role if exists {PASSWORD_ROLE}")
    assert not any(word in text for text in texts for word in (SECRET, "p%40ss", "wrong-one"))


SERVER = Address("postgresql", host="h", port="5432", database="b", user="me", password=SECRET)


def test_a_password_goes_into_the_keyring(drawer: Drawer) -> None:
    side = kept("source", SERVER)
    assert drawer.kept[SERVICE, "me@h:5432/b"] == SECRET
    assert (side.said, side.environ) == ("postgresql://me@h:5432/b", {})
    assert "me@h:5432/b" in side.note and SECRET not in side.note


def test_without_a_keyring_it_stays_in_the_session(drawer: Drawer) -> None:
    drawer.broken = RuntimeError("no keyring here")
    side = kept("target", SERVER)
    assert (side.said, side.environ) == ("${TARGET_DATABASE}", {"TARGET_DATABASE": SERVER.url})
    assert SECRET not in side.said + side.note
    assert kept("source", Address(file="a.db")).said == "sqlite:///a.db"


def test_init_reads_a_url_from_a_variable(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATABASE", "sqlite:///old.db")
    words = ("init", "${SOURCE_DATABASE}", "made.db", "-o", "fresh.yaml")
    assert place.run(*words).exit_code == 0
    monkeypatch.delenv("SOURCE_DATABASE")
    ended = place.run(*words, "--force")
    assert (ended.exit_code, "SOURCE_DATABASE is not set" in ended.stderr) == (2, True)


# on a terminal, and on none


def test_nothing_typed_on_a_terminal_opens_the_page(tmp_path: Path) -> None:
    with pseudo(folder=tmp_path) as here:
        here.shows("Recipes to try")
        here.type("q")
        assert here.wait() == 0
        here.assert_restored()


@pytest.mark.slow
def test_a_demo_on_a_terminal_opens_the_wizard_on_a_fresh_database(
    tmp_path: Path, state: Path
) -> None:
    words = ("demo", "unified-workshop", "--rows", "20", "--keep", "kept")
    with pseudo(*words, folder=tmp_path) as here:
        here.shows("1 Plan")
        here.shows("enter Backup")
        here.type("q")
        assert here.wait() == 0
        here.shows("It stays in")
    assert "legacy.db" in state.read_text()


def test_in_a_pipe_nothing_typed_prints_the_help(place: Place) -> None:
    ended = place.run()
    assert "Usage:" in ended.output and "migrate-tui PLAN" in ended.output
