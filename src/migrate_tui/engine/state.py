"""RunState: what a run's events add up to; the one mutable object, and all that --json knows."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, TypeVar

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
    Note,
    Paused,
    RangeDone,
    Resumed,
    RunFinished,
    RunStarted,
    StepFinished,
    StepStarted,
    Throttled,
)

E = TypeVar("E", bound=Event)
Json = dict[str, Any]

NOTES = 1000  # that a state remembers; the journal has all of them
COUNTED = ("dry-run", "migrate", "rollback")  # the steps that say what becomes of rows


@dataclass
class Step:
    name: str
    status: str = "running"
    seconds: float = 0.0
    note: str = ""


@dataclass
class Progress:
    """One mapping in one step, while it runs and after it."""

    name: str
    into: str
    step: str
    sources: tuple[str, ...] = ()
    total: int | None = None
    counts: Counts = field(default_factory=Counts)
    seconds: float = 0.0
    fresh: int = 0  # rows of ranges that were not skipped: what a rate may be made of
    finished: bool = False
    skipped: bool = False
    before: Counts = field(default_factory=Counts)  # of rounds that ended: a roll back has several

    def to_json(self) -> Json:
        words = {"name": self.name, "into": self.into, "sources": list(self.sources)}
        return {**words, **asdict(self.counts), "seconds": round(self.seconds, 3)}


@dataclass
class RunState:
    """Folds events, live or replayed. Everything that is only remembered waits in `facts`."""

    started: RunStarted | None = None
    finished: RunFinished | None = None
    steps: dict[str, Step] = field(default_factory=dict)
    progress: dict[tuple[str, str], Progress] = field(default_factory=dict)
    current: Progress | None = None
    paused: Paused | None = None
    throttled: Throttled | None = None
    facts: dict[type[Event], list[Event]] = field(default_factory=dict)
    before: dict[str, dict[type[Event], int]] = field(default_factory=dict)  # facts, by step

    def of(self, kind: type[E]) -> list[E]:
        """Every event of a kind so far, in order."""
        return [event for event in self.facts.get(kind, ()) if isinstance(event, kind)]

    def apply(self, event: Event) -> None:
        match event:
            case RunStarted():
                vars(self).update(vars(RunState(started=event)))  # a resume begins anew
            case RunFinished():
                self.finished, self.current, self.paused = event, None, None
            case Paused():
                self.paused = event
            case Resumed():
                self.paused = None
            case Throttled():
                self.throttled = event
            case StepStarted():
                self._begin(event)
            case StepFinished():
                self.steps[event.step] = Step(event.step, event.status, event.seconds, event.note)
                self.current = None
            case MappingStarted():
                self._start(event)
            case RangeDone():
                self._advance(event)
            case MappingFinished():
                self._finish(event)
            case _:
                self._remember(event)

    def _remember(self, event: Event) -> None:
        """Of notes, which a long run has without end, the last ones are enough; each step and each
        mapping tells no more than a few of everything else."""
        found = self.facts.setdefault(type(event), [])
        found.append(event)
        if isinstance(event, Note) and len(found) > NOTES:
            found.pop(0)
            for counted in self.before.values():
                counted[Note] = max(0, counted.get(Note, 0) - 1)

    def _begin(self, event: StepStarted) -> None:
        """A step that is taken anew, after a pause, forgets what it told before."""
        if event.step in self.steps and self.steps[event.step].status == "running":
            before = self.before.get(event.step, {})
            self.facts = {kind: found[: before.get(kind, 0)] for kind, found in self.facts.items()}
            self.progress = {at: p for at, p in self.progress.items() if at[0] != event.step}
        self.steps[event.step] = Step(event.step)
        self.before[event.step] = {kind: len(found) for kind, found in self.facts.items()}

    def _start(self, event: MappingStarted) -> None:
        earlier = self.progress.get((event.step, event.name))
        before = earlier.counts if earlier and earlier.finished else Counts()
        self.current = Progress(event.name, event.into, event.step, event.sources, event.total)
        self.current.counts = self.current.before = before
        self.progress[event.step, event.name] = self.current

    def _advance(self, event: RangeDone) -> None:
        progress = self._progress(event.step, event.name)
        progress.counts += event.counts
        progress.seconds += event.seconds
        progress.fresh += 0 if event.skipped else event.counts.read
        self.current = progress

    def _finish(self, event: MappingFinished) -> None:
        progress = self._progress(event.step, event.name)
        progress.into, progress.seconds = event.into, event.seconds
        progress.counts = progress.before + event.counts
        progress.finished, progress.skipped = True, event.skipped
        self.current = None

    def _progress(self, step: str, name: str) -> Progress:
        return self.progress.setdefault((step, name), Progress(name, name, step))

    @property
    def run(self) -> str:
        return self.started.run if self.started else ""

    @property
    def plan(self) -> str:
        return self.started.plan if self.started else ""

    @property
    def status(self) -> str:
        running = "paused" if self.paused else "running"
        return self.finished.status if self.finished else running

    @property
    def exit_code(self) -> int | None:
        return self.finished.exit_code if self.finished else None

    @property
    def next_steps(self) -> tuple[str, ...]:
        return self.finished.next_steps if self.finished else ()

    @property
    def counted_step(self) -> str | None:
        """The step whose counts stand: a dry run's hold only until the migration has begun."""
        begun = {*self.steps, *(step for step, _ in self.progress)}
        return next((step for step in reversed(COUNTED) if step in begun), None)

    @property
    def mappings(self) -> tuple[Progress, ...]:
        """What became of the rows of each mapping, seeds first."""
        return tuple(p for p in self.progress.values() if p.step in ("seed", self.counted_step))

    def to_json(self) -> Json:
        """The object that --json prints: every key is always there."""
        return {
            "run": self.run,
            "plan": self.plan,
            "env": self.started.env if self.started else None,
            "params": dict(self.started.params) if self.started else {},
            "status": self.status,
            "exit_code": self.exit_code,
            "error": "\n".join(map(_sentence, self.of(Failed))) or None,
            "steps": [_step(step) for step in self.steps.values()],
            "mappings": [progress.to_json() for progress in self.mappings],
            "verify": [_verified(event) for event in self.of(MappingVerified)],
            "checks": [asdict(event) for event in self.of(Checked)],
            "findings": [asdict(event) for event in self.of(Finding)],
            "backup": _backup(self.of(BackupMade)),
            "databases": [size.to_json() for size in self.databases],
            "next_steps": list(self.next_steps),
        }

    @property
    def databases(self) -> tuple[Size, ...]:
        sizes = {(event.role, event.moment): event.bytes for event in self.of(DatabaseSize)}
        roles = dict.fromkeys(role for role, _ in sizes)
        return tuple(
            Size(role, sizes.get((role, "before")), sizes.get((role, "after"))) for role in roles
        )


@dataclass(frozen=True)
class Size:
    """How big a database was and is."""

    role: str
    before: int | None
    after: int | None

    def to_json(self) -> Json:
        return {"role": self.role, "bytes_before": self.before, "bytes_after": self.after}


def _sentence(error: Failed) -> str:
    return f"{error.message}\n{error.hint}" if error.hint else error.message


def _step(step: Step) -> Json:
    return {"name": step.name, "status": step.status, "seconds": round(step.seconds, 3)}


def _verified(event: MappingVerified) -> Json:
    return {key: value for key, value in asdict(event).items() if key != "explanation"}


def _backup(backups: list[BackupMade]) -> Json:
    """The target's backup; those of other databases, where the plan wants them, in `others`."""
    if not backups:
        return {}
    first, *others = sorted(backups, key=lambda backup: backup.role != "target")
    return {**asdict(first), "others": [asdict(other) for other in others]}
