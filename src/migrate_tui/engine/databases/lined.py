"""Which rows of a SQLite table can be lines, and of what cells: staged, copied or compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from migrate_tui.engine.databases.catalogue import Column
from migrate_tui.engine.databases.cells import MOMENT, NOTHING, PART, Cell, cell, moment
from migrate_tui.engine.databases.census import Census
from migrate_tui.engine.databases.limits import keeps
from migrate_tui.engine.databases.lines import SQLiteLines
from migrate_tui.engine.databases.native import MOMENTS, only_way, readable
from migrate_tui.engine.databases.reading import Copy

if TYPE_CHECKING:
    from migrate_tui.engine.databases.reading_sqlite import SQLiteTable

COUNTED = "row_number() over ()"  # where columns hide the number of a row


def staged(table: SQLiteTable) -> SQLiteLines | None:
    """Lines of the staged columns and mt_bad; None where a value needs more than to be spelled."""
    of = table.of
    converts = any(convert not in (None, float) for convert in table.converts)
    if not of.typed or table.checked or table.mended or converts:
        return None
    if of.held.version() != table.version:  # counting again for each range is too dear
        return None
    held = of.census(table.found, table.columns)
    cells = [_cell(table, name, held[name]) for name in table.columns]
    if not table.found.primary_key:
        cells.append(Cell(", ".join(map(table.source.quote, table.place)) or COUNTED, "%d"))
    return SQLiteLines(table, (*cells, NOTHING), table.shapes, table.version)


def copied(table: SQLiteTable, written: Sequence[Copy]) -> SQLiteLines | None:
    """Lines for the target's own input; None where one of the columns is no bare copy."""
    names = [one.source for one in written]
    held = table.of.census(table.found, names) if table.of.typed else {}
    cells: list[Cell] = []
    shapes: list[str] = []
    for one in written:
        known = held.get(one.source)
        if known is None or (found := _copied(table, one, known)) is None:
            return None
        cells.append(found[0])
        shapes += found[1:]
    return SQLiteLines(table, tuple(cells), tuple(shapes), table.of.held.seen)


def _copied(table: SQLiteTable, copy: Copy, held: Census) -> tuple[Cell] | tuple[Cell, str] | None:
    """The cell, and SQL that holds for it where that is not looked for here."""
    name, column, unit = copy
    if name in table.mended or not readable(held, column, unit):
        return None
    quoted = table.source.quote(name)
    if unit and held.held:
        return (moment(quoted, unit, nullable=_nullable(table, name)),)
    one = _limited(_cell(table, name, held), quoted, column)
    if not held.held or column.base not in MOMENTS:
        return (one,)
    if (found := table.of.shape(table, name, column)) is None:
        return None
    one = replace(one, form=MOMENT, way=only_way(table.of.sample(table, name)))
    return (one,) if one.way else (one, found)


def _limited(one: Cell, quoted: str, column: Column) -> Cell:
    """A number of a column that keeps its decimals is written as it is held."""
    sql = quoted if one.form == PART and column.base == "numeric" else one.sql
    return replace(one, sql=sql, keeps=keeps(column))


def _cell(table: SQLiteTable, name: str, held: Census) -> Cell:
    return cell(held, table.source.quote(name), nullable=_nullable(table, name))


def _nullable(table: SQLiteTable, name: str) -> bool:
    column = table.found.column(name)  # none is the row's number
    return column is None or column.nullable
