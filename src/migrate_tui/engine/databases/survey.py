"""A whole source: every table with its facts, and everything that is no table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from migrate_tui.engine.databases.catalogue import Table
from migrate_tui.engine.databases.definition import Definition
from migrate_tui.engine.databases.facts import TableFacts
from migrate_tui.engine.databases.objects import Index, Other


@dataclass(frozen=True)
class Surveyed:
    """One table with all that is known of it."""

    table: Table
    facts: TableFacts
    indexes: tuple[Index, ...] = ()
    promised: int | None = None  # the largest key that was ever given, where that is kept
    parts: tuple[Definition, ...] = ()  # PostgreSQL: defaults, checks and other constraints
    following: Mapping[str, int] = field(default_factory=dict)  # by column, its sequence's next


@dataclass(frozen=True)
class Survey:
    kind: str
    tables: tuple[Surveyed, ...]
    others: tuple[Other, ...] = ()
    types: tuple[Definition, ...] = ()
    views: tuple[Definition, ...] = ()
    moved: bool = False  # somebody wrote while it was looked at

    def table(self, name: str) -> Surveyed | None:
        return next((one for one in self.tables if one.table.name == name), None)
