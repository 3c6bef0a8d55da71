"""The commands: words in, calls of the engine, text or JSON and an exit code out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from fake_engine import Call, FakeEngine
from migrate_tui import __version__
from migrate_tui.engine.errors import EXIT_CODES, ExitCode
from migrate_tui.engine.events import (
    Event,
    Finding,
    RunFinished,
)
from migrate_tui.engine.history import find, runs
from migrate_tui.engine.steps import STEPS
from recorded import RUN, STARTED

pytest_plugins = ["command_line"]


def test_a_run_prints_its_summary_and_keeps_its_journal(cli: Call, tmp_path: Path) -> None:
    ended = cli("run", "plan.yaml", "--headless")
    assert ended.exit_code == 0
    assert "✓ done  workshop  run r1  exit 0: done and everything accounted for" in ended.stdout
    assert "students: 304 read: 260 inserted, 40 merged, 4 rejected" in ended.stderr
    assert find(tmp_path).state().status == "done"


def test_json_is_one_object_and_all_of_stdout(cli: Call, engine: FakeEngine) -> None:
    engine.script = RUN
    ended = cli("run", "plan.yaml", "--headless", "--json")
    assert ended.exit_code == 5
    assert json.loads(ended.stdout)["exit_code"] == 5
    assert "▶ step  migrate" in ended.stderr


@pytest.mark.parametrize("code", list(ExitCode))
def test_the_exit_code_is_the_runs(cli: Call, engine: FakeEngine, code: ExitCode) -> None:
    engine.script = [STARTED, RunFinished("failed" if code else "done", int(code))]
    ended = cli("run", "plan.yaml")
    assert ended.exit_code == code
    assert f"exit {code.value}: {EXIT_CODES[code]}" in ended.stdout


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ((), {"steps": (), "run_env": None, "env": None, "params": {}}),
        (("--env", "prod"), {"env": "prod", "run_env": "prod"}),
        (("--param", "a=1", "--param", "b=x=y"), {"params": {"a": "1", "b": "x=y"}}),
        (("--step", "verify", "--step", "backup"), {"steps": (("backup", "verify"),)}),
    ],
)
def test_the_engine_is_asked_for_what_was_typed(
    cli: Call, engine: FakeEngine, words: tuple[str, ...], asked: dict[str, Any]
) -> None:
    assert cli("run", "plan.yaml", *words).exit_code == 0
    assert {name: engine.asked[name] for name in asked} == asked


@pytest.mark.parametrize(
    ("words", "name", "value"),
    [
        (("--only", "a", "--only", "b"), "only", ("a", "b")),
        (("--batch-size", "10"), "batch_size", 10),
        (("--confirm", "DELETE OLD"), "confirm", ("DELETE OLD",)),
        (("--ack", "x", "--ack", "y"), "acks", ("x", "y")),
        (("--recheck",), "recheck", True),
        (("--adopt",), "adopt", True),
        (("--yes",), "only", ()),
    ],
)
def test_options(
    cli: Call, engine: FakeEngine, words: tuple[str, ...], name: str, value: object
) -> None:
    assert cli("run", "plan.yaml", *words).exit_code == 0
    assert getattr(engine.asked["options"], name) == value


@pytest.mark.parametrize("words", [("plan.yaml",), ("plan.yaml", "--json"), ("./plan.yaml",)])
def test_a_plan_is_a_command(cli: Call, engine: FakeEngine, words: tuple[str, ...]) -> None:
    assert cli(*words).exit_code == 0
    assert engine.asked["plan"].name == "plan.yaml"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("run",), "Missing argument 'PLAN'"),
        (("run", "plan.yaml", "--param", "x"), "'x' is not KEY=VALUE"),
        (("run", "plan.yaml", "--param", "=x"), "'=x' is not KEY=VALUE"),
        (("run", "plan.yaml", "--step", "migrat"), "Did you mean 'migrate'?"),
        (("run", "plan.yaml", "--step", "dryrun"), "Did you mean 'dry-run'?"),
        (("run", "plan.yaml", "--step", "zzz"), ", ".join(STEPS)),
        (("run", "plan.yaml", "--batch-size", "0"), "--batch-size"),
        (("rollbakc",), "rollback"),
        (("demo", "nothing"), "There is no recipe 'nothing'"),
        (("rollback", "nothing"), "There are no runs"),
        (("report",), "There are no runs"),
        (("rejects", "plan.yaml"), "plan.yaml has not been run on this machine"),
        (("restore", "plan.yaml", "--nothing"), "No such option"),
        ((), "Usage:"),
    ],
)
def test_usage_errors_end_with_2(cli: Call, words: tuple[str, ...], said: str) -> None:
    ended = cli(*words)
    assert (ended.exit_code, ended.stdout) == (ExitCode.USAGE, "")
    assert said in " ".join(ended.stderr.split())


def test_a_wrong_plan_says_all_its_problems(cli: Call, engine: FakeEngine) -> None:
    engine.problems = ("plan.yaml:2: one", "plan.yaml:3: two")
    ended = cli("run", "plan.yaml", "--headless")
    assert (ended.exit_code, ended.stdout) == (ExitCode.USAGE, "")
    assert ended.stderr.splitlines() == [
        "✗ error  plan.yaml:2: one",
        "✗ error  plan.yaml:3: two",
        "  see the lines",
    ]


def test_a_wrong_plan_as_json(cli: Call, engine: FakeEngine) -> None:
    engine.problems = ("plan.yaml:2: one", "plan.yaml:3: two")
    found = json.loads(cli("run", "plan.yaml", "--json").stdout)
    assert (found["status"], found["exit_code"]) == ("failed", 2)
    assert found["error"] == "plan.yaml:2: one\nplan.yaml:3: two\nsee the lines"


def test_the_traceback_is_for_those_who_ask(cli: Call, engine: FakeEngine) -> None:
    engine.script = [STARTED, ZeroDivisionError("password=hunter2")]
    assert "Traceback" not in cli("run", "plan.yaml").stderr
    asked = cli("run", "plan.yaml", env={"MIGRATE_TUI_TRACEBACK": "1"}).stderr
    assert ("Traceback" in asked, "hunter2" in asked) == (True, False)


def test_headless_is_said_where_it_was_not(cli: Call) -> None:
    assert "Running headless." in cli("run", "plan.yaml").stderr
    assert "Running headless." not in cli("run", "plan.yaml", "--headless").stderr


def test_secrets_in_the_target_of_the_events(cli: Call, engine: FakeEngine, tmp_path: Path) -> None:
    secret: list[Event] = [
        Finding("error", "cannot reach postgresql://me:hunter2@host/db", "password=hunter2"),
        RunFinished("failed", 3, ("psql postgresql://me:hunter2@host/db",)),
    ]
    engine.script = [STARTED, *secret]
    shown = cli("run", "plan.yaml", "--param", "u=postgresql://me:hunter2@host/db")
    kept = "".join(path.read_text() for path in runs(tmp_path)[0].folder.iterdir())
    assert "hunter2" not in shown.output + kept
    assert "***" in shown.stdout


def test_version_and_help(cli: Call) -> None:
    assert cli("--version").stdout == f"migrate-tui {__version__}\n"
    text = " ".join(cli("--help").stdout.split())
    assert all(f"{code.value} {meaning}" in text for code, meaning in EXIT_CODES.items())
