"""A journal's events so far as one small file beside it, so that a reader begins near the end.

Invariant: the journal is the truth. A checkpoint that is torn, old or of another journal is none,
and the state that it gives, with the events behind it, is that of the whole journal.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from migrate_tui.engine.errors import MigrateError
from migrate_tui.engine.events import Counts, Event, RunFinished, StepFinished
from migrate_tui.engine.journal import Journal, event_of
from migrate_tui.engine.state import Progress, RunState, Step

NAME = "state.json"
EVERY = 5000  # events between two checkpoints within a step
VERSION = 1


class Checkpoints:
    """Folds what a journal's writer appends, and now and then leaves the state beside it."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self._state = RunState()
        self._waiting = 0
        self._path = journal.path.with_name(NAME)
        with contextlib.suppress(OSError):
            self._path.unlink(missing_ok=True)  # of an earlier writer

    def note(self, event: Event) -> None:
        """The event stands in the journal. A disk that is full costs the readers time, not us."""
        self._state.apply(event)
        self._waiting += 1
        if self._waiting >= EVERY or isinstance(event, StepFinished | RunFinished):
            self._waiting = 0
            with contextlib.suppress(OSError):
                self._write()

    def _write(self) -> None:
        journal, last = self.journal, self.journal.last
        place = {"start": journal.offset, "end": journal.end, "line": len(last)}
        said = {"version": VERSION, **place, "hash": _hash(last), "state": packed(self._state)}
        file, name = tempfile.mkstemp(prefix=".state-", dir=self._path.parent)  # 0600
        try:
            with os.fdopen(file, "w") as stream:
                json.dump(said, stream, default=str)
            os.replace(name, self._path)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise


def resume(journal: Path, start: int = 0) -> tuple[RunState, int]:
    """A state and the place in the journal up to which it tells; nothing and `start`, where no
    checkpoint of the writer that began there is sound."""
    try:
        said = json.loads(journal.with_name(NAME).read_bytes())
        if (said["version"], said["start"]) != (VERSION, start) or not _fits(journal, said):
            return RunState(), start
        return unpacked(said["state"]), int(said["end"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError, MigrateError):
        return RunState(), start


def _fits(journal: Path, said: dict[str, Any]) -> bool:
    """Whether the last line that the checkpoint knows stands where it says."""
    with journal.open("rb") as file:
        file.seek(said["end"] - said["line"])
        return bool(_hash(file.read(said["line"])) == said["hash"])


def _hash(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()


def packed(state: RunState) -> dict[str, Any]:
    """The whole state as JSON; which progress is the current one is told by its place."""
    progress = list(state.progress.items())
    at = next((i for i, (_, p) in enumerate(progress) if p is state.current), None)
    detached = state.current if at is None else None
    return {
        "started": _told(state.started),
        "finished": _told(state.finished),
        "paused": _told(state.paused),
        "throttled": _told(state.throttled),
        "steps": [asdict(step) for step in state.steps.values()],
        "progress": [[*key, asdict(found)] for key, found in progress],
        "current": at if detached is None else asdict(detached),
        "facts": {kind.__name__: [e.to_dict() for e in es] for kind, es in state.facts.items()},
        "before": {
            step: {kind.__name__: number for kind, number in found.items()}
            for step, found in state.before.items()
        },
    }


def unpacked(said: dict[str, Any]) -> RunState:
    kinds = Event.registry
    progress = {(step, name): _progress(found) for step, name, found in said["progress"]}
    current = said["current"]
    if isinstance(current, int):
        current = list(progress.values())[current]
    elif current is not None:
        current = _progress(current)
    singles = {n: _heard(said[n]) for n in ("started", "finished", "paused", "throttled")}
    return RunState(
        **singles,
        steps={step["name"]: Step(**step) for step in said["steps"]},
        progress=progress,
        current=current,
        facts={kinds[kind]: [event_of(e) for e in es] for kind, es in said["facts"].items()},
        before={
            step: {kinds[kind]: number for kind, number in found.items()}
            for step, found in said["before"].items()
        },
    )


def _progress(said: dict[str, Any]) -> Progress:
    counts = {name: Counts(**said[name]) for name in ("counts", "before")}
    return Progress(**{**said, **counts, "sources": tuple(said["sources"])})


def _told(event: Event | None) -> dict[str, Any] | None:
    return event.to_dict() if event else None


def _heard(said: dict[str, Any] | None) -> Any:
    return event_of(said) if said else None
