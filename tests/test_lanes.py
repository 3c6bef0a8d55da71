"""Ranges at work at once: in their order, whole or not at all, and gone when nobody wants them."""

from __future__ import annotations

import signal
import sqlite3
import threading
from collections.abc import Callable, Generator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from migrate_tui.engine.bulk import Bulk
from migrate_tui.engine.context import Options
from migrate_tui.engine.control import CANCEL, PAUSE, Asked, Control
from migrate_tui.engine.events import Event, MappingStarted, Paused, RangeDone, RunFinished
from migrate_tui.engine.incoming import PRINTED, Incoming
from migrate_tui.engine.lanes import Lanes
from migrate_tui.engine.run import Run
from migrate_tui.engine.waiting import Waiting
from small import ACROSS, Small, counted, ranges, small

Url = Callable[[], str]
ROWS, RANGE = 12_000, 1_000
SOURCE = "create table legacy (id integer primary key, said text, number int)"
TARGET = "create table fresh (id bigint primary key, said text, number int)"


@pytest.fixture
def site(tmp_path: Path, fresh_url: Url) -> Small:
    found = small(tmp_path, ACROSS, fresh_url, source=SOURCE, target=TARGET)
    with closing(sqlite3.connect(found.source.removeprefix("sqlite:///"))) as connection:
        rows = ((n, f"row {n} " * 20, n % 7) for n in range(1, ROWS + 1))
        connection.executemany("insert into legacy values (?, ?, ?)", rows)
        connection.commit()
    return found


def started(site: Small) -> Run:
    found = Run(site.plan(), Options(batch_size=RANGE), ("migrate",), id="a-run")
    control(site).mkdir(parents=True, exist_ok=True)
    return found


def control(site: Small) -> Path:
    return site.folder / ".migrate-tui" / "runs" / "a-run"


def begun(site: Small, after: int = 1) -> Generator[Event, None, None]:
    """A run that has told this many ranges."""
    events = started(site).events()
    assert isinstance(events, Generator)
    left = after
    while left:
        left -= isinstance(next(events), RangeDone)
    return events


def told(site: Small) -> int:
    """Rows that the ledger tells of."""
    query = "select coalesce(sum(inserted), 0) from migrate_tui.migration_ranges"
    return int(site.query(query)[0][0])


def test_ranges_are_told_in_their_order_and_the_rows_of_each_lie_in_it_too(site: Small) -> None:
    found = site.migrate(batch_size=RANGE)
    assert counted(found).inserted == counted(found).read == ROWS
    lows = [0, *(int(event.low.strip("[]\"'")) for event in ranges(found)[1:])]
    assert lows == sorted(lows) and len(lows) == ROWS // RANGE
    with psycopg.connect(site.target) as connection:
        lie = connection.execute(
            "select array_agg(id order by ctid) from fresh group by xmin::text order by min(id)"
        ).fetchall()
    assert [ids for (ids,) in lie] == [list(range(n, n + RANGE)) for n in range(1, ROWS, RANGE)]


def test_a_run_that_is_left_keeps_whole_ranges_only(site: Small) -> None:
    for after in (1, 2, 3):
        events = begun(site, after)
        events.close()
        rows = site.query("select count(*) from fresh")[0][0]
        assert rows == told(site) and rows >= after * RANGE and rows % RANGE == 0
    found = site.migrate(batch_size=RANGE)
    assert len(site.rows()) == ROWS and counted(found).read == ROWS


def test_a_run_that_is_cancelled_tells_every_range_that_it_keeps(site: Small) -> None:
    events = begun(site)
    Control(control(site)).write(Asked(do=CANCEL, by="a test"))
    after = [event for event in events if isinstance(event, RangeDone)]
    assert site.query("select count(*) from fresh")[0][0] == told(site)
    assert RANGE + sum(event.counts.inserted for event in after) == told(site)


def test_nothing_is_written_while_it_is_paused(site: Small) -> None:
    events = begun(site)
    Control(control(site)).write(Asked(do=PAUSE, by="a test"))
    while not isinstance(event := next(events), Paused):
        assert isinstance(event, RangeDone)
    with psycopg.connect(site.target, autocommit=True) as other:
        busy = (
            "select count(*) from pg_stat_activity where datname = current_database()"
            " and pid <> pg_backend_pid() and state <> 'idle'"
        )
        assert other.execute(busy).fetchall() == [(0,)]
        assert other.execute("select count(*) from fresh").fetchall() == [(told(site),)]
    Control(control(site)).write(Asked(by="a test"))
    after = [event for event in events if isinstance(event, RangeDone)]
    assert sum(event.counts.inserted for event in after) == ROWS  # the step is taken anew
    assert [event.skipped for event in after].count(False) < ROWS // RANGE


def test_where_a_pace_is_asked_for_one_range_waits_for_the_one_before_it(site: Small) -> None:
    events = Run(site.plan(), Options(batch_size=RANGE, pause_ms=1), ("migrate",)).events()
    seen = [(told(site), event) for event in events if isinstance(event, RangeDone)]
    assert [rows for rows, _ in seen] == list(range(RANGE, ROWS + 1, RANGE))


def test_one_that_waits_for_a_lock_is_broken_off(site: Small) -> None:
    """Whoever stops the run need not wait until somebody lets the table go."""
    events = started(site).events()
    while not isinstance(next(events), MappingStarted):
        pass
    with psycopg.connect(site.target) as other:
        other.execute("lock table fresh in exclusive mode")  # it can be read, and not written
        before = signal.signal(signal.SIGINT, signal.default_int_handler)  # workers ignore it
        try:
            main = threading.main_thread().ident
            assert main is not None
            threading.Timer(1, signal.pthread_kill, (main, signal.SIGINT)).start()
            *_, last = events
        finally:
            signal.signal(signal.SIGINT, before)
        assert isinstance(last, RunFinished) and last.exit_code == 6
        assert other.execute("select count(*) from fresh").fetchall() == [(0,)]
    site.migrate(batch_size=RANGE)
    assert len(site.rows()) == ROWS


def test_an_error_of_one_range_leaves_those_behind_it(
    site: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Incoming.portion
    seen: list[str] = []

    def failing(self: Incoming, marked: str) -> object:
        seen.append(self.span.label)
        if len(seen) == 3:
            raise RuntimeError("a fault")
        return real(self, marked)

    monkeypatch.setattr(Incoming, "portion", failing)
    site.migrate(code=1, batch_size=RANGE)
    assert site.query("select count(*) from fresh")[0][0] == told(site) >= 2 * RANGE
    assert not [one for one in threading.enumerate() if one.name.startswith(("copy", "read"))]
    monkeypatch.undo()
    site.migrate(batch_size=RANGE)
    assert len(site.rows()) == ROWS


def test_ranges_are_cut_anew_when_none_is_at_work(
    site: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The header is written by the connection that copies every other range."""
    busy: list[int] = []
    real = Waiting._cut_again
    lanes: list[Lanes] = []
    loaded = Bulk._loaded

    def watched(self: Bulk, found: Lanes, *rest: object) -> object:
        lanes.append(found)
        return loaded(self, found, *rest)  # type: ignore[arg-type]

    def cut(self: Waiting) -> None:
        busy.append(len(lanes[-1].ahead))
        real(self)

    monkeypatch.setattr(Bulk, "_loaded", watched)
    monkeypatch.setattr(Waiting, "_cut_again", cut)
    events = started(site).events()
    told_: list[RangeDone] = []
    for event in events:
        if isinstance(event, RangeDone):
            told_.append(event)
            if len(told_) == 2:
                Control(control(site)).write(Asked(rows=2500, by="a test"))
    assert busy == [0]
    assert sum(one.counts.inserted for one in told_) == ROWS
    assert max(one.counts.inserted for one in told_) == 2500


def test_triggers_are_silent_and_loud_again(site: Small) -> None:
    site.execute(
        "create function no() returns trigger language plpgsql as"
        " $$ begin raise 'it fires'; end $$;"
        " create trigger no before insert on fresh for each row execute function no()"
    )
    assert counted(site.migrate(batch_size=RANGE)).inserted == ROWS
    prints = site.query("select fingerprint from migrate_tui.migration_ranges")
    assert all(text.startswith(PRINTED) for (text,) in prints)
    assert site.query("select tgenabled from pg_trigger where tgname = 'no'") == [("O",)]
