"""The guard's password and a protected environment, asked for in the wizard before it writes."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from migrate_tui.app import Wizard
from migrate_tui.engine.history import Call, runs
from migrate_tui.screens.permit import Password
from migrate_tui.session.session import Session
from migrate_tui.session.stages import BY_NAME
from recorded import step
from small_site import Place, place
from test_guard import HASH, PASSWORD, traces
from wizard import WIDE, idle, press, ready, shown, until
from wizard_told import told

__all__ = ["place"]
PLAN = Path("plan.yaml")
GUARD = f"guard: {{hash: '{HASH}', env: STUDIO_PASSWORD}}\n"
LIVE = "environments: {live: {protected: true}}\n"


@pytest.fixture
def guarded(place: Place, monkeypatch: pytest.MonkeyPatch) -> Place:
    monkeypatch.delenv("STUDIO_PASSWORD", raising=False)
    place.plan(more=GUARD)
    return place


def run(walk: Coroutine[Any, Any, None]) -> None:
    asyncio.run(walk)


async def at_schema(pilot: Pilot[Any]) -> None:
    """All before the first stage that writes into the target is done, its statements read."""
    await press(pilot, "3")
    await ready(pilot)


def ready_to_write() -> Wizard:
    return told(PLAN, *step("preflight"), *step("backup"))


async def type_(pilot: Pilot[Any], text: str) -> None:
    """Letters of every keyboard."""
    field = pilot.app.screen.query_one("#password")
    field.value = text  # type: ignore[attr-defined]
    await press(pilot, "enter")


def test_the_password_is_asked_once_and_never_shown(guarded: Place) -> None:
    seen: list[str] = []

    async def walk() -> None:
        wizard = ready_to_write()
        async with wizard.run_test(size=WIDE) as pilot:
            await at_schema(pilot)
            await press(pilot, "enter")
            assert isinstance(wizard.screen, Password)
            assert "Whoever writes with the plan studio needs its password" in shown(wizard)
            wizard.screen.query_one("#password").value = PASSWORD  # type: ignore[attr-defined]
            await pilot.pause()
            seen.append(shown(wizard))
            await press(pilot, "enter")
            await idle(pilot)
            assert "✓ 3 Schema" in shown(wizard)
            seen.append(shown(wizard))
            wizard.session.forget_after(BY_NAME["schema"])
            await press(pilot, "r")
            await ready(pilot)
            await press(pilot, "enter")
            assert not isinstance(wizard.screen, Password), "asked twice"
            await idle(pilot)
            seen.append(shown(wizard))

    run(walk())
    assert guarded.students() == []
    assert PASSWORD not in traces(guarded, *seen)


def test_a_wrong_password_writes_nothing_says_so_and_is_asked_again(guarded: Place) -> None:
    async def walk() -> None:
        wizard = ready_to_write()
        async with wizard.run_test(size=WIDE) as pilot:
            await at_schema(pilot)
            await press(pilot, "enter")
            await type_(pilot, "nonsense-17")
            await idle(pilot)
            await until(pilot, lambda: isinstance(wizard.screen, Password), "asked again")
            assert "The guard's password is wrong" in shown(wizard)
            assert "nonsense" not in shown(wizard)
            assert guarded.untouched()
            await press(pilot, "escape")
            assert "✗ 3 Schema" in shown(wizard)
            assert "the guard's password is wrong" in shown(wizard)
            await ready(pilot)
            await press(pilot, "enter")
            await type_(pilot, PASSWORD)
            await idle(pilot)
            assert "✓ 3 Schema" in shown(wizard)

    run(walk())
    assert "nonsense" not in traces(guarded)


@pytest.mark.slow
def test_escape_begins_nothing(guarded: Place) -> None:
    async def walk() -> None:
        wizard = ready_to_write()
        async with wizard.run_test(size=WIDE) as pilot:
            await at_schema(pilot)
            await press(pilot, "enter", "enter", "escape")
            assert not isinstance(wizard.screen, Password) and not wizard.session.busy

    run(walk())
    assert guarded.untouched() and runs(guarded.folder) == ()


@pytest.mark.parametrize(
    ("guard", "environ", "refusal", "locked"),
    [
        ("env: STUDIO_PASSWORD", "", "", True),
        ("env: STUDIO_PASSWORD", "secret", "", False),
        ("env: STUDIO_PASSWORD", "secret", "the guard's password is wrong", True),
        ("keyring: studio", "", "", False),
        ("keyring: studio", "", "the plan has a guard", True),
    ],
)
def test_what_may_stand_elsewhere_is_left_to_the_engine_first(
    place: Place,
    monkeypatch: pytest.MonkeyPatch,
    guard: str,
    environ: str,
    refusal: str,
    locked: bool,
) -> None:
    monkeypatch.setenv("STUDIO_PASSWORD", environ)
    place.plan(more=f"guard: {{hash: '{HASH}', {guard}}}\n")
    session = Session.open(Call(PLAN))
    session.refusal = refusal
    assert session.locked is locked
    session.password = PASSWORD
    assert not session.locked


def test_a_protected_environment_wants_the_plans_name_each_time(place: Place) -> None:
    place.plan(more=LIVE)

    async def walk() -> None:
        wizard = ready_to_write()
        wizard.session.call, wizard.session.options = Call(PLAN, "live"), ("--env", "live")
        wizard.session.read_plan()
        async with wizard.run_test(size=WIDE) as pilot:
            await at_schema(pilot)
            assert " PROD " in shown(wizard)
            await press(pilot, "enter")
            assert "The environment live is protected" in shown(wizard)
            await press(pilot, "enter")
            assert not wizard.session.busy and place.untouched()
            await press(pilot, "enter", "shift+tab", *"studio", "enter")
            await idle(pilot)
            assert "✓ 3 Schema" in shown(wizard)
            assert wizard.session.said == ()

    run(walk())
