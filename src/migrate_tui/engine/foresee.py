"""The plan against its sources while tables of the target are still to be made.

Invariant: what is wrong with the plan itself is said before the schema step writes anything.
"""

from __future__ import annotations

from collections.abc import Iterator

from migrate_tui.engine.context import Context
from migrate_tui.engine.databases.catalogue import Column, Table, Unique
from migrate_tui.engine.diff.parsing import parse_mapping
from migrate_tui.engine.errors import PlanError
from migrate_tui.engine.expressions import parse
from migrate_tui.engine.plan import Constant, Mapping
from migrate_tui.engine.sources import Sources


def problems(context: Context) -> tuple[str, ...]:
    """Everything wrong with the plan's names and expressions that no target is needed for."""
    sources = Sources(context, renamed={new: old for old, new in renames(context).items()})
    found: list[str] = []
    for mapping in (*context.plan.seed, *context.plan.mappings):
        try:
            known = known_columns(sources, mapping)
            parse_mapping(mapping, imagined(mapping, known), known)
        except PlanError as error:
            found += [f"{context.plan.file}, {problem}" for problem in error.problems]
    return tuple(found)


def renames(context: Context) -> dict[str, str]:
    """The tables that the schema step has still to rename: old name to new."""
    wanted = context.plan.schema_.rename if context.plan.schema_ else {}
    table = context.target.table
    return {old: new for old, new in wanted.items() if table(old) and not table(new)}


def known_columns(sources: Sources, mapping: Mapping) -> frozenset[str]:
    """A query in the target may read tables that are not there yet: it has what is asked of it."""
    at_source = not sources.context.same and not mapping.source.of
    if mapping.source.query is None or at_source:
        return frozenset(sources.columns(mapping))
    return frozenset(name for text in _texts(mapping) for name in _read(text))


def _texts(mapping: Mapping) -> Iterator[str]:
    yield from (value for value in mapping.columns.values() if not isinstance(value, Constant))
    yield from (rule.that for rule in mapping.require)
    yield from (text for text in (mapping.where, mapping.update_if) if isinstance(text, str))
    if mapping.merge:
        yield from (mapping.merge.match, *mapping.merge.columns)
        yield from (mapping.merge.by,) if mapping.merge.by else ()


def _read(text: str) -> frozenset[str]:
    try:
        return parse(text).columns
    except PlanError:
        return frozenset()  # parse_mapping says so, with its line


def imagined(mapping: Mapping, known: frozenset[str]) -> Table:
    """A table that has every column which the mapping writes."""
    every = known if "*" in mapping.columns else frozenset()
    owns = sorted(_read(mapping.owns)) if mapping.owns else ()
    names = dict.fromkeys((*mapping.columns, *mapping.key, *mapping.keep, *owns, *sorted(every)))
    columns = tuple(Column(name, "", "") for name in names if name != "*")
    return Table(mapping.into, columns, uniques=(Unique("", mapping.key, primary=True),))
