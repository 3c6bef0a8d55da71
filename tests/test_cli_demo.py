"""`demo`: a legacy database, the plan beside it, a run, and what to try next."""

from __future__ import annotations

import json
import os
import re
import sqlite3
from pathlib import Path

import pytest

from fake_engine import Call, FakeEngine
from migrate_tui.recipes import RECIPES

pytest_plugins = ["command_line"]


@pytest.fixture(autouse=True)
def variables(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the demo sets is gone after the test."""
    for recipe in RECIPES.values():
        for name in re.findall(r"\$\{(\w+)", recipe.plan.read_text()):
            monkeypatch.setenv(name, "")


def rows_in(path: Path) -> int:
    connection = sqlite3.connect(path)
    tables = connection.execute("select name from sqlite_master where type = 'table'").fetchall()
    counts = [connection.execute(f'select count(*) from "{name}"').fetchone() for (name,) in tables]
    connection.close()
    return sum(count for (count,) in counts)


def test_a_kept_demo_is_a_folder_to_go_on_in(cli: Call, tmp_path: Path) -> None:
    ended = cli("demo", "--headless", "--rows", "20", "--keep", "try")
    assert ended.exit_code == 0, ended.output
    folder = tmp_path / "try"
    assert (folder / "plan.yaml").read_text() == RECIPES["unified-workshop"].plan.read_text()
    assert not list(folder.rglob("*.py"))
    assert rows_in(folder / "legacy.db") >= 20
    assert os.environ["WORKSHOP_DATABASE"] == f"sqlite:///{folder}/legacy.db"
    assert re.search(r"workshop_students: \d+ rows", ended.stderr)
    assert ended.stdout.endswith(
        "Next\n"
        "  migrate-tui report r1\n"
        "  cd try\n"
        f"  export WORKSHOP_DATABASE=sqlite:///{folder}/legacy.db\n"
        "  migrate-tui run plan.yaml\n"
        "  migrate-tui report plan.yaml -o report.html\n"
        "  migrate-tui rejects plan.yaml\n"
        "  migrate-tui rollback plan.yaml\n"
    )


def test_a_demo_leaves_nothing_behind(cli: Call, engine: FakeEngine) -> None:
    ended = cli("demo", "--rows", "20", "--json")
    assert not engine.asked["plan"].parent.exists()
    assert json.loads(ended.stdout)["next_steps"] == [
        "migrate-tui demo unified-workshop --rows 20 --keep unified-workshop-demo"
    ]


def test_two_databases_get_a_file_each(cli: Call, tmp_path: Path) -> None:
    assert cli("demo", "handpose-clinical", "--rows", "20", "--keep", "try").exit_code == 0
    found = {os.environ["HANDPOSE_SQLITE"], os.environ["DATABASE_URL"]}
    assert found == {f"sqlite:///{tmp_path}/try/{name}.db" for name in ("legacy", "new")}


def test_postgres_is_the_target_where_there_are_two(cli: Call, tmp_path: Path) -> None:
    url = "postgresql://me:hunter2@localhost/empty"
    ended = cli("demo", "handpose-clinical", "--rows", "20", "--keep", "try", "--postgres", url)
    assert ended.exit_code == 0
    assert os.environ["DATABASE_URL"] == url
    assert os.environ["HANDPOSE_SQLITE"] == f"sqlite:///{tmp_path}/try/legacy.db"
    assert "hunter2" not in ended.output


@pytest.mark.parametrize("words", [("plan.yaml",), (".",)])
def test_nothing_that_is_there_is_overwritten(cli: Call, words: tuple[str, ...]) -> None:
    ended = cli("demo", "--keep", *words)
    assert (ended.exit_code, "is not an empty directory" in ended.stderr) == (2, True)


def test_only_the_database_and_the_plan(cli: Call, engine: FakeEngine, tmp_path: Path) -> None:
    ended = cli("demo", "--rows", "20", "--keep", "try", "--no-run")
    assert ended.exit_code == 0
    assert not engine.asked
    assert rows_in(tmp_path / "try" / "legacy.db") >= 20
    assert ended.stdout == (
        "cd try\n"
        f"export WORKSHOP_DATABASE=sqlite:///{tmp_path}/try/legacy.db\n"
        "migrate-tui run plan.yaml\n"
    )


def test_what_is_not_kept_has_to_be_run(cli: Call) -> None:
    ended = cli("demo", "--no-run")
    assert (ended.exit_code, "Add --keep DIR." in ended.stderr) == (2, True)
