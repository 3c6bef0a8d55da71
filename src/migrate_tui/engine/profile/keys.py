"""By which columns the rows of a source table are told apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from migrate_tui.engine.databases.survey import Surveyed


@dataclass(frozen=True)
class Key:
    """`index` names the unique index that it is, where it is no primary key; `rowid` says that
    only SQLite's row number tells the rows apart."""

    columns: tuple[str, ...]
    primary: bool = False
    index: str | None = None
    rowid: bool = False


def key_of(surveyed: Surveyed) -> Key:
    """The primary key; else a unique index in which no row is NULL; else the row's number."""
    table = surveyed.table
    if table.primary_key:
        return Key(table.primary_key, primary=True)
    for unique in _whole(surveyed):
        return unique
    return Key((table.rowid or "row_number",), rowid=True)


def _whole(surveyed: Surveyed) -> Iterator[Key]:
    nulls = {key.columns: key.nulls for key in surveyed.facts.keys}
    for unique in surveyed.table.uniques:
        if unique.columns and not unique.where and nulls.get(unique.columns) == 0:
            yield Key(unique.columns, index=unique.name)
