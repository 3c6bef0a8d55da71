"""Rows of a mirror's scope that its source has no longer, found once for the whole mapping.

Invariant: a row is gone only if its key is neither wanted nor rejected, whatever range it is in;
and it may be deleted only if no row that stays refers to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.selectable import CompoundSelect, FromClause, Select, TableClause

from migrate_tui.engine import claims
from migrate_tui.engine.databases import session, temporary
from migrate_tui.engine.databases.affected import affected
from migrate_tui.engine.databases.base import Connection
from migrate_tui.engine.databases.catalogue import ForeignKey, Table
from migrate_tui.engine.diff.compare import key_text, table_clause
from migrate_tui.engine.diff.owned import owned
from migrate_tui.engine.diff.relation import BAD
from migrate_tui.engine.diff.wanted import REJECT
from migrate_tui.engine.events import RowSample
from migrate_tui.engine.examine import shown
from migrate_tui.engine.jobs import Job
from migrate_tui.engine.sql import ONE, Sql, name, null_text, same_key, text_literal
from migrate_tui.engine.sql import temporary as temporary_table
from migrate_tui.engine.work import Work

HELD = "mt_held"  # why the row stays; NULL where it is to be deleted
TURN = "mt_turn"  # rows of one table that refer to each other go one turn after the other
NUMBER = "mt_no"
SAMPLES = 5
LISTED = 20
PREFIX = "gone:"  # of a mapping in the ledger: the pass that deleted for it
_NUMBER = {"postgresql": "bigint generated always as identity", "sqlite": "integer primary key"}


@dataclass(frozen=True)
class Found:
    """How many rows of the scope are gone: to be deleted, held, or not to be judged at all."""

    scope: int = 0
    deleted: int = 0
    held: int = 0
    unknown: int = 0  # source rows without a key: any gone row may be one of them

    @property
    def gone(self) -> int:
        return self.deleted + self.held


@dataclass
class Gone:
    """The gone rows of one job in a temporary table; `before` are mirrors that delete first."""

    work: Work
    job: Job
    before: tuple[Gone, ...] = ()
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
        return [key for child, key in self.references if _same(child, self.target)]

    @property
    def _names(self) -> tuple[str, ...]:
        asked = [c for _, key in self.references for c in key.parent_columns]
        asked += [c for key in self.own for c in key.columns]
        return tuple(dict.fromkeys((*self.key, *asked)))

    @property
    def table(self) -> TableClause:
        number = f"gone_{'seed_' if self.job.seed else ''}{self.job.position}"
        return temporary_table(self.work.kind, number, (*self._names, HELD, TURN, NUMBER))

    def prepare(self) -> None:
        """The empty table, before a read-only transaction begins."""
        found = self.connection.references(self.job.mapping.into)
        tables = [(self.connection.table(child), key) for child, key in found]
        self.references = [(child, key) for child, key in tables if child is not None]
        own = [(HELD, "text"), (TURN, "integer"), (NUMBER, _NUMBER[self.work.kind])]
        typed = self.work.typed(self.job, self._names)
        temporary.create(self.connection, str(self.table.name), [*typed, *own])
        temporary.index(self.connection, str(self.table.name), self.key)
        if self.work.dry:
            temporary.index(self.connection, self.job.keyed.wanted, self.key)

    def find(self) -> Found:
        """Fill the table; the job's ranges are done, and mirrors `before` have been asked."""
        session.tune(self.connection)
        self.work.gather(self.job.keyed)
        self.connection.execute(sa.delete(self.table))
        self._fill()
        temporary.analyze(self.connection, str(self.table.name), self.key)
        unknown = self._unknown()
        if unknown:
            held = text_literal("rejected rows without a key may be this one")
            self.connection.execute(sa.update(self.table).values({HELD: held}))
        else:
            self.hold()
        gone, stay = self._count(), self._count(self.table.c[HELD].is_not(None))
        return Found(self.scope(), gone - stay, stay, unknown)

    def scope(self) -> int:
        rows = sa.select(sa.func.count()).select_from(table_clause(self.target))
        return int(self.connection.execute(rows.where(*self.owned()))[0][0])

    def owned(self) -> list[Sql]:
        return owned(self.job.parsed, self.connection, self.work.params)

    def _count(self, *conditions: Sql) -> int:
        rows = sa.select(sa.func.count()).select_from(self.table).where(*conditions)
        return int(self.connection.execute(rows)[0][0])

    def _fill(self) -> None:
        """Keys meet as the target compares them; a row whose key is NULL is nobody's mirror."""
        t = table_clause(self.target).alias("t")
        w = temporary_table(self.work.kind, self.job.keyed.wanted, self.key).alias("w")
        wanted = sa.select(ONE).select_from(w).where(same_key(w, t, self.key)).correlate(t)
        known = [t.c[k].is_not(None) for k in self.key]
        turn: Sql = sa.literal_column("0")
        if self.own:
            turn = sa.cast(sa.null(), sa.Integer())
        rows = sa.select(*(t.c[n] for n in self._names), null_text(self.work.kind), turn)
        rows = rows.where(*self.owned(), *known, ~wanted.exists())
        rows = rows.order_by(*(t.c[k] for k in self.key))
        names = [*self._names, HELD, TURN]
        self.connection.execute(sa.insert(self.table).from_select(names, rows))

    def _unknown(self) -> int:
        """Source rows that were rejected and of which nobody can say what their key would be."""
        job = self.job.keyed
        w = temporary_table(self.work.kind, job.wanted, (*self.key, REJECT))
        lost = sa.or_(*(w.c[k].is_(None) for k in self.key))
        rows = sa.select(sa.func.count()).select_from(w).where(w.c[REJECT].is_not(None), lost)
        found = int(self.connection.execute(rows)[0][0])
        copied = all(job.parsed.columns[k].is_column for k in self.key)
        if found or (copied and job.parsed.where is None):
            return found
        return sum(map(self._unread, (raw.name for raw in job.raws)))

    def _unread(self, raw: str) -> int:
        """Rows with a value that could not be staged: filter and key were not worked out of it."""
        rows = temporary_table(self.work.kind, raw, (BAD,))
        query = sa.select(sa.func.count()).select_from(rows).where(rows.c[BAD].is_not(None))
        return int(self.connection.execute(query)[0][0])

    # what stays

    def hold(self, *within: Sql) -> None:
        """Mark the rows that a row which stays refers to, whatever its foreign key would do."""
        for child, key in self.references:
            if not _same(child, self.target):
                self._hold(child, key, within)
        while any(self._hold(self.target, key, within) for key in self.own):
            pass  # whoever refers to a row that stays now, stays; and so on up the tree

    def _hold(self, child: Table, key: ForeignKey, within: Iterable[Sql]) -> int:
        places = [self.table.c[c] for c in key.parent_columns]
        place: Any = places[0] if len(places) == 1 else sa.tuple_(*places)
        why = text_literal(f"a row of {child.name} refers to it")
        update = sa.update(self.table).values({HELD: why})
        update = update.where(self.table.c[HELD].is_(None), *within)
        return affected(self.connection, update.where(place.in_(self._standing(child, key))))

    def _standing(
        self, child: Table, key: ForeignKey
    ) -> Select[tuple[object, ...]] | CompoundSelect[tuple[object, ...]]:
        """What the rows of a child table refer to, as it will be when every mirror has deleted."""
        c = table_clause(child).alias("c")
        rows = sa.select(*(c.c[n] for n in key.columns))
        rows = rows.where(*(c.c[n].is_not(None) for n in key.columns))
        for gone in (*self.before, self):
            if _same(gone.target, child):
                rows = rows.where(~gone.going(c))
        if not self.work.dry:
            return rows
        writers = [j for j in self.work.jobs.values() if _same(j.parsed.target, child)]
        written = [claims.rows(self.work.kind, j).subquery(f"w{j.position}") for j in writers]
        for j, w in zip(writers, written, strict=True):
            known = sa.select(ONE).select_from(w).where(same_key(w, c, j.parsed.key))
            rows = rows.where(~known.correlate(c).exists())
        later = (sa.select(*(w.c[n] for n in key.columns)) for w in written)
        return sa.union_all(rows, *later) if written else rows

    def going(self, row: FromClause) -> Sql:
        """Whether a row of this table is one of those to be deleted."""
        g = self.table.alias("g")
        rows = sa.select(ONE).select_from(g).where(same_key(g, row, self.key))
        return rows.where(g.c[HELD].is_(None)).correlate(row).exists()

    # the order in which they go

    def take_turns(self) -> list[tuple[int, bool]]:
        """Number the rows so that none goes before what refers to it: turns, and whether a turn
        may be cut. Rows that refer to each other in a circle go in one cut, last."""
        if not self.own:
            return [(0, True)]
        turns: list[tuple[int, bool]] = []
        while self._count(self.table.c[HELD].is_(None), self.table.c[TURN].is_(None)):
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
        r = self.table.alias("r")
        pairs = zip(key.columns, key.parent_columns, strict=True)
        rows = sa.select(ONE).select_from(r).where(*(r.c[c] == self.table.c[p] for c, p in pairs))
        waits = sa.or_(r.c[TURN].is_(None), r.c[TURN] == sa.literal_column(str(turn)))
        rows = rows.where(r.c[HELD].is_(None), waits, ~same_key(r, self.table, self.key))
        return rows.correlate(self.table).exists()

    # what is told

    def listed(self, number: int) -> Iterator[tuple[str, str]]:
        """(key, why) of the first rows that stay."""
        text = key_text(self.table, self.job.parsed, self.work.kind)
        query = sa.select(text, self.table.c[HELD]).where(self.table.c[HELD].is_not(None))
        for key, why in self.connection.execute(query.order_by(self.table.c[NUMBER]).limit(number)):
            yield str(key), str(why)

    def samples(self, status: str, *conditions: Sql) -> Iterator[RowSample]:
        """The first rows, whole, as they are."""
        t = table_clause(self.target).alias("t")
        first = sa.select(*(self.table.c[c] for c in (*self.key, NUMBER))).where(*conditions)
        some = first.order_by(self.table.c[NUMBER]).limit(SAMPLES).subquery("some")
        columns = self.target.column_names
        as_text = partial(shown, self.work.kind)
        cells = [as_text(t.c[c]).label(name(f"o{i}")) for i, c in enumerate(columns)]
        there = t.join(some, same_key(t, some, self.key))
        rows = sa.select(*cells).select_from(there).order_by(some.c[NUMBER])
        for row in self.connection.execute(rows):
            before: dict[str, str | None] = dict(zip(columns, row, strict=True))
            text = ", ".join(str(before[k]) for k in self.key)
            yield RowSample(self.job.name, status, text, before, None)

    @property
    def deletable(self) -> Sql:
        return self.table.c[HELD].is_(None)


def _same(left: Table, right: Table) -> bool:
    return (left.name, left.schema) == (right.name, right.schema)


def mirrors(work: Work, jobs: Mapping[str, Job], only: tuple[str, ...]) -> list[Gone]:
    """The mirrors of a run in the order in which they delete: children before their parents,
    else the last mapping first."""
    waiting = [j for j in jobs.values() if j.mirrors and (not only or j.name in only)][::-1]
    found: list[Gone] = []
    while waiting:
        free = (job for job in waiting if not any(_refers(other, job) for other in waiting))
        job = next(free, waiting[0])
        waiting.remove(job)
        found.append(Gone(work, job, tuple(found)))
    return found


def _refers(child: Job, parent: Job) -> bool:
    if _same(child.parsed.target, parent.parsed.target):
        return False
    keys = child.parsed.target.foreign_keys
    return any(key.parent == parent.parsed.target.name for key in keys)
