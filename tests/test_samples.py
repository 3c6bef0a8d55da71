"""How many rows a dry run keeps to be looked at: as many as were asked for, fewer where they are
large; and the time that it gives the migration."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from migrate_tui.engine.events import Counts, MappingFinished, MappingStarted, RangeDone, RowSample
from migrate_tui.engine.row_samples import FIRST, LETTERS
from migrate_tui.engine.state import RunState
from migrate_tui.render.rows import FEW_ROWS, samples
from migrate_tui.screens.dry_run_rows import expected
from migrate_tui.session.estimate import estimate
from recorded import mapping, step
from small import ROUTES, Small, small
from wizard import SIZES, press, shown
from wizard_told import plan_of, steps, told

ROWS = 120


def site(
    folder: Path, route: str, url: Callable[[], str], letters: int = 10, many: int = ROWS
) -> Small:
    rows = ", ".join(f"({n}, '{'x' * letters}')" for n in range(many))
    there = ", ".join(f"({n}, 'y')" for n in range(many // 2))
    return small(
        folder,
        route,
        url,
        source=f"create table legacy (id integer primary key, note text);"
        f"insert into legacy values {rows};",
        target=f"create table fresh (id integer primary key, note text);"
        f"insert into fresh values {there};",
    )


def kept(state: RunState) -> Counter[str]:
    found = state.of(RowSample)
    assert len({(sample.status, sample.key) for sample in found}) == len(found), "each row once"
    return Counter(sample.status for sample in found)


@pytest.mark.parametrize("route", ROUTES)
def test_as_many_rows_of_each_kind_as_were_asked_for(
    tmp_path: Path, route: str, fresh_url: Callable[[], str]
) -> None:
    made = site(tmp_path, route, fresh_url)
    assert kept(made.dry_run()) == {"new": 50, "changed": 50}
    assert kept(made.dry_run(samples=3)) == {"new": 3, "changed": 3}
    everything = made.dry_run(samples=1000, batch_size=17)
    assert kept(everything) == {"new": ROWS // 2, "changed": ROWS // 2}
    (told,) = samples(everything)
    assert len(told.rows) == 2 * FEW_ROWS, "a page is to be read"


@pytest.mark.parametrize("route", ROUTES)
def test_of_large_rows_only_the_first(
    tmp_path: Path, route: str, fresh_url: Callable[[], str]
) -> None:
    made = site(tmp_path, route, fresh_url, LETTERS, 3 * FIRST)
    assert kept(made.dry_run()) == {"new": FIRST, "changed": FIRST}


def test_an_estimate_is_what_was_measured_and_nothing_else() -> None:
    def folded(*events: object) -> RunState:
        state = RunState()
        for event in events:
            state.apply(event)  # type: ignore[arg-type]
        return state

    looked = mapping("a", "dry-run", Counts(read=6000, inserted=6000), 2.0)
    stood = [
        MappingStarted("b", "b", ("b",), "dry-run", None),
        RangeDone("b", "", Counts(read=900, unchanged=900), 0.0, "dry-run", skipped=True),
        MappingFinished("b", "b", "dry-run", Counts(read=900, unchanged=900), 0.1, skipped=True),
    ]
    found = estimate(folded(*looked, *stood))
    assert found is not None and (found.rows, found.seconds, found.rate) == (6000, 2.0, 3000.0)
    assert expected(found) == "   migrate: about 00:00:02 (at 3,000 rows/s, estimate)"
    for nothing in ((), stood, looked[:-1], mapping("a", "migrate", Counts(read=5), 1.0)):
        assert estimate(folded(*nothing)) is None
    assert expected(None) == ""


@pytest.mark.parametrize("size", SIZES)
def test_what_is_not_shown_is_told_and_can_be_asked_for(
    tmp_path: Path, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    row = RowSample("fresh", "new", "1", None, {"id": "1"}, ("id",))
    look = step("dry-run", *mapping("fresh", "dry-run", Counts(read=70, inserted=70)), row)
    wizard = told(plan_of(tmp_path, "fresh"), *steps("preflight", "backup", "schema"), *look)
    asked: list[tuple[str, ...]] = []
    monkeypatch.setattr(wizard.session, "start", lambda _, extra=(): asked.append(extra))

    async def walk() -> None:
        async with wizard.run_test(size=size) as pilot:
            await press(pilot, "4")
            seen = shown(wizard)
            assert "Rows 1 of 70" in seen and "estimate" in seen and "m More rows" in seen
            await press(pilot, "tab", "m")
            assert asked == [], "another list is at hand"
            await press(pilot, "tab", "tab", "m")
            assert asked == [("--samples", "1000")]

    asyncio.run(walk())
