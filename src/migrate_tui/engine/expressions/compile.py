"""From nodes to SQL: leaves come from the scope, every operator and function from its own entry."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Protocol

from migrate_tui.engine.errors import PlanError
from migrate_tui.engine.expressions.nodes import (
    Call,
    Case,
    Expression,
    Literal,
    Name,
    Node,
    Param,
    ParentCall,
    Scalar,
)
from migrate_tui.engine.functions import FUNCTIONS, logic
from migrate_tui.engine.functions.arithmetic import ARITHMETIC
from migrate_tui.engine.functions.comparison import OPERATORS
from migrate_tui.engine.functions.compiled import (
    POSTGRESQL,
    Arguments,
    Compiled,
    null,
    quote_text,
)
from migrate_tui.engine.functions.documents import GET, GET_TEXT
from migrate_tui.engine.functions.text import PIPES


class Scope(Protocol):
    """Where an expression stands: the SQL of every name in it, and the types that are known."""

    def column(self, name: str) -> str: ...

    def new(self, name: str) -> str: ...

    def old(self, name: str) -> str: ...

    def param(self, name: str) -> str: ...

    def parent(self, call: ParentCall) -> Compiled: ...

    def type_of(self, name: str, space: str = "") -> str:
        """A PostgreSQL type ("" where unknown); space: "" a column, "new", "old" or "param"."""
        ...


Builder = Callable[[Arguments], Compiled]
BUILDERS: dict[str, Builder] = {
    "and": logic.both,
    "or": logic.both,
    "not": logic.negation,
    "is null": logic.is_null,
    "is true": logic.is_true,
    "is false": logic.is_true,
    "is distinct from": logic.distinct,
    "in": logic.membership,
    "coalesce": logic.first_known,
    "nullif": logic.null_if,
    **dict.fromkeys(OPERATORS, logic.comparison),
    **{f.name: f.build for f in (*ARITHMETIC, GET, GET_TEXT, PIPES)},
    **{f.name: f.build for f in FUNCTIONS.values()},
}


def compile(expression: Expression, kind: str, scope: Scope, *, guarded: bool) -> Compiled:
    """SQL for one database ("postgresql" or "sqlite").

    Plain, the value may raise where it cannot be computed. Guarded, it never does: it is NULL
    there, and `reason` says why. Raises PlanError where the types cannot meet.
    """
    return _node(expression.node, kind, scope, guarded)


def _node(node: Node, kind: str, scope: Scope, guarded: bool) -> Compiled:
    if isinstance(node, Name | Param):
        return _leaf(node, scope)
    if isinstance(node, Literal):
        return literal(node.value, kind)
    if isinstance(node, ParentCall):
        return scope.parent(node)
    each = partial(_node, kind=kind, scope=scope, guarded=guarded)
    if isinstance(node, Case):
        branches = [(each(condition), each(value)) for condition, value in node.branches]
        return logic.case(branches, each(node.default), _arguments(node, (), kind, scope, guarded))
    return _call(node, each, kind, scope, guarded)


def _call(
    node: Call, each: Callable[[Node], Compiled], kind: str, scope: Scope, guarded: bool
) -> Compiled:
    values = tuple(each(arg) for arg in node.args)
    try:
        return BUILDERS[node.name](_arguments(node, values, kind, scope, guarded))
    except PlanError as error:
        if error.message.startswith(f"{node.name}: "):
            raise
        raise PlanError(f"{node.name}: {error.message}", error.hint) from None


def _arguments(
    node: Call | Case, values: tuple[Compiled, ...], kind: str, scope: Scope, guarded: bool
) -> Arguments:
    args = node.args if isinstance(node, Call) else ()

    def again() -> tuple[Compiled, ...]:
        return tuple(_node(arg, kind, scope, True) for arg in args)

    return Arguments(values, kind, guarded, again, node.name if isinstance(node, Call) else "case")


def _leaf(node: Name | Param, scope: Scope) -> Compiled:
    if isinstance(node, Param):
        return Compiled(scope.param(node.name), type=scope.type_of(node.name, "param"))
    read = {"": scope.column, "new": scope.new, "old": scope.old}[node.space]
    return Compiled(read(node.name), type=scope.type_of(node.name, node.space))


def literal(value: Scalar, kind: str) -> Compiled:
    """A constant."""
    if value is None:
        return Compiled(null(kind), type="null")
    if isinstance(value, bool):
        text = ("true" if value else "false") if kind == POSTGRESQL else str(int(value))
        return Compiled(text, type="boolean", literal=value)
    if isinstance(value, str):
        return Compiled(quote_text(value), type="text", literal=value)
    if isinstance(value, Decimal):
        return Compiled(_decimal(value, kind), type="numeric", literal=value)
    return Compiled(_integer(value, kind), type="bigint", literal=value)


def _decimal(value: Decimal, kind: str) -> str:
    text = format(value, "f")
    if kind == POSTGRESQL:
        return f"'{text}'::numeric"
    return f"({text if '.' in text else text + '.0'})"


def _integer(value: int, kind: str) -> str:
    if kind == POSTGRESQL:
        return f"'{value}'::bigint"
    return "(-9223372036854775807 - 1)" if value == -(2**63) else f"({value})"
