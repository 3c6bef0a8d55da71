"""Key ranges: gapless, in the order of the target's key, bounded by the database's own literals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.sql.selectable import FromClause

from migrate_tui.engine.databases.base import Connection
from migrate_tui.engine.databases.catalogue import Column
from migrate_tui.engine.sql import Sql, fragment, name, text_literal

NULLS = "null"  # the range of the rows whose key is NULL
FIRST = "first"  # the range without a lower bound


@dataclass(frozen=True)
class Span:
    """low <= key < high; None is no bound. `label` is the low bound as the ledger keeps it."""

    low: str | None
    high: str | None
    nulls: bool = False

    @property
    def label(self) -> str:
        return NULLS if self.nulls else self.low or FIRST

    def holds(self, rows: FromClause, key: Sequence[str]) -> Sql:
        """The condition that a row of `rows` lies in this range."""
        columns = [rows.c[k] for k in key]
        if self.nulls:
            return sa.or_(*(c.is_(None) for c in columns))
        row: Sql = columns[0] if len(columns) == 1 else sa.tuple_(*columns)
        parts: list[Sql] = [c.is_not(None) for c in columns]
        for bound, compare in ((self.low, ">="), (self.high, "<")):
            if bound is not None:
                parts.append(row.op(compare)(fragment(bound)))
        return sa.and_(*parts)


def spans(bounds: Sequence[str]) -> list[Span]:
    """The range of NULL keys, then every range between the bounds."""
    lows = [None, *bounds]
    highs = [*bounds, None]
    return [Span(None, None, nulls=True), *map(Span, lows, highs)]


def source_spans(bounds: Sequence[str]) -> list[Span]:
    """Ranges at the source; its key is NOT NULL, so there is none for NULL keys."""
    return [Span(low, high) for low, high in zip((None, *bounds), (*bounds, None), strict=True)]


def recut(
    known: Sequence[str], low: str | None, high: str | None, cuts: Sequence[str]
) -> tuple[str, ...]:
    """The bounds, with those between two of them replaced."""
    start = known.index(low) + 1 if low is not None else 0
    end = known.index(high) if high is not None else len(known)
    return (*known[:start], *cuts, *known[end:])


def between(low: str | None, high: str | None, cuts: Sequence[str]) -> list[Span]:
    """The ranges from one bound to another, cut at these."""
    return [Span(a, b) for a, b in zip((low, *cuts), (*cuts, high), strict=True)]


def joined(waiting: Sequence[Span]) -> Iterator[tuple[str | None, str | None]]:
    """The low and the high bound of ranges that lie side by side."""
    start = 0
    for at, span in enumerate(waiting, 1):
        if at == len(waiting) or waiting[at].low != span.high:
            yield waiting[start].low, span.high
            start = at


def literal(value: Sql, column: Column, kind: str) -> Sql:
    """A key value as the text of a typed literal."""
    if kind == "sqlite":
        return sa.func.quote(value)
    quoted = sa.func.quote_literal(sa.cast(value, sa.Text()))
    return quoted.op("||")(text_literal(f"::{column.type}"))


def bounds(
    connection: Connection,
    rows: FromClause,
    key: Sequence[Column],
    size: int,
    within: Sql | None = None,
) -> list[str]:
    """Lower bounds of all ranges but the first: every `size`-th key of `rows`."""
    columns = [rows.c[c.name] for c in key]
    numbered = sa.select(
        *columns, sa.func.row_number().over(order_by=columns).label("mt_row")
    ).where(*(c.is_not(None) for c in columns))
    if within is not None:
        numbered = numbered.where(within)
    inner = numbered.subquery("mt_numbered")
    literals = [
        literal(inner.c[c.name], c, connection.kind).label(name(f"b{i}")) for i, c in enumerate(key)
    ]
    query = sa.select(*literals).where(inner.c.mt_row % size == (1 if size > 1 else 0))
    query = query.where(inner.c.mt_row > 1).order_by(inner.c.mt_row)
    found = [", ".join(row) for row in connection.execute(query)]
    return list(dict.fromkeys(found))
