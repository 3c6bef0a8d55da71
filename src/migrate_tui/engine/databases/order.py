"""Whether key bounds, kept as literals of a database, are still in its order."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from migrate_tui.engine.databases.base import Connection
from migrate_tui.engine.databases.catalogue import Column

AT_ONCE = 100


def increasing(connection: Connection, bounds: Sequence[str], key: Sequence[Column] = ()) -> bool:
    """Each bound is less than the next one, as the key's columns compare.

    Of several columns with collations of their own nothing is known; so that is no order.
    """
    own = [c.collation for c in key if c.collation]
    if own and len(key) > 1:
        return False
    collate = f" collate {_collation(connection, own[0])}" if own else ""
    pairs = [f"({low}){collate} < ({high}){collate}" for low, high in pairwise(bounds)]
    chunks = (pairs[at : at + AT_ONCE] for at in range(0, len(pairs), AT_ONCE))
    return all(_holds(connection, " and ".join(chunk)) for chunk in chunks)


def _collation(connection: Connection, name: str) -> str:
    """PostgreSQL's catalogue gives the name qualified and quoted."""
    return name if connection.kind == "postgresql" else connection.quote(name)


def _holds(connection: Connection, condition: str) -> bool:
    return bool(connection.execute(f"select {condition}")[0][0])
