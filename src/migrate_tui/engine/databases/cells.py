"""How the values of a SQLite column stand in a line of CSV, which PostgreSQL's COPY reads.

Invariant: NULL and no value share a spelling, and no two values do.
"""

from __future__ import annotations

from dataclasses import dataclass

from migrate_tui.engine.databases.census import Census
from migrate_tui.engine.databases.limits import Keeps
from migrate_tui.engine.databases.reading import NULL, QUOTE

DECIMALS = {"s": 0, "ms": 3, "us": 6}  # of a second, in numbers since 1970
LAST = 32_503_679_999  # the last second of 2999
# What the cells of a line are, for whoever spells and looks at them.
NUMBER, PART, TEXT, BYTES, MOMENT = "number", "part", "text", "bytes", "moment"


@dataclass(frozen=True)
class Cell:
    """SQL of a value, and how its row's template spells it."""

    sql: str
    piece: str = "%b"
    form: str = NUMBER
    nullable: bool = True
    way: str = ""  # how all moments of it are written, each digit as 0; nothing where that differs
    keeps: Keeps | None = None  # what its values are looked at for

    @property
    def is_quoted(self) -> bool:
        return self.piece.startswith(QUOTE)

    @property
    def is_gap(self) -> bool:
        """Whether NULL's mark is quoted in it."""
        return self.is_quoted and self.nullable


NOTHING = Cell(f"'{NULL}'")


def cell(held: Census, quoted: str, *, nullable: bool = True) -> Cell:
    """A value of a column that holds this; text that reads like NULL's mark makes its row none."""
    if not held.held:
        return NOTHING
    if held.type == "bytea":
        return Cell(quoted, "%b" if nullable else "\\x%b", BYTES, nullable)
    if held.type == "bigint":
        return _number(quoted, nullable)
    if held.type == "double precision":
        return _part(f"cast({quoted} as real)" if held.integer else quoted, nullable)
    known = f"case when {quoted} = '{NULL}' then null else ifnull({quoted}, '{NULL}') end"
    return Cell(known if nullable else quoted, f"{QUOTE}%b{QUOTE}", TEXT, nullable)


def moment(quoted: str, unit: str, *, nullable: bool) -> Cell:
    """A number of seconds since 1970 or parts of them, as its moment; before that year, or after
    2999, it makes its row none."""
    parts = 10 ** DECIMALS[unit]
    fraction = f" || '.' || substr({quoted} % {parts} + {parts}, 2)" if parts > 1 else ""
    text = f"datetime({quoted} / {parts}, 'unixepoch'){fraction} || 'Z'"
    null = f" when {quoted} is null then '{NULL}'" if nullable else ""
    inside = f"{quoted} between 0 and {LAST * parts + parts - 1}"
    return Cell(f"case when {inside} then {text}{null} end", nullable=nullable)


def _number(quoted: str, nullable: bool) -> Cell:
    if not nullable:
        return Cell(quoted, "%d", NUMBER, nullable)
    return Cell(f"ifnull(cast({quoted} as text), '{NULL}')")


def _part(quoted: str, nullable: bool) -> Cell:
    """Python's digits give the same double again; SQLite's own are not exact."""
    return Cell(quoted, "%a", PART, nullable)
