"""From text to an expression: a column's name as it stands, anything else through the grammar."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

from migrate_tui.engine.errors import PlanError
from migrate_tui.engine.expressions.nodes import Expression, Name, Node, children

WORD = re.compile(r"[^\W\d]\w*")
CONSTANTS = ("null", "true", "false")
DEEPEST = 100
SHOWN = 60


def parse(text: str, columns: Collection[str] = ()) -> Expression:
    """Parse one expression of a plan.

    A text that is one of `columns`, or a single word, is that column and is not parsed. Raises
    PlanError for everything outside the language; its hint names the plan function to use.
    """
    name = text if text in columns else text.strip()
    if name in columns or (WORD.fullmatch(name) and name.lower() not in CONSTANTS):
        return Expression(text, Name(name))
    return Expression(text, _node(text))


# A plan's expressions are read by every step, and the engine's own for each column.
@lru_cache(2000)
def _node(text: str) -> Node:
    import sqlglot  # slow to import, and a plan of bare columns needs none of it
    from sqlglot.errors import SqlglotError

    from migrate_tui.engine.expressions.dialect import PlanDialect
    from migrate_tui.engine.expressions.grammar import convert

    try:
        trees = sqlglot.parse(text, dialect=PlanDialect)
        if len(trees) != 1 or trees[0] is None:
            blank = not text.strip()
            raise PlanError("the expression is empty" if blank else "an expression is one value")
        node = convert(trees[0])
        _check_depth(node, 0)
    except RecursionError:
        raise _too_deep() from None
    except SqlglotError as error:
        raise _unreadable(text.strip(), error) from None
    return node


def _too_deep() -> PlanError:
    return PlanError("the expression is nested too deeply", "compute a part in another column")


def _unreadable(text: str, error: Exception) -> PlanError:
    details = getattr(error, "errors", None)
    place = f" at column {details[0]['col']}" if details and details[0].get("col") else ""
    hint = "put a column name with spaces or signs into double quotes"
    return PlanError(f"cannot be read as an expression{place}: {text[:SHOWN]}", hint)


def _check_depth(node: Node, depth: int) -> None:
    if depth > DEEPEST:
        raise _too_deep()
    for child in children(node):
        _check_depth(child, depth + 1)
