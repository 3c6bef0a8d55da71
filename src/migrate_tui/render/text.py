"""A document as text: tables that become lists where the terminal is too narrow for them."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Sequence

from migrate_tui.render.document import Block, Cell, Command, Line, Section, Status, Table
from migrate_tui.render.style import Style, cells, visible

GAP = "  "
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def to_text(sections: Iterable[Section], style: Style) -> str:
    return "\n".join(_section(section, style) for section in sections)


def _section(section: Section, style: Style) -> str:
    head = [style.paint(visible(section.title), "1")] if section.title else []
    return "\n".join([*head, *(_block(block, style) for block in section.blocks)]) + "\n"


def _block(block: Block, style: Style) -> str:
    return _table(block, style) if isinstance(block, Table) else _line(block, style)


def _line(line: Line, style: Style) -> str:
    return GAP * (line.indent + 1) + GAP.join(_cell(cell, style) for cell in line.cells)


def _table(table: Table, style: Style) -> str:
    rows = [[_cell(cell, style) for cell in row] for row in table.rows]
    heads = [visible(column.name) for column in table.columns]
    widths = [max(map(_width, column)) for column in zip(heads, *rows, strict=True)]
    if style.width is not None and sum(widths) + len(GAP) * len(widths) > style.width:
        return "\n".join(_stacked(heads, row, style.width) for row in rows)
    head = style.paint(_aligned(heads, widths, table), "2")
    return "\n".join([head, *(_aligned(row, widths, table) for row in rows)])


def _aligned(row: Sequence[str], widths: Sequence[int], table: Table) -> str:
    placed = []
    for text, width, column in zip(row, widths, table.columns, strict=True):
        space = " " * (width - _width(text))
        placed.append(space + text if column.right else text + space)
    return (GAP + GAP.join(placed)).rstrip()


def _stacked(heads: Sequence[str], row: Sequence[str], width: int) -> str:
    """One row as a paragraph: its first cell, then every other one behind its name."""
    named = zip(heads[1:], row[1:], strict=True)
    facts = [f"{head} {text}".strip() for head, text in named if text]
    room = max(20, width - len(GAP * 2) - 1)
    body = textwrap.wrap(", ".join(facts), room, break_on_hyphens=False)
    return "\n".join([GAP + row[0], *(GAP * 2 + part for part in body)])


def _cell(cell: Cell, style: Style) -> str:
    if isinstance(cell, Status):
        return style.status(cell.word)
    return visible(cell.text if isinstance(cell, Command) else cell)


def _width(text: str) -> int:
    return cells(_COLOUR.sub("", text))
