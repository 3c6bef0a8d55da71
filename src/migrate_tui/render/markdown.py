"""A document as Markdown: nothing that came out of a database is read as markup."""

from __future__ import annotations

import re
from collections.abc import Iterable

from migrate_tui.render.document import Block, Cell, Column, Command, Line, Section, Status, Table
from migrate_tui.render.style import Style, visible

STYLE = Style()
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|!~&])")


def to_markdown(title: str, sections: Iterable[Section]) -> str:
    return "\n".join([f"# {_escaped(title)}\n", *map(_section, sections)])


def _section(section: Section) -> str:
    head = f"## {_escaped(section.title)}\n\n" if section.title else ""
    return head + "\n".join(map(_block, section.blocks)) + "\n"


def _block(block: Block) -> str:
    return _table(block) if isinstance(block, Table) else _line(block)


def _line(line: Line) -> str:
    return "  " * line.indent + "- " + " ".join(map(_cell, line.cells))


def _table(table: Table) -> str:
    rows = [[column.name for column in table.columns], *table.rows]
    head, *body = (f"| {' | '.join(map(_cell, row))} |" for row in rows)
    return "\n".join([head, f"| {' | '.join(map(_rule, table.columns))} |", *body]) + "\n"


def _rule(column: Column) -> str:
    return "---:" if column.right else "---"


def _cell(cell: Cell) -> str:
    if isinstance(cell, Status):
        return STYLE.status(cell.word)
    return _code(visible(cell.text)) if isinstance(cell, Command) else _escaped(cell)


def _code(text: str) -> str:
    longest = max(map(len, re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    space = " " if longest else ""
    return f"{fence}{space}{text}{space}{fence}"


def _escaped(text: str) -> str:
    return _MARKUP.sub(r"\\\1", visible(text))
