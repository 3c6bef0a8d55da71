"""The rows that are to leave a table of the target, in a temporary table: who refers to them, and
in which order they go.

Invariant: a row leaves only if no row that stays refers to it, and never before a row that does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.selectable import FromClause, TableClause

from migrate_tui.engine import claims
from migrate_tui.engine.databases import temporary
from migrate_tui.engine.databases.affected import affected
from migrate_tui.engine.databases.base import Connection
from migrate_tui.engine.databases.catalogue import ForeignKey, Table
from migrate_tui.engine.diff.compare import table_clause
from migrate_tui.engine.jobs import Job
from migrate_tui.engine.sql import ONE, Sql, same_key, text_literal
from migrate_tui.engine.sql import temporary as temporary_table
from migrate_tui.engine.work import Work

HELD = "mt_held"  # why the row stays; NULL where it is to be deleted
TURN = "mt_turn"  # rows of one table that refer to each other go one turn after the other
NUMBER = "mt_no"
_NUMBER = {"postgresql": "bigint generated always as identity", "sqlite": "integer primary key"}


@dataclass
class Leaving:
    """The gone rows of one job; `before` are those of mirrors that delete first."""

    work: Work
    job: Job
    before: tuple[Leaving, ...] = ()
    references: list[tuple[Table, ForeignKey]] = field(default_factory=list)

    @property
    def connection(self) -> Connection:
        return self.work.connection

    @property
    def target(self) -> Table:
        return self.job.parsed.target

    @property
    def key(self) -> tuple[str, ...]:
        return self.job.parsed.key

    @property
    def own(self) -> list[ForeignKey]:
        """Foreign keys of the table to itself."""
        return [key for child, key in self.references if same(child, self.target)]

    @property
    def names(self) -> tuple[str, ...]:
        asked = [c for _, key in self.references for c in key.parent_columns]
        asked += [c for key in self.own for c in key.columns]
        return tuple(dict.fromkeys((*self.key, *asked)))

    @property
    def table(self) -> TableClause:
        number = f"gone_{'seed_' if self.job.seed else ''}{self.job.position}"
        return temporary_table(self.work.kind, number, (*self.names, HELD, TURN, NUMBER))

    def prepare(self) -> None:
        """The empty table, before a read-only transaction begins."""
        found = self.connection.references(self.job.mapping.into)
        tables = [(self.connection.table(child), key) for child, key in found]
        self.references = [(child, key) for child, key in tables if child is not None]
        own = [(HELD, "text"), (TURN, "integer"), (NUMBER, _NUMBER[self.work.kind])]
        typed = self.work.typed(self.job, self.names)
        temporary.create(self.connection, str(self.table.name), [*typed, *own])
        temporary.index(self.connection, str(self.table.name), self.key)
        for number, key in enumerate(self.own, 1):
            temporary.index(self.connection, str(self.table.name), key.columns, number)
        if self.work.dry:
            temporary.index(self.connection, self.job.keyed.wanted, self.key)

    @property
    def deletable(self) -> Sql:
        return self.table.c[HELD].is_(None)

    def count(self, *conditions: Sql) -> int:
        rows = sa.select(sa.func.count()).select_from(self.table).where(*conditions)
        return int(self.connection.execute(rows)[0][0])

    def held(self) -> int:
        return self.count(self.table.c[HELD].is_not(None))

    # what stays

    def hold(self, *within: Sql) -> None:
        """Mark the rows that a row which stays refers to, whatever its foreign key would do."""
        for child, key in self.references:
            if not same(child, self.target):
                self._hold(child, key, within)
        while any(self._hold(self.target, key, within) for key in self.own):
            pass  # whoever refers to a row that stays now, stays; and so on up the tree

    def _hold(self, child: Table, key: ForeignKey, within: Iterable[Sql]) -> int:
        why = text_literal(f"a row of {child.name} refers to it")
        update = sa.update(self.table).values({HELD: why})
        update = update.where(self.table.c[HELD].is_(None), *within)
        if within:  # of few rows each is looked up; of all, in one pass over the child table
            referred = self._standing(child, key, self.table).exists()
        else:
            places = [self.table.c[c] for c in key.parent_columns]
            place: Any = places[0] if len(places) == 1 else sa.tuple_(*places)
            referred = place.in_(self._standing(child, key))
        return affected(self.connection, update.where(referred))

    def _standing(self, child: Table, key: ForeignKey, of: FromClause | None = None) -> Any:
        """What the rows of a child table refer to, as it will be when every mirror has deleted;
        only those that refer to a row of `of`, if given."""
        c = table_clause(child).alias("mt_c")
        rows = sa.select(*(c.c[n] for n in key.columns))
        rows = rows.where(*(c.c[n].is_not(None) for n in key.columns))
        for gone in (*self.before, self):
            if same(gone.target, child):
                rows = rows.where(~gone.going(c))
        if of is not None:
            pairs = zip(key.columns, key.parent_columns, strict=True)
            rows = rows.where(*(c.c[n] == of.c[p] for n, p in pairs)).correlate(of)
        if not self.work.dry:
            return rows
        writers = [j for j in self.work.jobs.values() if same(j.parsed.target, child)]
        written = [claims.rows(self.work.kind, j).subquery(f"mt_w{j.position}") for j in writers]
        for j, w in zip(writers, written, strict=True):
            known = sa.select(ONE).select_from(w).where(same_key(w, c, j.parsed.key))
            rows = rows.where(~known.correlate(c).exists())
        later = (sa.select(*(w.c[n] for n in key.columns)) for w in written)
        return sa.union_all(rows, *later) if written else rows

    def going(self, row: FromClause) -> Sql:
        """Whether a row of this table is one of those to be deleted."""
        g = self.table.alias("mt_g")
        rows = sa.select(ONE).select_from(g).where(same_key(g, row, self.key))
        return rows.where(g.c[HELD].is_(None)).correlate(row).exists()

    def refuse(self, why: str, *within: Sql) -> None:
        """The target itself would not let go of these rows."""
        self.connection.execute(
            sa.update(self.table).values({HELD: text_literal(why)}).where(*within)
        )

    # the order in which they go

    def take_turns(self) -> list[tuple[int, bool]]:
        """Number the rows so that none goes before what refers to it: turns, and whether a turn
        may be cut. Rows that refer to each other in a circle go in one cut, last."""
        if not self.own:
            return [(0, True)]
        turns: list[tuple[int, bool]] = []
        while self.count(self.table.c[HELD].is_(None), self.table.c[TURN].is_(None)):
            turn = len(turns)
            free = self._turn(turn, *(~self._awaited(key, turn) for key in self.own))
            if not free:
                self._turn(turn)
            turns.append((turn, bool(free)))
        return turns

    def _turn(self, turn: int, *conditions: Sql) -> int:
        g = self.table
        update = sa.update(g).values({TURN: sa.literal_column(str(turn))})
        update = update.where(g.c[HELD].is_(None), g.c[TURN].is_(None), *conditions)
        return affected(self.connection, update)

    def _awaited(self, key: ForeignKey, turn: int) -> Sql:
        """Whether another row, which has not had its turn before this one, refers to the row."""
        r = self.table.alias("mt_r")
        pairs = zip(key.columns, key.parent_columns, strict=True)
        rows = sa.select(ONE).select_from(r).where(*(r.c[c] == self.table.c[p] for c, p in pairs))
        waits = sa.or_(r.c[TURN].is_(None), r.c[TURN] == sa.literal_column(str(turn)))
        rows = rows.where(r.c[HELD].is_(None), waits, ~same_key(r, self.table, self.key))
        return rows.correlate(self.table).exists()


def same(left: Table, right: Table) -> bool:
    return (left.name, left.schema) == (right.name, right.schema)
