"""SQLite's values that PostgreSQL's own input reads exactly as a plan's conversion would.

Invariant: what is staged in its target's type is what the conversion makes of it; a value in doubt
fails the load, and its range is staged as SQLite has it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from migrate_tui.engine.databases.catalogue import Column
from migrate_tui.engine.databases.cells import DECIMALS
from migrate_tui.engine.databases.census import Census

# Target types (without a length or a scale) by what SQLite holds.
READ = {
    "text": ("text", "varchar", "citext", "jsonb", "uuid"),
    "bigint": ("int2", "int4", "int8", "bool"),
    "double precision": ("float8",),
}
MOMENTS = ("timestamptz", "timestamp", "date")
SAMPLE = 50  # values of a column that show how its moments are written
_SHAPES = {
    "timestamptz": re.compile(r"0000-00-00([T ]00:00(:00([.]0{1,6})?)?( ?(Z|[+-]00:00))?)?"),
    "timestamp": re.compile(r"0000-00-00([T ]00:00(:00([.]0{1,6})?)?Z?)?"),
    "date": re.compile("0000-00-00"),
}
_MOST = 3  # ways of writing that one column may have


def native(held: Census, column: Column) -> bool:
    """Whether PostgreSQL reads every value of the column, or refuses it, as the conversion does."""
    unlimited = "(" not in column.type or column.base in MOMENTS  # whose `shape` has the decimals
    return unlimited and _reads(held, column)


def _reads(held: Census, column: Column) -> bool:
    if column.generated:
        return False
    if column.kind == "enum":
        return held.type == "text" and held.convert is None
    known = (*READ.get(held.type, ()), *(MOMENTS if held.type == "text" else ()))
    plain = held.convert is None or held.type == "double precision"
    return column.kind == "base" and column.base in known and plain


def readable(held: Census, column: Column, unit: str = "") -> bool:
    """The same of a line of COPY, in which bytes are written in hex, numbers as their digits and
    numbers of a unit as moments, and whose values are looked at; NULL is every type's."""
    if not held.held and not column.generated:
        return True
    if unit:
        fine = DECIMALS[unit] <= min(column.limits, default=DECIMALS["us"])
        return fine and held.type == "bigint" and column.base in ("timestamptz", "timestamp")
    if column.kind == "base" and column.base in ("bytea", "numeric"):
        return not column.generated and _is_alike(held, column)
    return native(held, column) or (column.base == "varchar" and _reads(held, column))


def _is_alike(held: Census, column: Column) -> bool:
    if column.base == "bytea":
        return held.type == "bytea"
    return held.type in ("bigint", "double precision") and min(column.limits[1:], default=0) >= 0


def shape(cell: str, column: Column, sample: Sequence[object], timezone: str = "UTC") -> str | None:
    """SQL that holds for moments written like those of the sample, between the years 1000 and 2999;
    None where the sample is written in ways that the two databases may read differently. What
    names no zone is of the plan's: a column without one keeps it in UTC."""
    seen = {re.sub("[0-9]", "0", re.sub("[+-](?=..:..$)", "+", str(one))) for one in sample}
    if len(seen) > _MOST or not all(_SHAPES[column.base].fullmatch(one) for one in seen):
        return None
    if column.base == "timestamp" and timezone != "UTC" and not all(o.endswith("Z") for o in seen):
        return None
    if column.limits and any(decimals(one) > column.limits[0] for one in seen):
        return None
    known = " or ".join(f"{cell} glob '{one}'" for text in sorted(seen) for one in globs(text))
    return f"({cell} is null or {known})" if known else f"{cell} is null"


def only_way(sample: Sequence[object]) -> str:
    """How all of them are written, each digit as 0; nothing where that is not one way."""
    seen = {re.sub("[0-9]", "0", str(one)) for one in sample}
    return seen.pop() if len(seen) == 1 else ""


def decimals(way: str) -> int:
    """Of a second, in moments that are written so."""
    return len(way.partition(".")[2].partition("+")[0].rstrip("Z "))


def globs(text: str) -> list[str]:
    """One pattern, or one for hours before 20 and one for those after."""
    day, rest = "[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]", text[10:]
    if not rest:
        return [day]
    found = re.fullmatch(r"([T ])00:00(:00)?([.]0+)?( ?)(Z|[+-]00:00)?", rest)
    assert found is not None
    mark, seconds, fraction, space, zone = found.groups()
    end = ":[0-5][0-9]" + (":[0-5][0-9]" if seconds else "")
    end += (fraction or "").replace("0", "[0-9]") + space
    end += "[+-][01][0-9]:[0-5][0-9]" if zone and zone != "Z" else zone or ""
    return [f"{day}{mark}{hour}{end}" for hour in ("[01][0-9]", "2[0-3]")]
