"""Before rows that refer to each other in a circle are undone, they let go of each other.

Invariant: only rows that will be undone let go; one that a row outside the run refers to stays as
it is, and so does every row that it refers to itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.selectable import FromClause, Select, TableClause

from migrate_tui.engine.databases import temporary, undo_tables
from migrate_tui.engine.databases.base import Connection
from migrate_tui.engine.databases.catalogue import ForeignKey
from migrate_tui.engine.diff.compare import CHANGED, NEW_ROW
from migrate_tui.engine.ledger import second
from migrate_tui.engine.ranges import Span, spans
from migrate_tui.engine.second import INTACT, Undo
from migrate_tui.engine.sql import ONE, Sql, same_key, table, text_literal
from migrate_tui.engine.sql import temporary as temporary_table
from migrate_tui.engine.undo.place import Place
from migrate_tui.engine.work import Work

KIND = "mt_status"


def release(places: Sequence[Place], work: Work) -> None:
    """Let the rows of one circle, as one run wrote them, go of each other."""
    doomed = [Doomed(place, work) for place in places if _has_undo(place)]
    for each in doomed:
        each.fill()
    while any(each.spare(doomed) for each in doomed):
        pass
    for each in doomed:
        each.let_go()


def _has_undo(place: Place) -> bool:
    return undo_tables.exists(place.connection, place.job.parsed.target)


@dataclass(frozen=True)
class Doomed:
    """The rows of one mapping that will be undone: new ones go, changed ones become as before."""

    name = "doomed"
    place: Place
    work: Work

    @property
    def connection(self) -> Connection:
        return self.place.connection

    def undo(self, low: str = "") -> Undo:
        return Undo(self.connection, self.place.job, self.place.header.run, low)

    @property
    def rows(self) -> TableClause:
        name = f"{self.name}_{self.place.job.position}"
        return temporary_table(self.connection.kind, name, (*self.place.key, KIND))

    def fill(self) -> None:
        """Rows that are as the run left them, within the scope."""
        place, undo = self.place, self.undo().rows
        typed = [*self.work.typed(place.job, place.key), (KIND, "text")]
        temporary.create(self.connection, self.rows.name, typed)
        query = sa.select(*(undo.c[k] for k in place.key), undo.c.mt_status)
        query = query.select_from(undo.join(place.target, place.same(undo)))
        query = query.where(
            undo.c.mt_run == text_literal(place.header.run),
            undo.c.mt_mapping == text_literal(place.job.name),
            undo.c.mt_hash == place.hash(),
            *place.scope_beside(),
        )
        insert = sa.insert(self.rows).from_select([*place.key, KIND], query)
        with self.connection.transaction():
            self.connection.execute(insert)
            temporary.index(self.connection, self.rows.name, place.key)

    @property
    def sparable(self) -> Sql:
        """A row that was changed may be referred to as it was before."""
        return self.rows.c[KIND] == text_literal(NEW_ROW)

    def spare(self, others: Sequence[Doomed]) -> bool:
        """Take out the new rows to which a row refers that is not doomed itself."""
        names = [self.rows.c[k] for k in self.place.key]
        spared = 0
        for held in self._held(others):
            gone = sa.delete(self.rows).where(self.sparable, sa.tuple_(*names).in_(held))
            spared += self.place.count(gone)
        return spared > 0

    def _held(self, others: Sequence[Doomed]) -> Iterator[Select[Any]]:
        """The keys of rows that others refer to, and will go on to refer to."""
        for child, key in self.place.references():
            rows = table(child.name, child.column_names, child.schema).alias("mt_referrer")
            held = [self.place.target.c[k] for k in self.place.key]
            query = sa.select(*held).where(*self._to(rows, key))
            for other in others:
                target = other.place.job.parsed.target
                if (target.name, target.schema) == (child.name, child.schema):
                    query = query.where(~other.holds(rows))
            yield query

    def _to(self, rows: FromClause, key: ForeignKey) -> list[Sql]:
        pairs = zip(key.columns, key.parent_columns, strict=True)
        return [rows.c[c] == self.place.target.c[p] for c, p in pairs]

    def holds(self, rows: FromClause) -> Sql:
        same = same_key(rows, self.rows, self.place.key)
        return sa.select(ONE).select_from(self.rows).where(same).correlate(rows).exists()

    def let_go(self) -> None:
        """Range by range; the undo rows follow, so that a roll-back cut off here goes on."""
        for span in spans(self.place.header.bounds):
            self.place.once(partial(self._let_go, span))

    def _let_go(self, span: Span) -> None:
        place, undo = self.place, self.undo(span.label)
        late = place.job.circle.late if place.job.circle else ()
        here = self.holds(place.target)
        undo.open(here)
        for status in (NEW_ROW, CHANGED) if late else ():
            self._set(late, status, undo)
        undo.close(here)
        place.ledger.forget_range(second(place.job.ledger_name), span.label)

    def _set(self, late: Sequence[str], status: str, undo: Undo) -> None:
        target = self.place.target
        before = {c: sa.null() if status == NEW_ROW else undo.rows.c[c] for c in late}
        update = sa.update(target).values({target.c[c]: v for c, v in before.items()})
        self.connection.execute(update.where(*undo.of_rows(status + INTACT)))
