"""The reference as a witness: sampled source rows, worked out in Python, against the target."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from datetime import datetime

import sqlalchemy as sa

from migrate_tui.engine.databases.failures import unreadable
from migrate_tui.engine.diff.compare import table_clause
from migrate_tui.engine.diff.relation import LABEL
from migrate_tui.engine.errors import PlanError
from migrate_tui.engine.events import Checked
from migrate_tui.engine.expressions.reference import Row, evaluate
from migrate_tui.engine.functions.compiled import Compiled, null, quote_text
from migrate_tui.engine.functions.convert import convert
from migrate_tui.engine.functions.jsontext import Json
from migrate_tui.engine.functions.values import Bad, Value, bool_of, text_of
from migrate_tui.engine.jobs import Job
from migrate_tui.engine.sql import Sql, fragment
from migrate_tui.engine.work import Work

SAMPLED = 20
INCOMPARABLE = ("json", "xml", "point", "line", "lseg", "box", "path", "polygon", "circle")


def sampled(work: Work, job: Job) -> Iterator[Checked]:
    """One outcome for a job whose rows stand for themselves; merged rows have other witnesses.

    Rows that the reference itself would reject, and rows that are not in the target, are for
    others to judge; columns that read parents are left out.
    """
    if job.mapping.merge is not None or job.parsed.update_if is not True or job.seed:
        return
    started = time.monotonic()
    rows, looked, different = _source_rows(work, job), 0, list[str]()
    while True:  # one by one: each may be large
        try:
            row, types = next(rows)
        except StopIteration:
            break
        except unreadable():
            return  # text that is no text: the reader has judged it row by row
        looked += 1
        different += _differences(work, job, row, types)
    if looked:
        name = f"reference agrees with {job.into}: {job.name}"
        actual = different[0] if different else "no difference"
        seconds = time.monotonic() - started
        yield Checked(name, not different, "no difference", actual, seconds, own=True)


Types = Mapping[str, str]  # of the source's columns, where the target knows types


def _source_rows(work: Work, job: Job) -> Iterator[tuple[Row, Types]]:
    """A few rows of each source table, read where they lie."""
    used = sorted(job.parsed.used)
    reading = work.connection.reading(typed=work.connection.typed)
    own = [reading.table(t, [c for c in t.column_names if c in used]) for t in job.tables]
    for reader in (*own, *(raw.table for raw in job.raws if raw.table is not None)):
        names = [c for c in reader.found.column_names if c in used]
        for place, values in reader.sample(names, SAMPLED) if names else ():
            hidden = job.parsed.hidden.sources & set(reader.order)
            shown = work.context.veil(place) if hidden else place
            if (job.name, reader.found.name, shown) in work.rejected:
                continue
            columns: dict[str, Value] = dict.fromkeys(job.parsed.used)
            columns |= {LABEL: reader.found.name} | values
            exact = work.kind == "postgresql"
            params = dict(work.context.plan.params)
            timezone = work.context.plan.timezone
            row = Row(columns, {}, {}, params, None, timezone, exact)
            yield row, dict(reader.staged) if exact else {}


def _differences(work: Work, job: Job, row: Row, types: Types) -> Iterator[str]:
    """Column by column, what the target has otherwise than the reference."""
    values = _reference(job, row)
    if values is None or any(values.get(k) is None for k in job.parsed.key):
        return
    target = table_clause(job.parsed.target)
    compared = [c for c in job.parsed.compared if c in values]
    try:
        known = {c: _typed(work, job, c, values[c], types) for c in values}
    except PlanError:  # bytes among text, say: the reader has rejected the row, by another key
        return
    same = [_same(job.parsed.target_column(c).base, target.c[c], known[c]) for c in compared]
    here = (target.c[k] == known[k] for k in job.parsed.key)
    for outcome in work.connection.execute(sa.select(*same).where(*here)) if same else ():
        key = ", ".join(str(values[k]) for k in job.parsed.key)
        key = work.context.veil(key) if job.parsed.hides_key else key
        wrong = [c for c, ok in zip(compared, outcome, strict=True) if not ok]
        yield from (f"{key}: {column}" for column in wrong)


def _reference(job: Job, row: Row) -> Mapping[str, Value] | None:
    """The wanted values; None where the row is filtered or rejected."""
    values: dict[str, Value] = {}
    try:
        if job.parsed.where is not None and not bool_of(evaluate(job.parsed.where, row)):
            return None
        for level in job.parsed.levels:
            for column in level:
                expression = job.parsed.columns[column]
                if not expression.parents and expression.new <= values.keys():
                    here = Row(row.columns, values, {}, row.params, None, row.timezone, row.exact)
                    values[column] = evaluate(expression, here)
    except Bad:
        return None
    return values


def _text(value: Value) -> str | None:
    """JSON as it was written: SQLite keeps it so, PostgreSQL puts it in its own order by itself."""
    return value.minified() if isinstance(value, Json) else text_of(value)


def _same(base: str, stored: Sql, known: Sql) -> Sql:
    """Some types of PostgreSQL have no equality, or one that is not of their values."""
    if base == "json":
        from sqlalchemy.dialects.postgresql import JSONB

        stored, known = sa.cast(stored, JSONB()), sa.cast(known, JSONB())
    if base in INCOMPARABLE:
        stored, known = sa.cast(stored, sa.Text()), sa.cast(known, sa.Text())
    return stored.is_not_distinct_from(known)


def _typed(work: Work, job: Job, column: str, value: Value, types: Types) -> Sql:
    """The reference's value as a constant of the column's type."""
    copied = str(job.parsed.columns[column].is_column or "")
    constant = _constant(value, work.kind, types.get(copied, ""))
    target = job.parsed.target_column(column)
    return fragment(convert(constant, constant.type, target, work.kind, guarded=True).value)


def _constant(value: Value, kind: str, type_: str) -> Compiled:
    """A value that is only copied keeps its type; every other one is what Python calls it."""
    if value is None:
        return Compiled(null(kind), type="text")
    if isinstance(value, bytes):
        typed = f"'\\x{value.hex()}'::bytea" if kind == "postgresql" else f"x'{value.hex()}'"
        return Compiled(typed, type="bytea")
    if isinstance(value, datetime) and kind == "postgresql" and not type_:
        type_ = "timestamptz" if value.tzinfo else "timestamp"
        return Compiled(f"{quote_text(value.isoformat(' '))}::{type_}", type=type_)
    text = _quoted(_text(value) or "", kind)
    if type_:
        return Compiled(f"{text}::{type_}", type=type_)
    if kind == "sqlite" and isinstance(value, bool | int | float):
        return _number(value)
    return Compiled(text, type="text")


def _quoted(text: str, kind: str) -> str:
    """No statement of SQLite can hold a NUL."""
    if kind == "sqlite" and "\0" in text:
        return f"cast(x'{text.encode().hex()}' as text)"
    return quote_text(text)


def _number(value: int | float) -> Compiled:
    if isinstance(value, int):
        return Compiled(str(int(value)), type="bigint")
    return Compiled(repr(value).replace("inf", "9e999"), type="double precision")
