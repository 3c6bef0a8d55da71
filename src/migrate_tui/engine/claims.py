"""What a dry run would have written so far: its new and changed rows, by what others ask for.

Invariant: a row stands here exactly if migrate would have written it before the row being judged.
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.sql.selectable import FromClause, Select

from migrate_tui.engine.databases import temporary
from migrate_tui.engine.databases.base import Connection
from migrate_tui.engine.databases.catalogue import Column
from migrate_tui.engine.jobs import Job
from migrate_tui.engine.sql import Sql, name, text_literal
from migrate_tui.engine.sql import temporary as temporary_table

NUMBER = "mt_no"  # ids still to be generated are its negatives
NUMBERED = {"postgresql": "bigint generated always as identity", "sqlite": "integer primary key"}


def identities(job: Job) -> tuple[str, ...]:
    """Target columns that keys and unique indexes are made of: what other rows may ask for, and
    what this row asks of rows that a mirror would delete."""
    target = job.parsed.target
    asked = {*job.parsed.key, *target.primary_key, *job.refers}
    for unique in target.uniques:
        words = " ".join((*unique.expressions, unique.where or ""))
        asked |= {*unique.columns, *(c for c in target.column_names if c in words)}
    return tuple(c for c in target.column_names if c in asked)


def create(connection: Connection, job: Job, typed: Sequence[tuple[str, str]]) -> None:
    """The empty table, indexed by the key and by every unique index."""
    table = _name(job)
    temporary.create(connection, table, [*typed, (NUMBER, NUMBERED[connection.kind])])
    uniques = (u.columns for u in job.parsed.target.uniques if u.columns)
    for number, columns in enumerate(dict.fromkeys([job.parsed.key, *uniques])):
        temporary.index(connection, table, columns, number)


def add(connection: Connection, job: Job, diff: FromClause) -> None:
    """The new and changed rows of a diff that holds the identities as they would be stored."""
    names = identities(job)
    written = diff.c.mt_status.in_([text_literal("new"), text_literal("changed")])
    query = sa.select(*(diff.c[n] for n in names)).where(written)
    claimed = temporary_table(connection.kind, _name(job), names)
    connection.execute(sa.insert(claimed).from_select(list(names), query))


def rows(kind: str, job: Job) -> Select[tuple[object, ...]]:
    """The identities of every row; an id that the database would generate is a negative number."""
    names = identities(job)
    claimed = temporary_table(kind, _name(job), (*names, NUMBER))
    return sa.select(*(_given(kind, job, claimed, n).label(name(n)) for n in names))


def _given(kind: str, job: Job, claimed: FromClause, column: str) -> Sql:
    found = job.parsed.target_column(column)
    if column in job.parsed.columns or not numbered(found):
        return claimed.c[column]
    return sa.func.coalesce(claimed.c[column], placeholder(kind, found, claimed.c[NUMBER]))


def placeholder(kind: str, column: Column, number: Sql) -> Sql:
    """What stands for an id that the database has still to generate."""
    negative: Sql = -number
    return negative.op("::")(sa.literal_column(column.type)) if kind == "postgresql" else negative


def numbered(column: Column) -> bool:
    return bool(column.identity) or "nextval" in (column.default or "")


def _name(job: Job) -> str:
    return f"claims_{'seed_' if job.seed else ''}{job.position}"
