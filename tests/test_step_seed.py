"""Seeds: rows of the plan written like all others, or a folder of SQL files run once each."""

from __future__ import annotations

from pathlib import Path

import pytest

from accounting import assert_accounted
from engine_runs import Site, failure, fold, handpose
from migrate_tui.engine.context import Options
from migrate_tui.engine.plan import load_plan
from migrate_tui.engine.run import Run

PLAN = """\
plan: seeded
source: sqlite:///legacy.db
target: sqlite:///app.db
schema: {apply: schema.sql}
seed: seeds
mappings:
  - {into: level, from: old, key: [name], columns: {name: name}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Site:
    (tmp_path / "plan.yaml").write_text(PLAN)
    (tmp_path / "schema.sql").write_text("create table level (name text primary key);")
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "1_first.sql").write_text("insert into level values ('Beginner');")
    (tmp_path / "seeds" / "2_second.sql").write_text("insert into level values ('Advanced');")
    source, target = (f"sqlite:///{tmp_path / name}" for name in ("legacy.db", "app.db"))
    site = Site(tmp_path / "plan.yaml", {}, source, target)
    site.execute("create table old (name text primary key)", at="source")
    return site


def test_a_folder_of_files_runs_in_order_and_once(folder: Site) -> None:
    folder.run("schema", "seed")
    folder.run("seed")
    assert folder.query("select name from level order by rowid") == [("Beginner",), ("Advanced",)]


def test_a_file_that_fails_leaves_nothing(folder: Site) -> None:
    bad = folder.plan_path.parent / "seeds" / "1_first.sql"
    bad.write_text("insert into level values ('Beginner');\ninsert into nothing values (1);")
    state = fold(Run(folder.plan(), Options(), ("schema", "seed")).events())
    assert state.exit_code != 0
    assert folder.query("select * from level") == []
    assert "nothing" in failure(state)


def test_rows_of_the_plan_are_seeded_once_and_rolled_back(
    tmp_path: Path, postgres_url: str
) -> None:
    site = handpose(tmp_path, postgres_url, 50, dirt=0)
    site.run("schema", "seed")
    assert site.query("select count(*) from users") == [(3,)]
    again = site.run("seed")
    assert sum(p.counts.inserted + p.counts.updated for p in again.progress.values()) == 0
    site.rollback()
    assert site.query("select count(*) from users") == [(0,)]


def test_a_protected_environment_is_seeded_only_where_that_is_asked_for_and_confirmed(
    tmp_path: Path, postgres_url: str
) -> None:
    site = handpose(tmp_path, postgres_url, 50, dirt=0)
    protected = "production: {seed: true, protected: true}"
    text = site.plan_path.read_text().replace("production: {protected: true}", protected)
    assert protected in text
    site.plan_path.write_text(text)
    plan = load_plan(site.plan_path, env="production", environ=site.environ)
    state = fold(Run(plan, Options(), ("schema", "seed")).events())
    assert (state.exit_code, "--confirm handpose-clinical" in failure(state)) == (8, True)
    assert site.query("select to_regclass('users') is null") == [(True,)]
    confirmed = Options(confirm="handpose-clinical")
    state = fold(Run(plan, confirmed).events())
    assert (state.exit_code, "seed" in state.steps) == (0, False)
    assert_accounted(state)
    state = fold(Run(plan, confirmed, ("schema", "seed")).events())
    assert state.exit_code == 0
    assert site.query("select count(*) from users where email like '%@handpose.local'") == [(3,)]
