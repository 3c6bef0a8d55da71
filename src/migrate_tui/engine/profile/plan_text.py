"""The plan's text: mappings in the order of their foreign keys, each finding beside what it is
about. Invariant: the same drafts give the same bytes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from migrate_tui.engine.profile.drafted import Drafted
from migrate_tui.engine.profile.expressions import reads
from migrate_tui.engine.profile.findings import Found, LeftBehind
from migrate_tui.engine.profile.yaml_text import comment, scalar, sequence


@dataclass(frozen=True)
class Head:
    """What stands above the mappings; `origin` and `goal` are the URLs of the plan."""

    plan: str
    origin: str
    goal: str
    schema: str | None
    after: str | None
    looked: str = "every value looked at"
    notes: tuple[str, ...] = ()


def plan_text(head: Head, drafts: Sequence[Drafted], left: Sequence[LeftBehind]) -> str:
    lines = [*_head(head, drafts), "mappings:" if drafts else "mappings: []   # there is no table"]
    for draft in drafts:
        lines += ["", *_mapping(draft)]
    lines += ["", *_left([*left, *(one for draft in drafts for one in draft.left)])]
    return "\n".join(lines).rstrip("\n") + "\n"


def _head(head: Head, drafts: Sequence[Drafted]) -> Iterator[str]:
    rows = sum(draft.rows for draft in drafts)
    errors = sum(found.severity == "error" for draft in drafts for found in draft.found)
    tables = f"{_many(len(drafts), 'table')}, {_many(rows, 'row')}"
    yield f"# Made by migrate-tui init: {tables}, {head.looked}."
    for note in head.notes:
        yield from comment(note, "", hang=" ")
    if errors:
        say = "1 finding says" if errors == 1 else f"{errors:,} findings say"
        yield f"# {say} that rows will be rejected: look for `# error`. Mend the rows, take"
        yield "# one of the remedies named, or raise rejects: max."
    if any(draft.found for draft in drafts):
        yield "# Above a mapping or column stands what was found. `chosen` is what this plan does,"
        yield "# `or` what could stand there; `with T in the schema` wants type T in schema.sql."
    yield f"plan: {scalar(head.plan)}"
    yield f"source: {scalar(head.origin)}"
    yield f"target: {scalar(head.goal)}"
    yield "timezone: UTC          # of source timestamps that say none"
    if head.schema or head.after:
        yield "schema:"
        if head.schema:
            yield f"  apply: {scalar(head.schema)}"
        if head.after:
            yield f"  after_load: {scalar(head.after)}   # what is better made with the rows there"
    yield "rejects: {max: 0}      # rows that may be left behind: a number, or a percentage"
    yield ""


def _many(count: int, what: str) -> str:
    return f"1 {what}" if count == 1 else f"{count:,} {what}s"


def _mapping(draft: Drafted) -> Iterator[str]:
    filled = draft.filled
    yield from comment(f"{draft.source}: {_many(draft.rows, 'row')}", "  ")
    yield from _found([found for found in draft.found if not found.column], "  ")
    yield f"  - into: {scalar(filled.into)}"
    if filled.query is None:
        yield f"    from: {scalar(filled.source)}"
    else:
        yield "    from:"
        yield f"      name: {scalar(filled.source)}"
        yield f"      covers: {sequence([filled.source])}"
        yield f"      query: {scalar(filled.query)}"
    yield f"    key: {sequence(filled.key)}"
    if filled.triggers:
        yield "    triggers: off"
    if filled.ignore:
        yield f"    ignore: {sequence(filled.ignore)}"
    yield "    columns:"
    yield '      "*": same'
    yield from _columns(draft)


def _columns(draft: Drafted) -> Iterator[str]:
    """Each column's findings above it; those of plain copies stand there too."""
    told = {found.column for found in draft.found if found.column}
    targets = {name: name for name in draft.filled.columns}
    for column in sorted(told, key=lambda name: _place(draft, name)):
        yield from _found([f for f in draft.found if f.column == column], "      ", draft)
        for target in [t for t, text in targets.items() if t == column]:
            yield f"      {scalar(target)}: {scalar(draft.filled.columns[target])}"
            del targets[target]
    for target in targets:
        yield f"      {scalar(target)}: {scalar(draft.filled.columns[target])}"


def _place(draft: Drafted, column: str) -> int:
    return next(i for i, found in enumerate(draft.found) if found.column == column)


def _found(found: Sequence[Found], indent: str, draft: Drafted | None = None) -> Iterator[str]:
    for one in found:
        column = f"{one.column}: " if one.column else ""
        yield from comment(f"{one.severity} {column}{one.fact}", indent)
        yield from comment(f"  chosen: {one.remedy}", indent)
        for other in one.alternatives:
            yield from comment(f"  or: {_line(other, one.column, draft)}", indent)


def _line(other: str, column: str, draft: Drafted | None) -> str:
    """An expression as the line that would take it; other words as they are."""
    expression, sign, rest = other.partition(" with ")
    if draft is None or not expression.endswith((")", " end")) or "(" not in expression:
        return other
    filled = draft.filled.columns
    target = next((t for t, text in filled.items() if reads(text, column)), column)
    return f"{scalar(target)}: {scalar(expression)}{sign}{rest}"


def _left(left: Sequence[LeftBehind]) -> Iterator[str]:
    if not left:
        return
    yield "not_carried:"
    for one in left:
        yield f"  - table: {scalar(one.table)}"
        if one.column is not None:
            yield f"    column: {scalar(one.column)}"
        yield f"    why: {scalar(one.why)}"
