"""`kill -9` at random moments: the target holds what its ledger says, and a rerun ends well."""

from __future__ import annotations

import marshal
import random
import signal
import sqlite3
import subprocess
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from engine_runs import ACROSS, IN_PLACE, Route, Site, Start
from migrate_tui.engine.cuts import unsealed
from migrate_tui.engine.plan import Mapping

SEED = random.SystemRandom().randrange(10**6)
MOVE = ("run", "--headless", "--step", "schema", "--step", "migrate", "--batch-size")
Print = tuple[int, int]  # rows, sum of their hashes
Span = tuple[str, str]  # mapping, low bound


@dataclass(frozen=True)
class Load:
    """A route and how much goes over it; `batch` makes some dozens of ranges of it."""

    route: Route
    rows: int
    batch: int
    kills: int

    @property
    def id(self) -> str:
        return self.route.id


# In all about 8,000 and 200,000 rows.
SMALL = [Load(IN_PLACE[0], 1000, 1000, 3), Load(IN_PLACE[1], 1000, 1000, 3)]
SMALL += [Load(ACROSS[0], 2200, 1000, 3)]
LARGE = [Load(IN_PLACE[0], 25_000, 5_000, 20), Load(IN_PLACE[1], 25_000, 10_000, 20)]
LARGE += [Load(ACROSS[0], 55_000, 10_000, 20)]


@pytest.mark.parametrize("load", SMALL, ids=lambda load: load.id)
def test_killed_at_some_moments(load: Load, tmp_path: Path, start_server: Start) -> None:
    kill(load, tmp_path, start_server)


@pytest.mark.slow
@pytest.mark.parametrize("load", LARGE, ids=lambda load: load.id)
def test_killed_at_twenty_moments(load: Load, tmp_path: Path, start_server: Start) -> None:
    kill(load, tmp_path, start_server)


def kill(load: Load, folder: Path, start: Start) -> None:
    """Migrations first, then the roll back of the one that nobody disturbed."""
    chance = random.Random(SEED)
    with load.route.site(folder / "whole", load.rows, start) as undisturbed:
        whole = Whole.of(undisturbed, load.batch)
        seconds = whole.seconds
        for part in range(load.kills):
            seconds = kill_once(load, folder / str(part), start, whole, chance, seconds, part)
        kill_rollback(undisturbed, whole, chance, load)


def kill_once(
    load: Load,
    folder: Path,
    start: Start,
    whole: Whole,
    chance: random.Random,
    seconds: float,
    part: int,
) -> float:
    """One kill in its part of the duration; a process that was faster gives the new duration."""
    while True:
        moment = chance.uniform(part, part + 1) * seconds / load.kills
        with load.route.site(folder, load.rows, start) as site:
            took = killed(site.command(*MOVE, str(load.batch)), moment)
            print(f"seed {SEED}, killed after {moment:.3f} s of {seconds:.3f}: {took is None}")
            assert_exact(standing(site), whole.ledger)
            go_on(site, whole, load.batch)
        if took is None:
            return seconds
        seconds = took


def go_on(site: Site, whole: Whole, batch: int) -> None:
    """The rerun continues the run, if it had begun, and all is as if nothing had happened."""
    before = standing(site).runs
    state = site.run("schema", "migrate", batch_size=batch)
    assert state.started is not None
    after = standing(site)
    if before and before[0][1] == "done":  # the kill came too late
        assert [status for _, status in after.runs] == ["done", "done"]
    else:
        assert state.started.resumed == bool(before)
        assert after.runs == [(before[0][0] if before else state.started.run, "done")]
        assert after.ranges == whole.ledger.ranges
        assert after.inserted == whole.ledger.inserted
    assert after.tables == whole.ledger.tables


def kill_rollback(site: Site, whole: Whole, chance: random.Random, load: Load) -> None:
    """Killed where it is, and again where it then goes on; once done, it begins anew."""
    seconds, hits = whole.seconds / 2, 0
    while hits < max(1, load.kills // 3):
        moment = chance.uniform(0, seconds)
        took = killed(site.command("rollback", "--yes"), moment)
        print(f"seed {SEED}, rollback killed after {moment:.3f} s: {took is None}")
        assert_exact(standing(site), whole.ledger)
        hits += took is None
        if took is not None:
            seconds = min(seconds, took)
            site.run("migrate", batch_size=load.batch)
    if any(status != "rolled back" for _, status in standing(site).runs):
        site.rollback()
    undone = standing(site)
    assert not undone.ranges
    assert set(undone.tables.values()) == {(0, 0)}
    site.run("migrate", batch_size=load.batch)
    assert standing(site).tables == whole.ledger.tables


def killed(process: subprocess.Popen[bytes], after: float) -> float | None:
    """None where it was still at work, else the seconds that it took."""
    started = time.monotonic()
    try:
        process.wait(after)
        return time.monotonic() - started
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()
        return None


@dataclass(frozen=True)
class Standing:
    """Ledger and tables as one snapshot shows them."""

    runs: list[tuple[str, str]]
    inserted: dict[Span, int]  # as the ledger says
    ranges: dict[Span, Print]  # as the tables are, for each range of the ledger
    tables: dict[str, Print]


@dataclass(frozen=True)
class Whole:
    """A run that nobody disturbed."""

    ledger: Standing
    seconds: float

    @staticmethod
    def of(site: Site, batch: int) -> Whole:
        started = time.monotonic()
        assert site.command(*MOVE, str(batch)).wait() == 0
        seconds = time.monotonic() - started
        ledger = standing(site)
        assert_exact(ledger, ledger)
        assert [status for _, status in ledger.runs] == ["done"]
        return Whole(ledger, seconds)


def assert_exact(now: Standing, whole: Standing) -> None:
    """Each range of the ledger is there to the last value, and no row besides."""
    for span, print_ in now.ranges.items():
        assert now.inserted[span] == print_[0], span
        assert whole.ranges[span] == print_, span
    for table, (rows, _) in now.tables.items():
        assert rows == sum(n for (mapping, _), n in now.inserted.items() if mapping == table), table


def standing(site: Site) -> Standing:
    reader = OnSQLite if site.kind == "sqlite" else OnPostgreSQL
    with closing(reader(site.target)) as reading:
        if not reading.has("migration_runs"):
            return Standing([], {}, {}, dict.fromkeys(site.tables, (0, 0)))
        state = reading.state
        runs = reading.rows(f"select id, status from {state}migration_runs order by started_at, id")
        ledger = reading.rows(f"select mapping, low, inserted from {state}migration_ranges")
        headers = dict(reading.rows(f"select mapping, bounds from {state}migration_mappings"))
        inserted = {(mapping, low): int(rows) for mapping, low, rows in ledger}
        ranges = {}
        for mapping, low in inserted:
            found = next(m for m in site.plan().mappings if m.name == mapping)
            where = condition(found.key, low, unsealed(headers[mapping]) or ())
            if (column := by_place(site, found)) is not None:
                where = where.replace(f'("{found.key[0]}")', "rowid")
                where = among(site, found, column, where)
            ranges[mapping, low] = reading.print(mapping, where)
        tables = {t: reading.print(t, "true") for t in site.tables if reading.has(t)}
        return Standing(runs, inserted, ranges, tables)


def by_place(site: Site, mapping: Mapping) -> str | None:
    """The source's key where another database is cut as its table lies: any but a rowid's alias."""
    if site.source == site.target or len(mapping.key) > 1:
        return None
    column = str(mapping.columns.get(mapping.key[0], mapping.key[0]))
    with closing(sqlite3.connect(site.source.removeprefix("sqlite:///"))) as source:
        columns = source.execute(f'pragma table_info("{mapping.source.tables[0]}")').fetchall()
    return next((c[1] for c in columns if c[1] == column and c[2].upper() != "INTEGER"), None)


def among(site: Site, mapping: Mapping, column: str, where: str) -> str:
    """The target's rows of those that lie there in the source."""
    with closing(sqlite3.connect(site.source.removeprefix("sqlite:///"))) as source:
        query = f'select quote("{column}") from "{mapping.source.tables[0]}" where {where}'
        keys = [key for (key,) in source.execute(query)]
    return f'"{mapping.key[0]}"::text in ({", ".join(keys) or "null"})'


def condition(key: tuple[str, ...], low: str, bounds: tuple[str, ...]) -> str:
    """The rows of a range: from its own bound to the next."""
    if low == "null":
        return "false"
    row = "(" + ", ".join(f'"{c}"' for c in key) + ")"
    lows = ["first", *bounds]
    after = lows[lows.index(low) + 1 :][:1]
    parts = [f"{row} >= ({low})"] if low != "first" else []
    parts += [f"{row} < ({bound})" for bound in after]
    return " and ".join(parts) or "true"


class OnSQLite:
    """One transaction; opening the file takes back what a killed one left behind."""

    state = ""

    def __init__(self, url: str) -> None:
        self._raw = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
        self._raw.execute("begin")

    def rows(self, sql: str) -> list[Any]:
        return self._raw.execute(sql).fetchall()

    def has(self, table: str) -> bool:
        return bool(self.rows(f"select 1 from sqlite_master where name = '{table}'"))

    def print(self, table: str, where: str) -> Print:
        rows = self._raw.execute(f'select * from "{table}" where {where}')
        hashes = [hash(marshal.dumps(row, 2)) for row in rows]
        return len(hashes), sum(hashes)

    def close(self) -> None:
        self._raw.close()


class OnPostgreSQL:
    """One snapshot, whatever the killed client's server process is still at."""

    state = "migrate_tui."

    def __init__(self, url: str) -> None:
        self._raw = psycopg.connect(url)
        self._raw.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ

    def rows(self, sql: str) -> list[Any]:
        return self._raw.execute(sql.encode()).fetchall()

    def has(self, table: str) -> bool:
        return bool(self.rows(f"select to_regclass('{table}')")[0][0])

    def print(self, table: str, where: str) -> Print:
        seen = f'sum(hashtextextended(t::text, 0)::numeric) from "{table}" t where {where}'
        rows, total = self.rows(f"select count(*), {seen}")[0]
        return rows, int(total or 0)

    def close(self) -> None:
        self._raw.close()
