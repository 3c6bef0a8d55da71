"""What an expression means, in Python: an independent witness for what databases compute."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial

from migrate_tui.engine.expressions.nodes import (
    Call,
    Case,
    Expression,
    Literal,
    Name,
    Node,
    Param,
    ParentCall,
)
from migrate_tui.engine.functions import FUNCTIONS
from migrate_tui.engine.functions.arithmetic import ARITHMETIC
from migrate_tui.engine.functions.comparison import OPERATORS, compared
from migrate_tui.engine.functions.documents import GET, GET_TEXT
from migrate_tui.engine.functions.text import PIPES
from migrate_tui.engine.functions.values import Bad, Value, bool_of, number_of, whole

Values = Mapping[str, Value]
SIGNS = {f.name for f in ARITHMETIC}
OWN = {f.name: f.reference for f in (*ARITHMETIC, GET, GET_TEXT, PIPES)}


@dataclass(frozen=True)
class Row:
    """Everything an expression may read. `parent` answers parent() and lookup()."""

    columns: Values = field(default_factory=dict)
    new: Values = field(default_factory=dict)
    old: Values = field(default_factory=dict)
    params: Values = field(default_factory=dict)
    parent: Callable[[ParentCall], Value] | None = None
    timezone: str = "UTC"
    exact: bool = True  # numbers with decimals are Decimal (PostgreSQL), else doubles (SQLite)


def evaluate(expression: Expression, row: Row) -> Value:
    """The value of the expression for one row. Raises Bad with the reason it would be rejected."""
    return _value(expression.node, row)


def _value(node: Node, row: Row) -> Value:
    if isinstance(node, Name):
        return {"": row.columns, "new": row.new, "old": row.old}[node.space][node.name]
    if isinstance(node, Param):
        return row.params[node.name]
    if isinstance(node, Literal):
        inexact = isinstance(node.value, Decimal) and not row.exact
        return float(node.value or 0) if inexact else node.value
    if isinstance(node, Case):
        taken = (value for condition, value in node.branches if bool_of(_value(condition, row)))
        return _value(next(taken, node.default), row)
    if isinstance(node, ParentCall):
        return row.parent(node) if row.parent else None
    lazy = LAZY.get(node.name)
    return lazy(node, row) if lazy else _number(_strict(node, row), row)


def _number(value: Value, row: Row) -> Value:
    """SQLite has no decimals: an integer where the number is one, else a double."""
    if row.exact or not isinstance(value, Decimal):
        return value
    integer = whole(value) if value == value.to_integral_value() else value
    return integer if isinstance(integer, int) else float(value)


def _strict(node: Call, row: Row) -> Value:
    values = [_value(arg, row) for arg in node.args]
    if node.name in OPERATORS:
        return compared(values[0], values[1], node.name, row.timezone)
    if node.name in SIGNS:
        values = [_number(number_of(value), row) for value in values]
    if node.name in OWN:
        return OWN[node.name](*values)
    function = FUNCTIONS[node.name]
    call = partial(function.reference, zone=row.timezone) if function.zoned else function.reference
    return call(*values)


def _both(node: Call, row: Row) -> Value:
    decides = node.name == "or"
    left = bool_of(_value(node.args[0], row))
    if left is decides:
        return decides
    right = bool_of(_value(node.args[1], row))
    if right is decides:
        return decides
    return None if left is None or right is None else not decides


def _not(node: Call, row: Row) -> Value:
    flag = bool_of(_value(node.args[0], row))
    return None if flag is None else not flag


def _is(node: Call, row: Row) -> Value:
    value = _value(node.args[0], row)
    if node.name == "is null":
        return value is None
    return bool_of(value) is (node.name == "is true")


def _distinct(node: Call, row: Row) -> Value:
    left, right = (_value(arg, row) for arg in node.args)
    if left is None or right is None:
        return left is not right
    return not compared(left, right, "=", row.timezone)


def _in(node: Call, row: Row) -> Value:
    subject, *options = (_value(arg, row) for arg in node.args)
    tests = [compared(subject, option, "=", row.timezone) for option in options]
    return True if True in tests else None if None in tests else False


def _coalesce(node: Call, row: Row) -> Value:
    values = (_value(arg, row) for arg in node.args)
    return next((value for value in values if value is not None), None)


def _nullif(node: Call, row: Row) -> Value:
    value, other = (_value(arg, row) for arg in node.args)
    return None if compared(value, other, "=", row.timezone) else value


def _or_null(node: Call, row: Row) -> Value:
    try:
        return _value(node.args[0], row)
    except Bad:
        return None


LAZY: dict[str, Callable[[Call, Row], Value]] = {
    "and": _both,
    "or": _both,
    "not": _not,
    "is null": _is,
    "is true": _is,
    "is false": _is,
    "is distinct from": _distinct,
    "in": _in,
    "coalesce": _coalesce,
    "nullif": _nullif,
    "or_null": _or_null,
}
