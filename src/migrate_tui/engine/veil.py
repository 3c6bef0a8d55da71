"""Columns that the plan masks: of their values only a short keyed hash leaves the engine.

Equal values have equal hashes within one process; the key is thrown away with it.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from migrate_tui.engine.events import Event, MergeConflict, RejectedRow, RowSample

if TYPE_CHECKING:
    from migrate_tui.engine.plan import Mapping, Plan

HIDDEN = "•••"
KEY = secrets.token_bytes(16)


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


def digest(value: str) -> str:
    return HIDDEN + hashlib.blake2b(value.encode(), key=KEY, digest_size=4).hexdigest()


@dataclass(frozen=True)
class Veil:
    plan: Plan

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
            name: digest(value) if value is not None and self._masks(mapping, name) else value
            for name, value in row.items()
        }

    def _conflict(self, event: MergeConflict) -> MergeConflict:
        key = self._key(event)
        if not self._masks(event.name, event.column):
            return replace(event, key=key)
        split = (value.partition(": ") for value in event.values)
        values = tuple(f"{source}: {digest(value)}" for source, _, value in split)
        winner = None if event.winner is None else digest(event.winner)
        return replace(event, key=key, values=values, winner=winner)

    def _reject(self, event: RejectedRow) -> RejectedRow:
        return replace(event, reason=self.reason(event.name, event.column, event.reason))

    def reason(self, mapping: str, column: str | None, reason: str) -> str:
        """Why a row was rejected; the value at the end, in quotes, is veiled."""
        if not self.plan.mask or column is None or not self._masks(mapping, column):
            return reason
        words, quoted, value = reason.partition(": '")
        return f"{words}: {digest(value)}" if quoted else words

    def _key(self, event: RowSample | MergeConflict) -> str:
        return self.key(event.name, event.key)

    def key(self, name: str, key: str) -> str:
        """The key of a row of the mapping, as text for people."""
        mapping = self._mapping(name)
        keys = mapping.key if mapping else ()
        return digest(key) if any(self._masks(name, k) for k in keys) else key

    def _masks(self, mapping: str, column: str) -> bool:
        found = self._mapping(mapping)
        tables = (found.into, *found.source.tables) if found else ()
        return bool({column, *(f"{table}.{column}" for table in tables)} & set(self.plan.mask))

    def _mapping(self, name: str) -> Mapping | None:
        known = (*self.plan.mappings, *self.plan.seed)
        return next((m for m in known if m.name == name), None)
