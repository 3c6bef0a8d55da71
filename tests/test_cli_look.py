"""`history`, `report` and `rejects` show what runs have left behind."""

from __future__ import annotations

import json
import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from fake_engine import Call

pytest_plugins = ["command_line"]


def test_history(cli: Call) -> None:
    assert "There are no runs" in cli("history").stderr
    cli("run", "plan.yaml")
    lines = cli("history").stdout.splitlines()
    assert lines[0].split() == ["status", "run", "command", "plan", "env", "started", "exit"]
    assert lines[1].split() == [
        "✓", "done", "r1", "run", "workshop", "staging", "2026-01-01T10:00:00Z", "0"
    ]  # fmt: skip
    assert [entry["run"] for entry in json.loads(cli("history", "plan.yaml", "--json").stdout)] == [
        "r1"
    ]


@pytest.mark.parametrize(
    ("words", "start"),
    [
        ((), "# Migration report: workshop\n"),
        (("r1", "--format", "html"), "<!doctype html>"),
        (("plan.yaml", "--format", "text"), "  ✓ done  workshop"),
        (("--format", "json"), "{\n"),
    ],
)
def test_report(cli: Call, words: tuple[str, ...], start: str) -> None:
    cli("run", "plan.yaml")
    assert cli("report", *words).stdout.startswith(start)


@pytest.mark.parametrize(
    ("name", "start"), [("r.html", "<!doctype"), ("r.md", "# "), ("r.json", "{"), ("r", "# ")]
)
def test_report_to_a_file(cli: Call, tmp_path: Path, name: str, start: str) -> None:
    cli("run", "plan.yaml")
    ended = cli("report", "-o", name)
    assert (ended.exit_code, ended.stdout) == (0, "")
    assert (tmp_path / name).read_text().startswith(start)
    assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600


def test_report_to_nowhere(cli: Call) -> None:
    cli("run", "plan.yaml")
    ended = cli("report", "-o", "no/such/r.md")
    assert (ended.exit_code, "cannot be written" in ended.stderr) == (2, True)


def reject(key: str, column: str | None, reason: str) -> dict[str, Any]:
    return {
        "plan": "workshop", "mapping": "students", "low": "1", "run": "r1", "source": "old",
        "source_key": key, "target_key": None, "column_name": column, "reason": reason, "rows": 1,
    }  # fmt: skip


ROWS = [
    reject("9", None, "no\naddress \x1b[31m"),
    reject("10", "email", "é"),
]


@pytest.fixture
def rejecting(cli: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    """A finished run whose target keeps two rejects."""
    sqlite3.connect(tmp_path / "old.db").close()
    (tmp_path / "old.db").touch()

    def rejects(connection: object, run: str) -> Iterator[dict[str, Any]]:
        assert run == "r1"
        yield from ROWS

    monkeypatch.setattr("migrate_tui.engine.ledger.rejects", rejects)
    cli("run", "plan.yaml")
    return cli


def test_rejects_as_a_table(rejecting: Call) -> None:
    lines = rejecting("rejects").stdout.splitlines()
    assert [" ".join(line.split()) for line in lines] == [
        "mapping source key column rows reason",
        "students old 9 - 1 no\\naddress \\x1b[31m",
        "students old 10 email 1 é",
    ]


def test_rejects_stop_at_the_limit_and_say_so(rejecting: Call) -> None:
    ended = rejecting("rejects", "--limit", "1")
    assert len(ended.stdout.splitlines()) == 2
    assert "These are the first 1" in ended.stderr


def test_rejects_as_data(rejecting: Call) -> None:
    assert json.loads(rejecting("rejects", "r1", "--json").stdout) == ROWS
    assert rejecting("rejects", "plan.yaml", "--csv").stdout == (
        "plan,mapping,low,run,source,source_key,target_key,column_name,reason,rows\n"
        'workshop,students,1,r1,old,9,,,"no\naddress \x1b[31m",1\n'
        "workshop,students,1,r1,old,10,,email,é,1\n"
    )


def test_no_rejects(rejecting: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("migrate_tui.engine.ledger.rejects", lambda *_: iter(()))
    assert json.loads(rejecting("rejects", "--json").stdout) == []
    assert rejecting("rejects", "--csv").stdout == ""
    assert "No row was rejected." in rejecting("rejects").stderr
