"""A second run of a plan is refused while the first is still on its way to the target."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from accounting import assert_accounted
from engines import engine, eventually, site
from migrate_tui.engine.control import GO, PAUSE
from migrate_tui.engine.events import Paused, RunStarted
from migrate_tui.engine.live import ask, look
from migrate_tui.engine.process import this
from small import ACROSS, SQLITE, Small, failure

SLOWLY = ("--batch-size", "1", "--pause-ms", "200")  # all of its steps


@pytest.fixture(params=(SQLITE, ACROSS))
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Small:
    def url() -> str:
        fresh: Callable[[], str] = request.getfixturevalue("fresh_url")
        return fresh()

    return site(tmp_path, request.param, url, rows=12)


def test_a_run_that_has_not_written_yet_is_found(place: Small) -> None:
    with engine(place, *SLOWLY) as first:
        first.until(RunStarted)
        record = first.record
        ask(look(record), do=PAUSE)
        eventually(lambda: isinstance(record.state().paused, Paused))
        refused = place.steps("migrate", code=7)
        for word in (record.run, f"process {first.process.pid}", this().host, "migrate-tui cancel"):
            assert word in failure(refused)
        assert place.rows() == []
        place.steps("dry-run")  # looks, and disturbs nobody
        ask(look(record), do=GO, pause_ms=0)
        assert first.wait() == 0
    assert_accounted(record.state())
    assert len(place.rows()) == 12


def test_one_that_only_looks_or_is_dead_holds_nobody_up(place: Small) -> None:
    with engine(place, "--step", "dry-run", *SLOWLY) as looking:
        looking.until(RunStarted)
        place.steps("migrate")
    with engine(place, *SLOWLY) as killed:
        killed.until(RunStarted)
        killed.process.kill()
        killed.wait()
    place.steps("migrate")
    assert len(place.rows()) == 12
