"""A mapping reduced to its keys: the rows that pass `where`, known by the target's key alone."""

from __future__ import annotations

from dataclasses import replace

from migrate_tui.engine.diff.parsed import Parsed


def keys_only(parsed: Parsed) -> Parsed:
    """For mappings whose key is made of copied columns; nothing else is read or worked out."""
    columns = {c: parsed.columns[c] for c in parsed.key}
    named = {"name": f"{parsed.name} (keys)", "require": (), "keep": (), "update_if": None}
    read = [*columns.values(), *((parsed.where,) if parsed.where else ())]
    return replace(
        parsed,
        mapping=parsed.mapping.model_copy(update=named),
        columns=columns,
        levels=(tuple(columns),),
        require=(),
        update_if=True,
        used=frozenset().union(*(e.columns for e in read)) & parsed.used,
    )
