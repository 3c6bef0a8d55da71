"""Undoing by undo rows: the row before comes back where the row is still as the run left it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import sqlalchemy as sa

from migrate_tui.engine.databases import loads, undo_tables
from migrate_tui.engine.diff.compare import CHANGED, NEW_ROW
from migrate_tui.engine.events import Counts, Event, RangeDone
from migrate_tui.engine.ranges import FIRST, NULLS
from migrate_tui.engine.sql import ONE, Sql, text_literal
from migrate_tui.engine.undo.place import REFERRED, STEP, Place
from migrate_tui.engine.undo_rows import stored_hash, undo_rows


@dataclass
class Kept:
    """The undo rows that one run has of one mapping."""

    place: Place

    @property
    def undo(self) -> Any:
        return undo_rows(self.place.connection.kind, self.place.job.parsed.target)

    def events(self) -> Iterator[Event]:
        place, undo = self.place, self.undo
        if not undo_tables.exists(place.connection, place.job.parsed.target):
            return
        mine = sa.and_(
            undo.c.mt_run == text_literal(place.header.run),
            undo.c.mt_mapping == text_literal(place.job.name),
        )
        for low in self._newest_first(mine):
            started = time.monotonic()
            updated, deleted, stay = place.once(partial(self._take_back, mine, low))
            yield from stay
            found = Counts(deleted=deleted, updated=updated)
            yield RangeDone(place.job.name, low, found, time.monotonic() - started, STEP)

    def _newest_first(self, mine: Sql) -> list[str]:
        """The ranges that changed anything, last written first: each may hold what one gave up."""
        query = sa.select(self.undo.c.mt_low).where(mine).distinct()
        found = self.place.connection.execute(query)
        written = {low: i for i, low in enumerate((NULLS, FIRST, *self.place.header.bounds))}
        return sorted((low for (low,) in found), key=lambda low: written.get(low, -1), reverse=True)

    def _take_back(self, mine: Sql, low: str) -> tuple[int, int, list[Event]]:
        undo, place = self.undo, self.place
        here = sa.and_(mine, undo.c.mt_low == text_literal(low))
        stay = list(self._touched(here))
        # first what is new: it may hold a unique value that an old row had
        deleted = place.delete(self._ours(here, NEW_ROW))
        updated = self._put_back(here)
        stay += self._referred(here)
        self._hand_on(here)
        place.connection.execute(sa.delete(undo).where(here, *self._done()))
        place.forget_range(low)
        return updated, deleted, stay

    def _ours(self, here: Sql, status: str) -> Sql:
        """The target row is as this run left it."""
        undo, place = self.undo, self.place
        rows = sa.select(ONE).select_from(undo)
        rows = rows.where(here, place.same(undo), undo.c.mt_status == text_literal(status))
        return rows.where(undo.c.mt_hash == place.hash()).correlate(place.target).exists()

    def _done(self) -> list[Sql]:
        """What is not needed again; where only a part is undone, the other rows still stand."""
        undo, place = self.undo, self.place
        if place.where is None:
            return []
        rows = sa.select(ONE).select_from(place.target)
        stands = rows.where(place.same(undo), undo.c.mt_hash == place.hash())
        return [~stands.correlate(undo).exists()]

    def _put_back(self, here: Sql) -> int:
        undo, place = self.undo, self.place
        columns = place.job.parsed.target.columns
        restored = [c.name for c in columns if not c.generated and c.identity != "always"]
        values = {place.target.c[c]: undo.c[c] for c in restored if c not in place.key}
        if not values:
            return 0
        update = sa.update(place.target).values(values)
        update = update.where(here, place.same(undo), *place.scope_beside())
        update = update.where(undo.c.mt_status == text_literal(CHANGED))
        return place.count(update.where(undo.c.mt_hash == place.hash()))

    def _hand_on(self, here: Sql) -> None:
        """A row that an earlier run had loaded, and that stands again as it had left it, is that
        run's to undo."""
        undo, place = self.undo, self.place
        if place.connection.kind != "postgresql":  # there its values alone tell a loaded row
            return
        kept = place.ledger.loads.alias("mt_kept")
        was: Sql = sa.literal_column(loads.same_transaction("mt_was", "mt_kept.xact"))
        columns = place.job.parsed.target.column_names
        own = [kept.c.run, undo.c.mt_mapping, kept.c.low, text_literal(NEW_ROW), place.hash()]
        query = sa.select(*own, undo.c.mt_was, *(place.target.c[c] for c in columns))
        query = query.select_from(undo.join(place.target, place.same(undo)).join(kept, was))
        query = query.where(here, undo.c.mt_status == text_literal(CHANGED), self._same_again())
        query = query.where(kept.c.mapping == text_literal(place.header.mapping))
        names = [*undo_tables.OWN, *columns]
        place.connection.execute(sa.insert(undo).from_select(names, query))

    def _same_again(self) -> Sql:
        """The target row holds the old values."""
        found, undo = self.place.job.parsed.target, self.undo
        before: Sql = stored_hash(self.place.connection, str(undo.name), found)
        return before == self.place.hash()

    def _touched(self, here: Sql) -> Iterator[Event]:
        """Rows that are not as the run left them; one that it made and that is gone is undone."""
        undo, place = self.undo, self.place
        gone = place.target.c[place.key[0]].is_(None)
        query = sa.select(place.shown_key(undo), gone)
        query = query.select_from(undo.outerjoin(place.target, place.same(undo))).where(here)
        old = undo.c.mt_status != text_literal(NEW_ROW)
        query = query.where(sa.or_(sa.and_(gone, old), undo.c.mt_hash != place.hash()))
        for key, missing in place.connection.execute(query):
            why = "it was deleted since" if missing else "it was changed since"
            yield from place.tell(key, why)

    def _referred(self, here: Sql) -> Iterator[Event]:
        undo, place = self.undo, self.place
        query = sa.select(place.shown_key(undo))
        query = query.select_from(undo.join(place.target, place.same(undo))).where(here)
        query = query.where(undo.c.mt_status == text_literal(NEW_ROW))
        for (key,) in place.connection.execute(query.where(undo.c.mt_hash == place.hash())):
            yield from place.tell(key, REFERRED)
