"""How long somebody waits who attaches to a run that has told a million events."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from measured import Ratio

from migrate_tui.engine.events import (
    Counts,
    Event,
    MappingStarted,
    RangeDone,
    RunStarted,
    StepStarted,
)
from migrate_tui.engine.history import HOME, Call, Record, Recorder
from migrate_tui.session.follow import Following
from realpg import Server

EVENTS = 1_000_000
BEGIN: list[Event] = [
    RunStarted("r", "bench", None, {}, "2026-01-01T00:00:00.000+00:00"),
    StepStarted("migrate"),
    MappingStarted("students", "students", ("pupils",), "migrate", None),
]
DONE = RangeDone("students", "12345", Counts(read=50, inserted=49, rejected=1), 0.01, "migrate")


def attach(server: Server, rows: int | None) -> list[Ratio]:
    """The state, the log and the place to read on from, of a run that is at work."""
    del server
    with tempfile.TemporaryDirectory(prefix="migrate-tui-bench-") as name:
        record, kept = _kept(Path(name), rows or EVENTS)
        started = time.monotonic()
        following = Following.found(record)
        seconds = time.monotonic() - started
        size = record.journal.stat().st_size / 1e6
        assert following.state.progress["migrate", "students"].counts.read == 50 * (rows or EVENTS)
    detail = f"{seconds:.2f} s for {size:.0f} MB of journal, kept in {kept:.0f} s"
    return [Ratio("attaching to a journal of a million events", seconds, 1.0, detail, "s")]


def _kept(folder: Path, number: int) -> tuple[Record, float]:
    started = time.monotonic()
    with Recorder(Call(folder / "plan.yaml")) as recorder:
        for event in BEGIN:
            recorder.append(event)
        for _ in range(number):
            recorder.append(DONE)
    return Record(folder / HOME / "runs" / "r"), time.monotonic() - started
