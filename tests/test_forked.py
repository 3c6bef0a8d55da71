"""A start that is forked from a process which has loaded the program is like any other start."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import forked
from engines import PROGRAM, SOURCE, environment, site
from forked import Forked, forkable
from small import SQLITE

PROBE = """
import json, os, signal, sys, tempfile, time
status = open("/proc/self/status").read().split("\\n")
masks = {"SigBlk", "SigIgn", "SigCgt", "Umask"}
print(json.dumps({
    "words": (sys.argv, sys.orig_argv, __name__, sys.path[0]),
    "folder": os.getcwd(),
    "places": sys.path,
    "environ": dict(os.environ),
    "signals": [line for line in status if line.partition(":")[0] in masks],
    "handlers": [str(signal.getsignal(n)) for n in (signal.SIGINT, signal.SIGTERM, signal.SIGPIPE)],
    "files": sorted(os.listdir("/proc/self/fd"))[:-1],
    "leads": (os.getsid(0) == os.getpid(), os.getpgrp() == os.getpid()),
    "streams": [
        (s.name, s.encoding, s.errors, s.newlines, s.line_buffering, s.write_through, s.mode)
        for s in (sys.stdin, sys.stdout, sys.stderr, sys.__stdout__)
    ],
    "given": sys.stdin.read(),
    "zone": time.tzname,
    "temporary": tempfile.gettempdir(),
}))
sys.exit(int(os.environ.get("CODE", "0")))
"""


def both(words: list[str], given: str = "", **how: Any) -> list[tuple[Any, ...]]:
    """What a start comes to, as a new process and forked."""
    pipe = subprocess.PIPE
    pipes = {"stdin": pipe, "stdout": pipe, "stderr": pipe, "text": True}
    found = []
    assert forkable(words, how)
    for kind in (subprocess.Popen, Forked):
        with kind(words, **pipes, **how) as process:
            out, err = process.communicate(given, timeout=60)
        found.append((process.returncode, out, err))
    return found


@pytest.mark.parametrize(
    ("more", "how"),
    [
        ({}, {}),
        ({"CODE": "7", "TZ": "Asia/Tokyo", "TMPDIR": "/dev"}, {}),
        ({"ÄRGER": "ö\udcff"}, {"start_new_session": True}),
        ({"PYTHONPATH": f"{SOURCE}:/a:/b"}, {"preexec_fn": forked.unignored}),
    ],
)
def test_it_finds_what_a_new_process_finds(
    tmp_path: Path, more: dict[str, str], how: dict[str, Any]
) -> None:
    probe = tmp_path / "probe.py"
    probe.write_text(PROBE)
    words = [sys.executable, str(probe), "a", "ü b"]
    environ = {name: word for name, word in environment(**more).items() if name != "PATH"}
    real, fork = both(words, "given\n", cwd=tmp_path, env=environ, **how)
    assert json.loads(fork[1]) == json.loads(real[1])
    assert fork == real and real[0] == int(more.get("CODE", "0"))


def test_where_nobody_says_a_path_it_has_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PYTHONPATH", raising=False)
    words = [*PROGRAM, "--version"]
    assert forkable(words, {}) and forkable(words, {"env": {**os.environ}})
    real, fork = both(words, cwd=tmp_path)
    assert fork == real and real[0] == 0


@pytest.mark.parametrize("words", [("--version",), ("run", "--help"), ("run", "no.yaml"), ("nix",)])
def test_the_program_says_the_same(tmp_path: Path, words: tuple[str, ...]) -> None:
    real, fork = both([*PROGRAM, *words], cwd=tmp_path, env=environment())
    assert fork == real


def test_it_is_killed_and_told_like_any_other(tmp_path: Path) -> None:
    probe = tmp_path / "probe.py"
    probe.write_text("print('there', flush=True); input()")
    words = [sys.executable, str(probe)]
    for number in (signal.SIGKILL, signal.SIGTERM, signal.SIGINT):
        pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
        process = Forked(words, text=True, env=environment(), preexec_fn=forked.unignored, **pipes)
        assert process.poll() is None and os.getpgid(process.pid) == os.getpgrp()
        assert process.stdout is not None and process.stdout.readline() == "there\n"
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(0.01)
        process.send_signal(number)
        process.communicate(timeout=60)
        assert process.returncode == -number
        assert not Path(f"/proc/{process.pid}").exists()
        process.kill()


def test_a_migration_ends_the_same(tmp_path: Path) -> None:
    place = site(tmp_path, SQLITE, lambda: "", rows=3)
    words = [*PROGRAM, "run", "plan.yaml", "--json", "--step", "dry-run"]
    real, fork = both(words, cwd=tmp_path, env=environment())
    assert steady(fork) == steady(real) and real[0] == 0
    assert '"fresh"' in real[1] and place.rows() == []


def steady(ended: tuple[Any, ...]) -> list[str]:
    """What does not tell which run it was, and when."""
    return re.sub(r"\d{8}-\d{6}-\w+|[\d.]+ s\b|\d{4}-[\dT:.+-]+|\d+\.\d+", "…", str(ended)).split(
        "\\n"
    )


def test_another_word_to_the_interpreter_makes_a_new_process(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert forkable(PROGRAM, {"env": environment()})
    monkeypatch.setenv("PYTHONHASHSEED", "1")
    assert not forkable(PROGRAM, {"env": environment()})


@pytest.mark.parametrize(
    ("words", "how"),
    [
        (["/bin/sh", "-c", "true"], {}),
        ([sys.executable, "-c", "0"], {}),
        ([sys.executable, "-X", "utf8", "-m", "migrate_tui"], {}),
        (PROGRAM, {"pass_fds": [5]}),
        (PROGRAM, {"preexec_fn": lambda: None}),
        (PROGRAM, {"env": environment(PYTHONIOENCODING="ascii")}),
        (PROGRAM, {"env": environment(LC_ALL="C")}),
        (PROGRAM, {"env": environment(PYTHONPATH="/elsewhere")}),
        (PROGRAM, {"env": environment(PYTHONPATH="")}),
    ],
)
def test_what_a_fork_could_not_give_is_a_new_process(words: list[str], how: dict[str, Any]) -> None:
    assert not forkable(words, {"env": environment(), **how})
