"""Calls: plan functions, coalesce, nullif, const, parent and lookup."""

from __future__ import annotations

from collections.abc import Callable

from sqlglot import exp

from migrate_tui.engine.errors import PlanError
from migrate_tui.engine.expressions.dialect import PlanDialect
from migrate_tui.engine.expressions.nodes import Call, Expression, Literal, Node, ParentCall
from migrate_tui.engine.expressions.refusals import unknown_function
from migrate_tui.engine.functions import FUNCTIONS

Reader = Callable[[exp.Expr], Node]


def call(tree: exp.Expr, convert: Reader) -> Node:
    """Raises PlanError for a function that is unknown, or cannot be called so."""
    name = str(tree.this)
    lower = name.lower()
    if lower in ("parent", "lookup"):
        return _parent(tree, lower, convert)
    if lower == "const":
        return _const(tree, convert)
    if lower in ("coalesce", "nullif"):
        return _choice(tree, lower, convert)
    if lower not in FUNCTIONS:
        raise unknown_function(name)
    function = FUNCTIONS[lower]
    function.check(len(tree.expressions))
    args = tuple(map(convert, tree.expressions))
    for position in function.literals:
        if position < len(args) and not isinstance(args[position], Literal):
            raise PlanError(
                f"argument {position + 1} of {lower} must be a constant", function.signature
            )
    return Call(lower, args)


def _choice(tree: exp.Expr, name: str, convert: Reader) -> Node:
    args = tuple(map(convert, tree.expressions))
    if not args or (name == "nullif" and len(args) != 2):
        raise PlanError(f"{name} takes {'2' if name == 'nullif' else 'at least 1'} arguments")
    return Call(name, args)


def _const(tree: exp.Expr, convert: Reader) -> Node:
    args = [convert(arg) for arg in tree.expressions]
    if len(args) != 1 or not isinstance(args[0], Literal):
        raise PlanError("const takes one constant", "const('text'), const(1), const(null)")
    return args[0]


def _parent(tree: exp.Expr, name: str, convert: Reader) -> Node:
    usage = f"{name}(mapping, column => value, …)"
    if not tree.expressions:
        raise PlanError(f"{name} names no mapping", usage)
    mapping, *given = tree.expressions
    if not isinstance(mapping, exp.Column) or not given or mapping.args.get("table"):
        raise PlanError(f"{name} takes a mapping's name and column => value", usage)
    values: dict[str, Expression] = {}
    for part in given:
        if not isinstance(part, exp.Kwarg) or part.this.name in values:
            raise PlanError(f"{name} takes each column => value once", usage)
        values[part.this.name] = Expression(
            part.expression.sql(dialect=PlanDialect), convert(part.expression)
        )
    return ParentCall(mapping.name, values, optional=name == "lookup")


def spelled(convert: Reader, name: str, *parts: str) -> Reader:
    """A function that sqlglot reads by its own grammar: trim(x), substring(x from 1 for 2)."""

    def read(tree: exp.Expr) -> Node:
        known = {part for part in parts if tree.args.get(part) is not None}
        if {key for key, value in tree.args.items() if value is not None} - known:
            raise PlanError(f"{name} is written as a call", FUNCTIONS[name].signature)
        args = tuple(convert(tree.args[part]) for part in parts if part in known)
        FUNCTIONS[name].check(len(args))
        return Call(name, args)

    return read
