"""A mapping whose expressions are parsed and whose every name is known to exist."""

from __future__ import annotations

from dataclasses import dataclass, field

from migrate_tui.engine.databases.catalogue import Column, Table
from migrate_tui.engine.diff.hidden import Hidden
from migrate_tui.engine.expressions import Expression
from migrate_tui.engine.plan import Mapping


@dataclass(frozen=True)
class Parsed:
    """`columns` holds every written target column in the order in which they can be computed."""

    mapping: Mapping
    target: Table
    columns: dict[str, Expression]
    levels: tuple[tuple[str, ...], ...]  # a level reads only `new.` columns of the levels before
    where: Expression | None = None
    match: Expression | None = None
    owns: Expression | None = None
    require: tuple[tuple[Expression, str], ...] = ()
    update_if: Expression | bool = True
    used: frozenset[str] = frozenset()  # source columns the mapping reads
    hidden: Hidden = field(default_factory=Hidden)  # what the plan's mask keeps from being shown

    @property
    def name(self) -> str:
        return self.mapping.name

    @property
    def key(self) -> tuple[str, ...]:
        return self.mapping.key

    def target_column(self, name: str) -> Column:
        return self.target.known(name)

    @property
    def hides_key(self) -> bool:
        """A hidden key is never shown, nor are ranges cut by it: their bounds would be values."""
        return bool(self.hidden.columns & set(self.key))

    @property
    def compared(self) -> tuple[str, ...]:
        """Columns that an existing row is compared and updated in."""
        fixed = {*self.key, *self.mapping.keep}
        return tuple(c for c in self.columns if c not in fixed)

    @property
    def parents(self) -> frozenset[str]:
        """Names of the mappings read through parent() and lookup()."""
        found = (e.parents for e in self.columns.values())
        return frozenset(call.mapping for calls in found for call in calls)
