"""A document as one HTML page that loads nothing from anywhere."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from migrate_tui.render.document import Block, Cell, Column, Command, Line, Section, Status, Table
from migrate_tui.render.style import PLAIN, TONES, Style, visible

STYLE = Style()
CSS = """
:root { color-scheme: light dark }
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 75rem; padding: 0 1rem }
h1 { font-size: 1.5rem } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem }
.wide { overflow-x: auto }
table { border-collapse: collapse; font-variant-numeric: tabular-nums }
th, td { padding: .3rem .8rem .3rem 0; text-align: left; vertical-align: top }
th { border-bottom: 1px solid #8888; font-weight: 600 } td { border-bottom: 1px solid #8883 }
.right { text-align: right } p { margin: .3rem 0 } .in { margin-left: 2rem }
.good { color: #0b6fa4 } .bad { color: #c2410c; font-weight: 600 } .warn { color: #9a5b00 }
.dim { opacity: .65 }
@media (prefers-color-scheme: dark) {
  .good { color: #7cc4f5 } .bad { color: #ff9f6b } .warn { color: #e8b45a }
}
"""


def to_html(title: str, sections: Iterable[Section]) -> str:
    name = _text(title)
    return "\n".join(
        [
            '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width">',
            f"<title>{name}</title>\n<style>{CSS}</style>\n<h1>{name}</h1>",
            *map(_section, sections),
            "</html>\n",
        ]
    )


def _section(section: Section) -> str:
    head = [f"<h2>{_text(section.title)}</h2>"] if section.title else []
    return "\n".join(["<section>", *head, *map(_block, section.blocks), "</section>"])


def _block(block: Block) -> str:
    return _table(block) if isinstance(block, Table) else _line(block)


def _line(line: Line) -> str:
    indent = ' class="in"' if line.indent else ""
    return f"<p{indent}>{' '.join(map(_cell, line.cells))}</p>"


def _table(table: Table) -> str:
    head = _row("th", [column.name for column in table.columns], table.columns)
    body = "\n".join(_row("td", row, table.columns) for row in table.rows)
    parts = f"<thead>{head}</thead>\n<tbody>\n{body}\n</tbody>"
    return f'<div class="wide"><table>\n{parts}\n</table></div>'


def _row(tag: str, cells: Iterable[Cell], columns: Iterable[Column]) -> str:
    placed = (
        f"<{tag}{' class=right' if column.right else ''}>{_cell(cell)}</{tag}>"
        for cell, column in zip(cells, columns, strict=True)
    )
    return f"<tr>{''.join(placed)}</tr>"


def _cell(cell: Cell) -> str:
    if isinstance(cell, Status):
        tone = TONES.get(cell.word, PLAIN)
        return f'<span class="{tone}">{escape(STYLE.status(cell.word))}</span>'
    return f"<code>{_text(cell.text)}</code>" if isinstance(cell, Command) else _text(cell)


def _text(text: str) -> str:
    return escape(visible(text))
