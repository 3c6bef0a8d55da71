"""The verify screen: every difference explained and opened, recounted and copied again."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from accounting import assert_accounted
from migrate_tui.engine.events import (
    Checked,
    Counts,
    Event,
    Failed,
    MappingVerified,
    RejectedRow,
    RowSample,
    RunFinished,
)
from migrate_tui.engine.state import RunState
from migrate_tui.screens.look import Look
from migrate_tui.session.follow import Following
from migrate_tui.session.stages import BY_NAME
from migrate_tui.session.verdicts import partial, verdicts
from migrate_tui.terminal import ASCII, Terminal
from recorded import mapping, step
from small_site import Place, place  # noqa: F401
from wizard import SIZES, WIDE, idle, press, shown, wizard_of
from wizard_told import NASTY, plan_of, put, steps, told

BEFORE = steps("preflight", "backup", "schema", "dry-run", "migrate")
GOOD = [
    *mapping("students", "verify", Counts(read=304, unchanged=260, merged=44)),
    MappingVerified("students", "students", 304, 260, 260, 0, 0, 0, "match", "44 merged"),
]
WRONG = "1 missing in the target, 1 different in the target"
BAD = [
    *mapping("sessions", "verify", Counts(read=10, inserted=1, updated=1, unchanged=8)),
    RowSample("sessions", "missing", "4", None, {"id": "4", "name": "Ann"}),
    RowSample("sessions", "different", "7", {"id": "7", "n": "A"}, {"id": "7", "n": "B"}, ("n",)),
    MappingVerified("sessions", "sessions", 10, 10, 9, 1, 0, 1, "mismatch", WRONG),
]
CHECKS = [
    Checked("no orphans", True, "0", "0", 0.25, True),
    Checked("one each", False, "260", "259", 0.5),
]
END = [Failed("verification found 2 differences", "look", 5), RunFinished("failed", 5)]
RECOUNT = [
    *mapping("sessions", "verify", Counts(read=10, unchanged=10)),
    MappingVerified("sessions", "sessions", 10, 10, 10, 0, 0, 0, "match"),
]


def seen(*events: Event, status: str = "failed") -> list[Event]:
    return [*BEFORE, *step("verify", *events, status=status)]


def state_of(*events: Event) -> RunState:
    state = RunState()
    for event in events:
        state.apply(event)
    return state


def test_a_recount_takes_the_place_of_what_was_found() -> None:
    whole = state_of(*seen(*GOOD, *BAD), *END)
    assert [v.word for v in verdicts(whole)] == ["match", "mismatch"]
    part = state_of(*step("verify", *RECOUNT), RunFinished("done", 0))
    later = verdicts(whole, [part])
    assert [(v.word, v.recounted) for v in later] == [("match", False), ("match", True)]
    broken = state_of(*step("verify", RECOUNT[0]), *END)
    assert verdicts(whole, [broken])[1].word == "mismatch", (
        "a recount that ended early tells nothing"
    )


def test_a_verification_of_a_part_stands_for_no_stage() -> None:
    assert partial(state_of(*step("verify", *GOOD)), ("students", "sessions"))
    assert not partial(state_of(*step("verify", *GOOD)), ("students",))
    assert not partial(state_of(*steps("migrate")), ("students",))


@pytest.mark.parametrize("size", SIZES)
def test_a_difference_opens_down_to_its_cells(tmp_path: Path, size: tuple[int, int]) -> None:
    plan = plan_of(tmp_path, "students", "sessions")
    wizard = told(plan, *seen(*GOOD, *BAD, *CHECKS), *END)

    async def walk() -> None:
        async with wizard.run_test(size=size) as pilot:
            await press(pilot, "6")
            first = shown(wizard)
            assert "1 match, 1 mismatch" in first
            assert "1 missing in the target" in first and "sessions: why" in first
            assert "one each (plan)" in first and "✗" in first
            assert "verification found 2 differences" in first
            await press(pilot, "j", "enter")
            assert isinstance(wizard.screen, Look)
            assert "it should be there" in shown(wizard) and "differs in n" in shown(wizard)
            await press(pilot, "j", "enter")
            assert "should be" in shown(wizard) and "different: 1 of 2" in shown(wizard)
            await press(pilot, "escape", "escape")
            assert wizard.screen.stage is BY_NAME["verify"]

    asyncio.run(walk())


def test_what_is_wrong_is_at_hand_until_somebody_chooses(tmp_path: Path) -> None:
    wizard = told(plan_of(tmp_path, "students", "sessions"), *seen(*GOOD, *RECOUNT), run="r0")

    async def walk() -> None:
        async with wizard.run_test(size=WIDE) as pilot:
            await press(pilot, "6")
            assert "students: why" in shown(wizard)
            put(wizard.session, [*seen(*GOOD, *BAD), *END], "r1")
            await press(pilot, "5", "6")
            assert "sessions: why" in shown(wizard)
            await press(pilot, "j", "j")
            assert "students: why" in shown(wizard)
            await press(pilot, "5", "6")
            assert "students: why" in shown(wizard)

    asyncio.run(walk())


def test_sorted_by_any_column_only_bad_and_the_next_problem(tmp_path: Path) -> None:
    wizard = told(plan_of(tmp_path, "students", "sessions"), *seen(*GOOD, *BAD, *CHECKS), *END)

    def first() -> str:
        return shown(wizard).splitlines()[4].split()[2]

    async def walk() -> None:
        async with wizard.run_test(size=WIDE) as pilot:
            await press(pilot, "6")
            assert first() == "sessions", "what is wrong comes first"
            await press(pilot, "s", "S")
            assert (first(), "by mapping ↑" in shown(wizard)) == ("students", True)
            await press(pilot, "S", "s")
            assert (first(), "by source ↓" in shown(wizard)) == ("students", True)
            await press(pilot, "j", "j", "escape", "n")
            assert "sessions: why" in shown(wizard)
            await press(pilot, "f")
            assert "only bad" in shown(wizard) and "students" not in shown(wizard)
            assert "no orphans" not in shown(wizard)
            await press(pilot, "f")
            assert "students" in shown(wizard)

    asyncio.run(walk())


def test_why_a_recopy_came_to_nothing_is_told(tmp_path: Path) -> None:
    wizard = told(plan_of(tmp_path, "students", "sessions"), *seen(*GOOD, *BAD), *END)
    part = Following(tmp_path / "plan.yaml")
    part.take([Failed("the dry run is not approved", "look at it", 2), RunFinished("failed", 2)])
    wizard.session.parts.append(part)

    async def walk() -> None:
        async with wizard.run_test(size=WIDE) as pilot:
            await press(pilot, "6")
            assert "the dry run is not approved" in shown(wizard)
            assert "1 missing in the target" in shown(wizard), "what was found stands"

    asyncio.run(walk())


def test_clean_up_stays_locked_while_something_differs(tmp_path: Path) -> None:
    wizard = told(plan_of(tmp_path, "students", "sessions"), *seen(*GOOD, *BAD), *END)
    assert wizard.session.gate(BY_NAME["clean-up"]) == "Verify comes first: it is mismatch."
    put(wizard.session, seen(*GOOD, *RECOUNT, status="done"), "r2")
    assert wizard.session.gate(BY_NAME["clean-up"]) == ""


@pytest.mark.parametrize(
    ("size", "tier"), [((80, 24), Terminal()), ((120, 40), Terminal(ASCII, colour=False))]
)
def test_hostile_names_show_as_they_are(
    tmp_path: Path, size: tuple[int, int], tier: Terminal
) -> None:
    events = [event for name in NASTY for event in _hostile(name)]
    wizard = told(plan_of(tmp_path, "quiet"), *seen(*events), *END, terminal=tier)

    async def walk() -> None:
        async with wizard.run_test(size=size) as pilot:
            await press(pilot, "6")
            drawn = shown(wizard)
            for _ in NASTY:
                await press(pilot, "n")
                drawn += shown(wizard)
            for keys in (("j", "enter"), ("enter",), ("escape", "j", "enter")):
                await press(pilot, *keys)
                drawn += shown(wizard)
            for whole in ("[/x][bold]", "\\x1b[2J\\x07bell", "\\u202eright", '% :name "q" {0}'):
                assert whole in drawn
            assert "\x1b" not in drawn and "\u202e" not in drawn

    asyncio.run(walk())


def _hostile(name: str) -> list[Event]:
    return [
        *mapping(name, "verify", Counts(read=2, inserted=1, rejected=1)),
        RowSample(name, "different", name, {name: name}, {name: None}, (name,)),
        RejectedRow(name, name, name, name, name, name),
        MappingVerified(name, name, 2, 1, 0, 1, 0, 0, "mismatch", f"1 missing in {name}"),
        Checked(name, False, name, name, 0.1),
    ]


def test_a_real_difference_is_found_copied_again_and_counted(place: Place) -> None:  # noqa: F811
    assert place.run("run", "plan.yaml", "--headless").exit_code == 0
    place.sql("update students set name = 'Bert' where id = 2")
    wizard = wizard_of(place.folder / "plan.yaml")

    async def walk() -> None:
        async with wizard.run_test(size=WIDE) as pilot:
            await press(pilot, "6", "r")
            await idle(pilot)
            assert "1 different in the target" in shown(wizard)
            await press(pilot, "R")
            await idle(pilot)
            assert_accounted(wizard.session.parts[0].state)
            assert "counted again; verify once more" in shown(wizard)
            assert "1 match" in shown(wizard)

    asyncio.run(walk())
    assert place.students() == [(1, "Ann", 7), (2, "Bob", 8)]


def test_a_difference_is_accepted_with_a_note(place: Place) -> None:  # noqa: F811
    assert place.run("run", "plan.yaml", "--headless").exit_code == 0
    place.sql("update students set name = 'Bert' where id = 2")
    assert place.run("run", "plan.yaml", "--headless", "--step", "verify").exit_code == 5

    async def walk(*keys: str) -> str:
        wizard = wizard_of(place.folder / "plan.yaml")
        async with wizard.run_test(size=WIDE) as pilot:
            await press(pilot, "6", *keys)
            opened = wizard.session.gate(BY_NAME["clean-up"]) == ""
            assert opened is ("1 accepted" in shown(wizard)), shown(wizard)
            return shown(wizard)

    assert "1 mismatch" in asyncio.run(walk("a", "enter", "space", "enter", "escape"))
    assert "1 mismatch" in asyncio.run(walk("a", *"no", "escape"))
    drawn = asyncio.run(walk("a", *"he is Bert", "enter"))
    assert "accepted: he is Bert" in drawn and "enter Clean up" in drawn
    assert "! 6 Verify" in asyncio.run(walk()), "another wizard knows it"
    place.sql("delete from students where id = 1")
    assert place.run("run", "plan.yaml", "--headless", "--step", "verify").exit_code == 5
    assert "1 mismatch" in asyncio.run(walk()), "another difference is another one"
