"""Law 17: of two engines exactly one runs, and who lost the lease asleep commits nothing."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from accounting import assert_accounted
from engines import SLOWLY, engine, enough, eventually, site
from migrate_tui.cli.commands import migrate_tui
from migrate_tui.engine import process
from migrate_tui.engine.control import GO, PAUSE
from migrate_tui.engine.enlist import enlist
from migrate_tui.engine.errors import LeaseHeld
from migrate_tui.engine.events import Paused, RangeDone
from migrate_tui.engine.guarded import context_of, new_id
from migrate_tui.engine.history import runs
from migrate_tui.engine.journal import read
from migrate_tui.engine.ledger import Ledger
from migrate_tui.engine.live import ask, look
from migrate_tui.engine.process import Process, parse, this
from migrate_tui.engine.steering import Steering
from small import POSTGRESQL, ROUTES, SQLITE, Small, failure

each_route = pytest.mark.parametrize("route", ROUTES)
LONG_AGO = "2020-01-01T00:00:00.000+00:00"


@pytest.fixture
def url(request: pytest.FixtureRequest) -> Any:
    return lambda: request.getfixturevalue("fresh_url")()


@pytest.fixture
def place(tmp_path: Path, route: str, url: Any) -> Small:
    return site(tmp_path, route, url)


def state_table(place: Small, name: str) -> str:
    return f"migrate_tui.migration_{name}" if place.kind == "postgresql" else f"migration_{name}"


def owner(place: Small) -> Any:
    return parse(place.query(f"select owner from {state_table(place, 'runs')}")[0][0])


def assert_whole(place: Small) -> None:
    assert place.rows() == place.rows("legacy", "source")


@each_route
def test_law_17_of_two_engines_at_once_exactly_one_runs(place: Small) -> None:
    with engine(place, *SLOWLY) as one, engine(place, *SLOWLY) as other:
        processes = {engine.process.pid: engine for engine in (one, other)}
        eventually(
            lambda: any(enough(list(read(r.journal)), RangeDone, 1) for r in runs(place.folder))
        )
        first = processes.pop(owner(place).pid)
        (second,) = processes.values()
        assert second.wait() == 7
        records = {r.writer[0].pid: r for r in runs(place.folder) if r.writer[0]}
        refused = records[second.process.pid].state().to_json()["error"]
        for word in (str(first.process.pid), this().user, this().host, "since 20"):
            assert word in refused
        for where in (place.folder, place.folder / "plan.yaml"):  # not the one that was refused
            found = json.loads(typed("status", str(where), "--json").stdout)
            assert (found["run"], found["status"]) == (records[first.process.pid].run, "running")
        ask(look(records[first.process.pid]), do=GO, pause_ms=0)
        assert first.wait() == 0
    assert_accounted(records[first.process.pid].state())
    assert len(place.query(f"select id from {state_table(place, 'runs')}")) == 1
    assert_whole(place)


@each_route
def test_law_17_a_sleeper_that_lost_its_lease_commits_nothing(place: Small) -> None:
    with engine(place, *SLOWLY) as sleeper:
        sleeper.until(RangeDone, 3)
        ask(look(sleeper.record), do=PAUSE)  # asleep between two ranges: it holds no lock
        sleeper.until(Paused)
        sleeper.signal(signal.SIGSTOP)
        eventually(lambda: owner(place).state == "stopped")
        for refused in (place.steps("migrate", code=7), place.roll_back(code=7)):
            assert f"process {sleeper.process.pid}" in failure(refused)
        place.execute(f"update {state_table(place, 'runs')} set heartbeat = '{LONG_AGO}'")
        state = place.steps("migrate", batch_size=1)
        assert state.started is not None
        assert (state.run, state.started.resumed) == (sleeper.record.run, True)
        place.execute("update fresh set value = 'as it is now' where id = 60")
        ledger = contents(place)
        ask(look(sleeper.record), do=GO, pause_ms=0)
        sleeper.signal(signal.SIGCONT)
        assert sleeper.wait() == 7
    assert contents(place) == ledger
    assert place.query(f"select status from {state_table(place, 'runs')}") == [("done",)]


@pytest.mark.parametrize("route", [POSTGRESQL, SQLITE])
def test_a_plan_is_unlocked_from_who_is_gone_and_by_force_from_who_is_not(place: Small) -> None:
    plan = str(place.folder / "plan.yaml")
    assert "Nobody holds small" in typed("unlock", plan).stderr
    with engine(place, *SLOWLY) as held:
        held.until(RangeDone, 2)
        live = typed("unlock", plan)
        assert (live.exit_code, "It is at work" in live.stderr) == (7, True)
        assert f"process {held.process.pid}" in live.stderr
        for words in ((), ("--confirm", "smell")):
            assert typed("unlock", plan, "--force", *words).exit_code == 8
        taken = json.loads(typed("unlock", plan, "--force", "--confirm", "small", "--json").stdout)
        assert (taken["state"], taken["pid"], taken["freed"]) == ("live", held.process.pid, True)
        assert held.wait() == 7
    assert 0 < len(place.rows()) < 60
    assert "Nobody holds small" in typed("unlock", plan).stderr
    with engine(place, *SLOWLY) as killed:
        eventually(lambda: (owner(place) or this()).pid == killed.process.pid)
        killed.signal(signal.SIGKILL)
        killed.wait()
    gone = typed("unlock", plan)
    assert (gone.exit_code, "Its process is gone" in gone.stderr) == (0, True)
    assert "Freed." in gone.stderr
    place.steps("migrate", batch_size=1)
    assert_whole(place)


def typed(*words: str) -> Result:
    return CliRunner().invoke(migrate_tui, words)


def contents(place: Small) -> list[Any]:
    tables = ("runs", "mappings", "ranges", "leases", "rejects")
    found = [place.query(f"select * from {state_table(place, table)}") for table in tables]
    return [place.rows(), *map(sorted, found)]


@each_route
def test_a_dead_owner_is_taken_over_at_once_but_not_one_of_another_machine(place: Small) -> None:
    with engine(place, *SLOWLY) as killed:
        killed.until(RangeDone, 2)
        killed.signal(signal.SIGKILL)
        killed.wait()
    there = owner(place)
    assert there.state == "dead"
    elsewhere = replace(there, host="elsewhere.example")
    table = state_table(place, "runs")
    place.execute(f"update {table} set owner = '{elsewhere.token}', host = '{elsewhere.host}'")
    refused = place.steps("migrate", code=7)
    assert "on elsewhere.example, process" in failure(refused)
    place.execute(f"update {table} set owner = '{there.token}', host = '{there.host}'")
    place.steps("migrate", batch_size=20)
    assert_whole(place)


@pytest.mark.parametrize("route", [POSTGRESQL, SQLITE])
def test_enlisting_is_one_at_a_time(place: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two processes look at the runs before either has written its own."""
    place.steps("migrate")
    who = threading.local()
    monkeypatch.setattr(process, "this", lambda: who.process)
    seen = threading.Barrier(2)
    real = Ledger.unfinished

    def unfinished(self: Ledger) -> Any:
        found = real(self)
        try:  # long enough for the other one to look too, if it may
            seen.wait(0.5)
        except threading.BrokenBarrierError:
            seen.reset()
        return found

    monkeypatch.setattr(Ledger, "unfinished", unfinished)
    ended: list[str] = []

    def enter(number: int) -> None:
        who.process = replace(this(), mark=this().mark + str(number))
        context = context_of(place.plan(), place.options, new_id())
        context.steering = Steering()
        try:
            enlist(context)
            ended.append("runs")
        except LeaseHeld:
            ended.append("refused")
        finally:
            if context.heartbeat:
                context.heartbeat.stop()
            context.close()

    threads = [threading.Thread(target=enter, args=(n,)) for n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ended) == ["refused", "runs"]


def test_a_process_is_known_by_more_than_its_number() -> None:
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    mark = this().mark.rpartition("/")[0].rpartition("/")[0]
    theirs = Process("me", this().host, child.pid, f"{mark}/{process.born(child.pid)}/x")
    assert parse(theirs.token) == theirs
    assert theirs.state == "alive"
    assert replace(theirs, mark=f"{mark}/1/x").state == "dead"  # the number was used again
    assert replace(theirs, mark="").state == "alive"  # nothing more is known of it
    assert replace(theirs, mark=f"other.boot/{theirs.born}/x").state == "elsewhere"
    assert replace(theirs, host="other").state == "elsewhere"
    os.kill(child.pid, signal.SIGSTOP)
    eventually(lambda: theirs.state == "stopped")
    child.kill()
    eventually(lambda: theirs.state == "dead")  # a zombie, until somebody asks for its end
    child.wait()
    assert theirs.state == "dead"
    assert parse("somebody else") is None


def test_without_proc_ps_is_asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    ps = tmp_path / "ps"
    ps.write_text('#!/bin/sh\n[ "$4" = 1 ] && echo T Wed Nov 25 18:00:00 2026\n')
    ps.chmod(0o755)
    monkeypatch.setattr(process, "PROC", tmp_path)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    assert process.born(1) == "Wed-Nov-25-18:00:00-2026"
    mark = this().mark.rpartition("/")[0].rpartition("/")[0]
    assert Process("me", this().host, 1, f"{mark}/{process.born(1)}/x").state == "stopped"
    assert Process("me", this().host, 1, f"{mark}/another time/x").state == "dead"
    assert Process("me", this().host, 2, f"{mark}/{process.born(1)}/x").state == "dead"
