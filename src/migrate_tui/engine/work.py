"""Filling the temporary tables of a run: raw rows in, wanted rows out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.selectable import FromClause

from migrate_tui.engine import entwine
from migrate_tui.engine.databases import session, temporary
from migrate_tui.engine.databases.base import Row
from migrate_tui.engine.databases.failures import Kinds, refused, unreadable
from migrate_tui.engine.databases.reading import LINE, Blocks, Unlike
from migrate_tui.engine.diff.relation import ORDER, SOURCE_KEY
from migrate_tui.engine.diff.sifted import Sifted
from migrate_tui.engine.diff.wanted import (
    COLUMN,
    REJECT,
    SOURCE,
    Wanted,
    wanted,
)
from migrate_tui.engine.jobs import Job, Raw
from migrate_tui.engine.relations import Relations, staged_columns
from migrate_tui.engine.sql import ONE, Sql, as_text, text_literal
from migrate_tui.engine.sql import staged as staged_name
from migrate_tui.engine.sql import temporary as temporary_table

BATCH = 5000
PATIENCE = 3  # loads in the target's types that may fail before no more are tried


@dataclass
class Work(Relations):
    """Staging for the jobs of one run.

    Invariant: after `gather`, the job's wanted table holds every row that is wanted or rejected
    exactly once, and what `where` held back is in `filtered`.
    """

    def gather(self, job: Job) -> None:
        """Stage the whole relation and work out every wanted row of it, once."""
        if job.name in self.gathered:
            return
        if job.circle is None:
            self.gather_alone(job)
        else:
            entwine.gather(self, job)

    def gather_alone(self, job: Job) -> None:
        session.tune(self.connection)
        for of in job.of:
            self.gather(self.jobs[of])
        self.fill_raws(job)
        self.filtered[job.name] = self.count_filtered(job)
        self._fill_wanted(job)
        if self.dry or not self._index_unique(job):
            self._reject_duplicates(job)
        temporary.analyze(self.connection, job.wanted, job.parsed.key)
        self.gathered.add(job.name)

    def count_filtered(self, job: Job) -> int:
        if job.parsed.where is None:
            return 0
        query = self.sifted(job).filtered_out()
        return int(self.connection.execute(query)[0][0])

    def labels(self, job: Job) -> tuple[str, ...]:
        """The columns of a job's wanted table."""
        return tuple(name for name, _ in self._wanted_columns(job))

    def sifted(self, job: Job) -> Sifted:
        return Sifted(job.parsed, self.relation(job), self.connection, self.params)

    def compile(self, job: Job, *, guarded: bool) -> Wanted:
        relation, parents = self.relation(job), self.parents(job)
        return wanted(job.parsed, relation, self.connection, parents, self.params, guarded=guarded)

    def _fill_wanted(self, job: Job) -> None:
        """Plain casts first; where one aborts, the guarded form names the bad values."""
        plain = self.compile(job, guarded=self.kind == "sqlite")
        if plain.raises:
            try:
                with self.connection.savepoint():
                    self._insert_wanted(job, plain)
                return
            except refused():
                plain = self.compile(job, guarded=True)
        self._insert_wanted(job, plain)

    def _insert_wanted(self, job: Job, plain: Wanted) -> None:
        labels = plain.labels
        clause = temporary_table(self.kind, job.wanted, labels)
        rows = plain.select.subquery("mt_wanted")
        query = sa.select(*(rows.c[label] for label in labels))
        if self.kind == "postgresql":  # ranges then lie together, and so do the rows they write
            query = query.order_by(*(rows.c[k] for k in job.parsed.key))
        self.connection.execute(sa.insert(clause).from_select(list(labels), query))

    def _index_unique(self, job: Job) -> bool:
        """Index the key; whether it is unique comes out of it for nothing."""
        try:
            with self.connection.savepoint():
                temporary.index(self.connection, job.wanted, job.parsed.key, unique=True)
            return True
        except refused():
            temporary.index(self.connection, job.wanted, job.parsed.key)
            return False

    def _reject_duplicates(self, job: Job) -> None:
        """Of rows with one key the first by source key stays."""
        key = job.parsed.key
        order = (ORDER, *self.relation(job).order)
        columns = (*key, *order, SOURCE_KEY, REJECT, COLUMN)
        clause = temporary_table(self.kind, job.wanted, columns)
        some = sa.select(ONE).select_from(clause).group_by(*(clause.c[k] for k in key))
        known = sa.and_(*(clause.c[k].is_not(None) for k in key))
        twice = some.where(known).having(sa.func.count() > 1).limit(1)
        if not self.connection.execute(twice):
            return
        physical = "ctid" if self.kind == "postgresql" else "rowid"
        row: Sql = sa.literal_column(self.connection.quote(physical))
        keys, turns = [clause.c[k] for k in key], [clause.c[o] for o in order]
        turn = sa.func.row_number().over(partition_by=keys, order_by=turns)
        first = sa.func.first_value(clause.c[SOURCE_KEY]).over(partition_by=keys, order_by=turns)
        ranked = sa.select(row.label("mt_row"), turn.label("turn"), first.label("winner"))
        ranked = ranked.where(known)
        later = ranked.subquery("mt_ranked")
        reason = text_literal("the same key as source row ").op("||")(later.c.winner)
        statement = sa.update(clause).values({clause.c[REJECT]: reason})
        place: Sql = sa.literal_column(f"{self.connection.quote(job.wanted)}.{physical}")
        self.connection.execute(statement.where(place == later.c.mt_row, later.c.turn > 1))

    def mark(self, job: Job, rejected: FromClause, *conditions: Sql) -> None:
        """Rows that the target's constraints rejected are not wanted by what comes after.

        `rejected` has the columns mt_source, mt_key and mt_reject.
        """
        w = temporary_table(self.kind, job.wanted, (SOURCE, SOURCE_KEY, REJECT))
        same = sa.and_(w.c[SOURCE] == rejected.c[SOURCE], w.c[SOURCE_KEY] == rejected.c[SOURCE_KEY])
        update = sa.update(w).values({w.c[REJECT]: rejected.c[REJECT]})
        self.connection.execute(update.where(same, w.c[REJECT].is_(None), *conditions))

    def fill_raws(self, job: Job) -> None:
        for raw in job.raws:
            if raw.rows is not None:
                self.load(raw, iter([_plan_rows(raw, self.kind)]))
            elif raw.query is not None:
                self._fill_query(job, raw)
            elif raw.reader is not None:
                self.load_whole(raw)

    def stage(
        self,
        job: Job,
        rows: Callable[[Job, bool], Iterator[list[Row]]],
        lines: Callable[[Job], Blocks | None],
    ) -> tuple[Job, int]:
        """A range of a direct job: in the target's types, or as the source has it where one of its
        values is not like the others. Which of the two, and the number of rows."""
        quick, raw = job.quick, job.raws[0]
        if quick is not None and self.unlike.get(job.name, 0) < PATIENCE:
            try:
                with self.connection.savepoint():
                    return quick, self.load(quick.raws[0], rows(quick, False), lines(quick))
            except _not_native():
                self.unlike[job.name] = self.unlike.get(job.name, 0) + 1
        return job, self.load_checked(raw, lambda checked: rows(job, checked), lambda: lines(job))

    def load_whole(self, raw: Raw) -> int:
        reader = raw.reader
        assert reader is not None
        lines = reader.staged_lines()
        return self.load_checked(
            raw,
            lambda checked: reader.batches(BATCH, checked=checked),
            lambda: lines.whole() if lines else None,
        )

    def load_checked(self, raw: Raw, batches: Any, lines: Callable[[], Blocks | None]) -> int:
        """COPY as it comes; where that fails the reader looks at each value."""
        known = raw.reader is not None and raw.reader.checked
        if not known and raw.name not in self.checked:
            try:
                with self.connection.savepoint():
                    return self.load(raw, batches(False), lines())
            except unreadable():
                self.checked.add(raw.name)
            except Unlike:  # they can be read, but not as lines
                return self.load_checked(raw, batches, lambda: None)
        return self.load(raw, batches(True))

    def load(self, raw: Raw, batches: Iterator[list[Row]], lines: Blocks | None = None) -> int:
        """The rows, as lines where there are some."""
        columns = [c for c, _ in staged_columns(raw)]
        if lines is not None:
            return self.connection.bulk(raw.name, columns, lines.contents, lines.gaps)
        return self.connection.load(raw.name, columns, chain.from_iterable(batches))

    def _fill_query(self, job: Job, raw: Raw) -> None:
        assert raw.query is not None
        params = dict(self.context.plan.params)
        columns = [c for c, _ in raw.columns if c != LINE]
        quoted = ", ".join(map(self.connection.quote, columns))
        numbered = (
            f"select {quoted}, row_number() over () from ({raw.query.rstrip().rstrip(';')}\n) as q"
        )
        relations = {of: as_text(self.accepted(self.jobs[of]), self.kind) for of in job.of}
        names = [*map(staged_name, columns), LINE]
        temporary.fill(self.connection, raw.name, names, numbered, params, relations)


def _plan_rows(raw: Raw, kind: str) -> list[Row]:
    def plain(value: Any) -> Any:
        if isinstance(value, dict | list):
            return json.dumps(value, ensure_ascii=False)
        if kind == "sqlite" and isinstance(value, bool):
            return int(value)
        return value

    columns = [c for c, _ in raw.columns if c != LINE]
    rows = raw.rows or ()
    return [(*(plain(r.get(c)) for c in columns), i, None) for i, r in enumerate(rows, 1)]


def _not_native() -> Kinds:
    return (Unlike, *unreadable())
