"""The real program on the real engine: from the demo to a roll-back, and over a killed process."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import forked
from engine_runs import query
from migrate_tui.cli.commands import migrate_tui
from migrate_tui.recipes import RECIPES
from small_site import Place, place

__all__ = ["place"]
SRC = Path(__file__).parent.parent / "src"


@pytest.fixture(autouse=True)
def nobody_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("WORKSHOP_DATABASE", "HANDPOSE_SQLITE", "DATABASE_URL"):
        monkeypatch.setenv(name, "")


def cli(*words: str) -> Result:
    return CliRunner().invoke(migrate_tui, [*words])


def told(ended: Result) -> dict[str, Any]:
    assert ended.exit_code == 0, ended.output
    found = json.loads(ended.stdout)
    assert isinstance(found, dict)
    for mapping in found["mappings"]:
        parts = ("inserted", "updated", "unchanged", "merged", "rejected", "filtered")
        assert mapping["read"] == sum(mapping[part] for part in parts), mapping
    return found


def test_the_demo_shows_both_sides() -> None:
    ended = cli("demo", "--rows", "60")
    assert ended.exit_code == 0, ended.output
    for fact in ("side by side", "✓ match", "✓ balanced", "Database sizes", "✓ verified", "Next"):
        assert fact in ended.stdout
    assert ended.stdout.count("✗") == 0


def test_from_a_demo_to_a_roll_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, postgres_url: str
) -> None:
    monkeypatch.chdir(tmp_path)
    words = ("demo", "handpose-clinical", "--rows", "40", "--keep", "clinic", "--json")
    first = told(cli(*words, "--postgres", postgres_url))
    assert {v["verdict"] for v in first["verify"]} == {"match"}
    assert first["backup"]["verified"]
    assert {d["role"] for d in first["databases"]} == {"source", "target"}
    monkeypatch.chdir("clinic")
    assert told(cli("check", "plan.yaml", "--json"))["status"] == "done"
    again = told(cli("run", "plan.yaml", "--json"))
    assert sum(m["inserted"] + m["updated"] for m in again["mappings"]) == 0
    rejects = json.loads(cli("rejects", "--json").stdout)
    assert len(rejects) == sum(m["rejected"] for m in again["mappings"])
    assert all(row["reason"] for row in rejects)
    assert query(postgres_url, "select count(*) > 0 from recording_sessions") == [(True,)]
    assert told(cli("rollback", "plan.yaml", "--yes", "--json"))["status"] == "done"
    for table in ("users", "recording_sessions", "clinical_analyses"):
        assert query(postgres_url, f"select count(*) from {table}") == [(0,)]
    entries = json.loads(cli("history", "--json").stdout)
    assert [entry["command"] for entry in entries] == ["rollback", "run", "run"]
    assert "✓ match" in cli("report", entries[-1]["run"]).stdout


def test_a_restore_brings_the_backup_back(place: Place) -> None:
    assert place.run("run", "plan.yaml").exit_code == 0
    place.sql("delete from students")
    assert place.run("restore", "plan.yaml").exit_code == 8
    latest = json.loads(place.run("run", "plan.yaml", "--step", "backup", "--json").stdout)
    place.sql("insert into students values (9, 'Zoe', 1)")
    assert place.run("restore", latest["backup"]["path"], "--yes").exit_code == 0
    assert place.students() == []


def test_a_killed_run_goes_on_under_its_own_id(tmp_path: Path) -> None:
    """And the history has one entry, with the end that it came to."""
    recipe = RECIPES["unified-workshop"]
    folder = tmp_path / "plan"
    shutil.copytree(recipe.folder, folder, ignore=shutil.ignore_patterns("*.py", "__py*"))
    url = f"sqlite:///{folder / 'legacy.db'}"
    recipe.generate(url, 300)
    surroundings = {**os.environ, "WORKSHOP_DATABASE": url, "PYTHONPATH": str(SRC)}
    words = [sys.executable, "-m", "migrate_tui"]
    run = [*words, "run", "plan.yaml", "--step", "schema", "--step", "migrate", "--json"]
    given: dict[str, Any] = {"cwd": folder, "env": surroundings, "stdin": subprocess.DEVNULL}
    killed = forked.start(run, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **given)
    assert wait_for(folder, '"MappingFinished"', killed), "it ended before it could be killed"
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    before = entries(words, given)
    assert [(entry["status"], entry["exit_code"]) for entry in before] == [("unfinished", None)]

    second = forked.run(run, text=True, timeout=90, **given)
    assert second.returncode == 0, second.stderr
    assert f"run {before[0]['run']} resumed" in second.stderr
    assert json.loads(second.stdout)["run"] == before[0]["run"]
    after = entries(words, given)
    assert [(entry["run"], entry["status"]) for entry in after] == [(before[0]["run"], "done")]
    report = forked.run([*words, "report"], text=True, timeout=90, **given)
    assert "✓ done" in report.stdout
    assert query(url, "select count(*) from students") > [(0,)]


def wait_for(folder: Path, text: str, process: subprocess.Popen[bytes]) -> bool:
    """Until the journal says so; the process is looked at all the time."""
    while process.poll() is None:
        for journal in folder.glob(".migrate-tui/runs/*/journal.jsonl"):
            if text in journal.read_text():
                return True
        time.sleep(0)
    return False


def entries(words: list[str], given: dict[str, Any]) -> list[dict[str, Any]]:
    ended = forked.run([*words, "history", "--json"], text=True, timeout=90, **given)
    found = json.loads(ended.stdout)
    assert isinstance(found, list)
    return found
