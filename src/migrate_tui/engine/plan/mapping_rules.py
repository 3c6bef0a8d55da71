"""What must fit together inside of one mapping. A rule yields what does not, below the mapping."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from migrate_tui.engine.plan.draft import Draft, Wrong
from migrate_tui.engine.plan.mapping import Mapping
from migrate_tui.engine.plan.models import RUN_TIME
from migrate_tui.engine.plan.problems import QUOTE, Path, nearest
from migrate_tui.engine.plan.sqltext import bare, params_in, quote_left_open


def expressions(mapping: Mapping) -> Iterator[tuple[Path, str]]:
    """Every expression of the plan's own language."""
    for key in ("where", "owns", "update_if"):
        if isinstance(text := getattr(mapping, key), str):
            yield (key,), text
    if mapping.merge is not None:
        yield ("merge", "match"), mapping.merge.match
    for name, value in mapping.columns.items():
        if isinstance(value, str):
            yield ("columns", name), value
    for number, require in enumerate(mapping.require):
        yield ("require", number, "that"), require.that


def _queries(mapping: Mapping) -> tuple[str, ...]:
    query = mapping.source.query
    return tuple(text for _, text in query.sides()) if query else ()


def undeclared(draft: Draft, *texts: str) -> Iterator[str]:
    for name in sorted(frozenset().union(*map(params_in, texts)) - draft.params):
        yield f":{name} is not declared in `params`{nearest(name, draft.params)}"


def quotes_are_closed(mapping: Mapping, draft: Draft) -> Iterator[Wrong]:
    """In YAML ` #` begins a comment, also in the middle of a string of the expression."""
    for path, text in expressions(mapping):
        if mark := quote_left_open(text):
            where = ".".join(map(str, path))
            yield path, f"{where} ends inside of a {mark} quote; {QUOTE}"


def params_are_declared(mapping: Mapping, draft: Draft) -> Iterator[Wrong]:
    for path, text in expressions(mapping):
        for sentence in undeclared(draft, text):
            yield path, sentence
    for sentence in undeclared(draft, *_queries(mapping)):
        yield ("from", "query"), sentence


def into_is_another_table(mapping: Mapping, draft: Draft) -> Iterator[Wrong]:
    if draft.one_database and mapping.into in mapping.source.tables:
        yield ("from",), f"`from` and `into` are one table, {mapping.into}"


def deletes_only_its_own(mapping: Mapping, draft: Draft) -> Iterator[Wrong]:
    """A run with a param must not delete what runs with other params wrote."""
    if mapping.on_missing != "delete":
        return
    chosen = frozenset().union(*map(params_in, _choosing(mapping))) - {RUN_TIME}
    for name in sorted(chosen - params_in(mapping.owns or "")):
        yield (
            ("on_missing",),
            f"on_missing: delete would delete what other values of :{name} wrote; "
            f"`owns` must use :{name} as well",
        )


def _choosing(mapping: Mapping) -> Iterator[str]:
    """Every text that has a say in which rows, and so which keys, are wanted."""
    yield from (mapping.where or "", *_queries(mapping))
    if mapping.merge is not None:
        yield mapping.merge.match
    keys = [value for c in mapping.key if isinstance(value := mapping.columns.get(c), str)]
    computed = any("new." in bare(text) for text in keys)
    texts = [value for value in mapping.columns.values() if isinstance(value, str)]
    yield from texts if computed else keys


def merge_knows_its_sources(mapping: Mapping, draft: Draft) -> Iterator[Wrong]:
    if mapping.merge is None:
        return
    rules: dict[Path, object] = {("merge", "prefer"): mapping.merge.prefer}
    rules |= {("merge", "columns", name): rule for name, rule in mapping.merge.columns.items()}
    tables = mapping.source.tables
    for path, rule in rules.items():
        if not isinstance(rule, tuple):
            continue
        for name in rule:
            if name not in tables:
                yield path, f"{name} is not one of the tables in `from`{nearest(name, tables)}"
        for name in sorted(set(tables) - set(rule)):
            yield path, f"{'.'.join(map(str, path))} must place {name} as well"


Rule = Callable[[Mapping, Draft], Iterator[Wrong]]
MAPPING_RULES: tuple[Rule, ...] = (
    quotes_are_closed,
    params_are_declared,
    into_is_another_table,
    deletes_only_its_own,
    merge_knows_its_sources,
)
