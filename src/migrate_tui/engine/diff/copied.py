"""Source columns that a mapping does nothing with but copy them into columns of one type."""

from __future__ import annotations

from migrate_tui.engine.databases.catalogue import Column
from migrate_tui.engine.databases.cells import DECIMALS
from migrate_tui.engine.diff.parsed import Parsed
from migrate_tui.engine.expressions import Expression
from migrate_tui.engine.expressions.nodes import Call, Literal, Name


def copied(parsed: Parsed) -> dict[str, Column]:
    """Each with a target column that it is copied into; none that is read in another way too."""
    found: dict[str, Column] = {}
    read: set[str] = set()
    for name, value in parsed.columns.items():
        column = parsed.target_column(name)
        source = value.is_column
        if source is None:
            read |= value.columns
        elif found.setdefault(source, column).type != column.type:
            read.add(source)
    for one in (*(that for that, _ in parsed.require), parsed.where, parsed.update_if):
        read |= one.columns if isinstance(one, Expression) else frozenset()
    for name in _read_again(parsed):
        read |= parsed.columns[name].columns
    return {name: column for name, column in found.items() if name not in read}


def counted(value: Expression) -> tuple[str, str] | None:
    """The source column of a moment that is nothing but a number since 1970, and its unit."""
    match value.node:
        case Call("timestamp_of", (Name(name, ""), Literal(str(unit)))) if unit in DECIMALS:
            return name, unit
        case Call("unix_s" | "unix_ms" as call, (Name(name, ""),)):
            return name, call.removeprefix("unix_")
    return None


def _read_again(parsed: Parsed) -> frozenset[str]:
    """Target columns that other expressions ask for by `new.`: they know them by their type."""
    rules = (*(that for that, _ in parsed.require), parsed.where, parsed.update_if)
    asking = (*parsed.columns.values(), *(r for r in rules if isinstance(r, Expression)))
    return frozenset().union(*(e.new for e in asking)) & parsed.columns.keys()
