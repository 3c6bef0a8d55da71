"""Columns that the plan masks: of their values only a short keyed hash leaves the engine.

Equal values have equal hashes wherever one key made them. The key is this machine's: it lies beside
the journals of the plan, for its owner only, and without it a hash cannot be guessed back.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import secrets
from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from migrate_tui.engine.events import Event, MergeConflict, RejectedRow, RowSample

if TYPE_CHECKING:
    from migrate_tui.engine.plan import Mapping, Plan

HIDDEN = "•••"
DIGITS = 8
_VEILED = re.compile(rf"{HIDDEN}[0-9a-f]{{{DIGITS}}}\Z")
FILE = Path(".migrate-tui", "veil.key")


@cache
def key_of(directory: Path) -> str:
    """The key of the plans in a directory; one that nobody keeps lasts as long as the process."""
    with contextlib.suppress(OSError):
        if kept := (directory / FILE).read_text().strip():
            return kept
    return secrets.token_hex(16)


def keep_key(directory: Path) -> None:
    """Write the key down, so that the next run's hashes are the same."""
    path = directory / FILE
    path.parent.mkdir(mode=0o700, exist_ok=True)
    with contextlib.suppress(FileExistsError):
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(file, "w") as stream:
            stream.write(key_of(directory) + "\n")


def digest(value: str, key: str) -> str:
    """What is shown of a value; what is veiled already stays as it is."""
    if _VEILED.match(value):
        return value
    text = (key + value).encode("utf-8", "surrogatepass")
    return HIDDEN + hashlib.sha256(text).hexdigest()[:DIGITS]


def veiled(events: Iterator[Event], plan: Plan) -> Iterator[Event]:
    """The same events without masked values; what is thrown in goes on to whoever tells them."""
    assert isinstance(events, Generator)
    veil = Veil(plan)
    event = next(events, None)
    while event is not None:
        try:
            yield veil.over(event)
        except BaseException as stop:
            try:
                event = events.throw(stop)
            except StopIteration:
                return
        else:
            event = next(events, None)


@dataclass(frozen=True)
class Veil:
    """The last net, by the plan's names alone; the steps hide what is made of masked columns."""

    plan: Plan

    def digest(self, value: str) -> str:
        return digest(value, key_of(self.plan.directory))

    def over(self, event: Event) -> Event:
        if not self.plan.mask:
            return event
        match event:
            case RowSample():
                before, after = (self._row(event.name, row) for row in (event.before, event.after))
                return replace(event, before=before, after=after, key=self._key(event))
            case MergeConflict():
                return self._conflict(event)
            case RejectedRow():
                return self._reject(event)
            case _:
                return event

    def _row(self, mapping: str, row: dict[str, str | None] | None) -> dict[str, str | None] | None:
        if row is None:
            return None
        return {
            name: self.digest(value) if value is not None and self._masks(mapping, name) else value
            for name, value in row.items()
        }

    def _conflict(self, event: MergeConflict) -> MergeConflict:
        key = self._key(event)
        if not self._masks(event.name, event.column):
            return replace(event, key=key)
        split = (value.partition(": ") for value in event.values)
        values = tuple(f"{source}: {self.digest(value)}" for source, _, value in split)
        winner = None if event.winner is None else self.digest(event.winner)
        return replace(event, key=key, values=values, winner=winner)

    def _reject(self, event: RejectedRow) -> RejectedRow:
        return replace(event, reason=self.reason(event.name, event.column, event.reason))

    def reason(self, mapping: str, column: str | None, reason: str) -> str:
        """Why a row was rejected; the value at the end, in quotes, is veiled."""
        if not self.plan.mask or column is None or not self._masks(mapping, column):
            return reason
        words, quoted, value = reason.partition(": '")
        return f"{words}: {self.digest(value)}" if quoted else words

    def _key(self, event: RowSample | MergeConflict) -> str:
        return self.key(event.name, event.key)

    def key(self, name: str, key: str) -> str:
        """The key of a row of the mapping, as text for people."""
        mapping = self._mapping(name)
        keys = mapping.key if mapping else ()
        return self.digest(key) if any(self._masks(name, k) for k in keys) else key

    def _masks(self, mapping: str, column: str) -> bool:
        found = self._mapping(mapping)
        tables = (found.into, *found.source.tables) if found else ()
        return bool({column, *(f"{table}.{column}" for table in tables)} & set(self.plan.mask))

    def _mapping(self, name: str) -> Mapping | None:
        known = (*self.plan.mappings, *self.plan.seed)
        return next((m for m in known if m.name == name), None)
