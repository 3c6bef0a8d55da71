"""A source column inside a plan's expression, quoted only where it has to be."""

from __future__ import annotations

from migrate_tui.engine.errors import PlanError
from migrate_tui.engine.expressions import parse


def call(template: str, column: str) -> str:
    """The template with the column in the place of {c}."""
    bare = template.replace("{c}", column)
    if _reads(bare, column):
        return bare
    return template.replace("{c}", '"' + column.replace('"', '""') + '"')


def copied(column: str) -> str:
    """The column alone: the language takes its very name, but strips the blanks around it."""
    return column if column and column.strip() == column else call("{c}", column)


def _reads(text: str, column: str) -> bool:
    try:
        return parse(text, frozenset()).columns == frozenset({column})
    except PlanError:
        return False
