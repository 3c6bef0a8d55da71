"""Mappings on a circle of foreign keys: their wanted rows are worked out and judged together.

Invariant: a wanted row is rejected here if the target would refuse it or if a row that it refers to
is rejected, at any remove; dry run, migrate and verify ask this same function.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.sql.selectable import FromClause, Select, TableClause

from migrate_tui.engine.claims import NUMBER, NUMBERED, numbered, placeholder
from migrate_tui.engine.cycles import looked_up
from migrate_tui.engine.databases.base import Connection
from migrate_tui.engine.databases.catalogue import ForeignKey
from migrate_tui.engine.databases.temporary import index as temporary_index
from migrate_tui.engine.diff.compare import REJECTED, STATUS, Diff, table_clause
from migrate_tui.engine.diff.guards import Guards, exists
from migrate_tui.engine.diff.layer import Parent
from migrate_tui.engine.diff.relation import SOURCE_KEY
from migrate_tui.engine.diff.wanted import COLUMN, REJECT, SOURCE
from migrate_tui.engine.errors import Blocked
from migrate_tui.engine.jobs import Job
from migrate_tui.engine.sql import ONE, Sql, name, same_key, temporary, text_literal

if TYPE_CHECKING:
    from migrate_tui.engine.relations import Relations
    from migrate_tui.engine.work import Work


def columns(kind: str, job: Job) -> list[tuple[str, str]]:
    """What the wanted table of such a job has besides: a number for ids still to be generated."""
    return [(NUMBER, NUMBERED[kind])] if job.circle else []


def index(connection: Connection, job: Job) -> None:
    """Rows of a circle are sought by key, by what others refer to, and by where they come from."""
    if job.circle is None:
        return
    referred = (link.key.parent_columns for link in job.circle.links)
    known = (c for c in referred if set(c) <= job.parsed.columns.keys())
    sought = dict.fromkeys([job.parsed.key, *known, (SOURCE, SOURCE_KEY)])
    for number, names in enumerate(sought, 1):
        temporary_index(connection, job.wanted, names, number)


def judged(job: Job, *, dry: bool) -> tuple[ForeignKey, ...]:
    """Foreign keys that the guards of a range leave alone; what is written late is NULL there."""
    if job.circle is None:
        return ()
    return tuple(link.key for link in job.circle.links if dry or link.late)


def gather(work: Work, job: Job) -> None:
    """Stage every mapping of the circle, look its own rows up, then judge until nothing changes."""
    members = work.members(job)
    for member in members:
        work.gather_alone(member)
    for member in members:
        look_up(work, member, judging=True)
    for uniquely in (False, True):
        _judge(work, members, uniquely=uniquely)


# looking up rows of the circle


def parents(work: Relations, job: Job) -> dict[str, Parent]:
    """The mappings of the circle, for parent() and lookup(): unknown until all are staged."""
    members = work.members(job)
    known = {m.name for m in members} <= work.gathered
    return {m.name: _parent(work, m, known) for m in members}


def _parent(work: Relations, job: Job, known: bool) -> Parent:
    def rows(columns: tuple[str, ...]) -> FromClause:
        names = tuple(dict.fromkeys(columns))
        if not known:
            target = table_clause(job.parsed.target)
            return sa.select(*(target.c[c] for c in names)).where(sa.false()).subquery()
        there, ours = _target_only(work, job, names), accepted(work, job, names)
        return sa.union_all(there, ours).subquery()

    return Parent(job.parsed, rows, awaited=not known)


def _target_only(work: Relations, job: Job, names: Sequence[str]) -> Select[tuple[object, ...]]:
    """Rows of the target that this run does not want."""
    target, w = table_clause(job.parsed.target), _wanted(work, job).alias("mt_w")
    ours = sa.select(ONE).select_from(w).where(w.c[REJECT].is_(None))
    ours = ours.where(same_key(target, w, job.parsed.key)).correlate(target)
    return sa.select(*(target.c[c] for c in names)).where(~ours.exists())


def accepted(work: Relations, job: Job, names: Sequence[str]) -> Select[tuple[object, ...]]:
    """The wanted rows; an id that the database generates is the target's, or a placeholder."""
    target, w = table_clause(job.parsed.target).alias("mt_t"), _wanted(work, job).alias("mt_w")
    cells = [_cell(work.kind, job, target, w, c).label(name(c)) for c in names]
    rows: FromClause = w
    if not set(names) <= job.parsed.columns.keys():
        rows = w.outerjoin(target, same_key(target, w, job.parsed.key))
    return sa.select(*cells).select_from(rows).where(w.c[REJECT].is_(None))


def _cell(kind: str, job: Job, target: FromClause, w: FromClause, column: str) -> Sql:
    found = job.parsed.target_column(column)
    if column in job.parsed.columns:
        return w.c[column]
    if not numbered(found):
        return target.c[column]
    return sa.func.coalesce(target.c[column], placeholder(kind, found, w.c[NUMBER]))


def _wanted(work: Relations, job: Job) -> TableClause:
    names = (*job.parsed.columns, SOURCE, SOURCE_KEY, REJECT, COLUMN, NUMBER)
    return temporary(work.kind, job.wanted, names)


def look_up(work: Work, job: Job, *, judging: bool = False) -> None:
    """Work out what comes out of the circle's own rows: again once they are in the target.

    `judging` rejects the rows whose parent() finds none.
    """
    assert job.circle is not None
    found = looked_up(job.parsed, job.circle.members)
    if not found:
        return
    compiled = work.compile(job, guarded=True)
    rows, w = compiled.select.subquery("mt_found"), _wanted(work, job)
    values = {w.c[c]: rows.c[c] for c in found if c not in job.parsed.key}
    if judging:
        values |= {w.c[REJECT]: rows.c[REJECT], w.c[COLUMN]: rows.c[COLUMN]}
    same = sa.and_(w.c[SOURCE] == rows.c[SOURCE], w.c[SOURCE_KEY] == rows.c[SOURCE_KEY])
    work.connection.execute(sa.update(w).values(values).where(same, w.c[REJECT].is_(None)))


# judging


def _judge(work: Work, members: Sequence[Job], *, uniquely: bool) -> None:
    """All constraints once, then references to what was rejected, and to that, and so on."""
    known = -1
    for member in members:
        _sweep(work, member, _guards(work, member, members, None, uniquely))
    while known != (known := _number_rejected(work, members)):
        for member in members:
            _sweep(work, member, _guards(work, member, members, _links(member), False))


def _links(job: Job) -> tuple[ForeignKey, ...]:
    return job.circle.keys if job.circle else ()


def _number_rejected(work: Work, members: Iterable[Job]) -> int:
    """Rows rejected, and references given up, so far."""
    number = 0
    for job in members:
        w = _wanted(work, job)
        optional = [w.c[c].is_(None) for link in _optional(job) for c in link]
        counted = [
            sa.func.sum(sa.case((c, 1), else_=0)) for c in (w.c[REJECT].is_not(None), *optional)
        ]
        number += sum(int(n or 0) for n in work.connection.execute(sa.select(*counted))[0])
    return number


def _optional(job: Job) -> list[tuple[str, ...]]:
    links = job.circle.links if job.circle else ()
    return [
        tuple(c for c in link.key.columns if c in job.parsed.columns)
        for link in links
        if link.optional
    ]


def _guards(
    work: Work,
    job: Job,
    members: Sequence[Job],
    only: tuple[ForeignKey, ...] | None,
    uniquely: bool,
) -> Guards:
    def parents(key: ForeignKey) -> list[FromClause]:
        return _referred(work, job, members, key)

    return Guards(job.parsed, work.kind, parents, lambda: None, only=only, uniquely=uniquely)


def _referred(
    work: Relations, job: Job, members: Sequence[Job], key: ForeignKey
) -> list[FromClause]:
    found = work.referred(job, key)
    if key in _links(job):
        found = found[:1] + [
            accepted(work, m, key.parent_columns).subquery()
            for m in members
            if (m.into, m.parsed.target.schema) == (key.parent, key.parent_schema)
        ]
    return [rows.alias(f"mt_fk{number}") for number, rows in enumerate(found)]


def _sweep(work: Work, job: Job, guards: Guards) -> None:
    """Reject the rows that the guards refuse; what lookup() had found of those is NULL again."""
    if guards.only == ():
        return
    _give_up(work, job, guards)
    labels = work.labels(job)
    rows = sa.select(temporary(work.kind, job.wanted, labels)).subquery("mt_w")
    diff = Diff(job.parsed, work.connection, guards).select(rows, labels).subquery("mt_judged")
    refused, w = diff.c[STATUS] == text_literal(REJECTED), _wanted(work, job)
    same = sa.and_(w.c[SOURCE] == diff.c[SOURCE], w.c[SOURCE_KEY] == diff.c[SOURCE_KEY])
    values = {w.c[REJECT]: diff.c[REJECT], w.c[COLUMN]: diff.c[COLUMN]}
    work.connection.execute(sa.update(w).values(values).where(same, refused, w.c[REJECT].is_(None)))


def _give_up(work: Work, job: Job, guards: Guards) -> None:
    for link in job.circle.links if job.circle else ():
        mapped = [c for c in link.key.columns if c in job.parsed.columns]
        if not link.optional or len(mapped) < len(link.key.columns):
            continue
        w = _wanted(work, job)
        cells = [w.c[c] for c in link.key.columns]
        absent = [~exists(p, link.key.parent_columns, cells) for p in guards.parents(link.key)]
        given = [cell.is_not(None) for cell in cells]
        gone = sa.update(w).values({w.c[c]: sa.null() for c in link.late or mapped})
        work.connection.execute(gone.where(*given, *absent))


def refuse(work: Relations) -> None:
    """A circle in which nothing may be written late, or of which only a part is asked for."""
    for job in work.jobs.values():
        if job.circle is None:
            continue
        for fact, remedy in job.circle.problems:
            raise Blocked(f"mapping {job.name}: {fact}", remedy)
        chosen = set(work.context.options.only) & set(job.circle.members)
        if chosen and chosen != set(job.circle.members):
            others = ", ".join(job.circle.members)
            raise Blocked(
                f"--only {', '.join(sorted(chosen))}: its rows and those of other mappings refer "
                f"to each other ({others})",
                f"name all of them: {' '.join(f'--only {m}' for m in job.circle.members)}",
            )
