"""How large both databases are, before a run and after it."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_tui.engine.context import Context
from migrate_tui.engine.events import DatabaseSize, Event


def sizes(context: Context, moment: str) -> Iterator[Event]:
    if not context.same:
        yield DatabaseSize("source", moment, context.source.size())
    yield DatabaseSize("target", moment, context.target.size())
