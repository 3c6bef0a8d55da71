"""The allow-list: every sqlglot node that may stand in an expression, and the node it becomes."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from sqlglot import exp

from migrate_tui.engine.errors import PlanError
from migrate_tui.engine.expressions import calls
from migrate_tui.engine.expressions.nodes import Call, Case, Literal, Name, Node, Param
from migrate_tui.engine.expressions.refusals import refusal
from migrate_tui.engine.functions.values import HIGHEST

UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def convert(tree: exp.Expr) -> Node:
    """The node of an sqlglot tree, or PlanError."""
    reader = READERS.get(type(tree))
    if reader is None:
        raise refusal(tree)
    return reader(tree)


def _name(tree: exp.Expr) -> Node:
    if not isinstance(tree.this, exp.Identifier) or tree.args.get("db"):
        raise refusal(tree)
    space = tree.text("table")
    if tree.args.get("table") and space not in ("new", "old"):
        raise PlanError(
            f"{space}.{tree.name}: only new. and old. may stand before a name",
            f'the column itself is {tree.name} (or "{space}.{tree.name}" in double quotes)',
        )
    return Name(tree.name, space)


def _literal(tree: exp.Expr) -> Node:
    text = str(tree.this)
    if tree.is_string:
        if UNSTORABLE.search(text):
            raise PlanError("text in a plan cannot hold NUL or a lone surrogate")
        return Literal(text)
    return Literal(_number(text))


def _number(text: str) -> int | Decimal:
    number = int(text) if text.isdigit() else Decimal(text)
    if isinstance(number, int) and number > HIGHEST + 1:
        raise PlanError(f"{text} has more than 64 bits")
    return number


def _negative(tree: exp.Expr) -> Node:
    inner = convert(tree.this)
    if isinstance(inner, Literal) and isinstance(inner.value, int | Decimal):
        number = -inner.value if isinstance(inner.value, int) else inner.value.copy_negate()
        return Literal(number)
    return Call("-", (Literal(0), inner))


def _param(tree: exp.Expr) -> Node:
    if not isinstance(tree.this, str):
        raise PlanError("a parameter needs a name", "write :name and declare it under params")
    return Param(tree.this)


def _chained(tree: exp.Expr) -> None:
    for side in (tree.this, tree.expression):
        if isinstance(side, exp.Is | exp.NullSafeEQ | exp.NullSafeNEQ | exp.Not):
            raise PlanError(
                "put brackets around what stands beside a comparison", "(x is null) = y"
            )
        if isinstance(side, COMPARISONS):
            raise PlanError("comparisons cannot be chained", "write a < b and b < c")


def _binary(sign: str) -> Callable[[exp.Expr], Node]:
    def read(tree: exp.Expr) -> Node:
        if isinstance(tree, COMPARISONS):
            _chained(tree)
        return Call(sign, (convert(tree.this), convert(tree.expression)))

    return read


def _negated(node: Node, tree: exp.Expr) -> Node:
    return Call("not", (node,)) if tree.args.get("negate") else node


def _is(tree: exp.Expr) -> Node:
    other, inner = tree.expression, convert(tree.this)
    if isinstance(other, exp.Null):
        return _negated(Call("is null", (inner,)), tree)
    if isinstance(other, exp.Boolean):
        return _negated(Call("is true" if other.this else "is false", (inner,)), tree)
    raise refusal(tree)


def _distinct(negate: bool) -> Callable[[exp.Expr], Node]:
    def read(tree: exp.Expr) -> Node:
        node = Call("is distinct from", (convert(tree.this), convert(tree.expression)))
        return Call("not", (node,)) if negate else node

    return read


def _between(tree: exp.Expr) -> Node:
    if tree.args.get("symmetric"):
        raise refusal(tree)
    value, low, high = (convert(tree.args[part]) for part in ("this", "low", "high"))
    return _negated(Call("and", (Call(">=", (value, low)), Call("<=", (value, high)))), tree)


def _in(tree: exp.Expr) -> Node:
    if tree.args.get("query") or tree.args.get("unnest") or tree.args.get("field"):
        raise PlanError(
            "in (…) takes a list of values", "read other mappings with parent(…) or lookup(…)"
        )
    return Call("in", (convert(tree.this), *map(convert, tree.expressions)))


def _case(tree: exp.Expr) -> Node:
    subject = convert(tree.this) if tree.this else None
    branches = tuple(
        (_when(subject, convert(branch.this)), convert(branch.args["true"]))
        for branch in tree.args["ifs"]
    )
    default = tree.args.get("default")
    return Case(branches, convert(default) if default else Literal(None))


def _when(subject: Node | None, test: Node) -> Node:
    return test if subject is None else Call("=", (subject, test))


def _like(tree: exp.Expr) -> Node:
    return _negated(Call("like", (convert(tree.this), convert(tree.expression))), tree)


COMPARISONS = (exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE)
READERS: dict[type[exp.Expr], Callable[[exp.Expr], Node]] = {
    exp.Column: _name,
    exp.Literal: _literal,
    exp.Neg: _negative,
    exp.Null: lambda tree: Literal(None),
    exp.Boolean: lambda tree: Literal(bool(tree.this)),
    exp.Placeholder: _param,
    exp.Paren: lambda tree: convert(tree.this),
    exp.And: _binary("and"),
    exp.Or: _binary("or"),
    exp.Not: lambda tree: Call("not", (convert(tree.this),)),
    exp.EQ: _binary("="),
    exp.NEQ: _binary("<>"),
    exp.LT: _binary("<"),
    exp.LTE: _binary("<="),
    exp.GT: _binary(">"),
    exp.GTE: _binary(">="),
    exp.Add: _binary("+"),
    exp.Sub: _binary("-"),
    exp.Mul: _binary("*"),
    exp.Mod: _binary("%"),
    exp.DPipe: _binary("||"),
    exp.JSONExtract: _binary("->"),
    exp.JSONExtractScalar: _binary("->>"),
    exp.Is: _is,
    exp.NullSafeNEQ: _distinct(False),
    exp.NullSafeEQ: _distinct(True),
    exp.Between: _between,
    exp.In: _in,
    exp.Case: _case,
    exp.Like: _like,
    exp.Anonymous: lambda tree: calls.call(tree, convert),
    exp.Trim: calls.spelled(convert, "trim", "this", "expression"),
    exp.Substring: calls.spelled(convert, "substring", "this", "start", "length"),
    exp.StrPosition: calls.spelled(convert, "position", "substr", "this"),
}
