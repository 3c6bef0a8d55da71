"""A condition on one column, as somebody typed it; a masked column is neither told nor asked."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from migrate_tui.engine.databases.catalogue import Table
from migrate_tui.engine.errors import PlanError
from migrate_tui.engine.sql import column

OPERATORS = ("is not null", "is null", "!=", "<=", ">=", "=", "<", ">", "~")
FORM = "Write COLUMN = VALUE, with =, !=, <, <=, >, >=, ~ (contains), or COLUMN is [not] null."


@dataclass(frozen=True)
class Where:
    column: str
    operator: str
    value: str = ""


def parse(text: str, table: Table, masked: Collection[str]) -> Where:
    """The column's name first, then how, then the value. PlanError where it is no condition."""
    for name in sorted(table.column_names, key=len, reverse=True):
        if not text.strip().startswith(name):
            continue
        rest = text.strip()[len(name) :].strip()
        words = " ".join(rest.lower().split())
        operator = next((o for o in OPERATORS if words.startswith(o)), "")
        if not operator:
            continue
        if name in masked:
            raise PlanError(f"{name} is masked by the plan", "Its values are not told, nor asked.")
        value = "" if "null" in operator else rest[len(operator) :].strip()
        return Where(name, operator, value.removeprefix("'").removesuffix("'"))
    raise PlanError(f"{text!r} is no condition on a column of {table.name}", FORM)


def condition(where: Where) -> sa.ColumnElement[bool]:
    """Numbers are compared as numbers, all else as the value's text."""
    asked, value = column(where.column), where.value
    if where.operator == "is null":
        return asked.is_(None)
    if where.operator == "is not null":
        return asked.is_not(None)
    text = sa.cast(asked, sa.Text())
    if where.operator == "~":
        return sa.func.lower(text).contains(value.lower(), autoescape=True)
    ordered = where.operator not in ("=", "!=")
    if ordered and re.fullmatch(r"[+-]?\d+(\.\d+)?", value):
        number: sa.ColumnClause[Any] = sa.literal_column(value)
        return sa.cast(asked, sa.Numeric()).op(where.operator)(number)
    return text.op(where.operator, is_comparison=True)(value)
