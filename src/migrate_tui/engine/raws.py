"""How the rows of a source come into the target: a temporary table for each kind of source.

Invariant: its rows can be told apart and stand in one order, by their key or by a line number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa

from migrate_tui.engine import sql
from migrate_tui.engine.databases.catalogue import Table
from migrate_tui.engine.databases.reading import LINE
from migrate_tui.engine.diff.copied import copied
from migrate_tui.engine.diff.mended import mended
from migrate_tui.engine.diff.parsed import Parsed
from migrate_tui.engine.jobs import Job, Raw
from migrate_tui.engine.sources import Sources


@dataclass(frozen=True)
class Raws:
    """The raw tables of one mapping, which stands at `position` in its plan."""

    sources: Sources
    parsed: Parsed
    position: int

    @property
    def kind(self) -> str:
        return self.sources.context.target.kind

    @property
    def line(self) -> tuple[str, str]:
        """The column of a row's number, where nothing else tells rows apart."""
        return LINE, "bigint" if self.sources.context.target.typed else "integer"

    def plan_rows(self) -> Raw:
        """Rows that stand in the plan."""
        source = self.parsed.mapping.source
        rows, used = source.rows or (), sorted(self.parsed.used)
        columns = [(c, _plan_type([r.get(c) for r in rows], self.kind)) for c in used]
        columns.append((LINE, "integer"))
        return Raw(self._name(), source.name or "rows", tuple(columns), (LINE,), rows=rows)

    def lines(self, found: Table) -> Raw:
        """Rows without a place of their own, numbered in the order of their values."""
        used = [c for c in found.columns if c.name in self.parsed.used] or list(found.columns[:1])
        clause = sql.table(found.name, found.column_names, found.schema)
        order = [sa.cast(clause.c[c.name], sa.Text()) for c in used]
        query = sa.select(*(clause.c[c.name] for c in used)).order_by(*order)
        typed = self.sources.context.target.typed
        columns = (*((c.name, c.type if typed else "") for c in used), self.line)
        text = sql.as_text(query, self.kind)
        return Raw(self._name(found.name), found.name, columns, (LINE,), query=text)

    def query(self) -> Raw:
        """Rows of a query, which the target runs itself where it can."""
        source, context = self.parsed.mapping.source, self.sources.context
        assert source.query is not None
        types = self.sources.query_columns(self.parsed.mapping)
        columns = tuple((c, types[c]) for c in sorted(self.parsed.used))
        name, label = self._name(), source.name or "query"
        if not source.of and not context.same:
            text = source.query.get(context.source.kind)
            reader = self.sources.reading.query(text or "", columns, self.sources.params)
            return Raw(name, label, reader.staged, reader.order, reader)
        query = source.query.get(self.kind)
        return Raw(name, label, (*columns, self.line), (LINE,), query=query)

    def table(self, table: Table, number: int) -> Raw:
        """Rows of a table of another database."""
        places = (table.rowid,) if table.rowid else ()
        used = [c for c in (*table.column_names, *places) if c in self.parsed.used]
        reader = self.sources.reading.table(table, used, mended(self.parsed))
        return Raw(self._name(str(number)), table.name, reader.staged, reader.order, reader)

    def _name(self, *parts: str) -> str:
        return cut("_".join(("raw", self.parsed.name, *parts)), self.position)


def quick(sources: Sources, job: Job) -> Job | None:
    """A direct job staged in the target's types, where its reader knows how."""
    raw = job.raws[0]
    if raw.table is None:
        return None
    reader = sources.reading.native(raw.table, copied(job.parsed), job.direct)
    if reader is None:
        return None
    name = cut(f"quick_{job.name}", job.position)
    return replace(job, raws=(replace(raw, name=name, columns=reader.staged, reader=reader),))


def cut(text: str, position: int) -> str:
    """A temporary table's name: readable, short and of its own."""
    if len(text.encode()) <= 55:
        return text
    return f"{text.encode()[:50].decode(errors='ignore')}_{position}"


def _plan_type(values: Sequence[object], kind: str) -> str:
    if kind == "sqlite":
        return ""
    kinds = {type(v) for v in values if v is not None}
    single = {bool: "boolean", int: "bigint", float: "double precision"}
    if kinds and kinds <= {dict, list}:
        return "jsonb"
    return single.get(next(iter(kinds)), "text") if len(kinds) == 1 else "text"
