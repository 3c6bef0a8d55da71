"""What an expression is made of once it is parsed: six kinds of node, all frozen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

Scalar = None | bool | int | Decimal | str


@dataclass(frozen=True)
class Name:
    """A column: of the source where `space` is '', else of the "new" or "old" target row."""

    name: str
    space: str = ""


@dataclass(frozen=True)
class Param:
    name: str


@dataclass(frozen=True)
class Literal:
    value: Scalar


@dataclass(frozen=True)
class Call:
    """A plan function or an operator ("and", "=", "is null", "->>", …)."""

    name: str
    args: tuple[Node, ...]


@dataclass(frozen=True)
class Case:
    branches: tuple[tuple[Node, Node], ...]
    default: Node


@dataclass(frozen=True)
class ParentCall:
    """parent(mapping, column => value, …); `optional` for lookup."""

    mapping: str
    values: dict[str, Expression]
    optional: bool = False

    def __hash__(self) -> int:
        return hash((self.mapping, self.optional, tuple(self.values.items())))


Node = Name | Param | Literal | Call | Case | ParentCall


def children(node: Node) -> tuple[Node, ...]:
    """The parts that a node is made of, in their order."""
    if isinstance(node, Call):
        return node.args
    if isinstance(node, Case):
        return (*(part for branch in node.branches for part in branch), node.default)
    if isinstance(node, ParentCall):
        return tuple(value.node for value in node.values.values())
    return ()


def walk(node: Node) -> Iterator[Node]:
    yield node
    for child in children(node):
        yield from walk(child)


def transform(node: Node, change: Callable[[Node], Node | None]) -> Node:
    """The same tree with every node replaced for which `change` gives another."""
    if (changed := change(node)) is not None:
        return changed
    if isinstance(node, Call):
        return replace(node, args=tuple(transform(arg, change) for arg in node.args))
    if isinstance(node, Case):
        branches = tuple(
            (transform(condition, change), transform(value, change))
            for condition, value in node.branches
        )
        return Case(branches, transform(node.default, change))
    if isinstance(node, ParentCall):
        values = {
            column: replace(value, node=transform(value.node, change))
            for column, value in node.values.items()
        }
        return replace(node, values=values)
    return node


@dataclass(frozen=True)
class Expression:
    """A parsed expression of a plan; `text` is as the plan has it."""

    text: str
    node: Node

    def _names(self, space: str) -> frozenset[str]:
        found = (node for node in walk(self.node) if isinstance(node, Name))
        return frozenset(node.name for node in found if node.space == space)

    @property
    def columns(self) -> frozenset[str]:
        """Source columns, `_source` among them."""
        return self._names("")

    @property
    def new(self) -> frozenset[str]:
        return self._names("new")

    @property
    def old(self) -> frozenset[str]:
        return self._names("old")

    @property
    def params(self) -> frozenset[str]:
        return frozenset(n.name for n in walk(self.node) if isinstance(n, Param))

    @property
    def parents(self) -> tuple[ParentCall, ...]:
        return tuple(n for n in walk(self.node) if isinstance(n, ParentCall))

    @property
    def is_column(self) -> str | None:
        """The source column that this expression is and nothing more."""
        plain = isinstance(self.node, Name) and self.node.space == ""
        return self.node.name if plain and isinstance(self.node, Name) else None

    def substitute(self, values: dict[str, Expression]) -> Expression:
        """The expression with other expressions in the place of source columns."""

        def change(node: Node) -> Node | None:
            if isinstance(node, Name) and node.space == "" and node.name in values:
                return values[node.name].node
            return None

        return Expression(self.text, transform(self.node, change))
