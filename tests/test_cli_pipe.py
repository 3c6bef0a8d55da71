"""The program as a process: pipes, signals, readers that leave, terminals and their encodings."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import forked
from migrate_tui.engine.history import find

HERE = Path(__file__).parent
PROGRAM = [sys.executable, str(HERE / "fake_engine.py")]


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.yaml"
    path.write_text("plan: workshop\n")
    return path


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": f"{HERE.parent / 'src'}:{HERE}", **more}


def run(*words: object, **more: str) -> subprocess.CompletedProcess[bytes]:
    return forked.run(
        [*PROGRAM, *map(str, words)], stdin=subprocess.DEVNULL, env=environment(**more), timeout=60
    )


def test_data_on_stdout_narration_on_stderr(plan: Path) -> None:
    ended = run(plan, "--json")
    assert ended.returncode == 5
    assert json.loads(ended.stdout)["plan"] == "workshop"
    assert b"step  migrate" in ended.stderr
    assert b"\x1b" not in ended.stdout + ended.stderr


@pytest.mark.parametrize(("encoding", "word"), [("ascii", b"X failed"), ("latin-1", b"X failed")])
def test_a_poor_encoding_is_no_reason_to_stop(plan: Path, encoding: str, word: bytes) -> None:
    ended = run(plan, PYTHONIOENCODING=encoding)
    assert ended.returncode == 5
    assert word in ended.stdout
    assert ended.stdout.isascii()


@pytest.mark.parametrize("words", [(), ("--json",)])
def test_a_reader_that_leaves_gets_no_traceback(plan: Path, words: tuple[str, ...]) -> None:
    read, write = os.pipe()
    os.close(read)
    ended = forked.run([*PROGRAM, str(plan), *words], stdout=write, env=environment(), timeout=60)
    os.close(write)
    assert ended.returncode == 5
    assert b"Traceback" not in ended.stderr
    assert b"BrokenPipe" not in ended.stderr


def test_nobody_listens_to_the_narration(plan: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    ended = forked.run([*PROGRAM, str(plan), "--json"], stderr=write, env=environment(), timeout=60)
    os.close(write)
    assert ended.returncode == 5
    assert json.loads(ended.stdout)["exit_code"] == 5


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_with_6_and_says_how_to_go_on(plan: Path, number: signal.Signals) -> None:
    process = forked.start(
        [*PROGRAM, "run", str(plan), "--env", "prod"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(FAKE="endless"),
        text=True,
        preexec_fn=forked.unignored,
    )
    assert process.stderr is not None
    for line in process.stderr:
        if "working" in line:
            break
    process.send_signal(number)
    out, err = process.communicate(timeout=60)
    again = f"migrate-tui run {plan} --env prod"
    assert process.returncode == 6
    assert f"To go on: {again}" in err
    assert "! interrupted" in out
    assert out.endswith(f"Next\n  {again}\n")
    assert find(plan.parent).entry().exit_code == 6


STEPS = ("--step", "migrate")  # where none is named, the wizard opens


def on_a_terminal(*words: object, **more: str) -> str:
    """What a terminal of 80 columns gets to see."""
    ours, theirs = pty.openpty()
    process = forked.start(
        [*PROGRAM, *map(str, words)],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environment(**{"TERM": "xterm", "NO_COLOR": "", **more}),
    )
    os.close(theirs)
    seen = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # Linux says so when the other side is closed
            break
        if not part:
            break
        seen += part
    process.wait(timeout=60)
    os.close(ours)
    return seen.decode()


def test_a_terminal_gets_colours_and_a_line_that_moves(plan: Path) -> None:
    seen = on_a_terminal(plan, *STEPS)
    assert "\x1b[36m✓ done\x1b[0m" in seen
    assert "\r\x1b[Kmigrate students" in seen
    assert "Running headless." in seen


@pytest.mark.parametrize(
    ("words", "more", "moves"),
    [((), {"NO_COLOR": "1"}, True), (("--plain",), {}, False), ((), {"TERM": "dumb"}, False)],
)
def test_a_terminal_without_colours(
    plan: Path, words: tuple[str, ...], more: dict[str, str], moves: bool
) -> None:
    seen = on_a_terminal(plan, *STEPS, *words, **more)
    assert "\x1b[3" not in seen
    assert "\x1b[1;31m" not in seen
    assert ("\r\x1b[K" in seen) is moves


def test_help_loads_no_driver() -> None:
    code = (
        "import sys; from migrate_tui.cli.commands import migrate_tui\n"
        "try: migrate_tui(['run', '--help'])\n"
        "except SystemExit: pass\n"
        "print({'sqlalchemy', 'psycopg', 'sqlglot', 'textual'} & set(sys.modules))\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment(), check=True
    )
    assert ended.stdout.endswith("set()\n")


def test_the_module_is_the_program() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "migrate_tui", "--version"],
        capture_output=True,
        text=True,
        env=environment(),
        check=True,
    )
    assert ended.stdout.startswith("migrate-tui ")
