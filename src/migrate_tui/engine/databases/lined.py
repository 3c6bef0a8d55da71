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
from migrate_tui.engine.databases.native import MOMENTS, only_way, readable, shape
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
    shapes: list[str] = []
    cells: list[Cell] = []
    for name, column, unit in written:
        if name not in held or name in table.mended or not readable(held[name], column, unit):
            return None
        if unit and held[name].held:
            cells.append(moment(table.source.quote(name), unit, nullable=_nullable(table, name)))
            continue
        cells.append(_limited(_cell(table, name, held[name]), table.source.quote(name), column))
        if held[name].held and column.base in MOMENTS:
            sample = table.of.sample(table, name)
            if (found := shape(table.source.quote(name), column, sample)) is None:
                return None
            cells[-1] = replace(cells[-1], form=MOMENT, way=only_way(sample))
            if not cells[-1].way:
                shapes.append(found)
    return SQLiteLines(table, tuple(cells), tuple(shapes), table.of.held.seen)


def _limited(one: Cell, quoted: str, column: Column) -> Cell:
    """A number of a column that keeps its decimals is written as it is held."""
    sql = quoted if one.form == PART and column.base == "numeric" else one.sql
    return replace(one, sql=sql, keeps=keeps(column))


def _cell(table: SQLiteTable, name: str, held: Census) -> Cell:
    return cell(held, table.source.quote(name), nullable=_nullable(table, name))


def _nullable(table: SQLiteTable, name: str) -> bool:
    column = table.found.column(name)  # none is the row's number
    return column is None or column.nullable
