"""Merge conflicts: columns whose values differed in a group, which value won, by which rule."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from migrate_tui.engine.diff.merge import MATCH, Merging, preference
from migrate_tui.engine.diff.relation import BRANCH
from migrate_tui.engine.events import MergeConflict
from migrate_tui.engine.jobs import Job
from migrate_tui.engine.sql import Sql, name
from migrate_tui.engine.work import Work


def conflicts(work: Work, job: Job) -> Iterator[MergeConflict]:
    """One event per column in which any group had two different values, with the first group's."""
    merge = job.parsed.mapping.merge
    if merge is None:
        return
    sifted = work.sifted(job)
    rows = sifted.kept()
    merging = Merging(merge, sifted.relation, work.kind, lambda value, _: value)
    columns = sorted(job.parsed.used - {merge.by})
    distinct = [sa.func.count(sa.distinct(_text(rows.c[c]))).label(name(c)) for c in columns]
    groups = sa.select(rows.c[MATCH], *distinct).where(rows.c[MATCH].is_not(None))
    several = groups.group_by(rows.c[MATCH]).having(sa.func.count() > 1).subquery("mt_several")
    differs = [sa.func.sum(sa.case((several.c[c] > 1, 1), else_=0)) for c in columns]
    samples = [sa.func.min(sa.case((several.c[c] > 1, several.c[MATCH]))) for c in columns]
    found = work.connection.execute(sa.select(*differs, *samples))[0]
    counted = zip(columns, found[: len(columns)], found[len(columns) :], strict=True)
    for column, number, match in counted:
        if number:
            yield _conflict(work, job, merging, rows, column, int(number), match)


def _conflict(
    work: Work,
    job: Job,
    merging: Merging,
    rows: sa.FromClause,
    column: str,
    number: int,
    match: object,
) -> MergeConflict:
    rule = merging.rule(column)
    order = preference(rows, rule, merging, column)
    query = sa.select(rows.c[BRANCH], _text(rows.c[column])).where(rows.c[MATCH] == match)
    values = work.connection.execute(query.order_by(*order).limit(10))
    winner = _winner([v for _, v in values if v is not None], str(rule))
    words = rule if isinstance(rule, str) else "order of " + ", ".join(rule)
    hidden, veil = job.parsed.hidden.sources, work.context.veil
    if column in hidden:
        values = [(source, None if value is None else veil(value)) for source, value in values]
        winner = None if winner is None else veil(winner)
    shown = tuple(f"{source}: {'NULL' if value is None else value}" for source, value in values)
    matched_by = job.parsed.match.columns if job.parsed.match else frozenset()
    key = veil(str(match)) if matched_by & hidden else str(match)
    return MergeConflict(job.name, column, number, key, shown, winner, words)


def _winner(values: list[str], rule: str) -> str | None:
    if not values:
        return None
    extremes = {"min": min, "max": max}
    return extremes[rule](values) if rule in extremes else values[0]


def _text(value: Sql) -> Sql:
    return sa.cast(value, sa.Text())
