"""Dropping tables without CASCADE, and the proof that nothing else changed on the way."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager

from migrate_tui.engine.databases.base import Connection
from migrate_tui.engine.databases.dependencies_postgresql import place_of
from migrate_tui.engine.databases.dependencies_sqlite import broken_views, world_without
from migrate_tui.engine.errors import Blocked


def drop_tables(connection: Connection, tables: Sequence[str]) -> list[str]:
    """On PostgreSQL one statement, so that keys among the tables need no order."""
    if connection.kind == "sqlite":
        return [f"drop table {connection.quote(table)}" for table in tables]
    places = [place for table in tables if (place := place_of(connection, table))]
    names = ", ".join(".".join(map(connection.quote, place[1:])) for place in places)
    return [f"drop table {names} restrict"] if places else []


@contextmanager
def refuse_other_changes(connection: Connection, tables: Collection[str]) -> Iterator[None]:
    """SQLite must leave the text of every other object as it was, and every view whole.

    PostgreSQL binds by number, and RESTRICT and the scan say the rest.
    """
    if connection.kind != "sqlite":
        yield
        return
    own = {*tables, "migration_schema"}
    before, broken = world_without(connection, own), broken_views(connection)
    yield
    changed = set(before) ^ set(world_without(connection, own))
    worse = [view for view in broken_views(connection) if view not in broken]
    if changed or worse:
        names = sorted({f"{kind} {name}" for kind, name, _ in changed} | set(worse))
        raise Blocked(
            f"clean-up would change what stays: {'; '.join(names)}",
            "nothing was changed; drop or correct these first",
        )
