"""The diff itself: every wanted row beside the row that the target has, with a status."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.sql.selectable import FromClause, Select, TableClause

from migrate_tui.engine.databases import loads
from migrate_tui.engine.databases.base import Connection
from migrate_tui.engine.databases.catalogue import Column, Table
from migrate_tui.engine.diff.guards import Guards
from migrate_tui.engine.diff.layer import param_value
from migrate_tui.engine.diff.parsed import Parsed
from migrate_tui.engine.diff.stored import OLD
from migrate_tui.engine.diff.wanted import COLUMN, REJECT
from migrate_tui.engine.expressions import Compiled, ParentCall, compile
from migrate_tui.engine.sql import (
    Sql,
    fragment,
    labelled,
    listed,
    name,
    same_key,
    spelt,
    table,
    text_literal,
    veiled,
)

STATUS = "mt_status"
WAS = "mt_was"  # PostgreSQL: the version of the row that exists
NEW_ROW, CHANGED, SAME, KEPT, REJECTED = "new", "changed", "same", "kept", "rejected"


def name_of(rows: FromClause) -> str:
    """The alias under which SQL text may refer to the rows."""
    return str(getattr(rows, "name", ""))


def table_clause(found: Table) -> TableClause:
    return table(found.name, found.column_names, found.schema)


@dataclass(frozen=True)
class Diff:
    """Wanted rows `w` against the target. `plain` leaves constraints to the database itself."""

    parsed: Parsed
    connection: Connection
    guards: Guards | None = None  # None in plain mode
    first_load: bool = False  # the target was empty: nothing to join
    extra: tuple[str, ...] = field(default=())  # further columns of `w` to pass through
    ends: tuple[Sql, Sql] | None = None  # of the first key column of `w`, least and greatest
    lies: Sql | None = None  # where in the target `mt_t` rows are looked for, and nowhere else

    @property
    def kind(self) -> str:
        return self.connection.kind

    @property
    def old_columns(self) -> tuple[str, ...]:
        return tuple(c.name for c in self.parsed.target.columns)

    def select(self, w: FromClause, labels: Sequence[str]) -> Select[tuple[object, ...]]:
        """Columns: `labels` of w, mt_status, and old.<column> of the row that exists."""
        rows = self._joined(w, labels)
        if self.guards is None:
            return sa.select(rows)
        return self.guards.reject(rows, REJECT, COLUMN)

    def _joined(self, w: FromClause, labels: Sequence[str]) -> FromClause:
        passed = [w.c[label].label(name(label)) for label in labels]
        if self.first_load:
            fresh = sa.case(
                (w.c[REJECT].is_not(None), text_literal(REJECTED)), else_=text_literal(NEW_ROW)
            )
            return sa.select(*passed, fresh.label(STATUS)).select_from(w).subquery("mt_joined")
        target = table_clause(self.parsed.target).alias("mt_t")
        on = sa.and_(same_key(target, w, self.parsed.key), *self._within(target))
        old = [target.c[c].label(name(labelled(OLD, c))) for c in self.old_columns]
        status = self._status(w, target).label(STATUS)
        if self.kind == "postgresql":
            old.append(sa.literal_column(loads.version("mt_t")).label(WAS))
        source = w.outerjoin(target, on)
        return sa.select(*passed, status, *old).select_from(source).subquery("mt_joined")

    def _within(self, target: FromClause) -> list[Sql]:
        """What the equality of keys implies, said so that no range reads the whole target."""
        if self.lies is not None:
            return [self.lies]
        if self.ends is None:
            return []
        low, high = self.ends
        first = target.c[self.parsed.key[0]]
        return [first >= low, first <= high]

    def _status(self, w: FromClause, target: FromClause) -> Sql:
        absent = target.c[self.parsed.key[0]].is_(None)
        changed = self.differs(w, target, self.parsed.compared)
        held = sa.not_(self._allowed(w, target))
        whens = [
            (w.c[REJECT].is_not(None), text_literal(REJECTED)),
            (absent, text_literal(NEW_ROW)),
            (sa.and_(changed, held), text_literal(KEPT)),
            (changed, text_literal(CHANGED)),
        ]
        return sa.case(*whens, else_=text_literal(SAME))

    def differs(self, w: FromClause, target: FromClause, columns: Sequence[str]) -> Sql:
        """Byte identity: equal values that print differently are a difference."""
        if not columns:
            return sa.false()
        if self.kind == "postgresql":
            sides = (sa.func.row(*(self._bare(side, c) for c in columns)) for side in (w, target))
            left, right = (side.op("::")(sa.literal_column("record")) for side in sides)
            return left.op("*<>")(right)
        cells = (self._cell_differs(w.c[c], target.c[c], c) for c in columns)
        return sa.or_(*cells)

    def _bare(self, side: FromClause, column: str) -> Sql:
        """A value without its domain: the other side may not have been told of it."""
        under = self.parsed.target_column(column).under
        return side.c[column].op("::")(sa.literal_column(under)) if under else side.c[column]

    def _cell_differs(self, new: Sql, old: Sql, column: str) -> Sql:
        different = new.op("is not")(sa.collate(old, "binary"))
        found = self.parsed.target_column(column)
        if self.parsed.target.strict and found.base != "ANY":
            return different
        return sa.or_(different, sa.func.typeof(new) != sa.func.typeof(old))

    def _allowed(self, w: FromClause, target: FromClause) -> Sql:
        rule = self.parsed.update_if
        if isinstance(rule, bool):
            return sa.true() if rule else sa.false()
        scope = _Both(self.connection, name_of(w), name_of(target), self.parsed)
        compiled = compile(rule, self.kind, scope, guarded=True)
        return sa.func.coalesce(fragment(compiled.value), sa.true())


@dataclass(frozen=True)
class _Both:
    """The scope of update_if: `new.` is the wanted row, `old.` the row in the target."""

    connection: Connection
    wanted: str
    target: str
    parsed: Parsed

    def column(self, column: str) -> str:
        return self.new(column)

    def new(self, column: str) -> str:
        return f"{self.wanted}.{self.connection.quote(column)}"

    def old(self, column: str) -> str:
        return f"{self.target}.{self.connection.quote(column)}"

    def param(self, param: str) -> str:
        return param_value(self.connection, param)

    def type_of(self, name: str, space: str = "") -> str:
        if space == "param":
            return "text"
        column = name
        found: Column | None = self.parsed.target.column(column)
        return found.type if found and self.connection.kind == "postgresql" else ""

    def parent(self, call: ParentCall) -> Compiled:
        raise AssertionError(f"{call.mapping}: refused when the plan was checked")


def key_text(w: FromClause, parsed: Parsed, kind: str, prefix: str = "") -> Sql:
    """The target key as text for people."""
    text = listed([spelt(w.c[prefix + k], kind) for k in parsed.key])
    return veiled(text, kind) if parsed.hides_key else text
