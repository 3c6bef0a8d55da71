"""A source column inside a plan's expression, quoted only where it has to be."""

from __future__ import annotations

import re

from migrate_tui.engine.databases.quoting import quote
from migrate_tui.engine.errors import PlanError
from migrate_tui.engine.expressions import parse

PLAIN = re.compile("[a-z_][a-z0-9_]*")


def call(template: str, column: str) -> str:
    """The template with the column in the place of {c}."""
    bare = template.replace("{c}", column)
    if reads(bare, column):
        return bare
    return template.replace("{c}", quote(column))


def told(alternative: str, column: str) -> str:
    """An alternative as it stands in the plan: an expression, and perhaps a type to go with it."""
    expression, sign, rest = alternative.partition(" with ")
    return call(expression, column) + sign + rest if "{c}" in alternative else alternative


def copied(column: str) -> str:
    """The column alone: the language takes its very name, but strips the blanks around it."""
    return column if column and column.strip() == column else call("{c}", column)


def looked_up(mapping: str, theirs: str, column: str) -> str:
    """NULL where a mapping wants no such row."""
    return call(f"lookup({_name(mapping)}, {_name(theirs)} => {{c}})", column)


def _name(name: str) -> str:
    return name if PLAIN.fullmatch(name) else quote(name)


def reads(text: str, column: str) -> bool:
    """Whether the expression reads that column and no other."""
    try:
        return parse(text, frozenset()).columns == frozenset({column})
    except PlanError:
        return False
