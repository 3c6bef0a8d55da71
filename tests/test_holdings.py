"""What a file's columns hold is known until somebody writes to it, in this process and the next."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest

from migrate_tui.engine.databases import holdings, open_database
from migrate_tui.engine.databases.base import Connection
from migrate_tui.engine.databases.census import Census
from migrate_tui.engine.databases.file import state_of
from migrate_tui.engine.databases.holdings import Holdings


@pytest.fixture(params=["delete", "wal"])
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    found = tmp_path / "app.db"
    run(found, f"pragma journal_mode = {request.param}; create table t (a, b text)")
    run(found, "insert into t values (1, 'x')")
    return found


def run(path: Path, statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(statements)


def held(source: Connection, path: Path, folder: Path | None = None) -> Holdings:
    return Holdings(source, path, folder)


def look(found: Holdings) -> dict[str, Census]:
    table = found.source.table("t")
    assert table is not None
    return found.of(table, ["a", "b"])


def test_a_column_is_counted_once_while_nobody_writes(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_database(f"sqlite:///{path}").open(read_only=True) as source:
        found = held(source, path)
        first = look(found)
        monkeypatch.setattr(
            holdings, "census", lambda *given: pytest.fail("twice") if given[2] else {}
        )
        assert look(found) == first
        assert (first["a"].held, first["b"].held) == (["integer"], ["text"])


def test_a_write_of_another_makes_all_of_it_unknown(path: Path) -> None:
    with open_database(f"sqlite:///{path}").open(read_only=True) as source:
        found = held(source, path)
        look(found)
        before = found.version()
        run(path, "insert into t values ('text', null)")
        assert found.version() != before
        assert look(found)["a"].held == ["integer", "text"]


def test_the_next_process_knows_it_of_the_very_same_file(path: Path, tmp_path: Path) -> None:
    with open_database(f"sqlite:///{path}").open(read_only=True) as source:
        look(held(source, path, tmp_path))
        kept = json.loads((tmp_path / holdings.FILE).read_text())
        kept["columns"] = [[t, c, [0, 0, 0, 9, 0, False]] for t, c, _ in kept["columns"]]
        (tmp_path / holdings.FILE).write_text(json.dumps(kept))
        assert look(held(source, path, tmp_path))["a"].held == ["blob"], "it is taken as kept"
    run(path, "update t set a = 2.5")
    with open_database(f"sqlite:///{path}").open(read_only=True) as source:
        assert look(held(source, path, tmp_path))["a"].held == ["real"]


def test_every_commit_changes_the_state_of_a_file(path: Path) -> None:
    with closing(sqlite3.connect(path)) as keeping:  # the log stays while somebody has it open
        keeping.execute("select 1 from t").fetchall()
        seen = [state_of(path)]
        for _ in range(5):
            run(path, "update t set a = a + 1")
            seen.append(state_of(path))
        assert all(a != b for a, b in pairwise(seen))


@pytest.mark.parametrize("text", ["", "{", "[]", '{"file": 1}', "\0"])
def test_a_file_that_says_nothing_sound_is_passed_over(
    path: Path, tmp_path: Path, text: str
) -> None:
    (tmp_path / holdings.FILE).write_text(text)
    with open_database(f"sqlite:///{path}").open(read_only=True) as source:
        assert look(held(source, path, tmp_path))["a"].held == ["integer"]
