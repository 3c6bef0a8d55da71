"""Which columns of a mapping may not be shown: those that the plan masks, and what is made of them.

Invariant: a value read from a masked column is hidden under every name it gets, but for ids that
cannot be turned back (uuid_for, checksum) and that other tables refer to.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from migrate_tui.engine.expressions.nodes import (
    Call,
    Expression,
    Name,
    Node,
    ParentCall,
    children,
)

if TYPE_CHECKING:
    from migrate_tui.engine.diff.parsed import Parsed

Row = dict[str, str | None]
ONE_WAY = ("uuid_for", "checksum")


@dataclass(frozen=True)
class Hidden:
    """Names of the target's columns and of the relation's."""

    columns: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.columns or self.sources)

    def over(self, row: Row, veil: Callable[[str], str]) -> Row:
        """A row of the target as it may be shown."""
        return {c: veil(v) if v is not None and c in self.columns else v for c, v in row.items()}


def hidden(
    parsed: Parsed, known: Collection[str], mask: Collection[str], parents: Mapping[str, Parsed]
) -> Hidden:
    """`known` are the relation's columns, `parents` the mappings before this one."""
    if not mask:
        return Hidden()
    tracing = _Tracing(parsed, mask, parents)
    sources, columns = tracing.sources(known), tracing.columns()
    before = -1
    while before != len(sources) + len(columns):
        before = len(sources) + len(columns)
        columns |= {c for c in parsed.columns if tracing.reads(c, sources, columns)}
        sources |= {n for c in columns & parsed.columns.keys() for n in _origins(parsed.columns[c])}
    return Hidden(frozenset(columns), frozenset(sources))


@dataclass(frozen=True)
class _Tracing:
    parsed: Parsed
    mask: Collection[str]
    parents: Mapping[str, Parsed]

    def _masked(self, column: str, tables: Collection[str]) -> bool:
        return column in self.mask or any(f"{table}.{column}" in self.mask for table in tables)

    def sources(self, known: Collection[str]) -> set[str]:
        """By name, and what a query reads of a mapping that hides it."""
        source = self.parsed.mapping.source
        tables = (*source.tables, *([source.name] if source.name else []))
        read = [self.parents[of].hidden.columns for of in source.of if of in self.parents]
        return {c for c in known if self._masked(c, tables) or any(c in hides for hides in read)}

    def columns(self) -> set[str]:
        """By name, and what refers to a column that is hidden."""
        target = self.parsed.target
        found = {c for c in target.column_names if self._masked(c, (target.name,))}
        for key in target.foreign_keys:
            pairs = zip(key.columns, key.parent_columns, strict=True)
            found |= {child for child, column in pairs if self._refers(key.parent, column)}
        return found

    def _refers(self, table: str, column: str) -> bool:
        into = (p for p in self.parents.values() if p.target.name == table)
        return self._masked(column, (table,)) or any(column in p.hidden.columns for p in into)

    def reads(self, column: str, sources: Collection[str], columns: Collection[str]) -> bool:
        for node in _values(self.parsed.columns[column].node):
            if isinstance(node, Name) and node.name in (sources if not node.space else columns):
                return True
            if isinstance(node, ParentCall) and self._finds(node, column):
                return True
        return False

    def _finds(self, call: ParentCall, column: str) -> bool:
        parent = self.parents.get(call.mapping)
        return parent is not None and referenced(self.parsed, column, parent) in (
            parent.hidden.columns
        )


def referenced(parsed: Parsed, column: str, parent: Parsed) -> str | None:
    """The parent's column that a column made by parent() refers to, as far as it can be told."""
    for key in parsed.target.foreign_keys:
        if key.parent == parent.target.name and column in key.columns:
            return key.parent_columns[key.columns.index(column)]
    return parent.target.primary_key[0] if len(parent.target.primary_key) == 1 else None


def _values(node: Node) -> Iterator[Node]:
    """The parts whose values are in the result."""
    if isinstance(node, Call) and node.name in ONE_WAY:
        return
    yield node
    if not isinstance(node, ParentCall):
        for child in children(node):
            yield from _values(child)


def _origins(value: Expression) -> Iterator[str]:
    """Source columns that a hidden column is made of, those that it is looked up by too."""
    for node in _values(value.node):
        if isinstance(node, Name) and node.space == "":
            yield node.name
        elif isinstance(node, ParentCall):
            yield from (name for part in node.values.values() for name in _origins(part))
