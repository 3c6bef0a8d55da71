"""The journal of a run: one event a line, on its way to the disk before anybody is told of it."""

from __future__ import annotations

import dataclasses
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from migrate_tui.engine.errors import MigrateError
from migrate_tui.engine.events import Event, RunFinished
from migrate_tui.engine.secrets import mask
from migrate_tui.engine.state import RunState

E = TypeVar("E", bound=Event)
TAIL = 65536  # bytes; the last event of a run is far shorter
# Words of the program and of the plan: hiding them where they happen to equal a password hides
# nothing, and two mappings would become one.
NAMES = {"run", "plan", "env", "at", "step", "status", "severity", "role", "moment", "sha256"} | {
    *("name", "into", "sources", "verdict", "column", "changed", "rule")
}


class Journal:
    """Appends events. What a killed writer left half-written is cut off first."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        os.fchmod(self._file, 0o600)
        self.offset = _whole(path)  # where this writer begins
        os.ftruncate(self._file, self.offset)
        self.end, self.last = self.offset, b""  # behind the last line, and that line

    def append(self, event: Event) -> None:
        self.last = json.dumps(event.to_dict(), default=str).encode() + b"\n"
        line = memoryview(self.last)
        while line:
            line = line[os.write(self._file, line) :]
        self.end += len(self.last)

    def close(self) -> None:
        os.close(self._file)

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def read(path: Path, offset: int = 0) -> Iterator[Event]:
    """The events of a journal; a cut last line is not there yet."""
    with path.open("rb") as file:
        file.seek(offset)
        for number, line in enumerate(file, 1):
            if line.endswith(b"\n"):
                yield _event(line, path, number)


def replay(path: Path, offset: int = 0, state: RunState | None = None) -> RunState:
    """The state that a run's events add up to, from a place in the journal on."""
    state = state or RunState()
    for event in read(path, offset):
        state.apply(event)
    return state


def follow(path: Path, offset: int, living: Callable[[], bool]) -> Iterator[Event | None]:
    """The events as they come, None while there is no new one, until the run or its writer ends."""
    with path.open("rb") as file:
        file.seek(offset)
        rest, number = b"", 0
        while True:
            alive = living()  # asked first: all that a dead one wrote is there to be read
            *lines, rest = (rest + file.read()).split(b"\n")
            for number, line in enumerate(lines, number + 1):  # noqa: B020
                event = _event(line, path, number)
                yield event
                if isinstance(event, RunFinished):
                    return
            if not lines and not alive:
                return
            if not lines:
                yield None


def last(path: Path, start: int, end: int, limit: int) -> list[Event]:
    """The events between two places, or those in the last `limit` bytes of them."""
    with path.open("rb") as file:
        file.seek(max(start, end - limit))
        if end - limit > start:
            file.readline()  # the rest of a line
        return [_event(line, path, None) for line in file.read(end - file.tell()).splitlines()]


class Tail:
    """What comes after a place in a journal, as far as it is there: it never waits for more."""

    def __init__(self, path: Path, offset: int = 0) -> None:
        self.path, self.offset = path, offset
        self._rest = b""

    def poll(self, limit: int = TAIL) -> list[Event]:
        """The next events, from at most `limit` bytes; half a line is kept for the next time."""
        with self.path.open("rb") as file:
            file.seek(self.offset)
            found = file.read(limit)
        self.offset += len(found)
        *lines, self._rest = (self._rest + found).split(b"\n")
        return [_event(line, self.path, None) for line in lines]


def ends(path: Path) -> tuple[Event | None, Event | None]:
    """The first and the last event, however long the journal is."""
    with path.open("rb") as file:
        first = file.readline()
        if not first.endswith(b"\n"):
            return None, None
        file.seek(max(0, file.seek(0, os.SEEK_END) - TAIL))
        last = file.read().rpartition(b"\n")[0].rpartition(b"\n")[2]
    return _event(first, path, 1), _event(last, path, None)


def masked(event: E) -> E:
    """The event without secrets: what is shown and what is kept."""
    free = {field.name for field in dataclasses.fields(event)} - NAMES
    return dataclasses.replace(event, **{name: _masked(getattr(event, name)) for name in free})


def _masked(value: Any) -> Any:
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, tuple):
        return tuple(_masked(item) for item in value)
    if isinstance(value, dict):
        return {key: _masked(item) for key, item in value.items()}
    return value


def event_of(values: dict[str, Any]) -> Event:
    """JSON has lists only; every sequence of an event is a tuple."""
    return Event.from_dict({k: tuple(v) if type(v) is list else v for k, v in values.items()})


def _event(line: bytes, path: Path, number: int | None) -> Event:
    try:
        return event_of(json.loads(line))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        place = f"line {number}" if number else "the last line"
        raise MigrateError(
            f"The journal {path} cannot be read at {place}: {error}",
            "It was damaged, or written by another version. The databases are not affected.",
        ) from error


def _whole(path: Path) -> int:
    """Bytes up to and including the last newline."""
    with path.open("rb") as file:
        end = file.seek(0, os.SEEK_END)
        while end:
            start = max(0, end - TAIL)
            file.seek(start)
            at = file.read(end - start).rfind(b"\n")
            if at >= 0:
                return start + at + 1
            end = start
    return 0
