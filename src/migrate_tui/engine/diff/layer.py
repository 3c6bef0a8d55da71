"""One level of a mapping's expressions: names resolve to the level below, parents to joins."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sqlalchemy.sql.selectable import FromClause

from migrate_tui.engine.databases.base import Connection
from migrate_tui.engine.databases.catalogue import Table
from migrate_tui.engine.diff.parsed import Parsed
from migrate_tui.engine.errors import PlanError
from migrate_tui.engine.expressions import Compiled, Expression, ParentCall, compile
from migrate_tui.engine.functions.convert import convert
from migrate_tui.engine.sql import (
    TEMP,
    Sql,
    as_text,
    first_of,
    fragment,
    labelled,
    name,
    staged,
    veiled,
)

NEW = "new."
WHY = "why."
PARAMS = "mt_params"


@dataclass(frozen=True)
class Parent:
    """Where parent() and lookup() of one mapping look: its key and referenced columns."""

    parsed: Parsed
    rows: Callable[[tuple[str, ...]], FromClause]  # the given columns of target and wanted rows
    awaited: bool = False  # not known yet: NULL for now, and no reason to reject


def param_value(connection: Connection, param: str) -> str:
    """SQL of a param of the plan: every run has them in a temporary table of one row."""
    return f"(select {connection.quote(param)} from {TEMP[connection.kind]}.{PARAMS})"


def param_type(value: object) -> str:
    types = {bool: "boolean", int: "bigint", float: "double precision"}
    return types.get(type(value), "text")


@dataclass
class Layer:
    """The scope in which one level is compiled; it collects the joins that its parents need."""

    parsed: Parsed
    connection: Connection
    alias: str
    types: Mapping[str, str]
    parents: Mapping[str, Parent]
    guarded: bool
    params: Mapping[str, object] = field(default_factory=dict)
    computing: str = ""
    referrer: Table | None = None  # whose column is being computed, where it is not the mapping's
    joins: list[tuple[FromClause, Sql]] = field(default_factory=list)

    def column(self, column: str) -> str:
        return f"{self.alias}.{self.connection.quote(staged(column))}"

    def new(self, column: str) -> str:
        return self.column(labelled(NEW, column))

    def old(self, column: str) -> str:
        raise PlanError(
            f"old.{column} in a column of mapping {self.parsed.name}",
            "old. is the row in the target: only update_if can read it",
        )

    def param(self, param: str) -> str:
        return param_value(self.connection, param)

    def type_of(self, name: str, space: str = "") -> str:
        if space == "param":
            return param_type(self.params.get(name))
        return self.types.get(labelled(NEW, name) if space == "new" else staged(name), "")

    def compile(self, column: str, value: Expression) -> Compiled:
        self.computing = column
        return compile(value, self.connection.kind, self, guarded=self.guarded)

    def parent(self, call: ParentCall) -> Compiled:
        parent = self.parents.get(call.mapping)
        if parent is None:
            raise PlanError(
                f"mapping {self.parsed.name}: {call.mapping} is no mapping before it",
                "parent() and lookup() read mappings that stand earlier in the plan",
            )
        _check_given(self.parsed.name, parent.parsed, call)
        wanted = self._referenced(parent.parsed.target)
        keys = [self._key(parent.parsed, k, call) for k in parent.parsed.key]
        rows = parent.rows((*parent.parsed.key, wanted)).alias(name(f"mt_p{len(self.joins)}"))
        pairs = zip(parent.parsed.key, keys, strict=True)
        matches = [rows.c[k] == fragment(v.value) for k, v in pairs]
        on = matches[0]
        for match in matches[1:]:
            on = on & match
        self.joins.append((rows, on))
        value = f"{rows.name}.{self.connection.quote(wanted)}"
        reason = None
        if not (call.optional or parent.awaited):
            nested = [fragment(k.reason) for k in keys if k.reason is not None]
            orphan = fragment(self._orphan(parent.parsed, keys, value, call))
            kind = self.connection.kind
            reason = as_text(first_of([*nested, orphan], kind), kind)
        return Compiled(value, reason, any(k.raises for k in keys), self._type(parent, wanted))

    def _type(self, parent: Parent, column: str) -> str:
        found = parent.parsed.target.column(column)
        return found.type if found and self.connection.kind == "postgresql" else ""

    def _referenced(self, parent: Table) -> str:
        """The parent's column that the column being computed refers to."""
        for key in (self.referrer or self.parsed.target).foreign_keys:
            if key.parent == parent.name and self.computing in key.columns:
                return key.parent_columns[key.columns.index(self.computing)]
        if len(parent.primary_key) == 1:
            return parent.primary_key[0]
        raise PlanError(
            f"mapping {self.parsed.name}: {self.computing} has no foreign key to {parent.name}",
            "parent() gives the column that a foreign key refers to",
        )

    def _key(self, parent: Parsed, column: str, call: ParentCall) -> Compiled:
        expression = parent.columns[column].substitute(call.values)
        kind, outer = self.connection.kind, (self.referrer, self.computing)
        self.referrer, self.computing = parent.target, column
        compiled = compile(expression, kind, self, guarded=self.guarded)
        self.referrer, self.computing = outer
        target = parent.target_column(column)
        return convert(compiled, compiled.type, target, kind, guarded=self.guarded)

    def _orphan(self, parent: Parsed, keys: list[Compiled], value: str, call: ParentCall) -> str:
        pairs = zip(parent.key, keys, strict=True)
        text = "||', '||".join(t for k, v in pairs for t in self._told(parent, k, v.value, call))
        given = " and ".join(f"{k.value} is not null" for k in keys)
        columns = ", ".join(parent.key).replace("'", "''")
        table = parent.target.name.replace("'", "''")
        quoted = f"'no row in {table} with {columns} = ' || {text}"
        return f"case when {value} is null and {given} then {quoted} end"

    def _told(self, parent: Parsed, column: str, value: str, call: ParentCall) -> list[str]:
        """A key's text, or what may be shown of it; an id that was looked up is told by what it
        was looked up by."""
        kind, read = self.connection.kind, parent.columns[column].substitute(call.values)
        shown = [value]
        if isinstance(read.node, ParentCall):
            given = read.node.values.values()
            shown = [compile(v, kind, self, guarded=self.guarded).value for v in given]
        of_ours = read.columns & self.parsed.hidden.sources or read.new & self.parsed.hidden.columns
        if of_ours or column in parent.hidden.columns:
            return [as_text(veiled(fragment(text), kind), kind) for text in shown]
        return [f"cast({text} as text)" for text in shown]


def _check_given(mapping: str, parent: Parsed, call: ParentCall) -> None:
    """A value that takes nothing's place would leave the child's own column there."""
    read = frozenset().union(*(parent.columns[k].columns for k in parent.key))
    for column in sorted(call.values.keys() - read):
        places = ", ".join(sorted(read)) or "no column"
        raise PlanError(
            f"mapping {mapping}: parent({parent.name}, {column} => …): the key of {parent.name} is "
            f"worked out from {places}, not from {column}",
            "name the columns that the key of that mapping reads",
        )
