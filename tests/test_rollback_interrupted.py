"""A rollback that stops half-way: whatever comes next, nothing is missing and nothing is left."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from accounting import assert_same_contents
from engine_runs import ONE_SERVER, Route, Site, Start
from migrate_tui.engine.context import Options
from migrate_tui.engine.events import Event, RangeDone
from migrate_tui.engine.run import Run, rollback

BATCH = 100


@pytest.fixture(params=ONE_SERVER, ids=lambda route: route.id)
def site(request: pytest.FixtureRequest, tmp_path: Path, start_server: Start) -> Iterator[Site]:
    route: Route = request.param
    with route.site(tmp_path / "site", 120, start_server) as made:
        yield made


def stop_after(events: Iterator[Event], ranges: int) -> int:
    """Take events until so many ranges are done, and go away; says how many there were."""
    done = 0
    for event in events:
        done += isinstance(event, RangeDone) and not event.skipped
        if done == ranges:
            break
    events.close()  # type: ignore[attr-defined]
    return done


def migration(site: Site) -> Iterator[Event]:
    return Run(site.plan(), Options(batch_size=BATCH), ("schema", "migrate")).events()


def test_forward_again_from_half_a_run_that_is_half_undone(site: Site) -> None:
    ranges = stop_after(migration(site), -1)
    whole = site.contents()
    site.rollback()
    for forward, back in ((ranges - 2, ranges // 3), (ranges // 2, 2)):
        assert stop_after(migration(site), forward) == forward
        assert stop_after(rollback(site.plan(), Options()), back) == back
        site.run("migrate", batch_size=BATCH)
        assert_same_contents(site.contents(), whole)
        site.rollback()
        assert not any(site.contents().values())


def test_back_again_after_half_a_rollback(site: Site) -> None:
    stop_after(migration(site), -1)
    stop_after(rollback(site.plan(), Options()), 4)
    site.rollback()
    assert not any(site.contents().values())
    site.rollback(code=3)
