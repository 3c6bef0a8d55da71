"""How a value of each PostgreSQL type is read for another database: exactly, or why it is not.

Into columns that have types it keeps its own; into columns that have none it becomes what SQLite
stores: an integer, a double, text or bytes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from migrate_tui.engine.databases.loadable import Convert, converted
from migrate_tui.engine.databases.reading import Staged

if TYPE_CHECKING:
    from migrate_tui.engine.databases.base import Row

LOWEST, HIGHEST = -(2**63), 2**63 - 1
AS_IT_IS = (
    *("smallint", "integer", "bigint", "boolean", "real", "double precision"),
    *("text", "character varying", "character", "bytea"),
)
# Types that every server has, and that read what they print.
OWN = (
    *AS_IT_IS,
    *("numeric", "uuid", "json", "jsonb", "jsonpath", "xml", "date", "time without time zone"),
    *("time with time zone", "timestamp without time zone", "timestamp with time zone"),
    *("inet", "cidr", "macaddr", "macaddr8", "bit", "bit varying", "tsvector", "tsquery", "pg_lsn"),
    *("point", "line", "lseg", "box", "path", "polygon", "circle"),
    *("int4range", "int8range", "numrange", "daterange", "tsrange", "tstzrange"),
    *("int4multirange", "int8multirange", "nummultirange"),
    *("datemultirange", "tsmultirange", "tstzmultirange"),
)
MOMENT = "'YYYY-MM-DD\"T\"HH24:MI:SS.MS'"  # milliseconds, cut and not rounded
YEARS = "of the years 1 to 9999"
_BLANK = re.compile(r'("(?:[^"\\]|\\.)*")|[ \t\n\r]+')


@dataclass(frozen=True)
class Passage:
    """`sql` and `bad` are templates over the column; `bad` says when a value cannot be staged."""

    type: str
    sql: str = "{0}"
    bad: str = ""
    why: str = ""
    convert: Convert | None = None


def bare(type_: str) -> str:
    """A type without its length, scale or precision."""
    head, mark, rest = type_.partition("(")
    return (head + rest.partition(")")[2]).strip() if mark else type_


def passage(type_: str, *, typed: bool = False) -> Passage:
    """Of a type as format_type writes it."""
    return _typed(type_) if typed else _untyped(type_)


def _typed(type_: str) -> Passage:
    """Types that the target need not have (enums, composites, extensions) go as text."""
    name = bare(type_.removesuffix("[]"))
    if type_ in AS_IT_IS:
        return Passage(type_)
    if type_ in ELSEWHERE:
        return ELSEWHERE[type_]
    known = name in OWN or name.split(" ")[0] == "interval"
    return Passage(type_ if known else "text", "{0}::text")


# Money is spelled by each server's locale; object numbers are no more than numbers elsewhere.
ELSEWHERE = {
    "money": Passage("numeric", "{0}::numeric::text"),
    "oid": Passage("bigint", "{0}::bigint"),
}


def _untyped(type_: str) -> Passage:
    if type_.endswith("[]"):
        return Passage("", "array_to_json({0})::text", convert=minified)
    return PLAIN.get(bare(type_), Passage("", "{0}::text"))


def number(text: str) -> int | float | str:
    """An integer of 64 bits or a double where it holds every digit, else the digits."""
    exact = Decimal(text)
    if not exact.is_finite():
        return float(exact)
    if exact == exact.to_integral_value() and LOWEST <= exact <= HIGHEST:
        return int(exact)
    double = float(exact)
    return double if Decimal(repr(double)) == exact else format(exact, "f")


def minified(text: str) -> str:
    """A JSON document without the blanks between its words."""
    return _BLANK.sub(r"\1", text)


_NOT_A_NUMBER = ("{0}::text = 'NaN'", "NaN is no number there")
_AD = "{0} >= '0001-01-01' and {0} < '10000-01-01'"
_DAY = f"case when {_AD} then to_char({{0}}, 'YYYY-MM-DD') end"
_CLOCK = f"case when {_AD} then to_char({{0}}, {MOMENT}) end"
_UTC = "{0} >= '0001-01-01 00:00+00' and {0} < '10000-01-01 00:00+00'"
_INSTANT = f"case when {_UTC} then to_char({{0}} at time zone 'UTC', {MOMENT}) || 'Z' end"
PLAIN = {
    **dict.fromkeys(("smallint", "integer", "bigint", "bytea"), Passage("")),
    "oid": Passage("", "{0}::bigint"),
    "boolean": Passage("", "{0}::int"),
    "real": Passage("", "{0}::double precision", *_NOT_A_NUMBER),
    "double precision": Passage("", "{0}", *_NOT_A_NUMBER),
    "numeric": Passage("", "{0}::text", *_NOT_A_NUMBER, number),
    "money": Passage("", "{0}::numeric::text", convert=number),
    **dict.fromkeys(("json", "jsonb"), Passage("", "{0}::text", convert=minified)),
    "date": Passage("", _DAY, f"not ({_AD})", f"not a date {YEARS}"),
    "timestamp without time zone": Passage("", _CLOCK, f"not ({_AD})", f"not a timestamp {YEARS}"),
    "timestamp with time zone": Passage("", _INSTANT, f"not ({_UTC})", f"not a timestamp {YEARS}"),
}


@dataclass(frozen=True)
class Shapes:
    """Columns of a source, each with the way its values are read."""

    names: tuple[str, ...]
    quoted: tuple[str, ...]
    passages: tuple[Passage, ...]

    @property
    def staged(self) -> Staged:
        return tuple((n, p.type) for n, p in zip(self.names, self.passages, strict=True))

    @property
    def cells(self) -> list[str]:
        return [p.sql.format(q) for q, p in zip(self.quoted, self.passages, strict=True)]

    @property
    def bad(self) -> str:
        """Why the row cannot be staged: its first value that cannot."""
        judged = [t for t in zip(self.names, self.quoted, self.passages, strict=True) if t[2].bad]
        whens = (
            f"when {p.bad.format(q)} then {quoted(f'{n}: {p.why}: ')} || {q}::text"
            for n, q, p in judged
        )
        return f"case {' '.join(whens)} end" if judged else "null"

    @property
    def lossy(self) -> set[str]:
        """Columns some values of which cannot be staged."""
        return {n for n, p in zip(self.names, self.passages, strict=True) if p.bad}

    def carried(self, rows: list[Row]) -> list[Row]:
        """Rows of cells (and what tells their place), then mt_bad, with what Python converts."""
        wanted: list[tuple[int, Convert]] = [
            (place, p.convert) for place, p in enumerate(self.passages) if p.convert is not None
        ]
        return [converted(row, wanted) for row in rows] if wanted else rows


def shapes(
    quote: Callable[[str], str], columns: Sequence[tuple[str, str]], *, typed: bool
) -> Shapes:
    names = tuple(name for name, _ in columns)
    passages = tuple(passage(type_, typed=typed) for _, type_ in columns)
    return Shapes(names, tuple(map(quote, names)), passages)


def quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
