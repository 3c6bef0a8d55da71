"""The reference as a witness: sampled source rows, worked out in Python, against the target."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping

import sqlalchemy as sa

from migrate_tui.engine.databases.failures import UNREADABLE
from migrate_tui.engine.diff.compare import table_clause
from migrate_tui.engine.events import Checked
from migrate_tui.engine.expressions.reference import Row, evaluate
from migrate_tui.engine.functions.compiled import Compiled, null, quote_text
from migrate_tui.engine.functions.convert import convert
from migrate_tui.engine.functions.jsontext import Json
from migrate_tui.engine.functions.values import Bad, Value, bool_of, text_of
from migrate_tui.engine.jobs import Job
from migrate_tui.engine.sql import Sql, fragment, table
from migrate_tui.engine.work import Work

SAMPLED = 20


def sampled(work: Work, job: Job) -> Iterator[Checked]:
    """One outcome for a job whose rows stand for themselves; merged rows have other witnesses.

    Rows that the reference itself would reject, and rows that are not in the target, are for
    others to judge; columns that read parents are left out.
    """
    if job.mapping.merge is not None or job.parsed.update_if is not True or job.seed:
        return
    started = time.monotonic()
    try:
        rows = list(_source_rows(work, job))
    except UNREADABLE:
        return  # text that is no text: the reader has judged it row by row
    different = [text for row in rows for text in _differences(work, job, row)]
    if rows:
        name = f"reference agrees with {job.into}: {job.name}"
        actual = different[0] if different else "no difference"
        seconds = time.monotonic() - started
        yield Checked(name, not different, "no difference", actual, seconds, own=True)


def _source_rows(work: Work, job: Job) -> Iterator[Row]:
    """A few rows of each source table, read where they lie."""
    found = [*job.tables, *(raw.reader.found for raw in job.raws if raw.reader is not None)]
    source = work.connection if job.tables else work.context.source
    for each in found:
        names = [c for c in each.column_names if c in job.parsed.used]
        order = each.primary_key or ("ctid" if source.kind == "postgresql" else "rowid",)
        clause = table(each.name, dict.fromkeys((*each.column_names, *order)), each.schema)
        texts = [sa.cast(clause.c[k], sa.Text()).label(f"k{i}") for i, k in enumerate(order)]
        query = sa.select(*texts, *(clause.c[n] for n in names)).limit(SAMPLED)
        for row in source.execute(query) if names else ():
            place, values = ", ".join(map(str, row[: len(order)])), row[len(order) :]
            if (job.name, each.name, place) in work.rejected:
                continue
            columns: dict[str, Value] = dict.fromkeys(job.parsed.used)
            columns |= dict(zip(names, values, strict=True)) | {"_source": each.name}
            exact = work.kind == "postgresql"
            params = dict(work.context.plan.params)
            timezone = work.context.plan.timezone
            yield Row(columns, {}, {}, params, None, timezone, exact)


def _differences(work: Work, job: Job, row: Row) -> Iterator[str]:
    """Column by column, what the target has otherwise than the reference."""
    values = _reference(job, row)
    if values is None or any(values.get(k) is None for k in job.parsed.key):
        return
    target = table_clause(job.parsed.target)
    compared = [c for c in job.parsed.compared if c in values]
    same = [target.c[c].is_not_distinct_from(_typed(work, job, c, values[c])) for c in compared]
    here = (target.c[k] == _typed(work, job, k, values[k]) for k in job.parsed.key)
    for outcome in work.connection.execute(sa.select(*same).where(*here)) if same else ():
        key = ", ".join(str(values[k]) for k in job.parsed.key)
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
    if isinstance(value, bytes):
        return "\\x" + value.hex()
    return value.minified() if isinstance(value, Json) else text_of(value)


def _typed(work: Work, job: Job, column: str, value: Value) -> Sql:
    """The reference's value as a constant of the column's type."""
    text = _text(value)
    given = null(work.kind) if text is None else quote_text(text)
    constant = Compiled(given, type="text")
    target = job.parsed.target_column(column)
    return fragment(convert(constant, "text", target, work.kind, guarded=True).value)
