"""The first rows of a mapping's source, each beside what the mapping's expressions make of it.

Nothing is written, and no target is needed: it can be asked before the schema stands. Merging,
parents and the target's own types are for the dry run to tell.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import asdict, dataclass, replace
from itertools import islice
from typing import Any

from migrate_tui.engine.context import Context, Options
from migrate_tui.engine.databases.catalogue import Table
from migrate_tui.engine.databases.failures import unreadable
from migrate_tui.engine.databases.reading import LINE
from migrate_tui.engine.diff.hidden import hidden
from migrate_tui.engine.diff.parsed import Parsed
from migrate_tui.engine.diff.parsing import parse_mapping
from migrate_tui.engine.diff.relation import LABEL
from migrate_tui.engine.errors import Blocked, PlanError
from migrate_tui.engine.expressions.reference import Row, evaluate
from migrate_tui.engine.foresee import imagined, known_columns, renames
from migrate_tui.engine.functions.values import Bad, Value, bool_of, text_of, unshown
from migrate_tui.engine.guarded import context_of, new_id
from migrate_tui.engine.plan import Mapping, Plan
from migrate_tui.engine.sources import Sources

ROW, FILTERED, REJECTED = "row", "filtered", "rejected"
Cells = dict[str, str | None]


@dataclass(frozen=True)
class Example:
    """A row of the source, and the row that comes of it; a reason where none does."""

    source: str
    key: str
    status: str
    before: Cells
    after: Cells
    reason: str = ""


@dataclass(frozen=True)
class Excerpt:
    mapping: str
    into: str
    reads: dict[str, tuple[str, ...]]  # target column to the source columns of its expression
    parents: dict[str, str]  # target column to the mapping that it asks
    types: dict[str, str]  # of the target's columns, where its table is there
    rows: tuple[Example, ...]
    note: str = ""

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def excerpt(plan: Plan, name: str, limit: int) -> Excerpt:
    """Raises PlanError where the plan is wrong as far as this mapping, or has none of that name."""
    with _opened(plan) as context:
        sources = Sources(context, renamed=_renamed(context))
        parsed: dict[str, Parsed] = {}
        for mapping in plan.mappings:
            parsed[mapping.name] = _parsed(sources, mapping, parsed)
            if mapping.name == name:
                break
        else:
            raise PlanError(f"There is no mapping {name!r}")
        return _excerpt(context, sources, parsed[name], limit)


@contextmanager
def _opened(plan: Plan) -> Iterator[Context]:
    """Both databases for reading only; a target that is not there yet stays so."""
    context = context_of(plan, Options(), new_id())
    if context.target_database.exists():
        connection = context.target_database.open(read_only=True)
        context = context.looking_through(connection)
    try:
        yield context
    finally:
        context.close()


def _renamed(context: Context) -> dict[str, str]:
    there = context.is_open("target")
    return {new: old for old, new in renames(context).items()} if there else {}


def _parsed(sources: Sources, mapping: Mapping, before: dict[str, Parsed]) -> Parsed:
    known = known_columns(sources, mapping)
    there = sources.context.is_open("target")
    target = sources.table("target", mapping.into) if there else None
    found = parse_mapping(mapping, target or imagined(mapping, known), known)
    return replace(found, hidden=hidden(found, known, sources.context.plan.mask, before))


def _excerpt(context: Context, sources: Sources, parsed: Parsed, limit: int) -> Excerpt:
    note = "Its source is a query over other mappings: the dry run shows its rows."
    of = parsed.mapping.source.of
    try:
        rows = () if of else tuple(_examples(context, sources, parsed, limit))
    except unreadable() as error:
        raise Blocked(
            f"mapping {parsed.name}: a row of its source holds text that is none: {error}",
            "the dry run tells which rows, and why",
        ) from error
    values = parsed.columns.items()
    return Excerpt(
        parsed.name,
        parsed.mapping.into,
        {name: tuple(sorted(value.columns & parsed.used)) for name, value in values},
        {name: v.parents[0].mapping for name, v in values if v.parents},
        {name: parsed.target_column(name).storage for name in parsed.columns},
        rows,
        note if of else "",
    )


def _examples(context: Context, sources: Sources, parsed: Parsed, limit: int) -> Iterator[Example]:
    plan, veil = context.plan, context.veil if context.plan.mask else None
    exact = context.target_database.kind == "postgresql"
    for source, key, values in _source_rows(context, sources, parsed, limit):
        columns: dict[str, Value] = dict.fromkeys(parsed.used)
        columns |= {LABEL: source, **values}
        row = Row(columns, {}, {}, dict(plan.params), None, plan.timezone, exact)
        with unshown(veil) if veil and parsed.hidden else nullcontext():
            example = _example(parsed, source, key, row)
        yield _veiled(example, parsed, context) if veil else example


def _source_rows(
    context: Context, sources: Sources, parsed: Parsed, limit: int
) -> Iterator[tuple[str, str, dict[str, Any]]]:
    source = parsed.mapping.source
    if source.rows is not None:
        for at, row in enumerate(source.rows[:limit], 1):
            yield source.name or "rows of the plan", str(at), dict(row)
    elif source.query is not None:
        yield from _of_query(context, sources, parsed, limit)
    each = -(-limit // max(1, len(source.tables)))
    for name in source.tables:
        found = sources.table("source", name)
        if found is not None:
            yield from ((name, *row) for row in _of_table(context, found, parsed, each))


def _of_table(
    context: Context, found: Table, parsed: Parsed, limit: int
) -> Iterator[tuple[str, dict[str, Any]]]:
    names = [column for column in found.column_names if column in parsed.used]
    reading = context.source.reading(typed=context.source.kind == "postgresql")
    yield from reading.table(found, names).sample(names, limit) if names else ()


def _of_query(
    context: Context, sources: Sources, parsed: Parsed, limit: int
) -> Iterator[tuple[str, str, dict[str, Any]]]:
    source, at = parsed.mapping.source, context.source
    assert source.query is not None
    names = sorted(parsed.used)
    types = sources.columns(parsed.mapping)
    query = source.query.get(at.kind) or ""
    reader = at.reading(typed=at.kind == "postgresql").query(
        query, [(name, types[name]) for name in names], sources.params
    )
    rows = (row for batch in reader.batches(limit) for row in batch)
    for number, row in enumerate(islice(rows, limit), 1):
        values = {column: v for (column, _), v in zip(reader.staged, row, strict=False)}
        values.pop(LINE, None)
        yield source.name or "query", str(number), values


def _example(parsed: Parsed, source: str, key: str, row: Row) -> Example:
    before = {name: _shown(row.columns[name]) for name in sorted(parsed.used)}
    values: dict[str, Value] = {}
    status, reason = ROW, ""
    try:
        if parsed.where is not None and not bool_of(evaluate(parsed.where, row)):
            return Example(source, key, FILTERED, before, {}, "its where: is not true")
        for name in (name for level in parsed.levels for name in level):
            expression = parsed.columns[name]
            if not expression.parents and expression.new <= values.keys():
                values[name] = evaluate(expression, replace(row, new=values))
        reason = _refused(parsed, replace(row, new=values))
    except Bad as bad:
        reason = str(bad)
    status = REJECTED if reason else ROW
    after = {name: _shown(values[name]) for name in parsed.columns if name in values}
    return Example(source, key, status, before, after, reason)


def _refused(parsed: Parsed, row: Row) -> str:
    """What the plan requires of a row and this one has not."""
    for that, otherwise in parsed.require:
        if not that.parents and that.new <= row.new.keys() and not bool_of(evaluate(that, row)):
            return otherwise
    return ""


def _veiled(example: Example, parsed: Parsed, context: Context) -> Example:
    def over(cells: Cells, names: frozenset[str]) -> Cells:
        return {c: context.veil(v) if v and c in names else v for c, v in cells.items()}

    places = {c for c in parsed.hidden.sources if example.before.get(c) == example.key}
    return replace(
        example,
        key=context.veil(example.key) if places else example.key,
        before=over(example.before, parsed.hidden.sources),
        after=over(example.after, parsed.hidden.columns),
    )


def _shown(value: Value) -> str | None:
    if isinstance(value, bytes):
        return f"x'{value[:32].hex()}'"
    return text_of(value)
