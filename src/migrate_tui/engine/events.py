"""The typed events of a run: facts in the order they became true, a JSON object each."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

Scalar = str | int | float | bool | None


@dataclass(frozen=True)
class Counts:
    """Rows of a relation by what became of them; the identity holds or something was lost."""

    read: int = 0
    inserted: int = 0
    updated: int = 0
    unchanged: int = 0
    kept: int = 0  # a part of unchanged: differences that the plan holds back
    merged: int = 0
    rejected: int = 0
    filtered: int = 0
    deleted: int = 0  # target rows, beside the identity

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(a + b for a, b in zip(self.values(), other.values(), strict=True)))

    def values(self) -> tuple[int, ...]:
        return dataclasses.astuple(self)

    @property
    def accounted(self) -> int:
        parts = (self.inserted, self.updated, self.unchanged)
        return sum(parts) + self.merged + self.rejected + self.filtered

    @property
    def balanced(self) -> bool:
        return self.read == self.accounted


@dataclass(frozen=True)
class Event:
    """Something that is true now. `kind` is the class name in the journal."""

    registry: ClassVar[dict[str, type[Event]]] = {}

    def __init_subclass__(cls) -> None:
        Event.registry[cls.__name__] = cls

    def to_dict(self) -> dict[str, Any]:
        return {"event": type(self).__name__, **dataclasses.asdict(self)}

    @staticmethod
    def from_dict(data: Mapping[str, Any]) -> Event:
        values = dict(data)
        kind = Event.registry[values.pop("event")]
        if "counts" in values:
            values["counts"] = Counts(**values["counts"])
        return kind(**values)


@dataclass(frozen=True)
class RunStarted(Event):
    run: str
    plan: str
    env: str | None
    params: dict[str, Scalar]
    at: str  # ISO-8601 UTC
    resumed: bool = False
    source: str = ""  # masked URLs
    target: str = ""
    steps: tuple[str, ...] = ()  # that it will take, where that is known before


@dataclass(frozen=True)
class StepStarted(Event):
    step: str  # a step of steps.STEPS, rollback or restore


@dataclass(frozen=True)
class StepFinished(Event):
    step: str
    status: str  # done, skipped, blocked, failed
    seconds: float
    note: str = ""


@dataclass(frozen=True)
class Finding(Event):
    """A fact of preflight, profile or dependency scan. severity: error (blocks), warning, info."""

    severity: str
    fact: str
    remedy: str = ""
    step: str = ""


@dataclass(frozen=True)
class SchemaStatement(Event):
    """A statement that the schema, clean-up or roll-back step is about to run or has run."""

    sql: str
    applied: bool


@dataclass(frozen=True)
class BackupMade(Event):
    role: str  # source or target
    path: str
    bytes: int
    sha256: str
    tables: dict[str, int]  # rows per table
    verified: bool
    seconds: float


@dataclass(frozen=True)
class MappingStarted(Event):
    name: str
    into: str
    sources: tuple[str, ...]
    step: str  # seed, dry-run, migrate, verify, rollback
    total: int | None  # source rows to read, where it is known


@dataclass(frozen=True)
class RangeDone(Event):
    """One key range is committed (migrate), examined (dry-run, verify) or undone (rollback)."""

    name: str
    low: str
    counts: Counts
    seconds: float
    step: str
    skipped: bool = False


@dataclass(frozen=True)
class MappingFinished(Event):
    name: str
    into: str
    step: str
    counts: Counts
    seconds: float
    skipped: bool = False  # nothing had changed since the last run


@dataclass(frozen=True)
class RowSample(Event):
    """A row as it is and as it will be (dry-run), or as it is and should be (verify)."""

    name: str
    status: str  # new changed kept rejected extra missing different
    key: str
    before: dict[str, str | None] | None
    after: dict[str, str | None] | None
    changed: tuple[str, ...] = ()


@dataclass(frozen=True)
class MergeConflict(Event):
    """Values of one merged column that differed: which one won, and by which rule."""

    name: str
    column: str
    rows: int  # groups in which this column differed
    key: str  # of the sample
    values: tuple[str, ...]  # "source: value" in order of preference
    winner: str | None
    rule: str


@dataclass(frozen=True)
class Foreseen(Event):
    """What a dry run came to; an approval of its hash is void when any part is another one."""

    hash: str
    parts: dict[str, str]
    changes: int  # rows that migrate would write or delete


@dataclass(frozen=True)
class RejectedRow(Event):
    """A reject (the first few of each mapping; all are in migration_rejects)."""

    name: str
    source: str
    source_key: str
    target_key: str | None
    column: str | None
    reason: str
    rows: int = 1


@dataclass(frozen=True)
class MappingVerified(Event):
    name: str
    into: str
    source: int
    expected: int
    target: int
    missing: int
    extra: int
    different: int
    verdict: str  # match or mismatch
    explanation: str = ""
    since: str = ""  # the run whose verification of this very state still holds; "": looked at now


@dataclass(frozen=True)
class Accepted(Event):
    """A difference that somebody accepts: these very numbers, and no others."""

    name: str
    note: str
    by: str
    at: str
    missing: int
    extra: int
    different: int

    @property
    def words(self) -> str:
        numbers = ((self.missing, "missing"), (self.extra, "extra"), (self.different, "different"))
        told = ", ".join(f"{number} {word}" for number, word in numbers if number)
        return f"{self.name}: {told}, accepted by {self.by}: {self.note}"


@dataclass(frozen=True)
class Checked(Event):
    """A check: the plan's, or one of the engine's own witnesses."""

    name: str
    ok: bool
    expected: str
    actual: str
    seconds: float
    own: bool = False


@dataclass(frozen=True)
class DatabaseSize(Event):
    role: str
    moment: str  # before or after
    bytes: int


@dataclass(frozen=True)
class Note(Event):
    """Narration: retries, slow ranges, what will be kept."""

    text: str
    step: str = ""


@dataclass(frozen=True)
class Paused(Event):
    """The run waits: no transaction is open, and its lease is kept."""

    by: str
    at: str


@dataclass(frozen=True)
class Resumed(Event):
    by: str
    at: str
    seconds: float  # of waiting


@dataclass(frozen=True)
class Throttled(Event):
    """The limits from here on; nothing, 0 and nothing lift them."""

    rows: int | None  # rows of a range
    pause_ms: int  # rest after each range
    rate: int | None  # rows a second at most
    by: str


@dataclass(frozen=True)
class Failed(Event):
    message: str
    hint: str
    exit_code: int


@dataclass(frozen=True)
class RunFinished(Event):
    status: str  # done, failed, interrupted
    exit_code: int
    next_steps: tuple[str, ...] = field(default=())
