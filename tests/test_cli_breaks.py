"""A run that breaks off: whatever stops it, it has an end, a code and a way on."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from fake_engine import Call, FakeEngine
from migrate_tui.engine.errors import Blocked, ExitCode, LeaseHeld
from migrate_tui.engine.events import (
    Event,
    Failed,
    RunFinished,
    StepFinished,
    StepStarted,
)
from migrate_tui.engine.history import find
from migrate_tui.engine.state import RunState
from migrate_tui.render.narration import Lines
from recorded import DONE, STARTED

pytest_plugins = ["command_line"]


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (KeyboardInterrupt(), 6, "To go on: migrate-tui run plan.yaml --env prod --param k='a b'"),
        (LeaseHeld("held by x", "wait"), 7, "✗ error  held by x"),
        (Blocked("no disk"), 3, "✗ error  no disk"),
        (ZeroDivisionError("oh"), 1, "Unexpected ZeroDivisionError: oh"),
        (RuntimeError("postgresql://me:hunter2@h/d"), 1, "postgresql://me:***@h/d"),
    ],
)
def test_a_run_that_breaks_off_has_an_end(
    cli: Call, engine: FakeEngine, tmp_path: Path, error: BaseException, code: int, said: str
) -> None:
    engine.script = [*DONE[:3], error]
    ended = cli("run", "plan.yaml", "--env", "prod", "--param", "k=a b")
    said = said.replace("k='a b'", "'k=a b'")
    assert (ended.exit_code, said in ended.stderr) == (code, True), ended.stderr
    assert find(tmp_path).entry().exit_code == code
    assert "hunter2" not in ended.output + find(tmp_path).journal.read_text()
    assert engine.closed


def test_an_interrupt_while_telling_closes_the_engine(
    cli: Call, engine: FakeEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> list[str]:
        monkeypatch.undo()
        raise KeyboardInterrupt

    monkeypatch.setattr("migrate_tui.render.narration.told", interrupt)
    ended = cli("run", "plan.yaml", "--json")
    assert (ended.exit_code, engine.closed) == (6, True)
    assert json.loads(ended.stdout)["next_steps"] == ["migrate-tui run plan.yaml --json"]


@pytest.mark.parametrize(
    ("typed", "again"),
    [
        (
            "run --step verify --headless plan.yaml --param a='x y' --only b --only c --ack d "
            "--batch-size 5 --json",
            "run plan.yaml --headless --step verify --param 'a=x y' --only b --only c "
            "--batch-size 5 --ack d --json",
        ),
        ("plan.yaml --env e", "run plan.yaml --env e"),
        (
            "rollback plan.yaml --yes --where 'id > 3' --schema --only b",
            "rollback plan.yaml --only b --where 'id > 3' --schema --yes",
        ),
    ],
)
def test_the_command_that_goes_on_asks_for_the_same(
    cli: Call, engine: FakeEngine, tmp_path: Path, typed: str, again: str
) -> None:
    engine.script = [STARTED, KeyboardInterrupt()]
    assert cli(*shlex.split(typed)).exit_code == 6
    assert find(tmp_path).state().next_steps == (f"migrate-tui {again}",)


def test_the_engine_may_tell_the_end_of_an_interrupt_itself(
    cli: Call, engine: FakeEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As it does where the signal finds it at work; it is told where the signal found us."""

    def script() -> Iterator[Event]:
        yield STARTED
        try:
            yield StepStarted("migrate")
            raise AssertionError("the interrupt did not reach the engine")
        except KeyboardInterrupt:
            yield Failed("stopped between two ranges", "", 6)
        finally:
            yield StepFinished("migrate", "failed", 0.5)
        yield RunFinished("interrupted", 6, ("go on somehow",))

    def interrupt(self: Lines, event: Event, _: RunState) -> None:
        if isinstance(event, StepStarted):
            raise KeyboardInterrupt

    engine.script = script()
    monkeypatch.setattr(Lines, "show", interrupt)
    found = json.loads(cli("run", "plan.yaml", "--json").stdout)
    assert found["error"] == "stopped between two ranges"
    assert found["steps"] == [{"name": "migrate", "status": "failed", "seconds": 0.5}]
    assert found["next_steps"] == ["migrate-tui run plan.yaml --json"]


def test_a_journal_that_cannot_be_kept_stops_the_engine(
    cli: Call, engine: FakeEngine, tmp_path: Path
) -> None:
    (tmp_path / ".migrate-tui").write_text("in the way")
    ended = cli("run", "plan.yaml")
    assert (ended.exit_code, engine.closed) == (3, True)
    assert "The journal of the run cannot be written" in ended.stderr


def test_a_run_without_an_end_is_no_success(cli: Call, engine: FakeEngine) -> None:
    engine.script = [STARTED]
    ended = cli("run", "plan.yaml")
    assert ended.exit_code == ExitCode.UNEXPECTED
    assert "without saying how" in ended.stderr
