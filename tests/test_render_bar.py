"""The line that moves: never wider than the terminal, never faster than the eye."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest

from migrate_tui.engine.events import Counts, Event, MappingStarted, Note, RangeDone, StepStarted
from migrate_tui.engine.state import Progress, RunState
from migrate_tui.render.bar import ERASE, Live, bar, narrator
from migrate_tui.render.narration import Lines
from migrate_tui.render.style import Style, cells
from recorded import DONE, DRY_RUN, RUN, STARTED

HALF = Progress("students", "students", "migrate", total=1000, counts=Counts(read=500), fresh=500)


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Terminal(io.StringIO):
    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


def show(lines: Lines, *events: Event) -> None:
    state = RunState()
    for event in events:
        state.apply(event)
        lines.show(event, state)


def test_rows_rate_and_time_left() -> None:
    assert bar(HALF, 10.0, 100) == (
        "migrate students  ████████████░░░░░░░░░░░░   50%  500/1,000 rows  50 rows/s  ETA 10 s"
    )


def test_in_ascii() -> None:
    assert bar(HALF, 10.0, 100, unicode=False).isascii()


@pytest.mark.parametrize("width", range(0, 130))
@pytest.mark.parametrize("name", ["students", "日本語の表", "s\x1b[2J\n", "x" * 200])
def test_it_never_wraps(width: int, name: str) -> None:
    line = bar(replace(HALF, name=name), 10.0, width)
    assert cells(line) <= width
    assert "\n" not in line
    assert "\x1b" not in line


@pytest.mark.parametrize(
    ("read", "sure"), [(0, False), (99, False), (100, True), (5000, True), (10_000, False)]
)
def test_no_time_left_before_one_percent(read: int, sure: bool) -> None:
    progress = replace(HALF, total=10_000, counts=Counts(read=read), fresh=read)
    assert ("ETA" in bar(progress, 1.0, 120)) is sure


@pytest.mark.parametrize("total", [None, 0])
def test_an_unknown_total_has_no_share(total: int | None) -> None:
    line = bar(replace(HALF, total=total), 10.0, 100)
    assert line == "migrate students  500 rows  50 rows/s"


def test_skipped_rows_make_no_rate() -> None:
    assert "rows/s" not in bar(replace(HALF, fresh=0), 10.0, 100)
    assert "10 rows/s  ETA 50 s" in bar(replace(HALF, fresh=100), 10.0, 100)


def test_more_rows_than_expected_are_no_more_than_all() -> None:
    assert "100%" in bar(replace(HALF, counts=Counts(read=2000)), 10.0, 100)


def test_pictures_are_throttled() -> None:
    stream, clock = Terminal(), Clock()
    live = Live(stream, Style(), clock=clock, width=lambda: 80)
    state = RunState()
    for event in [STARTED, MappingStarted("m", "m", (), "migrate", 1000)]:
        state.apply(event)
        live.show(event, state)
    drawn = stream.getvalue().count(ERASE)
    for _ in range(1000):
        clock.now += 0.001
        event = RangeDone("m", "1", Counts(read=1), 0.001, "migrate")
        state.apply(event)
        live.show(event, state)
    assert 8 <= stream.getvalue().count(ERASE) - drawn <= 10


def test_lines_stay_and_the_bar_is_wiped_before_them() -> None:
    stream = Terminal()
    live = Live(stream, Style(), clock=Clock(), width=lambda: 80)
    start = MappingStarted("m", "m", (), "migrate", 10)
    show(live, StepStarted("migrate"), start, Note("slow"))
    assert stream.getvalue() == (
        f"▶ step  migrate\n{ERASE}migrate m  {'░' * 24}    0%  0/10 rows{ERASE}  slow\n"
    )


def test_the_bar_is_gone_at_the_end() -> None:
    stream = Terminal()
    live = Live(stream, Style(), clock=Clock(), width=lambda: 80)
    show(live, *DONE[:3])
    live.close()
    live.close()
    assert stream.getvalue().endswith(ERASE)
    assert not stream.getvalue().endswith(ERASE * 2)


def test_a_pipe_gets_a_line_a_step_and_mapping() -> None:
    many: list[Event] = [RangeDone("m", str(n), Counts(read=1), 0.1, "migrate") for n in range(99)]
    stream = io.StringIO()
    show(Lines(stream, Style()), STARTED, *DRY_RUN, *many)
    assert len(stream.getvalue().splitlines()) == 5
    assert "\x1b" not in stream.getvalue()


class Gone(io.StringIO):
    """A reader that has left."""

    encoding = "utf-8"
    tried = 0

    def write(self, _: str) -> int:
        self.tried += 1
        raise BrokenPipeError


def test_a_run_goes_on_when_nobody_reads() -> None:
    stream = Gone()
    show(Lines(stream, Style()), *RUN)
    assert stream.tried == 1


@pytest.mark.parametrize(
    ("stream", "plain", "dumb", "kind"),
    [
        (Terminal(), False, False, Live),
        (Terminal(), True, False, Lines),
        (Terminal(), False, True, Lines),
        (io.StringIO(), False, False, Lines),
    ],
)
def test_a_moving_line_only_where_it_can_move(
    stream: io.StringIO, plain: bool, dumb: bool, kind: type
) -> None:
    assert type(narrator(stream, plain=plain, verbose=False, dumb=dumb)) is kind
