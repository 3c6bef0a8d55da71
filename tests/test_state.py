"""RunState is the sum of the events, and --json is all of it."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable

import pytest

from migrate_tui.engine.events import (
    BackupMade,
    Counts,
    Event,
    Failed,
    MappingStarted,
    Note,
    RangeDone,
    RunFinished,
    StepFinished,
    StepStarted,
)
from migrate_tui.engine.state import RunState
from recorded import DONE, DRY, DRY_RUN, HALF, MIGRATE, RUN, SESSIONS, STARTED, STUDENTS, mapping

KEYS = [
    "run",
    "plan",
    "env",
    "params",
    "status",
    "exit_code",
    "error",
    "steps",
    "mappings",
    "verify",
    "checks",
    "findings",
    "backup",
    "databases",
    "next_steps",
]


def fold(events: Iterable[Event]) -> RunState:
    state = RunState()
    for event in events:
        state.apply(event)
    return state


def test_json_of_a_whole_run() -> None:
    assert fold(RUN).to_json() == {
        "run": "r1",
        "plan": "workshop",
        "env": "staging",
        "params": {"since": "2024"},
        "status": "failed",
        "exit_code": 5,
        "error": "verification found 3 differences\nlook at the samples",
        "steps": [
            {"name": name, "status": "done", "seconds": 0.5}
            for name in ("preflight", "backup", "schema", "dry-run", "migrate", "verify")
        ],
        "mappings": [
            {
                "name": "students",
                "into": "students",
                "sources": ["old_students"],
                **dataclasses.asdict(STUDENTS),
                "seconds": 0.25,
            },
            {
                "name": "sessions",
                "into": "sessions",
                "sources": ["old_sessions"],
                **dataclasses.asdict(SESSIONS),
                "seconds": 0.0,
            },
        ],
        "verify": [
            {
                "name": "students",
                "into": "students",
                "source": 304,
                "expected": 260,
                "target": 260,
                "missing": 0,
                "extra": 0,
                "different": 0,
                "verdict": "match",
                "since": "",
            },
            {
                "name": "sessions",
                "into": "sessions",
                "source": 10,
                "expected": 9,
                "target": 12,
                "missing": 1,
                "extra": 0,
                "different": 2,
                "verdict": "mismatch",
                "since": "",
            },
        ],
        "checks": [
            {
                "name": "no orphans",
                "ok": True,
                "expected": "0",
                "actual": "0",
                "seconds": 0.25,
                "own": True,
            },
            {
                "name": "one each",
                "ok": False,
                "expected": "260",
                "actual": "259",
                "seconds": 0.5,
                "own": False,
            },
        ],
        "findings": [
            {
                "severity": "warning",
                "fact": "the disk is nearly full",
                "remedy": "free 2 GB",
                "step": "",
            }
        ],
        "backup": {
            "role": "target",
            "path": "backups/b.gz",
            "bytes": 52_000,
            "sha256": "ab12",
            "tables": {"a": 300, "b": 14},
            "verified": True,
            "seconds": 0.75,
            "others": [],
        },
        "databases": [{"role": "target", "bytes_before": 1_000_000, "bytes_after": 1_500_000}],
        "next_steps": ["migrate-tui rollback r1"],
    }


@pytest.mark.parametrize("length", range(len(RUN) + 1))
def test_every_key_is_there_after_every_event(length: int) -> None:
    found = fold(RUN[:length]).to_json()
    assert list(found) == KEYS
    assert json.loads(json.dumps(found)) == found


def test_nothing_yet() -> None:
    found = RunState().to_json()
    assert found["status"] == "running"
    assert (found["exit_code"], found["error"], found["backup"]) == (None, None, {})
    assert (found["mappings"], found["databases"], found["params"]) == ([], [], {})


@pytest.mark.parametrize(
    ("events", "counts"),
    [
        pytest.param([*DRY_RUN], {"students": DRY}, id="a dry run alone"),
        pytest.param([*DRY_RUN, StepStarted("migrate")], {}, id="its counts are no migration's"),
        pytest.param([*DRY_RUN, *MIGRATE], {"students": STUDENTS, "sessions": SESSIONS}, id="both"),
        pytest.param(
            [*DRY_RUN, *MIGRATE, StepStarted("verify"), *mapping("students", "verify", DRY)],
            {"students": STUDENTS, "sessions": SESSIONS},
            id="verify only looks",
        ),
        pytest.param(
            [*mapping("roles", "seed", DRY), *MIGRATE],
            {"roles": DRY, "students": STUDENTS, "sessions": SESSIONS},
            id="seeds stay",
        ),
        pytest.param([*mapping("students", "rollback", DRY)], {"students": DRY}, id="roll back"),
    ],
)
def test_the_counts_that_stand(events: list[Event], counts: dict[str, Counts]) -> None:
    assert {m.name: m.counts for m in fold(events).mappings} == counts


def test_ranges_add_up_and_the_end_replaces_them() -> None:
    first = RangeDone("students", "1", HALF, 0.5, "migrate")
    second = RangeDone("students", "153", HALF, 0.25, "migrate", skipped=True)
    start = MappingStarted("students", "students", (), "migrate", 304)
    state = fold([STARTED, start, first, second])
    assert state.current is not None
    assert state.current.counts == HALF + HALF
    assert state.current.seconds == 0.75
    assert state.current.fresh == HALF.read
    state.apply(MIGRATE[3])
    assert state.current is None
    assert state.mappings[0].counts == STUDENTS


def test_a_resumed_run_begins_anew() -> None:
    again = dataclasses.replace(STARTED, resumed=True)
    assert fold([*RUN, again, *DONE[1:]]).to_json() == fold([again, *DONE[1:]]).to_json()


def test_all_failures_are_in_the_error() -> None:
    state = fold([Failed("one", "", 2), Failed("two", "do this", 2), RunFinished("failed", 2)])
    assert state.to_json()["error"] == "one\ntwo\ndo this"


def test_the_targets_backup_comes_first() -> None:
    source = BackupMade("source", "s", 1, "", {}, True, 0.0)
    target = BackupMade("target", "t", 1, "", {}, True, 0.0)
    found = fold([source, target]).to_json()["backup"]
    assert (found["path"], [other["path"] for other in found["others"]]) == ("t", ["s"])


def test_a_running_step_and_a_skipped_one() -> None:
    state = fold([StepStarted("backup"), StepFinished("backup", "skipped", 0.0), StepStarted("x")])
    assert [(s["name"], s["status"]) for s in state.to_json()["steps"]] == [
        ("backup", "skipped"),
        ("x", "running"),
    ]


def test_facts_are_kept_by_their_kind() -> None:
    assert fold([Note("a"), Failed("b", "", 1), Note("c")]).of(Note) == [Note("a"), Note("c")]
