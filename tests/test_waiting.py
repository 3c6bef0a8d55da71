"""The bounds of a mapping when its waiting ranges are cut anew."""

from __future__ import annotations

from collections import deque

import pytest

from migrate_tui.engine.ledger import Header
from migrate_tui.engine.ranges import Span, between, joined, recut
from migrate_tui.engine.waiting import Waiting

KNOWN = ("10", "20", "30")


@pytest.mark.parametrize(
    ("low", "high", "cuts", "bounds"),
    [
        (None, None, ["5"], ("5",)),
        (None, "20", [], ("20", "30")),
        ("10", "30", ["15", "25"], ("10", "15", "25", "30")),
        ("30", None, ["40"], ("10", "20", "30", "40")),
        ("10", None, [], ("10",)),
        ("20", "30", [], KNOWN),
    ],
)
def test_bounds_between_two_others_are_replaced(
    low: str | None, high: str | None, cuts: list[str], bounds: tuple[str, ...]
) -> None:
    assert recut(KNOWN, low, high, cuts) == bounds


def test_ranges_that_lie_side_by_side_are_one_stretch() -> None:
    whole = between(None, None, KNOWN)
    assert list(joined(whole)) == [(None, None)]
    assert list(joined([whole[0], whole[2], whole[3]])) == [(None, "10"), ("20", None)]
    assert list(joined([])) == []


def test_only_what_waits_is_cut_anew_and_the_header_says_so_first() -> None:
    asked: list[int | None] = [None]
    told: list[tuple[str, ...]] = []
    header = Header("run", "m", 0, "t", "d", None, KNOWN, True, "running")

    def reopen(fresh: Header) -> Header:
        told.append(fresh.bounds)
        return fresh

    def cut(low: str | None, high: str | None) -> list[str]:
        return {"10": ["13", "16"], "30": []}[low or ""]

    waiting = Waiting(header, lambda: asked[0], cut, reopen)
    nulls = Span(None, None, nulls=True)
    first, second, _, last = between(None, None, KNOWN)
    waiting.ranges = deque([nulls, first, second, last])  # the third is written already
    asked[0] = 3
    assert (waiting.next(), told) == (nulls, [])  # rows without a key are one range
    asked[0] = None
    assert (waiting.next(), told) == (first, [])
    asked[0] = 3
    assert waiting.next() == Span("10", "13")
    assert told == [("10", "13", "16", "20", "30")]
    assert list(waiting.ranges) == [Span("13", "16"), Span("16", "20"), last]
    asked[0] = None
    waiting.ranges.clear()
    assert (waiting.next(), len(told)) == (None, 1)
