"""What depends on a table, and whether a piece of SQL speaks of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from migrate_tui.engine.databases.lexer import tokens
from migrate_tui.engine.errors import PlanError


@dataclass(frozen=True)
class Dependent:
    """Something outside a set of tables that would break, or change its meaning, without them."""

    kind: str  # view, foreign key, trigger, function, default, policy, table, …
    name: str
    table: str  # the table that it depends on
    text: bool = False  # found as text: it does not follow a rename

    def __str__(self) -> str:
        return f"{self.kind} {self.name} uses {self.table}"


def mentions(sql: str, table: str, kind: str, schemas: tuple[str, ...]) -> bool:
    """Whether the text names the table, quoted or not, also in a string that is run as SQL.

    A name after a dot counts only where a schema stands before the dot: `old.goals` is a column.
    """
    name = re.escape(table)
    found = re.compile(
        rf"(?:([\w$]+|\"[^\"]+\")\s*\.\s*)?(?<![\w$])[\"`\[]?{name}[\"`\]]?(?![\w$])", re.IGNORECASE
    )
    known = {schema.lower() for schema in schemas}
    return any(
        match.group(1) is None or match.group(1).strip('"').lower() in known
        for match in found.finditer(_without_comments(sql, kind))
    )


def _without_comments(sql: str, kind: str) -> str:
    """Text that is no SQL (a function in another language) is searched as it is."""
    try:
        return "".join(t.text if t.kind != "comment" else " " for t in tokens(sql, kind))
    except PlanError:
        return sql
