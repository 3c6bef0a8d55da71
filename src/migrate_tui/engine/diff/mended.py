"""Source columns that a mapping reads only through a remedy: their texts are mended while they are
read, because the target could not even stage them as they are."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_tui.engine.diff.parsed import Parsed
from migrate_tui.engine.expressions import Expression
from migrate_tui.engine.expressions.nodes import Call, Name, Node, children

REMEDIES = ("strip_nul", "fix_utf8", "hex", "bytes_of")


def mended(parsed: Parsed) -> dict[str, str]:
    """The one remedy of each such column; a column that is also read bare has none."""
    found: dict[str, set[str]] = {}
    merge = parsed.mapping.merge
    for name in (merge.by, *merge.columns) if merge else ():
        found.setdefault(name or "", set()).add("")
    for expression in _expressions(parsed):
        for name, remedy in _read(expression.node, ""):
            found.setdefault(name, set()).add(remedy)
    return {n: min(r) for n, r in found.items() if len(r) == 1 and "" not in r}


def _expressions(parsed: Parsed) -> Iterator[Expression]:
    yield from parsed.columns.values()
    yield from (that for that, _ in parsed.require)
    for one in (parsed.where, parsed.match, parsed.update_if):
        if isinstance(one, Expression):
            yield one


def _read(node: Node, remedy: str) -> Iterator[tuple[str, str]]:
    if isinstance(node, Name) and not node.space:
        yield node.name, remedy
    inside = node.name if isinstance(node, Call) and node.name in REMEDIES else ""
    for child in children(node):
        yield from _read(child, inside)
