"""What depends on tables that are to be renamed or dropped: found first, on both databases."""

from __future__ import annotations

from collections.abc import Callable, Collection

from migrate_tui.engine.databases import dependencies_postgresql, dependencies_sqlite
from migrate_tui.engine.databases.base import Connection
from migrate_tui.engine.databases.dependents import Dependent
from migrate_tui.engine.errors import Blocked

__all__ = ["Dependent", "dependents", "refuse_dependents"]

_SCANS: dict[str, Callable[[Connection, Collection[str]], tuple[Dependent, ...]]] = {
    "postgresql": dependencies_postgresql.dependents,
    "sqlite": dependencies_sqlite.dependents,
}


def dependents(connection: Connection, tables: Collection[str]) -> tuple[Dependent, ...]:
    """Views, foreign keys, triggers, defaults and functions outside the tables that use them."""
    return _SCANS[connection.kind](connection, tables)


def refuse_dependents(connection: Connection, tables: Collection[str]) -> None:
    """Blocked with the whole list where anything that stays uses one of the tables."""
    if found := dependents(connection, tables):
        raise Blocked(
            "what stays still depends on the old tables: " + "; ".join(map(str, found)),
            "change or drop these first, then run the step again",
        )
