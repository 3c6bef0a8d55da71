"""The dry run screen: the riskiest first, everything risky seen before it is approved."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest

from accounting import assert_accounted, assert_same_figures
from migrate_tui.app import Wizard
from migrate_tui.engine.approval import short
from migrate_tui.engine.events import Counts, Event, Foreseen, MergeConflict, RejectedRow, RowSample
from migrate_tui.engine.plan import load_plan
from migrate_tui.engine.state import RunState
from migrate_tui.screens.look import Look
from migrate_tui.session.changes import changes, identity
from migrate_tui.session.stages import BY_NAME
from migrate_tui.terminal import ASCII, Terminal
from recorded import mapping, step
from small_site import Place, place  # noqa: F401
from wizard import SIZES, WIDE, idle, press, shown, wizard_of
from wizard_told import NASTY, plan_of, put, steps, told

BEFORE = steps("preflight", "backup", "schema")
QUIET = mapping("quiet", "dry-run", Counts(read=5, unchanged=5))
FRESH = [
    *mapping("fresh", "dry-run", Counts(read=2, inserted=2)),
    RowSample("fresh", "new", "1", None, {"id": "1", "name": "Ann"}, ("name",)),
]
MERGED = [
    *mapping("merged", "dry-run", Counts(read=9, updated=4, merged=5)),
    RowSample("merged", "changed", "7", {"id": "7", "n": "Ann"}, {"id": "7", "n": "Anna"}, ("n",)),
    MergeConflict("merged", "n", 2, "7", ("a: Ann", "b: Anna"), "Anna", "newest"),
]
REJECTED = [
    *mapping("rejected", "dry-run", Counts(read=8, inserted=5, rejected=3, deleted=1)),
    RowSample("rejected", "gone", "4", {"id": "4"}, None),
    RejectedRow("rejected", "olds", "9", None, "email", "no address", 3),
]
NAMES = ("quiet", "fresh", "merged", "rejected")


def dry(*events: Event) -> list[Event]:
    return [*BEFORE, *step("dry-run", *events)]


def foreseen(plan: Path) -> Foreseen:
    return Foreseen("0123456789abcdef", {"the plan": short(load_plan(plan).digest())}, 3)


def test_the_riskiest_comes_first() -> None:
    state = RunState()
    for event in dry(*QUIET, *FRESH, *MERGED, *REJECTED):
        state.apply(event)
    assert [c.name for c in changes(state)] == ["rejected", "merged", "fresh", "quiet"]
    assert [c.word for c in changes(state)] == ["risky", "risky", "new", "same"]
    assert changes(state)[0].risky == ("rows", "rejects")


def test_lost_rows_are_riskier_than_all() -> None:
    state = RunState()
    for event in dry(*REJECTED, *mapping("leaking", "dry-run", Counts(read=9, inserted=8))):
        state.apply(event)
    assert [c.word for c in changes(state)] == ["lost", "risky"]


def test_the_identity_in_words() -> None:
    counts = Counts(read=1304, inserted=1260, merged=40, rejected=4)
    assert identity(counts) == "1,304 read = 1,260 new + 40 merged + 4 rejected"
    assert identity(Counts()) == "0 read = 0"


@pytest.mark.parametrize("size", SIZES)
def test_every_risk_is_read_before_enter_approves(tmp_path: Path, size: tuple[int, int]) -> None:
    wizard = told(plan_of(tmp_path, *NAMES), *dry(*QUIET, *FRESH, *MERGED, *REJECTED))

    async def walk() -> None:
        async with wizard.run_test(size=size) as pilot:
            await press(pilot, "4")
            assert re.search(r"- +4 +gone", shown(wizard))
            assert "2 risks are still unread" in shown(wizard)
            assert wizard.session.gate(BY_NAME["migrate"]) == (
                "Dry run comes first: it is not approved."
            )
            await press(pilot, "enter")
            assert "no address" in shown(wizard)
            assert "1 risk is still unread" in shown(wizard)
            await press(pilot, "n")
            assert "newest" in shown(wizard)
            assert "To be approved: plan" in shown(wizard)
            assert not wizard.session.approved
            await press(pilot, "enter")
            assert wizard.screen.stage.name == "migrate"
            assert wizard.session.gate(BY_NAME["migrate"]) == ""

    asyncio.run(walk())


def test_a_risk_that_comes_while_it_looks_comes_up(tmp_path: Path) -> None:
    wizard = told(plan_of(tmp_path, "merged"), *dry(), run="r0")
    coming = dry(*MERGED)[len(BEFORE) :]

    async def walk() -> None:
        async with wizard.run_test(size=WIDE) as pilot:
            await press(pilot, "4")
            found = put(wizard.session, BEFORE)
            wizard.session.stages[BY_NAME["dry-run"].name] = found
            for event in coming:
                found.state.apply(event)
                wizard.screen.draw()  # type: ignore[attr-defined]
            await pilot.pause()
            assert "newest" in shown(wizard)
            assert "To be approved: plan" in shown(wizard)

    asyncio.run(walk())


def test_a_plan_changed_since_takes_the_approval_away(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, "quiet")
    wizard = told(plan, *dry(*QUIET, foreseen(plan)))

    async def walk() -> None:
        async with wizard.run_test(size=WIDE) as pilot:
            await press(pilot, "4", "enter")
            assert wizard.session.approved
            plan_of(tmp_path, "quiet", "other")
            await press(pilot, "4")
            assert "The plan was changed since this dry run: look again." in shown(wizard)
            assert "Look again" in shown(wizard).splitlines()[-1]
            await press(pilot, "5")
            assert "The plan was changed since" in shown(wizard)
            assert wizard.session.gate(BY_NAME["migrate"])

    asyncio.run(walk())


def test_another_dry_run_has_to_be_approved_anew(tmp_path: Path) -> None:
    wizard = told(plan_of(tmp_path, "quiet"), *dry(*QUIET))
    wizard.session.approve()
    assert wizard.session.approved
    put(wizard.session, dry(*QUIET), "r2")
    assert not wizard.session.approved


def test_lists_turn_with_tab_and_open_with_enter(tmp_path: Path) -> None:
    wizard = told(plan_of(tmp_path, *NAMES), *dry(*MERGED, *REJECTED))

    async def walk() -> None:
        async with wizard.run_test(size=WIDE) as pilot:
            await press(pilot, "4", "j", "enter", "enter")
            assert isinstance(wizard.screen, Look)
            assert "4   gone" in shown(wizard)
            await press(pilot, "escape", "escape", "j", "down")
            assert "newest" in shown(wizard), "the second mapping, with its conflicts"
            await press(pilot, "escape", "tab", "tab")
            assert "changed: 1 of 2 columns differ" in shown(wizard)

    asyncio.run(walk())


@pytest.mark.parametrize(
    ("size", "tier"), [((80, 24), Terminal()), ((120, 40), Terminal(ASCII, colour=False))]
)
def test_hostile_names_show_as_they_are(
    tmp_path: Path, size: tuple[int, int], tier: Terminal
) -> None:
    events = [event for name in NASTY for event in _hostile(name)]
    wizard = told(plan_of(tmp_path, "quiet"), *dry(*events), terminal=tier)

    async def walk() -> None:
        async with wizard.run_test(size=size) as pilot:
            await press(pilot, "4")
            seen = ""
            for _ in range(3 * len(NASTY)):
                await press(pilot, "n")
                seen += shown(wizard)
            for whole in ("[/x][bold]", "\\x1b[2J\\x07bell", "\\u202eright", '% :name "q" {0}'):
                assert whole in seen
            assert "\x1b" not in seen and "\u202e" not in seen
            await press(pilot, "j", "enter", "enter")
            assert isinstance(wizard.screen, Look)

    asyncio.run(walk())


def _hostile(name: str) -> list[Event]:
    counts = Counts(read=4, inserted=2, rejected=2, deleted=1)
    return [
        *mapping(name, "dry-run", counts),
        RowSample(name, "changed", name, {name: name}, {name: None}, (name,)),
        MergeConflict(name, name, 1, name, (f"{name}: {name}",), name, name),
        RejectedRow(name, name, name, name, name, name, 2),
    ]


def test_a_real_dry_run_is_approved_and_migrated(place: Place) -> None:  # noqa: F811
    place.sql("insert into pupils values (3, null, 'x')", at="old.db")
    place.sql("create table beside (id integer primary key)")
    place.plan(more="rejects: {max: 5}\n")
    made = [word for name in ("preflight", "backup", "schema") for word in ("--step", name)]
    assert place.run("run", "plan.yaml", "--headless", *made).exit_code == 0
    wizard = wizard_of(place.folder / "plan.yaml")

    async def walk() -> None:
        async with wizard.run_test(size=WIDE) as pilot:
            await press(pilot, "4", "enter")
            await idle(pilot)
            assert "3 read = 2 new + 1 rejected" in shown(wizard)
            assert "Approve" in shown(wizard).splitlines()[-1]
            await press(pilot, "enter", "enter")
            await idle(pilot)
            assert wizard.session.status(BY_NAME["migrate"]) == "done"

    asyncio.run(walk())
    assert place.students() == [(1, "Ann", 7), (2, "Bob", 8)]
    dry_run, migrated = (wizard.session.state(BY_NAME[name]) for name in ("dry-run", "migrate"))
    assert_accounted(migrated)
    assert_same_figures(dry_run, migrated)


def test_an_approval_is_kept_and_what_has_drifted_takes_it_away(place: Place) -> None:  # noqa: F811
    place.sql("create table beside (id integer primary key)")
    place.plan(more="approval: required\n")
    names = ("preflight", "backup", "schema", "dry-run")
    made = [word for name in names for word in ("--step", name)]
    assert place.run("run", "plan.yaml", "--headless", *made).exit_code == 0

    async def walk(*keys: str) -> Wizard:
        wizard = wizard_of(place.folder / "plan.yaml")
        async with wizard.run_test(size=WIDE) as pilot:
            await press(pilot, "4", *keys)
            await idle(pilot)
            await press(pilot, "4")
            wizard.seen = shown(wizard)  # type: ignore[attr-defined]
        return wizard

    assert not asyncio.run(walk()).session.approved
    assert asyncio.run(walk("enter")).session.approved
    assert asyncio.run(walk()).session.approved, "another wizard knows it"
    place.sql("insert into pupils values (3, 'Cy', '9')", at="old.db")
    wizard = asyncio.run(walk("enter", "enter"))
    assert not wizard.session.approved
    assert "is void: the source's rows" in wizard.seen  # type: ignore[attr-defined]
    assert "Look again" in wizard.seen  # type: ignore[attr-defined]
    assert place.students() == []
