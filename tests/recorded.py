"""A recorded run: what the engine says of a small migration, from the first event to the last."""

from __future__ import annotations

from migrate_tui.engine.events import (
    BackupMade,
    Checked,
    Counts,
    DatabaseSize,
    Event,
    Failed,
    Finding,
    MappingFinished,
    MappingStarted,
    MappingVerified,
    MergeConflict,
    Note,
    RangeDone,
    RejectedRow,
    RowSample,
    RunFinished,
    RunStarted,
    SchemaStatement,
    StepFinished,
    StepStarted,
)

STARTED = RunStarted(
    "r1", "workshop", "staging", {"since": "2024"}, "2026-01-01T10:00:00Z", False,
    "sqlite:///old.db", "sqlite:///new.db",
)  # fmt: skip
STUDENTS = Counts(read=304, inserted=260, merged=40, rejected=4)
SESSIONS = Counts(read=10, updated=2, unchanged=7, kept=1, filtered=1, deleted=3)
HALF = Counts(read=152, inserted=130, merged=20, rejected=2)
DRY = Counts(read=304, inserted=300, merged=4)


def step(name: str, *events: Event, seconds: float = 0.5, status: str = "done") -> list[Event]:
    return [StepStarted(name), *events, StepFinished(name, status, seconds)]


def mapping(name: str, during: str, counts: Counts, seconds: float = 0.25) -> list[Event]:
    return [
        MappingStarted(name, name, ("old_" + name,), during, counts.read),
        RangeDone(name, "1", counts, seconds, during),
        MappingFinished(name, name, during, counts, seconds),
    ]


PREFLIGHT = step("preflight", Finding("warning", "the disk is nearly full", "free 2 GB"))
BACKUP = step(
    "backup",
    DatabaseSize("target", "before", 1_000_000),
    BackupMade("target", "backups/b.gz", 52_000, "ab12", {"a": 300, "b": 14}, True, 0.75),
)
SCHEMA = step("schema", SchemaStatement("create table students (id)", applied=True))
DRY_RUN = step(
    "dry-run",
    *mapping("students", "dry-run", DRY),
    RowSample("students", "changed", "7", {"name": "Ann"}, {"name": "Anna"}, ("name",)),
    MergeConflict("students", "name", 2, "7", ("a: Ann", "b: Anna"), "Anna", "newest"),
)
MIGRATE = step(
    "migrate",
    *mapping("students", "migrate", STUDENTS),
    RejectedRow("students", "old_students", "9", None, "email", "no address", 4),
    Note("retried one range", "migrate"),
    *mapping("sessions", "migrate", SESSIONS, 0.0),
)
VERIFY = step(
    "verify",
    MappingVerified("students", "students", 304, 260, 260, 0, 0, 0, "match"),
    MappingVerified("sessions", "sessions", 10, 9, 12, 1, 0, 2, "mismatch"),
    Checked("no orphans", True, "0", "0", 0.25, True),
    Checked("one each", False, "260", "259", 0.5),
    DatabaseSize("target", "after", 1_500_000),
)
FAILED = [
    Failed("verification found 3 differences", "look at the samples", 5),
    RunFinished("failed", 5, ("migrate-tui rollback r1",)),
]
RUN: list[Event] = [
    STARTED, *PREFLIGHT, *BACKUP, *SCHEMA, *DRY_RUN, *MIGRATE, *VERIFY, *FAILED
]  # fmt: skip
DONE: list[Event] = [
    STARTED,
    *step("migrate", *mapping("students", "migrate", STUDENTS)),
    RunFinished("done", 0, ("migrate-tui report r1",)),
]
