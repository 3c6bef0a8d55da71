"""The backup's screen: what is copied where, the verdict, earlier copies; and going on without."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import pytest

from migrate_tui.engine.events import (
    BackupMade,
    DatabaseSize,
    Failed,
    Note,
    RunFinished,
    RunStarted,
    StepStarted,
)
from migrate_tui.engine.history import Record
from migrate_tui.engine.plan import load_plan
from migrate_tui.session.copies import Progress, copies, free, progress, roles, url
from migrate_tui.session.follow import Following
from migrate_tui.session.session import Session
from migrate_tui.session.stages import BY_NAME
from recorded import step
from small_site import Place, place
from wizard import SIZES, WIDE, idle, press, shown, wizard_of
from wizard_told import AT, NASTY, told

__all__ = ["place"]
PLAN = Path("plan.yaml")
SHA = "ab12" * 16
MADE = BackupMade("target", "backups/b.gz", 52_000, SHA, {"a": 300, "[/x]": 14}, True, 0.75)
NOTE = Note("the target is empty: its backup holds no rows", "backup")


def run(walk: Coroutine[Any, Any, None]) -> None:
    asyncio.run(walk)


@pytest.mark.parametrize("size", SIZES)
def test_the_verdict_with_its_sum_and_the_rows_of_each_table(
    place: Place, size: tuple[int, int]
) -> None:
    async def walk() -> None:
        wizard = told(PLAN, *step("preflight"), *step("backup", MADE, NOTE))
        async with wizard.run_test(size=size) as pilot:
            await press(pilot, "2")
            seen = shown(wizard)
            for text in ("✓ verified", f"sha256 {SHA}", "314 rows", "52.0 kB", "[/x]"):
                assert text in seen, text
            assert "new.db" in seen and "gzip, for 7 days; free" in seen
            assert "enter Schema" in seen

    run(walk())


@pytest.mark.slow
def test_enter_makes_a_backup_that_is_listed_as_earlier_the_next_time(place: Place) -> None:
    place.sql("create table students (id integer primary key, name text not null, age integer)")

    async def walk() -> None:
        wizard = wizard_of(PLAN)
        async with wizard.run_test(size=WIDE) as pilot:
            await idle(pilot)
            await press(pilot, "enter")
            assert "not begun: enter makes it" in shown(wizard)
            assert "Earlier backups" not in shown(wizard)
            await press(pilot, "enter")
            await idle(pilot)
            assert "✓ verified" in shown(wizard) and "Earlier backups" not in shown(wizard)
        again = wizard_of(PLAN)
        async with again.run_test(size=WIDE) as pilot:
            again.session.forget_after(BY_NAME["backup"])
            await press(pilot, "2")
            seen = shown(again)
            assert "Earlier backups" in seen and "✓ ok" in seen and "just now" in seen

    run(walk())


def test_skipping_needs_the_plans_name_and_every_later_gate_says_so(place: Place) -> None:
    async def walk() -> None:
        wizard = told(PLAN, *step("preflight"), *step("verify"))
        async with wizard.run_test(size=WIDE) as pilot:
            await press(pilot, "2", "s")
            assert "Go on without a backup" in shown(wizard)
            await press(pilot, "enter")
            assert wizard.session.skipped == set()
            await press(pilot, "s", "shift+tab", *"studio", "enter")
            seen = shown(wizard)
            assert "! 2 Backup" in seen and "skipped: nothing can be restored" in seen
            assert "enter Schema" in seen
            await press(pilot, "enter")
            assert "! Backup was skipped." in shown(wizard).splitlines()[-2]
            await press(pilot, "4")
            assert "Backup was skipped." in shown(wizard)
            assert "Schema comes first" in shown(wizard)
            await pilot.resize_terminal(80, 24)
            await pilot.pause()
            assert "without Backup" in shown(wizard)

    run(walk())
    assert place.untouched() and not (place.folder / "backups").exists()


@pytest.mark.parametrize("read_only", [True, False])
def test_skip_is_offered_only_where_it_would_do_something(place: Place, read_only: bool) -> None:
    async def walk() -> None:
        events = [*step("preflight"), *step("verify" if read_only else "backup")]
        wizard = told(PLAN, *events)
        wizard.session.read_only = read_only
        async with wizard.run_test(size=WIDE) as pilot:
            await press(pilot, "2", "s")
            assert "Skip" not in shown(wizard)

    run(walk())


def test_a_backup_that_failed_says_why_and_can_be_made_again_or_skipped(place: Place) -> None:
    failed = Failed("the backup was read back with 3 rows of a where there are 4", "", 3)

    async def walk() -> None:
        steps = step("backup", status="blocked")
        wizard = told(PLAN, *step("preflight"), *steps, failed, RunFinished("failed", 3))
        wizard.session.stages["plan"] = told(PLAN, *step("preflight")).session.stages["plan"]
        async with wizard.run_test(size=WIDE) as pilot:
            await press(pilot, "2")
            seen = shown(wizard)
            assert "✗ 2 Backup" in seen and "read back with 3 rows" in seen
            assert "enter Back up again" in seen and "s Skip" in seen

    run(walk())


def test_hostile_names_show_as_they_are(place: Place) -> None:
    made = BackupMade("target", "b.gz", 1, SHA, dict.fromkeys(NASTY, 1), True, 0.1)

    async def walk() -> None:
        wizard = told(PLAN, *step("preflight"), *step("backup", made))
        async with wizard.run_test(size=(120, 40)) as pilot:
            await press(pilot, "2")
            seen = shown(wizard)
            assert "[/x][bold]" in seen and "\\x1b[2J" in seen and "\x1b" not in seen

    run(walk())


def test_which_databases_are_copied_and_where_there_is_room(place: Place) -> None:
    plan = load_plan(PLAN)
    assert (roles(plan), url(plan, "target")) == (("target",), plan.target)
    place.plan(more="backup: {of: [source, target], directory: not/there/yet}\n")
    both = load_plan(PLAN)
    assert roles(both) == ("source", "target")
    assert copies(both) == () and (free(both) or 0) > 0
    place.plan(('target: "sqlite:///new.db"', "target: same"))
    same = load_plan(PLAN)
    assert (roles(same), url(same, "target")) == (("target",), same.source)


def test_a_stage_that_is_begun_after_all_is_no_longer_skipped(place: Place) -> None:
    session = Session.open(told(PLAN).session.call)
    stage = BY_NAME["backup"]
    session.skip(stage)
    assert session.status(stage) == "skipped"
    session.start(stage)
    assert session.skipped == set()
    assert session.current and session.current.engine
    session.current.engine.process.wait()


def test_a_target_that_is_not_there_yet_has_an_empty_backup_and_is_not_made(place: Place) -> None:
    ended = place.run("run", "plan.yaml", "--headless", "--step", "backup", "--json")
    assert ended.exit_code == 0, ended.stderr
    [made] = copies(load_plan(PLAN))
    assert made.there and not [name for name in made.manifest.rows if name]
    assert not (place.folder / "new.db").exists()


@pytest.mark.parametrize(
    ("name", "phase"),
    [
        ("studio-target-20260101T000000Z-r7.sqlite.partial", "copying pages"),
        ("studio-target-20260101T000000Z-r7.sqlite.gz.partial", "packing"),
        ("studio-target-20260101T000000Z-r7.sqlite.gz.opened.partial", "reading it back"),
        ("studio-target-20260101T000000Z-r7.dump.partial", "dumping"),
        ("studio-target-20260101T000000Z-r8.dump.partial", ""),
        ("studio-target-20260101T000000Z-r7.dump", ""),
    ],
)
def test_a_backup_in_the_making_tells_how_far_it_is(place: Place, name: str, phase: str) -> None:
    (place.folder / "backups").mkdir()
    (place.folder / "backups" / name).write_bytes(b"x" * 5000)
    found = progress(load_plan(PLAN), "r7")
    assert found == (Progress(phase, 5000) if phase else None)


def test_while_it_runs_the_screen_says_how_far_it_is(place: Place) -> None:
    (place.folder / "backups").mkdir()
    file = place.folder / "backups" / "studio-target-20260101T000000Z-r7.sqlite.partial"
    file.write_bytes(b"x" * 5000)

    async def walk() -> None:
        wizard = told(PLAN, *step("preflight", DatabaseSize("target", "before", 8000)))
        following = Following(PLAN, record=Record(Path(".migrate-tui/runs/r7")))
        for event in (RunStarted("r7", "studio", None, {}, AT), StepStarted("backup")):
            following.state.apply(event)
        following.poll = lambda: False  # type: ignore[method-assign]
        wizard.session.stages["backup"] = wizard.session.current = following
        async with wizard.run_test(size=WIDE) as pilot:
            await press(pilot, "2")
            assert "▶ copying pages: 5.0 kB of 8.0 kB" in shown(wizard)

    run(walk())
