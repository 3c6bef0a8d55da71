"""Views of a PostgreSQL database for another one: those that stand on what is carried."""

from __future__ import annotations

from collections.abc import Iterable

from migrate_tui.engine.databases.definition import Definition
from migrate_tui.engine.databases.quoting import quote
from migrate_tui.engine.profile.findings import LeftBehind


def carried_views(
    views: Iterable[Definition], there: set[str], taken: set[str]
) -> tuple[list[str], list[LeftBehind]]:
    """Statements in order, and what stays behind; `there` are tables under their own names."""
    statements, left, known = [], [], set(there)
    for view in views:
        missing = sorted(set(view.uses) - known)
        if view.strange or missing:
            uses = ", ".join(
                [*view.strange, *(f"{name}, which is not carried" for name in missing)]
            )
            left.append(LeftBehind(view.name, f"a view: it uses {uses}"))
        elif view.name in taken:
            left.append(LeftBehind(view.name, "a view: the target has that name already"))
        else:
            known.add(view.name)
            statements.append(f"create view {quote(view.name)}{view.sql};")
    return statements, left
