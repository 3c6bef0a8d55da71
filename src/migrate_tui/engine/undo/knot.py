"""Rows of first loads that refer to each other in a circle are undone at once: the foreign keys
came after the load, which kept no undo rows by which the rows could let go of each other.

Invariant: only rows that are as the run left them go, and none to which a row that stays refers.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from migrate_tui.engine.databases import loads, temporary
from migrate_tui.engine.databases.triggers import silenced
from migrate_tui.engine.events import Counts, RangeDone
from migrate_tui.engine.loads import Load
from migrate_tui.engine.retry import again
from migrate_tui.engine.sql import ONE, Sql, text_literal
from migrate_tui.engine.undo.circle import KIND, Doomed
from migrate_tui.engine.undo.place import STEP, Place
from migrate_tui.engine.work import Work


def untie(places: Sequence[Place], work: Work) -> None:
    """Take back what the places of one circle loaded; SQLite's keys stand from the start."""
    found = [Knotted(place, work) for place in places if place.header.first_load]
    if not found or work.kind != "postgresql":
        return

    def attempt() -> list[list[RangeDone]]:
        with contextlib.ExitStack() as stack:
            stack.enter_context(work.connection.transaction(snapshot=True))
            for each in found:
                table = each.place.job.parsed.target
                stack.enter_context(silenced(work.connection, table, off=True))
            return _untied(found)

    for each, undone in zip(found, again(attempt, work.connection), strict=True):
        each.place.undone += undone


def _untied(found: Sequence[Knotted]) -> list[list[RangeDone]]:
    started = time.monotonic()
    for each in found:
        each.fill()
    while any(each.spare(found) for each in found):
        pass
    done = [each.forgotten(started) for each in found]
    _delete(found)
    return done


def _delete(found: Sequence[Knotted]) -> None:
    """One statement: foreign keys are looked at when all of its rows are gone."""
    gone = [
        sa.delete(each.place.target)
        .where(each.holds(each.place.target))
        .returning(ONE.label("mt_one"))
        .cte(f"mt_gone_{number}")
        for number, each in enumerate(found)
    ]
    counts = (sa.select(sa.func.count()).select_from(one).scalar_subquery() for one in gone)
    found[0].connection.execute(sa.select(*counts))


@dataclass(frozen=True)
class Knotted(Doomed):
    """The rows of one first load; beside its key each has the mark of its load."""

    name = "knotted"

    @property
    def loads(self) -> dict[str, Load]:
        """By a mark of each: a range may have been loaded in parts."""
        header = self.place.header
        known = self.place.ledger.loads_of(header.run, header.mapping)
        return {f"{load.xact} {load.low}": load for load in known}

    def fill(self) -> None:
        place = self.place
        typed = [*self.work.typed(place.job, place.key), (KIND, "text")]
        temporary.create(self.connection, self.rows.name, typed)
        for mark, load in self.loads.items():
            words = loads.of_load(self.connection.quote(place.job.into), load)
            if words is not None:
                keys = (place.target.c[k] for k in place.key)
                query = sa.select(*keys, text_literal(mark)).select_from(place.target)
                query = query.where(sa.literal_column(words), *place.scope())
                insert = sa.insert(self.rows).from_select([*place.key, KIND], query)
                self.connection.execute(insert)
        temporary.index(self.connection, self.rows.name, place.key)

    @property
    def sparable(self) -> Sql:
        return sa.true()

    def forgotten(self, started: float) -> list[RangeDone]:
        """Its ranges in the ledger, and what is told of each."""
        query = sa.select(self.rows.c[KIND], sa.func.count()).group_by(self.rows.c[KIND])
        counts, known = self.connection.execute(query), self.loads
        return [self._unload(known[mark], int(number), started) for mark, number in counts]

    def _unload(self, load: Load, deleted: int, started: float) -> RangeDone:
        self.place.ledger.unload(load, deleted)
        if deleted == load.rows:
            self.place.forget_range(load.low)
        found = Counts(deleted=deleted)
        seconds = time.monotonic() - started
        return RangeDone(self.place.job.name, load.low, found, seconds, STEP)
