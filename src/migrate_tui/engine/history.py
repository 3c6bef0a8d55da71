"""The runs of this machine: a folder each in `.migrate-tui/runs` beside the plan, for its owner."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from migrate_tui.engine.checkpoint import Checkpoints, resume
from migrate_tui.engine.errors import Blocked, MigrateError, PlanError
from migrate_tui.engine.events import Accepted, BackupMade, Event, RunFinished, RunStarted
from migrate_tui.engine.journal import Journal, ends, read, replay
from migrate_tui.engine.process import Process, parse, this
from migrate_tui.engine.secrets import mask
from migrate_tui.engine.state import RunState

HOME = ".migrate-tui"
ACCEPTED = "accepted.json"


@dataclass(frozen=True)
class Call:
    """What it takes to load a run's plan once more, as it was given."""

    plan: Path
    env: str | None = None
    params: Mapping[str, str] = field(default_factory=dict)
    command: str = "run"  # or what else wrote: rollback, restore


@dataclass(frozen=True)
class Entry:
    """One line of the history."""

    run: str
    command: str
    plan: str
    env: str | None
    started: str
    status: str  # done, failed, interrupted, unfinished (running or killed), unreadable
    exit_code: int | None
    accepted: tuple[str, ...] = ()  # mappings whose difference somebody accepted


@dataclass(frozen=True)
class Record:
    """A run and its folder."""

    folder: Path

    @property
    def run(self) -> str:
        return self.folder.name

    @property
    def journal(self) -> Path:
        return self.folder / "journal.jsonl"

    @property
    def call(self) -> Call:
        try:
            said = json.loads((self.folder / "run.json").read_text())
            beside = self.folder.parent.parent.parent
            return Call(beside / said["plan"], said["env"], said["params"], said["command"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise MigrateError(
                f"Which plan run {self.run} had is not recorded: {error}", "Name the plan itself."
            ) from error

    @property
    def writer(self) -> tuple[Process | None, int]:
        """The process that wrote last, and where in the journal it began."""
        try:
            said = json.loads((self.folder / "run.json").read_text())
            return parse(said["process"]), int(said["offset"])
        except (OSError, ValueError, KeyError, TypeError):
            return None, 0

    @property
    def command(self) -> str:
        try:
            return self.call.command
        except MigrateError:
            return ""

    def state(self) -> RunState:
        """What the events of the last writer add up to: one that goes on began anew."""
        state, offset = self.known()
        state = replay(self.journal, offset, state)
        for event in self.accepted():
            state.apply(event)
        return state

    def accepted(self) -> tuple[Accepted, ...]:
        """The differences that somebody has accepted since."""
        try:
            said = json.loads((self.folder / ACCEPTED).read_text())
            return tuple(Accepted(**one) for one in said["all"])
        except (OSError, ValueError, TypeError, KeyError):
            return ()

    def known(self) -> tuple[RunState, int]:
        """A state of the run, and the place in its journal from which on events have to be read."""
        return resume(self.journal, self.writer[1])

    def entry(self) -> Entry:
        try:
            first, last = ends(self.journal)
        except (OSError, MigrateError):
            return Entry(self.run, self.command, "", None, "", "unreadable", None)
        start = first if isinstance(first, RunStarted) else RunStarted(self.run, "", None, {}, "")
        status, code = "unfinished", None
        if isinstance(last, RunFinished):
            status, code = last.status, last.exit_code
        accepted = tuple(event.name for event in self.accepted())
        known = (self.run, self.command, start.plan, start.env, start.at, status, code)
        return Entry(*known, accepted)

    def made(self, backup: Path) -> bool:
        """Whether this run made that backup."""
        events = (e for e in read(self.journal) if isinstance(e, BackupMade))
        return any(self.call.plan.parent / e.path == backup for e in events)


def runs(directory: Path) -> tuple[Record, ...]:
    """The runs of the plans in a directory, newest first."""
    found = (Record(journal.parent) for journal in directory.glob(f"{HOME}/runs/*/journal.jsonl"))
    return tuple(sorted(found, key=lambda r: (r.entry().started, r.run), reverse=True))


def find(directory: Path, text: str | None = None, command: str | None = None) -> Record:
    """A run by its id or a prefix of it, or the newest (of a command)."""
    records = runs(directory)
    if text is None and command:
        records = tuple(record for record in records if record.command == command)
    if not records:
        raise PlanError(
            f"There are no runs in {directory}",
            "Change to the plan's directory, or name the plan instead of a run.",
        )
    if text is None:
        return records[0]
    fitting = [r for r in records if r.run == text] or [r for r in records if _starts(r, text)]
    if len(fitting) == 1:
        return fitting[0]
    problem = f"{len(fitting)} runs begin with {text!r}" if fitting else f"There is no run {text!r}"
    known = ", ".join(record.run for record in (fitting or records)[:10])
    raise PlanError(f"{problem} in {directory}", f"Runs: {known}")


def newest_of(plan: Path, command: str | None = None) -> Record | None:
    """The newest run of one plan file (of a command)."""
    return next(runs_of(plan, command), None)


def runs_of(plan: Path, command: str | None = None) -> Iterator[Record]:
    """The runs of one plan file (of a command), newest first."""
    path = plan.resolve()
    fitting = (r for r in runs(path.parent) if command in (None, r.command))
    return (r for r in fitting if _planned(r) == path)


def maker_of(backup: Path) -> Record | None:
    """The run that made a backup, looked for in the directories above it."""
    path = backup.resolve()
    records = (record for directory in path.parents for record in runs(directory))
    return next((record for record in records if record.made(path)), None)


class Recorder:
    """Keeps a run's events from the moment it says its id; without a call it keeps nothing."""

    def __init__(self, call: Call | None) -> None:
        self._call = call
        self._journal: Journal | None = None
        self._checkpoints: Checkpoints | None = None

    def append(self, event: Event) -> None:
        try:
            if isinstance(event, RunStarted) and self._call is not None:
                self.close()
                self._journal = _open(event.run, self._call)
                self._checkpoints = Checkpoints(self._journal)
            if self._journal is not None and self._checkpoints is not None:
                self._journal.append(event)
                self._checkpoints.note(event)
        except OSError as error:
            self.close()
            raise Blocked(
                f"The journal of the run cannot be written: {error}",
                "Make the directory of the plan writable: the history of its runs is kept there.",
            ) from error

    def close(self) -> None:
        if self._journal is not None:
            self._journal.close()
            self._journal = None

    def __enter__(self) -> Recorder:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _open(run: str, call: Call) -> Journal:
    plan = call.plan.resolve()
    folder = plan.parent / HOME / "runs" / run
    for path in (plan.parent / HOME, folder.parent, folder):
        path.mkdir(mode=0o700, exist_ok=True)
        path.chmod(0o700)
    journal = Journal(folder / "journal.jsonl")
    _write_call(folder, plan.name, call, journal.offset)
    return journal


def _write_call(folder: Path, plan: str, call: Call, offset: int) -> None:
    params = {name: mask(value) for name, value in call.params.items()}
    said = {"command": call.command, "plan": plan, "env": call.env, "params": params}
    writer = {"process": this().token, "offset": offset}
    keep(folder / "run.json", {**said, **writer})


def keep(path: Path, said: object) -> None:
    """Replaced as a whole, for its owner only: somebody may be looking."""
    file, name = tempfile.mkstemp(prefix=f".{path.stem}-", dir=path.parent)  # 0600
    with os.fdopen(file, "w") as stream:
        json.dump(said, stream)
    os.replace(name, path)


def _planned(record: Record) -> Path | None:
    try:
        return record.call.plan.resolve()
    except MigrateError:
        return None


def _starts(record: Record, text: str) -> bool:
    return bool(text) and record.run.startswith(text)
