"""Merging: rows of one match become one row, column by column; NULL never beats a value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.sql.selectable import CTE, FromClause, Select, Subquery

from migrate_tui.engine.diff.relation import BRANCH, ORDER, Relation
from migrate_tui.engine.plan import Merge
from migrate_tui.engine.sql import ONE, Sql, first_of, name, text_literal

ROWS = "mt_n"
MATCH = "mt_match"
UNREAD = "mt_unread"  # why a value that any or all asks for is no boolean
ORDERED = ("newest", "oldest", "longest", "shortest")


@dataclass(frozen=True)
class Merging:
    """What a merge needs to know: the rows with their match, the rules and the tie-breakers."""

    merge: Merge
    relation: Relation
    kind: str
    truth: Callable[[Sql, str], Sql]  # a value of a type as a boolean, NULL where it is none
    unread: Callable[[Sql, str], Sql | None] = lambda value, type_: None  # why it is none

    def rule(self, column: str) -> str | tuple[str, ...]:
        return self.merge.columns.get(column, self.merge.prefer)

    @property
    def carried(self) -> tuple[str, ...]:
        """Columns of the winning row that come along whole."""
        return self.relation.carried


def single(source: FromClause, columns: tuple[str, ...], carried: tuple[str, ...]) -> Subquery:
    """A relation that is not merged: every row stands for itself."""
    chosen = [source.c[c] for c in (*columns, *carried)]
    return sa.select(*chosen, ONE.label(name(ROWS))).subquery("mt_one")


def merged(source: FromClause, columns: tuple[str, ...], merging: Merging) -> Subquery:
    """One row per match, with the number of rows that went into it; NULL matches stay single."""
    labels = (*columns, *merging.carried)
    ranked = _ranked(source, columns, merging)
    if merging.kind == "postgresql":  # aggregates lone rows as fast as it copies them
        lone: Sql = source.c[MATCH].is_(None)
        several: Sql = ranked.c[MATCH].is_not(None)
        singles = sa.select(*(_lone(source, c, merging) for c in labels), _one()).where(lone)
    else:  # steps of Python aggregates are dear, so only real groups take them
        lone = sa.or_(ranked.c[MATCH].is_(None), ranked.c["mt_size"] == 1)
        several = sa.not_(lone)
        singles = sa.select(*(_lone(ranked, c, merging) for c in labels), _one()).where(lone)
    groups = _groups(ranked, columns, merging).where(several).group_by(ranked.c[MATCH])
    alone = _unread(source if merging.kind == "postgresql" else ranked, columns, merging)
    within = _unread(ranked, columns, merging)
    if alone is not None and within is not None:
        singles = singles.add_columns(alone.label(UNREAD))
        groups = groups.add_columns(sa.func.min(within).label(UNREAD))
    return sa.union_all(singles, groups).subquery("mt_merged")


def _unread(rows: FromClause, columns: tuple[str, ...], merging: Merging) -> Sql | None:
    """The first value of a row that is to be true or false and is neither; None if all can be."""
    found = []
    for column in columns:
        if column not in merging.carried and merging.rule(column) in ("any", "all"):
            why = merging.unread(rows.c[column], merging.relation.types[column])
            found += [] if why is None else [text_literal(f"{column}: ").op("||")(why)]
    return first_of(found, merging.kind) if found else None


def _lone(rows: FromClause, column: str, merging: Merging) -> Sql:
    """A column of a row that has nothing to merge with, in the type that a merged one has."""
    if column in merging.carried or merging.rule(column) not in ("any", "all"):
        return rows.c[column]
    return merging.truth(rows.c[column], merging.relation.types[column]).label(name(column))


def _one() -> Sql:
    return ONE.label(name(ROWS))


def _ranked(source: FromClause, columns: tuple[str, ...], merging: Merging) -> CTE:
    """The rows in order of preference within their match."""
    base = preference(source, merging.merge.prefer, merging)
    chosen = [source.c[c] for c in (*columns, *merging.carried, MATCH)]
    if merging.kind == "postgresql":
        return sa.select(*chosen).order_by(source.c[MATCH], *base).cte("mt_ranked")
    match = source.c[MATCH]
    ranks = {
        f"mt_r_{column}": preference(source, rule, merging, column)
        for column, rule in _own_order(columns, merging).items()
    }
    ranks["mt_r"] = base
    windows = [
        sa.func.row_number().over(partition_by=match, order_by=order).label(name(label))
        for label, order in ranks.items()
    ]
    size = sa.func.count().over(partition_by=match).label("mt_size")
    return sa.select(*chosen, size, *windows).cte("mt_ranked")


def _own_order(columns: tuple[str, ...], merging: Merging) -> dict[str, str | tuple[str, ...]]:
    """Columns whose rule orders the rows differently from the merge as a whole."""
    rules = {c: merging.rule(c) for c in columns if c in merging.merge.columns}
    return {c: r for c, r in rules.items() if not isinstance(r, str) or r in ORDERED}


def preference(
    source: FromClause, rule: str | tuple[str, ...], merging: Merging, column: str | None = None
) -> list[Sql]:
    """ORDER BY that puts the survivor first; ties by order of `from`, then source key."""
    ties: list[Sql] = [source.c[ORDER], *(source.c[k] for k in merging.relation.order)]
    by = source.c[merging.merge.by] if merging.merge.by else None
    if isinstance(rule, tuple):
        position = sa.case(
            *((source.c[BRANCH] == text_literal(s), i) for i, s in enumerate(rule)),
            else_=len(rule),
        )
        return [position, *ties]
    if rule in ("newest", "oldest") and by is not None:
        return [(by.desc() if rule == "newest" else by.asc()).nulls_last(), *ties]
    if rule in ("longest", "shortest") and column is not None:
        length = sa.func.length(sa.cast(source.c[column], sa.Text()))
        own = length.desc() if rule == "longest" else length.asc()
        return [own.nulls_last(), *(preference(source, merging.merge.prefer, merging))]
    return ties


def _groups(ranked: CTE, columns: tuple[str, ...], merging: Merging) -> Select[tuple[object, ...]]:
    survivors = [survivor(ranked, c, merging).label(name(c)) for c in columns]
    first = [_first(ranked, c, merging).label(name(c)) for c in merging.carried]
    rows = sa.func.count().label(name(ROWS))
    return sa.select(*survivors, *first, rows)


def survivor(ranked: FromClause, column: str, merging: Merging) -> Sql:
    """The aggregate that picks one column's survivor."""
    rule = merging.rule(column)
    value = ranked.c[column]
    if column in _own_order((column,), merging):
        return _first_by(ranked, column, rule, merging)
    if rule in ("min", "max"):
        return _extreme(value, str(rule), merging, column)
    if rule == "sum":
        return sa.func.sum(value)
    if rule in ("any", "all"):
        type_ = merging.relation.types[column]
        return _truth(merging.truth(value, type_), str(rule), merging.kind)
    return _first(ranked, column, merging)


def _first(ranked: FromClause, column: str, merging: Merging) -> Sql:
    value = ranked.c[column]
    if merging.kind == "postgresql":
        return sa.func.pg_temp.mt_first(value)
    return sa.func.mt_first(value, ranked.c["mt_r"])


def _first_by(
    ranked: FromClause, column: str, rule: str | tuple[str, ...], merging: Merging
) -> Sql:
    value = ranked.c[column]
    if merging.kind == "sqlite":
        return sa.func.mt_first(value, ranked.c[f"mt_r_{column}"])
    from sqlalchemy.dialects.postgresql import ARRAY, aggregate_order_by

    order = preference(ranked, rule, merging, column)
    values = sa.func.array_agg(aggregate_order_by(value, *order)).filter(value.is_not(None))
    return sa.type_coerce(values, ARRAY(sa.Text()))[1]


def _extreme(value: Sql, rule: str, merging: Merging, column: str) -> Sql:
    type_ = merging.relation.types[column]
    if merging.kind == "postgresql" and type_ == "boolean":
        return sa.func.bool_or(value) if rule == "max" else sa.func.bool_and(value)
    if merging.kind == "postgresql" and (type_ == "text" or type_.startswith("character")):
        value = sa.collate(value, "C")
    return sa.func.max(value) if rule == "max" else sa.func.min(value)


def _truth(value: Sql, rule: str, kind: str) -> Sql:
    if kind == "postgresql":
        return sa.func.bool_or(value) if rule == "any" else sa.func.bool_and(value)
    return sa.func.max(value) if rule == "any" else sa.func.min(value)
