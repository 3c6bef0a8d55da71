"""What a reader is shown, without any notion of where: sections of tables and lines of cells."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Status:
    """A word that carries a glyph and a colour."""

    word: str


@dataclass(frozen=True)
class Command:
    """Something to type or to do next."""

    text: str


Cell = str | Status | Command


@dataclass(frozen=True)
class Column:
    """Too wide a table loses its idle columns where they hold only zeros, then its spare ones."""

    name: str
    right: bool = False
    idle: bool = False
    spare: bool = False


@dataclass(frozen=True)
class Table:
    """The first `leads` cells name a row: they stay together where a row becomes a paragraph."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    leads: int = 1


@dataclass(frozen=True)
class Line:
    cells: tuple[Cell, ...]
    indent: int = 0


Block = Table | Line


@dataclass(frozen=True)
class Section:
    title: str
    blocks: tuple[Block, ...]


def columns(
    *names: str,
    right: tuple[str, ...] = (),
    idle: tuple[str, ...] = (),
    spare: tuple[str, ...] = (),
) -> tuple[Column, ...]:
    return tuple(Column(name, name in right, name in idle, name in spare) for name in names)


def line(*cells: Cell, indent: int = 0) -> Line:
    return Line(tuple(cell for cell in cells if cell != ""), indent)
