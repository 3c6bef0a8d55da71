"""The wanted rows of a mapping: one select from its relation to full rows of the target's types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.sql.selectable import FromClause, Select, Subquery

from migrate_tui.engine.databases.base import Connection
from migrate_tui.engine.diff.layer import NEW, WHY, Layer, Parent
from migrate_tui.engine.diff.merge import ROWS, UNREAD
from migrate_tui.engine.diff.parsed import Parsed
from migrate_tui.engine.diff.relation import BAD, BRANCH, ORDER, SOURCE_KEY, Relation
from migrate_tui.engine.diff.sifted import Sifted
from migrate_tui.engine.expressions import Compiled, Expression, compile
from migrate_tui.engine.functions.convert import convert
from migrate_tui.engine.sql import (
    Sql,
    as_text,
    first_of,
    fragment,
    labelled,
    name,
    null_text,
    text_literal,
)

REJECT = "mt_reject"
COLUMN = "mt_column"
SOURCE = "mt_source"


@dataclass(frozen=True)
class Wanted:
    """`select` yields `columns` in the target's types, then the helper columns, then the order."""

    select: Select[tuple[object, ...]]
    columns: tuple[str, ...]
    order: tuple[str, ...]
    raises: bool  # a bad value aborts the statement: the guarded form names it instead

    @property
    def labels(self) -> tuple[str, ...]:
        return (*self.columns, ROWS, SOURCE, SOURCE_KEY, *self.order, REJECT, COLUMN)


@dataclass(frozen=True)
class _Builder:
    parsed: Parsed
    relation: Relation
    connection: Connection
    parents: Mapping[str, Parent]
    guarded: bool
    params: Mapping[str, object] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        return self.connection.kind

    def layer(self, alias: str, types: Mapping[str, str]) -> Layer:
        parsed, connection = self.parsed, self.connection
        return Layer(parsed, connection, alias, types, self.parents, self.guarded, self.params)

    def levels(self) -> tuple[Subquery, dict[str, Compiled]]:
        """The rows with `new.` and `why.` columns added level by level."""
        rows = Sifted(self.parsed, self.relation, self.connection, self.params).rows()
        compiled: dict[str, Compiled] = {}
        for number, level in enumerate(self.parsed.levels):
            layer = self.layer(str(rows.name), self._types(rows, compiled))
            values = {c: layer.compile(c, self.parsed.columns[c]) for c in level}
            compiled |= values
            source: FromClause = rows
            for parent, on in layer.joins:
                source = source.outerjoin(parent, on)
            reasons = self._why(values)
            query = sa.select(*rows.c, *_computed(values), *reasons).select_from(source)
            more = number + 1 < len(self.parsed.levels) or bool(self.parsed.require)
            if more or not all(_free(self.parsed.columns[c]) for c in level):
                # computed once, not wherever it is read
                query = query.offset(sa.literal_column("0"))
            rows = query.subquery(f"mt_level{number}")
        return rows, compiled

    def _why(self, values: Mapping[str, Compiled]) -> list[Sql]:
        """The reason of each value that can be bad."""
        reasons = [(c, v.reason) for c, v in values.items() if v.reason is not None]
        return [fragment(self._told(c, r)).label(name(labelled(WHY, c))) for c, r in reasons]

    def _told(self, column: str, reason: str) -> str:
        return _hushed(reason, self.kind) if column in self.parsed.hidden.columns else reason

    def _types(self, rows: FromClause, computed: Mapping[str, Compiled]) -> Mapping[str, str]:
        """PostgreSQL says what each column is; on SQLite only computed columns have a type."""
        if self.kind == "sqlite":
            return {labelled(NEW, c): value.type for c, value in computed.items()}
        return dict(self.connection.columns_of(as_text(sa.select(rows), self.kind)))

    def build(self) -> Wanted:
        rows, compiled = self.levels()
        types = self._types(rows, compiled)
        layer = self.layer(str(rows.name), types)
        columns = tuple(c for c in self.parsed.target.column_names if c in self.parsed.columns)
        final = {c: self._convert(c, layer, types) for c in columns}
        reasons = self._reasons(rows, compiled, final, layer)
        chosen = [fragment(final[c].value).label(name(c)) for c in columns]
        helpers = [rows.c[ROWS], rows.c[BRANCH].label(SOURCE), rows.c[SOURCE_KEY]]
        order = (ORDER, *self.relation.order)
        select = sa.select(
            *chosen, *helpers, *(rows.c[o] for o in order), *_verdict(reasons, self.kind)
        ).select_from(rows)
        raises = any(c.raises for c in (*compiled.values(), *final.values()))
        return Wanted(select, columns, order, raises)

    def _convert(self, column: str, layer: Layer, types: Mapping[str, str]) -> Compiled:
        value = Compiled(layer.new(column), None, False, types.get(labelled(NEW, column), ""))
        target = self.parsed.target_column(column)
        return convert(
            value, types.get(labelled(NEW, column), ""), target, self.kind, guarded=self.guarded
        )

    def _reasons(
        self,
        rows: FromClause,
        compiled: Mapping[str, Compiled],
        final: Mapping[str, Compiled],
        layer: Layer,
    ) -> list[tuple[str | None, Sql]]:
        """(column, reason) in the order of work: the key first, then the columns, then require."""
        keys = [c for c in self.parsed.key if c in final]
        others = [c for c in final if c not in keys]
        reasons: list[tuple[str | None, Sql]] = []
        if self.relation.bad:
            reasons.append((None, rows.c[BAD]))
        if UNREAD in rows.c:
            reasons.append((None, rows.c[UNREAD]))
        for part in (keys, others):
            for c in part:
                if compiled[c].reason is not None:
                    reasons.append((c, rows.c[labelled(WHY, c)]))
                if (reason := final[c].reason) is not None:
                    reasons.append((c, fragment(self._told(c, reason))))
            if part is keys:
                reasons += [(c, _null_key(c, rows)) for c in keys]
        for that, otherwise in self.parsed.require:
            held = compile(that, self.kind, layer, guarded=True)
            broken = fragment(f"({held.value}) is not true")
            reasons.append((None, sa.case((broken, text_literal(otherwise)))))
        return reasons


def _free(value: object) -> bool:
    """A constant or a bare column costs nothing, however often it is read."""
    return not isinstance(value, Expression) or bool(value.is_column)


def _computed(values: Mapping[str, Compiled]) -> list[Sql]:
    return [fragment(v.value).label(name(labelled(NEW, c))) for c, v in values.items()]


def _hushed(reason: str, kind: str) -> str:
    """The reason with the functions that show a value's hash in the place of those that show it."""
    if kind == "postgresql":
        return reason.replace("pg_temp.mt_short(", "pg_temp.mt_veil(")
    return reason.replace("mt_why_", "mt_hush_").replace("mt_short(", "mt_veil(")


def _null_key(column: str, rows: FromClause) -> Sql:
    text = f"key column {column} is NULL"
    return sa.case((rows.c[labelled(NEW, column)].is_(None), text_literal(text)))


def _verdict(reasons: list[tuple[str | None, Sql]], kind: str) -> list[Sql]:
    reject = first_of([reason for _, reason in reasons], kind).label(REJECT)
    named = [(reason.is_not(None), text_literal(c)) for c, reason in reasons if c is not None]
    column = sa.case(*named, else_=null_text(kind)) if named else null_text(kind)
    return [reject, column.label(COLUMN)]


def wanted(
    parsed: Parsed,
    relation: Relation,
    connection: Connection,
    parents: Mapping[str, Parent],
    params: Mapping[str, object],
    *,
    guarded: bool,
) -> Wanted:
    """Compile the mapping for `connection`; the relation's tables must exist there."""
    return _Builder(parsed, relation, connection, parents, guarded, params).build()
