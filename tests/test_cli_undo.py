"""`check`, `rollback` and `restore`: what they ask the engine for, and whom they ask first."""

from __future__ import annotations

from pathlib import Path

import pytest

from fake_engine import Call, FakeEngine
from migrate_tui.engine.errors import ExitCode
from migrate_tui.engine.events import (
    BackupMade,
    Finding,
    RunFinished,
)
from recorded import STARTED

pytest_plugins = ["command_line"]


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody sits there and can answer."""
    monkeypatch.setattr("migrate_tui.cli.undo.answers", lambda: True)


def test_check_writes_nothing(cli: Call, engine: FakeEngine, tmp_path: Path) -> None:
    engine.script = [STARTED, Finding("error", "no table", "make it"), RunFinished("failed", 3)]
    ended = cli("check", "plan.yaml", "--only", "students")
    assert ended.exit_code == 3
    assert "✗ error  no table" in ended.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["plan.yaml"]
    assert engine.asked["options"].only == ("students",)


def test_rollback_by_run_takes_the_runs_plan_and_params(cli: Call, engine: FakeEngine) -> None:
    cli("run", "plan.yaml", "--env", "prod", "--param", "k=v")
    ended = cli("rollback", "r", "--yes", "--where", "id > 3", "--schema", "--only", "students")
    assert ended.exit_code == 0
    asked = {name: engine.asked[name] for name in ("run", "where", "schema", "env", "params")}
    assert asked == {
        "run": "r1", "where": "id > 3", "schema": True, "env": "prod", "params": {"k": "v"}
    }  # fmt: skip
    assert engine.asked["options"].only == ("students",)


def test_rollback_by_plan_leaves_the_run_to_the_target(cli: Call, engine: FakeEngine) -> None:
    assert cli("rollback", "plan.yaml", "--yes", "--param", "k=v").exit_code == 0
    assert (engine.asked["run"], engine.asked["params"]) == (None, {"k": "v"})


@pytest.mark.parametrize("command", ["rollback", "restore"])
def test_the_ways_back_want_a_yes(cli: Call, engine: FakeEngine, command: str) -> None:
    cli("run", "plan.yaml")
    engine.asked.clear()
    ended = cli(command, "r1")
    assert (ended.exit_code, engine.asked) == (ExitCode.CONFIRMATION, {})
    assert "--yes" in ended.stderr


@pytest.mark.parametrize(("answer", "code"), [("y\n", 0), ("n\n", 8), ("", 8)])
def test_a_person_is_asked(cli: Call, terminal: None, answer: str, code: int) -> None:
    cli("run", "plan.yaml")
    ended = cli("rollback", "r1", input=answer)
    assert ended.exit_code == code
    assert "Undo what run r1 of" in ended.stderr


def test_restore_by_run(cli: Call, engine: FakeEngine) -> None:
    cli("run", "plan.yaml")
    assert cli("restore", "r1", "--yes").exit_code == 0
    assert (engine.asked["backup"], engine.asked["run"]) == (None, "r1")


def test_restore_by_backup_finds_its_plan(cli: Call, engine: FakeEngine, tmp_path: Path) -> None:
    backup = tmp_path / "backups" / "x.gz"
    backup.parent.mkdir()
    backup.touch()
    made = BackupMade("target", "backups/x.gz", 1, "", {}, True, 0.0)
    engine.script = [STARTED, made, RunFinished("done", 0)]
    cli("run", "plan.yaml", "--env", "prod")
    assert cli("restore", "backups/x.gz", "--yes").exit_code == 0
    assert engine.asked["backup"] == Path("backups/x.gz")
    assert (engine.asked["run"], engine.asked["env"]) == ("r1", "prod")


def test_restore_of_an_unknown_backup_wants_a_plan(
    cli: Call, engine: FakeEngine, tmp_path: Path
) -> None:
    (tmp_path / "x.gz").touch()
    assert cli("restore", "x.gz", "--yes").exit_code == ExitCode.USAGE
    assert cli("restore", "x.gz", "--yes", "--plan", "plan.yaml").exit_code == 0
    assert engine.asked["plan"] == Path("plan.yaml")
