"""What the recorded statements of a schema have made by now: they are read again in their order.

A table that was renamed is undone under its new name, one that was dropped not at all; a statement
that changed what these records did not make has no way back.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from migrate_tui.engine.databases.made import (
    HARMLESS,
    Made,
    dropped_by,
    made_by,
    renamed_by,
    target_of,
)
from migrate_tui.engine.records import ADOPTED, FOLDER, Record


@dataclass
class Replay:
    """The objects of some records; `lost` are the statements that cannot be undone."""

    kind: str
    made: dict[int, Made] = field(default_factory=dict)  # by the id of its record
    lost: list[Record] = field(default_factory=list)
    _ours: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, records: Iterable[Record], kind: str) -> Replay:
        replay = cls(kind)
        for record in records:
            if record.step != FOLDER and record.statement and not record.undo:
                replay.see(record)
        return replay

    def see(self, record: Record) -> None:
        """What was only adopted was not made here."""
        if record.status == ADOPTED:
            return
        made = made_by(record.statement, self.kind)
        if made is not None:
            self.made[record.id] = made
            self._ours.add(made.name.lower())
        elif not (self._changed(record.statement) or self._harmless(record.statement)):
            self.lost.append(record)

    def goes_along(self, made: Made) -> bool:
        """A column goes with its table; SQLite could not drop every one of them alone."""
        tables = {one.name.lower() for one in self.made.values() if one.kind == "TABLE"}
        return made.kind == "COLUMN" and (made.table or "").lower() in tables

    def _changed(self, sql: str) -> bool:
        """Whether the statement changed what these records made."""
        if pair := renamed_by(sql, self.kind):
            return self._rename(*pair)
        if gone := dropped_by(sql, self.kind):
            return self._drop(gone.lower())
        return (target_of(sql, self.kind) or "").lower() in self._ours

    def _harmless(self, sql: str) -> bool:
        return sql.split(None, 1)[0].upper() in HARMLESS

    def _rename(self, old: str, new: str) -> bool:
        if old.lower() not in self._ours:
            return False
        self._ours = self._ours - {old.lower()} | {new.lower()}
        for key, made in self.made.items():
            if made.kind == "TABLE" and made.name.lower() == old.lower():
                self.made[key] = replace(made, name=new)
            elif (made.table or "").lower() == old.lower():
                self.made[key] = replace(made, table=new)
        return True

    def _drop(self, name: str) -> bool:
        if name not in self._ours:
            return False
        self._ours.discard(name)
        self.made = {
            key: made
            for key, made in self.made.items()
            if name not in (made.name.lower(), (made.table or "").lower())
        }
        return True
