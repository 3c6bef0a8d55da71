"""The language school's sample and reset, on both targets; the way there is in test_cycle_whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from accounting import assert_accounted
from engine_runs import Site, failure, fold, learning
from migrate_tui.engine import schema_runs
from migrate_tui.engine.context import Options
from migrate_tui.engine.events import Checked
from migrate_tui.engine.plan import load_plan
from migrate_tui.engine.run import Run

SAMPLE = {
    "User": 2, "Level": 3, "Story": 4, "Unit": 5, "UnitAsset": 9, "UserProgress": 2, "DailyPlan": 2,
    "DailyPlanEntry": 3, "PronunciationAttempt": 2, "AggregateScore": 5, "_SavedUnits": 0,
}  # fmt: skip


@pytest.fixture(params=["sqlite", "postgresql"])
def school(request: pytest.FixtureRequest, tmp_path: Path) -> Site:
    on_file = request.param == "sqlite"
    url = f"sqlite:///{tmp_path}/new.db" if on_file else request.getfixturevalue("postgres_url")
    return learning(tmp_path, url, 50)


def counted(site: Site) -> dict[str, int]:
    return {table: site.query(f'select count(*) from "{table}"')[0][0] for table in site.tables}


@pytest.mark.slow
def test_sampled_migrated_and_reset(school: Site) -> None:
    """Seeded once, however often; the sample and the school's own rows keep apart; then anew."""
    local = load_plan(school.plan_path, env="local", environ=school.environ)
    first = fold(Run(local, school.options).events())
    assert first.exit_code == 0, failure(first)
    assert_accounted(first)
    assert all(check.ok for check in first.of(Checked))
    both = counted(school)
    again = school.run("seed")
    assert all(p.counts.inserted + p.counts.updated == 0 for p in again.progress.values())
    assert counted(school) == both
    state = fold(schema_runs.reset(local, Options(confirm="prisma-learning"), env="local"))
    assert state.exit_code == 0, failure(state)
    assert counted(school) == SAMPLE
    school.run("verify", code=5)  # the school's own rows are missing, and verify says so
    school.run("migrate", "verify")
    assert counted(school) == both
