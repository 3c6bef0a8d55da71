"""The journal outlives its writer, and the history finds it again."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from migrate_tui.engine import history
from migrate_tui.engine.errors import Blocked, MigrateError, PlanError
from migrate_tui.engine.events import (
    BackupMade,
    Event,
    Failed,
    Note,
    RunFinished,
    RunStarted,
    StepStarted,
)
from migrate_tui.engine.history import Call, Recorder
from migrate_tui.engine.journal import Journal, ends, masked, read, replay
from migrate_tui.engine.process import this
from migrate_tui.engine.secrets import remember
from migrate_tui.engine.state import RunState
from recorded import DONE, FAILED, RUN, STARTED


def write(path: Path, events: list[Event]) -> Path:
    with Journal(path) as journal:
        for event in events:
            journal.append(event)
    return path


def keep(plan: Path, run: str, at: str, events: list[Event] | None = None) -> None:
    """A run of a plan as the recorder would have kept it."""
    with Recorder(Call(plan, "prod", {"k": "v"})) as recorder:
        recorder.append(RunStarted(run, plan.stem, "prod", {}, at))
        for event in events if events is not None else [RunFinished("done", 0)]:
            recorder.append(event)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_what_was_written_is_read(tmp_path: Path) -> None:
    assert list(read(write(tmp_path / "j", RUN))) == RUN


def test_a_replay_is_the_live_state(tmp_path: Path) -> None:
    live = RunState()
    for event in RUN:
        live.apply(event)
    assert replay(write(tmp_path / "j", RUN)).to_json() == live.to_json()


def test_a_cut_at_any_byte_loses_only_the_last_line(tmp_path: Path) -> None:
    whole = write(tmp_path / "whole", DONE).read_bytes()
    cut = tmp_path / "cut"
    for length in range(len(whole) + 1):
        cut.write_bytes(whole[:length])
        assert list(read(cut)) == DONE[: whole[:length].count(b"\n")]


@pytest.mark.parametrize("tail", [b'{"event": "No', b"\0\0\0", b"\xc3", b"x" * 200_000])
def test_a_writer_cuts_what_was_left_half_written(tmp_path: Path, tail: bytes) -> None:
    path = write(tmp_path / "j", [STARTED])
    with path.open("ab") as file:
        file.write(tail)
    assert list(read(write(path, [Note("on")]))) == [STARTED, Note("on")]


def test_a_killed_writer_leaves_what_it_had_told(tmp_path: Path) -> None:
    """Every line is with the operating system before the writer goes on."""
    path = tmp_path / "j"
    code = (
        "import os, signal, sys; from pathlib import Path\n"
        "from migrate_tui.engine.events import Note\n"
        "from migrate_tui.engine.journal import Journal\n"
        "journal = Journal(Path(sys.argv[1]))\n"
        "for at in range(50): journal.append(Note(str(at)))\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    ended = subprocess.run([sys.executable, "-c", code, str(path)], check=False)
    assert ended.returncode == -signal.SIGKILL
    assert list(read(path)) == [Note(str(at)) for at in range(50)]


def test_only_its_owner_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "j"
    path.touch(0o644)
    assert mode(write(path, [])) == 0o600


@pytest.mark.parametrize("line", [b"nonsense\n", b"[]\n", b'{"event": "Nothing"}\n', b"\xff\n"])
def test_a_damaged_line_is_named(tmp_path: Path, line: bytes) -> None:
    path = write(tmp_path / "j", [STARTED])
    path.write_bytes(path.read_bytes() + line + b'{"event": "Note", "text": "a"}\n')
    with pytest.raises(MigrateError, match="line 2"):
        list(read(path))


def test_the_ends_of_a_long_journal(tmp_path: Path) -> None:
    path = write(tmp_path / "j", [STARTED, *(Note("x" * 1000) for _ in range(200)), FAILED[1]])
    assert ends(path) == (STARTED, FAILED[1])


def test_an_empty_journal_has_no_ends(tmp_path: Path) -> None:
    assert ends(write(tmp_path / "j", [])) == (None, None)


def test_secrets_are_masked_and_names_are_not() -> None:
    remember("migrate")
    shown = masked(Failed("no postgresql://me:hunter2@host/db", "password=hunter2", 3))
    assert "hunter2" not in repr(shown)
    assert masked(StepStarted("migrate")) == StepStarted("migrate")
    params = masked(RunStarted("r", "p", None, {"u": "postgresql://me:hunter2@h/d"}, ""))
    assert "hunter2" not in repr(params)
    assert "hunter2" not in repr(masked(RunFinished("failed", 3, ("x://a:hunter2@b",))))


def test_the_recorder_makes_private_folders(tmp_path: Path) -> None:
    keep(tmp_path / "plan.yaml", "r1", "2026-01-01")
    folder = tmp_path / ".migrate-tui" / "runs" / "r1"
    for path in (folder, folder.parent, folder.parent.parent):
        assert mode(path) == 0o700
    assert mode(folder / "journal.jsonl") == mode(folder / "run.json") == 0o600
    said = json.loads((folder / "run.json").read_text())
    writer = {"process": this().token, "offset": 0}
    call = {"command": "run", "plan": "plan.yaml", "env": "prod", "params": {"k": "v"}}
    assert said == {**call, **writer}


def test_a_run_that_goes_on_keeps_one_journal(tmp_path: Path) -> None:
    keep(tmp_path / "plan.yaml", "r1", "2026-01-01", [])
    keep(tmp_path / "plan.yaml", "r1", "2026-01-02")
    record = history.find(tmp_path)
    assert len(list(read(record.journal))) == 3
    assert record.state().status == "done"


def test_without_a_call_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with Recorder(None) as recorder:
        recorder.append(STARTED)
    assert list(tmp_path.iterdir()) == []


def test_a_journal_that_cannot_be_written_blocks_once(tmp_path: Path) -> None:
    (tmp_path / ".migrate-tui").write_text("in the way")
    with Recorder(Call(tmp_path / "plan.yaml")) as recorder:
        with pytest.raises(Blocked, match="journal"):
            recorder.append(STARTED)
        recorder.append(Note("the end can still be told"))


@pytest.fixture
def three(tmp_path: Path) -> Path:
    keep(tmp_path / "a.yaml", "aa1", "2026-01-01")
    keep(tmp_path / "b.yaml", "ab2", "2026-01-03", [])
    keep(tmp_path / "a.yaml", "b3", "2026-01-02", FAILED)
    return tmp_path


def test_newest_first(three: Path) -> None:
    entries = [record.entry() for record in history.runs(three)]
    assert [(e.run, e.plan, e.status, e.exit_code) for e in entries] == [
        ("ab2", "b", "unfinished", None),
        ("b3", "a", "failed", 5),
        ("aa1", "a", "done", 0),
    ]


@pytest.mark.parametrize(
    ("text", "run"), [(None, "ab2"), ("aa1", "aa1"), ("aa", "aa1"), ("b", "b3"), ("b3", "b3")]
)
def test_a_run_is_found_by_the_beginning_of_its_id(three: Path, text: str, run: str) -> None:
    assert history.find(three, text).run == run


@pytest.mark.parametrize(
    ("text", "words"), [("a", "2 runs begin with 'a'"), ("x", "no run 'x'"), ("", "no run ''")]
)
def test_a_run_that_is_not_found(three: Path, text: str, words: str) -> None:
    with pytest.raises(PlanError, match=words) as caught:
        history.find(three, text)
    assert "aa1" in caught.value.hint


def test_no_runs(tmp_path: Path) -> None:
    with pytest.raises(PlanError, match="There are no runs"):
        history.find(tmp_path)


def test_an_exact_id_wins_over_a_longer_one(tmp_path: Path) -> None:
    keep(tmp_path / "plan.yaml", "r1", "2026-01-01")
    keep(tmp_path / "plan.yaml", "r11", "2026-01-02")
    assert history.find(tmp_path, "r1").run == "r1"


def test_the_newest_of_a_plan(three: Path, tmp_path: Path) -> None:
    record = history.newest_of(three / "a.yaml")
    assert record is not None
    assert record.run == "b3"
    assert record.call == Call(three / "a.yaml", "prod", {"k": "v"})
    assert history.newest_of(tmp_path / "other.yaml") is None


def test_a_folder_may_be_moved(three: Path, tmp_path: Path) -> None:
    os.rename(three / ".migrate-tui", three / "kept")
    moved = tmp_path / "elsewhere"
    moved.mkdir()
    os.rename(three / "kept", moved / ".migrate-tui")
    assert history.find(moved, "aa").call.plan == moved / "a.yaml"


def test_a_damaged_run_does_not_hide_the_others(three: Path) -> None:
    (three / ".migrate-tui/runs/aa1/journal.jsonl").write_text("nonsense\n")
    assert {r.entry().run: r.entry().status for r in history.runs(three)} == {
        "ab2": "unfinished",
        "b3": "failed",
        "aa1": "unreadable",
    }


def test_the_maker_of_a_backup(tmp_path: Path) -> None:
    made = BackupMade("target", "backups/x.gz", 1, "", {}, True, 0.0)
    keep(tmp_path / "plan.yaml", "r1", "2026-01-01", [made])
    keep(tmp_path / "plan.yaml", "r2", "2026-01-02")
    record = history.maker_of(tmp_path / "backups" / "x.gz")
    assert record is not None
    assert record.run == "r1"
    assert history.maker_of(tmp_path / "backups" / "y.gz") is None
