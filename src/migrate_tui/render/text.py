"""A document as text: where the terminal is too narrow a table loses columns, then is a list."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Sequence

from migrate_tui.render.document import Block, Cell, Column, Command, Line, Section, Status, Table
from migrate_tui.render.style import Style, cells, visible

GAP = "  "
NOTHING = frozenset(("0", "-", ""))
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def to_text(sections: Iterable[Section], style: Style) -> str:
    return "\n".join(_section(section, style) for section in sections)


def _section(section: Section, style: Style) -> str:
    head = [style.paint(visible(section.title), "1")] if section.title else []
    return "\n".join([*head, *(_block(block, style) for block in section.blocks)]) + "\n"


def _block(block: Block, style: Style) -> str:
    return _table(block, style) if isinstance(block, Table) else _line(block, style)


def _line(line: Line, style: Style) -> str:
    """The cells in a row; what does not fit goes on below. A command is never broken."""
    margin = GAP * (line.indent + 1)
    whole = margin + GAP.join(_cell(cell, style) for cell in line.cells)
    if style.width is None or _width(whole) <= style.width:
        return whole
    lines = [margin]
    for cell in line.cells:
        text = _cell(cell, style)
        gap = "" if lines[-1] == margin else GAP
        for word in [text] if isinstance(cell, Status | Command) else text.split(" "):
            if lines[-1].strip() and _width(lines[-1] + gap + word) > style.width:
                lines.append(margin + GAP)
                gap = ""
            lines[-1] += gap + word
            gap = " "
    return "\n".join(lines)


def _table(table: Table, style: Style) -> str:
    shown = [[_cell(cell, style) for cell in row] for row in table.rows]
    kept = _fitting(table.columns, shown, style.width)
    if kept is None:
        heads = [visible(column.name) for column in table.columns]
        return "\n".join(_stacked(heads, row, table.leads, style.width or 80) for row in shown)
    columns = [table.columns[at] for at in kept]
    widths = [_needed(column, at, shown) for column, at in zip(columns, kept, strict=True)]
    head = style.paint(_aligned([visible(c.name) for c in columns], widths, columns), "2")
    body = (_aligned([row[at] for at in kept], widths, columns) for row in shown)
    return "\n".join([head, *body])


def _fitting(
    columns: Sequence[Column], rows: Sequence[Sequence[str]], width: int | None
) -> list[int] | None:
    """The columns to show: all, or those that are left when it fits; None if it never does."""
    every = range(len(columns))
    idle = {at for at in every if columns[at].idle and all(row[at] in NOTHING for row in rows)}
    spare = [at for at in reversed(every) if columns[at].spare]
    room = [_needed(columns[at], at, rows) + len(GAP) for at in every]
    for dropped in [set(), *(idle | set(spare[:count]) for count in range(len(spare) + 1))]:
        kept = [at for at in every if at not in dropped]
        if width is None or sum(room[at] for at in kept) <= width:
            return kept
    return None


def _needed(column: Column, at: int, rows: Sequence[Sequence[str]]) -> int:
    return max(cells(visible(column.name)), *(_width(row[at]) for row in rows))


def _aligned(row: Sequence[str], widths: Sequence[int], columns: Sequence[Column]) -> str:
    placed = []
    for text, width, column in zip(row, widths, columns, strict=True):
        space = " " * (width - _width(text))
        placed.append(space + text if column.right else text + space)
    return (GAP + GAP.join(placed)).rstrip()


def _stacked(heads: Sequence[str], row: Sequence[str], leads: int, width: int) -> str:
    """One row as a paragraph: its first cells, then every other one behind its name."""
    named = zip(heads[leads:], row[leads:], strict=True)
    facts = [f"{head} {text}".strip() for head, text in named if text not in ("", "-")]
    room = max(20, width - len(GAP * 2) - 1)
    body = textwrap.wrap(", ".join(facts), room, break_on_hyphens=False, break_long_words=False)
    return "\n".join([GAP + GAP.join(row[:leads]), *(GAP * 2 + part for part in body)])


def _cell(cell: Cell, style: Style) -> str:
    if isinstance(cell, Status):
        return style.status(cell.word)
    return visible(cell.text if isinstance(cell, Command) else cell)


def _width(text: str) -> int:
    return cells(_COLOUR.sub("", text))
