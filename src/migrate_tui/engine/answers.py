"""What of a check's answer may be shown: a count always, other values not where the check reads
columns that the plan hides."""

from __future__ import annotations

from collections.abc import Collection

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

DIALECTS = {"postgresql": "postgres", "sqlite": "sqlite"}


def shows(sql: str, kind: str, hidden: Collection[str]) -> bool:
    """Whether the answer may be shown as it is; what cannot be read may not."""
    if not hidden:
        return True
    try:
        tree = sqlglot.parse_one(sql, dialect=DIALECTS[kind])
    except (SqlglotError, RecursionError):
        return False
    return _names_none(tree, {name.lower() for name in hidden}) or _only_counts(tree)


def _names_none(tree: exp.Expr, hidden: Collection[str]) -> bool:
    stars = (star for star in tree.find_all(exp.Star) if not isinstance(star.parent, exp.Count))
    names = (str(identifier.this).lower() for identifier in tree.find_all(exp.Identifier))
    return next(stars, None) is None and not any(name in hidden for name in names)


def _only_counts(tree: exp.Expr) -> bool:
    told = (part.unalias() for part in tree.expressions)
    return isinstance(tree, exp.Select) and all(isinstance(part, exp.Count) for part in told)
