"""The mappings of a plan: a list, the columns of the chosen one, and rows before and after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from textual.content import Content

from migrate_tui.engine.plan import Constant, Plan
from migrate_tui.engine.plan import Mapping as PlanMapping
from migrate_tui.widgets.grid import Heading, Row
from migrate_tui.widgets.words import Part, lines, words

Answer = Mapping[str, Any]
MAPPINGS = (Heading("mapping", widest=60),)
COLUMNS = (
    Heading("column", widest=24),
    Heading("type", widest=18),
    Heading("expression", widest=200),
)


def sources(mapping: PlanMapping) -> str:
    source = mapping.source
    if source.rows is not None:
        return f"{len(source.rows)} rows of the plan"
    return ", ".join(source.tables) or source.name or "a query"


def mapping_rows(plan: Plan) -> list[Row]:
    return [(mapping.name,) for mapping in plan.mappings]


def rules(mapping: PlanMapping) -> Content:
    """The key, and every rule that decides about whole rows."""
    return lines(*(words((f"{name:<8} ", "dim"), text) for name, text in _rules(mapping)))


def _rules(mapping: PlanMapping) -> Iterator[tuple[str, str]]:
    yield "into", f"{mapping.into}, key {', '.join(mapping.key)}"
    yield "from", sources(mapping)
    if mapping.where:
        yield "where", mapping.where
    if merge := mapping.merge:
        by = f" by {merge.by}" if merge.by else ""
        yield "merge", f"rows of one {merge.match}; {_rule(merge.prefer)}{by} wins"
        own = (f"{name} {_rule(rule)}" for name, rule in merge.columns.items())
        if told := ", ".join(own):
            yield "", told
    if mapping.keep:
        yield "keep", ", ".join(mapping.keep)
    if mapping.update_if is not None:
        yield "update", str(mapping.update_if or "never: rows are only inserted")
    if mapping.owns:
        yield "owns", mapping.owns
    if mapping.on_missing == "delete":
        yield "missing", "rows that the source has no longer are deleted"
    for rule in mapping.require:
        yield "require", f"{rule.that}, else {rule.else_}"
    if mapping.ignore:
        yield "ignore", ", ".join(mapping.ignore)


def _rule(rule: str | tuple[str, ...]) -> str:
    return rule if isinstance(rule, str) else " > ".join(rule)


def column_rows(mapping: PlanMapping, answer: Answer | None) -> list[Row]:
    """As the plan has them; what a star stands for, as soon as the engine has told."""
    types: Mapping[str, str] = answer["types"] if answer else {}
    said = {
        name: str(value.value) if isinstance(value, Constant) else value
        for name, value in mapping.columns.items()
    }
    starred = {name: name for name in types} if "*" in said else {}
    shown = {**starred, **{n: v for n, v in said.items() if n != "*" or not starred}}
    return [(name, (types.get(name, ""), "dim"), text) for name, text in shown.items()]


def sample_rows(answer: Answer) -> tuple[list[Row], tuple[Heading, ...]]:
    """Two lines a row: what each expression reads, and what it makes of it."""
    names = tuple(answer["types"])
    headings = (
        Heading(""),
        Heading("row", widest=24),
        *(Heading(name, widest=28) for name in names),
    )
    found: list[Row] = []
    for row in answer["rows"]:
        place = f"{row['source']} {row['key']}"
        before = tuple(_read(answer, row, name) for name in names)
        found.append((("before", "dim"), (place, "dim"), *before))
        found.append(_after(answer, row, names, before))
    return found, headings


def _after(answer: Answer, row: Answer, names: tuple[str, ...], before: tuple[str, ...]) -> Row:
    if row["status"] != "row":
        tone = "dim" if row["status"] == "filtered" else "bad"
        cells: list[Part] = [(row["reason"], tone)] + [""] * (len(names) - 1)
        return (row["status"], tone), "", *cells
    pairs = zip(names, before, strict=True)
    return ("after", ""), "", *(_made(answer, row, name, was) for name, was in pairs)


def _read(answer: Answer, row: Answer, name: str) -> str:
    return ", ".join(_text(row["before"].get(column)) for column in answer["reads"].get(name, ()))


def _made(answer: Answer, row: Answer, name: str, was: str) -> Part:
    if name in row["after"]:
        text = _text(row["after"][name])
        return text if text == was else (text, "changed")
    asked = answer["parents"].get(name)
    return (f"(of {asked})" if asked else "(later)", "dim")


def _text(value: str | None) -> str:
    return "NULL" if value is None else value
