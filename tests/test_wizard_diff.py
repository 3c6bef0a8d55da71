"""Before and after: side by side where there is room, one below the other elsewhere, never by
colour alone."""

from __future__ import annotations

import asyncio

import pytest
from textual.app import App, ComposeResult

from migrate_tui.engine.events import RowSample
from migrate_tui.terminal import UNICODE
from migrate_tui.widgets.diff import Diff, one_below, side_by_side, text

CHANGED = RowSample(
    "s", "changed", "7", {"id": "7", "n": "Ann", "a": None}, {"id": "7", "n": "Anna", "a": ""},
    ("n", "a"),
)  # fmt: skip
NEW = RowSample("s", "new", "8", None, {"id": "8"}, ("id",))
GONE = RowSample("s", "gone", "9", {"id": "9"}, None)
KEPT = RowSample("s", "kept", "3", {"id": "3", "n": "x"}, {"id": "3", "n": "y"}, ("n",))


class Shown(App[None]):
    def compose(self) -> ComposeResult:
        yield Diff(UNICODE, "before", "after")


def drawn(draw: object, sample: RowSample) -> list[tuple[str, ...]]:
    rows = draw(sample)  # type: ignore[operator]
    return [tuple(text(cell) for cell in row) for row in rows]


def test_side_by_side_lights_what_differs() -> None:
    assert drawn(side_by_side, CHANGED) == [
        ("~", "7", "changed: 2 of 3 columns differ", ""),
        ("", "id", "7", "7"),
        ("~", "n", "Ann", "Anna"),
        ("~", "a", "NULL", "''"),
    ]
    lit = [cell[1] for row in list(side_by_side(CHANGED))[2:] for cell in row[2:] if cell[1:]]
    assert lit == ["changed"] * 4


def test_one_below_the_other_gives_each_side_its_sign() -> None:
    assert drawn(one_below, CHANGED)[1:] == [
        ("", "id", "7"),
        ("-", "n", "Ann"),
        ("+", "n", "Anna"),
        ("-", "a", "NULL"),
        ("+", "a", "''"),
    ]


@pytest.mark.parametrize(("sample", "sign"), [(NEW, "+"), (GONE, "-"), (KEPT, "!"), (CHANGED, "~")])
def test_every_kind_of_row_has_its_sign(sample: RowSample, sign: str) -> None:
    assert drawn(side_by_side, sample)[0][0] == drawn(one_below, sample)[0][0] == sign


@pytest.mark.parametrize(("width", "split"), [(80, False), (99, False), (100, True), (120, True)])
def test_the_width_decides_until_somebody_does(width: int, split: bool) -> None:
    async def look() -> None:
        async with (app := Shown()).run_test(size=(width, 24)) as pilot:
            diff = app.query_one(Diff)
            diff.compare([CHANGED, NEW])
            assert diff.split is split
            assert len(diff.headings) == (4 if split else 3)
            diff.turn()
            assert len(diff.headings) == (3 if split else 4)
            await pilot.resize_terminal(100 if not split else 80, 24)
            assert diff.split is not split

    asyncio.run(look())


def test_every_line_knows_its_row() -> None:
    async def look() -> None:
        async with (app := Shown()).run_test(size=(120, 40)):
            diff = app.query_one(Diff)
            diff.compare([CHANGED, NEW])
            owners = [diff.at(line) for line in range(7)]
            assert owners == [CHANGED] * 4 + [NEW] * 2 + [None]

    asyncio.run(look())


def test_twenty_thousand_lines_are_laid_out_at_once() -> None:
    async def look() -> None:
        async with (app := Shown()).run_test(size=(120, 40)) as pilot:
            diff = app.query_one(Diff)
            diff.compare([CHANGED] * 5_000)
            await pilot.press("tab", "G")
            assert diff.cursor == 19_999
            assert diff.at(19_999) is CHANGED

    asyncio.run(look())
