"""What a plan may say and this version does not do is refused, never passed over in silence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from migrate_tui.engine.context import Options
from migrate_tui.engine.plan import load_plan
from migrate_tui.engine.run import Run
from small import SQLITE, Small, fold, small

LEGACY = "create table legacy (id integer primary key); insert into legacy values (1), (2);"
FRESH = "create table fresh (id integer primary key);"


def site(folder: Path, **more: Any) -> Small:
    def no_server() -> str:
        raise AssertionError("SQLite needs none")

    return small(folder, SQLITE, no_server, source=LEGACY, target=FRESH, **more)


@pytest.mark.parametrize("said", [None, "wrong", "small"])
def test_a_protected_environment_wants_the_plan_named(tmp_path: Path, said: str | None) -> None:
    place = site(tmp_path, plan={"environments": {"live": {"protected": True}}})
    place.plan()
    plan = load_plan(tmp_path / "plan.yaml", env="live", environ={})
    name = plan.plan if said == "small" else said
    state = fold(Run(plan, Options(confirm=name), ("migrate",)).events())
    assert state.exit_code == (0 if said == "small" else 8)
    assert len(place.rows()) == (2 if said == "small" else 0)
