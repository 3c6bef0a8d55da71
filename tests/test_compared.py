"""Verify's first look: ranges that are as wanted take one query; all others are looked at anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from migrate_tui.engine.compared import Comparison, Same
from migrate_tui.engine.context import Options
from migrate_tui.engine.events import MappingVerified, RowSample
from migrate_tui.engine.ranges import Span
from migrate_tui.engine.work import Work
from small import ACROSS, Small, small

SOURCE = """create table legacy (id integer primary key, made datetime, v text, n int);
with recursive k(i) as (select 1 union all select i + 1 from k where i < 19)
insert into legacy select i, '2024-02-29 12:00:00', 'row ' || i, i from k;"""
TARGET = "create table fresh (id bigint primary key, made timestamptz, v text, n int unique);"


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> list[Same | Span]:
    """What the first look said of each range."""
    found: list[Same | Span] = []
    look = Comparison.look

    def noting(self: Comparison) -> Iterator[Same | Span]:
        for one in look(self):
            found.append(one)
            yield one

    monkeypatch.setattr(Comparison, "look", noting)
    return found


@pytest.fixture
def site(tmp_path: Path, fresh_url: Callable[[], str]) -> Small:
    """Moments that the target prints otherwise: lines cannot be compared."""
    made = small(
        tmp_path,
        ACROSS,
        fresh_url,
        source=SOURCE,
        target=TARGET,
        plan={"timezone": "Europe/Berlin"},
        options=Options(batch_size=4),
    )
    made.migrate()
    return made


def ids(looked: list[Same | Span]) -> list[str]:
    """The ranges that were looked at anew."""
    return [one.label for one in looked if isinstance(one, Span)]


def test_a_range_of_which_nothing_differs_takes_one_look(
    site: Small, looked: list[Same | Span]
) -> None:
    state = site.steps("verify")
    assert [one.counts.unchanged for one in looked if isinstance(one, Same)] == [4, 4, 4, 4, 3]
    assert state.of(MappingVerified)[0].verdict == "match"
    assert state.of(MappingVerified)[0].expected == 19


@pytest.mark.parametrize("edge", ["1", "5", "19"])
def test_differences_are_told_whichever_range_they_are_in(
    site: Small, looked: list[Same | Span], edge: str
) -> None:
    """The first range, the last one, one behind another: each is staged again by itself."""
    site.execute(f"delete from fresh where id = {edge}")
    site.execute("update fresh set v = 'other' where id in (10, 11, 14)")
    state = site.steps("verify", code=5)
    verdict = state.of(MappingVerified)[0]
    assert (verdict.missing, verdict.different, verdict.expected) == (1, 3, 19)
    assert {s.key for s in state.of(RowSample)} == {edge, "10", "11", "14"}
    assert len(looked) == 5 and len(ids(looked)) == 3


def test_one_kind_of_row_more_is_a_difference_of_its_table(
    site: Small, looked: list[Same | Span]
) -> None:
    site.execute("insert into fresh values (99, null, 'more', 99)")
    verdict = site.steps("verify", code=None).of(MappingVerified)[0]
    assert (verdict.extra, verdict.missing, verdict.different) == (1, 0, 0)
    assert ids(looked) == []


def test_rejects_are_counted_by_the_second_look(site: Small, looked: list[Same | Span]) -> None:
    site.execute("insert into legacy values (20, 'no moment', 'x', 20)", at="source")
    site.migrate()
    state = site.steps("verify")
    assert state.of(MappingVerified)[0].expected == 19
    assert "1 rejected" in state.of(MappingVerified)[0].explanation
    assert len(ids(looked)) == 1


def test_rows_are_looked_for_behind_those_that_were_there_before(
    site: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A read-only transaction cannot truncate: without a place each range would read all before."""
    places: list[str] = []
    relation = Work._raw

    def noting(self: Work, raw: object) -> object:
        places.extend(self.since.values())
        return relation(self, raw)  # type: ignore[arg-type]

    monkeypatch.setattr(Work, "_raw", noting)
    site.execute("update legacy set v = hex(randomblob(900))", at="source")
    site.options = Options(batch_size=8)
    site.migrate()
    site.steps("verify")
    assert len(set(places)) > 1


def test_rows_are_looked_for_where_they_were_loaded_and_then_anywhere(
    site: Small, looked: list[Same | Span]
) -> None:
    site.execute("update fresh set v = v where id in (3, 17); cluster fresh using fresh_pkey")
    state = site.steps("verify", recheck=True)
    assert [one.counts.unchanged for one in looked if isinstance(one, Same)] == [4, 4, 4, 4, 3]
    assert state.of(MappingVerified)[0].verdict == "match"


def test_a_row_that_lies_elsewhere_and_is_another_is_found(
    site: Small, looked: list[Same | Span]
) -> None:
    site.execute("update fresh set v = 'another' where id = 6")
    state = site.steps("verify", code=5, recheck=True)
    assert ids(looked) == ["5"]
    assert (state.of(MappingVerified)[0].different, state.of(MappingVerified)[0].missing) == (1, 0)
