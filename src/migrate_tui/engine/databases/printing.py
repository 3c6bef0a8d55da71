"""Rows of a PostgreSQL table as the very lines that their source is read as, to be compared.

Invariant: two different values are never printed alike; equal ones may be printed otherwise, and
then are to be compared in another way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from migrate_tui.engine.databases.base import Connection
from migrate_tui.engine.databases.catalogue import Column, Table
from migrate_tui.engine.databases.cells import MOMENT, NUMBER, PART, TEXT, Cell
from migrate_tui.engine.databases.reading import NULL, QUOTE, qualified

Columns = Sequence[tuple[Column, Cell]]
AS_READ = ("text", "varchar", "citext")  # types whose text is printed as it was read
LARGE = "1e16"  # from which on Python writes a whole double without its ".0",
MANY = "1e15"  # and PostgreSQL with an exponent
_WAY = re.compile("0000-00-00([T ])00:00:00([.]0+)?(Z?)")
_WHOLE = len("0000-00-00 00:00:00")


def prints(connection: Connection, columns: Columns) -> bool:
    """Whether it can print these columns as their cells are spelled."""
    if connection.kind != "postgresql" or not all(_is_known(*one) for one in columns):
        return False
    if not any(cell.form == MOMENT for _, cell in columns):
        return True
    return bool(connection.execute("show timezone")[0][0] == "UTC")


def _is_known(column: Column, cell: Cell) -> bool:
    if cell.form == MOMENT:
        day = column.base == "date" and cell.way == "0000-00-00"
        return day or (column.base == "timestamptz" and _WAY.fullmatch(cell.way) is not None)
    return cell.form != TEXT or column.base in AS_READ or column.kind == "enum"


def printed(
    connection: Connection, table: Table, columns: Columns, place: str
) -> Iterator[memoryview]:
    """Lines of the rows of the table, which is `mt_t` in `place`, as they lie."""
    raw, spelled = [], []
    for number, (column, cell) in enumerate(columns):
        raw.append(f"{_raw(f'mt_t.{connection.quote(column.name)}', column, cell)} as c{number}")
        spelled.append(f"{_spelled(f'c{number}', column, cell)} as c{number}")
    quoted = ", ".join(f"c{number}" for number, (_, cell) in enumerate(columns) if cell.is_quoted)
    marks = f"format csv, quote '{QUOTE}', null '{NULL}'"
    options = f"{marks}, force_quote ({quoted})" if quoted else marks
    once = f"select {', '.join(raw)} from {qualified(connection, table)} as mt_t where {place}"
    rows = f"select {', '.join(spelled)} from ({once} offset 0) as mt_q"
    return connection.lines(f"copy ({rows}) to stdout ({options})")


def _raw(value: str, column: Column, cell: Cell) -> str:
    """What the spelling looks at more than once."""
    if cell.form == MOMENT and column.base == "timestamptz":
        return f"{value}::timestamp::text"
    return f"{value}::text" if cell.form in (TEXT, MOMENT) else value


def _spelled(value: str, column: Column, cell: Cell) -> str:
    if cell.form == PART:
        bare = f"when {value} <> trunc({value}) or abs({value}) >= {LARGE} then {value}::text"
        many = f"when abs({value}) >= {MANY} then {value}::bigint || '.0'"
        return f"case {bare} {many} else {value}::text || '.0' end"
    if cell.form == NUMBER and column.base == "bool":
        return f"{value}::int"
    moment = cell.form == MOMENT and column.base == "timestamptz"
    text = _moment(value, cell.way) if moment else value
    if cell.form in (TEXT, MOMENT) and cell.nullable:
        alike = f"when {value} = '{NULL}' then '{NULL}{NULL}'"
        return f"case when {value} is null then '{NULL}' {alike} else {text} end"
    return text


def _moment(text: str, way: str) -> str:
    """PostgreSQL leaves out the zeros at the end of a fraction."""
    found = _WAY.fullmatch(way)
    assert found is not None
    mark, fraction, zone = found.groups()
    if fraction:
        end = _WHOLE + len(fraction)
        whole = f"when length({text}) = {_WHOLE} then {text} || '{fraction}'"
        padded = f"when length({text}) < {end} then rpad({text}, {end}, '0')"
        text = f"case {whole} {padded} else {text} end"
    text = f"overlay({text} placing 'T' from 11)" if mark == "T" else text
    return f"{text} || '{zone}'" if zone else text
