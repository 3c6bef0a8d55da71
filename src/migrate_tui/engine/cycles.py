"""Foreign keys that run in a circle: which mappings are on it, and which columns are written late.

A column whose parent row may come later is written NULL with its row and set by a second pass; no
constraint is ever dropped for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from migrate_tui.engine.databases.catalogue import ForeignKey, Table
from migrate_tui.engine.diff.parsed import Parsed
from migrate_tui.engine.expressions import ParentCall


@dataclass(frozen=True)
class Link:
    """A reference from a mapping to rows of its own circle."""

    key: ForeignKey  # of the target table, or what parent() implies
    late: tuple[str, ...] = ()  # columns for the second pass; none where the parents come before
    optional: bool = False  # lookup(): without a parent row it is NULL


@dataclass(frozen=True)
class Circle:
    """The mappings of one circle in plan order, and what one of them has to do with it."""

    members: tuple[str, ...]
    links: tuple[Link, ...] = ()
    problems: tuple[tuple[str, str], ...] = ()  # fact and remedy: it cannot be loaded so

    @property
    def late(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(column for link in self.links for column in link.late))

    @property
    def keys(self) -> tuple[ForeignKey, ...]:
        return tuple(link.key for link in self.links)


def circles(plan: Sequence[Parsed]) -> dict[str, Circle]:
    """The circle of each mapping that is on one; `plan` is in the order of the run."""
    edges = {p.name: {q.name for q in plan if _refers(p, q)} for p in plan}
    reached = {name: _reach(name, edges) for name in edges}
    found: dict[str, Circle] = {}
    for p in plan:
        if p.name in reached[p.name]:
            there = [q for q in plan if q.name in reached[p.name] and p.name in reached[q.name]]
            found[p.name] = _circle(p, there, plan, edges)
    return found


def _reach(name: str, edges: Mapping[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    waiting = [name]
    while waiting:
        new = edges[waiting.pop()] - seen
        seen |= new
        waiting += new
    return seen


def _refers(p: Parsed, q: Parsed) -> bool:
    return q.name in p.parents or any(_leads(key, q.target) for key in _mapped(p))


def _mapped(p: Parsed) -> Iterator[ForeignKey]:
    return (key for key in p.target.foreign_keys if set(key.columns) & p.columns.keys())


def _leads(key: ForeignKey, table: Table) -> bool:
    return (key.parent, key.parent_schema) == (table.name, table.schema)


def _circle(
    p: Parsed, there: Sequence[Parsed], plan: Sequence[Parsed], edges: Mapping[str, set[str]]
) -> Circle:
    keys = [key for key in _mapped(p) if any(_leads(key, q.target) for q in there)]
    links = [_link(p, key, there, plan, real=True) for key in keys]
    links += [_link(p, key, there, plan, real=False) for key in _implied(p, there, keys)]
    circle = Circle(tuple(q.name for q in there), tuple(links))
    return replace(circle, problems=tuple(_problems(p, circle, there, plan, edges)))


def _link(
    p: Parsed, key: ForeignKey, there: Sequence[Parsed], plan: Sequence[Parsed], *, real: bool
) -> Link:
    order = {q.name: number for number, q in enumerate(plan)}
    parents = [q for q in there if _leads(key, q.target)]
    comes_later = any(order[q.name] >= order[p.name] for q in parents)
    known = all(set(key.parent_columns) <= q.columns.keys() for q in parents)
    late = tuple(c for c in key.columns if _may_wait(p, c)) if comes_later else ()
    optional = any(call.optional for c in key.columns for call in _calls(p, c, there))
    return Link(key, () if known and not real else late, optional)


def _may_wait(p: Parsed, column: str) -> bool:
    return column in p.columns and p.target_column(column).nullable and column not in p.key


def _calls(p: Parsed, column: str, there: Sequence[Parsed]) -> list[ParentCall]:
    """Where a column looks rows of its own circle up."""
    if column not in p.columns:
        return []
    return [c for c in p.columns[column].parents if any(c.mapping == q.name for q in there)]


def looked_up(p: Parsed, members: Sequence[str]) -> tuple[str, ...]:
    """The columns that parent() and lookup() take from mappings of the circle."""
    return tuple(
        column
        for column, value in p.columns.items()
        if any(call.mapping in members for call in value.parents)
    )


def _implied(
    p: Parsed, there: Sequence[Parsed], keys: Sequence[ForeignKey]
) -> Iterator[ForeignKey]:
    """parent() of a mapping of the circle, where the table has no foreign key that says so."""
    for column in p.columns:
        for call in _calls(p, column, there):
            q = next(q for q in there if q.name == call.mapping)
            told = any(column in key.columns and _leads(key, q.target) for key in keys)
            if not told and len(q.target.primary_key) == 1:
                to = (q.target.name, q.target.primary_key, q.target.schema)
                yield ForeignKey(f"parent({q.name})", (column,), *to)


def _problems(
    p: Parsed,
    circle: Circle,
    there: Sequence[Parsed],
    plan: Sequence[Parsed],
    edges: Mapping[str, set[str]],
) -> Iterator[tuple[str, str]]:
    order = {q.name: number for number, q in enumerate(plan)}
    for link in circle.links:
        yield from _late(p, link, there, order)
    for column in looked_up(p, circle.members):
        if column in p.key:
            yield (
                f"key column {column} of mapping {p.name} is looked up among rows that have yet to "
                "get their keys",
                "give the mapping a key that does not depend on rows of its own circle",
            )
    for name in (*edges[p.name], *p.mapping.source.of):
        yield from _misplaced(p, name, circle, order)


def _late(
    p: Parsed, link: Link, there: Sequence[Parsed], order: Mapping[str, int]
) -> Iterator[tuple[str, str]]:
    """A link to rows that come later has to have columns that can wait for them."""
    parents = [q for q in there if _leads(link.key, q.target)]
    later = [q.name for q in parents if order[q.name] >= order[p.name]]
    known = all(set(link.key.parent_columns) <= q.columns.keys() for q in parents)
    real = link.key in p.target.foreign_keys
    if later and not link.late and (real or not known):
        yield _unwritable(p, link, later)


def _misplaced(
    p: Parsed, needed: str, circle: Circle, order: Mapping[str, int]
) -> Iterator[tuple[str, str]]:
    """A mapping that another one needs stands before the whole circle, or is not needed so."""
    first, within = circle.members[0], needed in circle.members
    if needed in p.mapping.source.of and within:
        yield (
            f"the query of mapping {p.name} reads {needed}, which refers back to it",
            "let it read the source instead",
        )
    elif not within and order[first] < order.get(needed, -1) < order[p.name]:
        yield (
            f"mapping {p.name} needs {needed}, which stands after {first}; "
            f"{' and '.join(circle.members)} refer to each other and are worked out together",
            f"let mapping {needed} stand before {first}",
        )


def _unwritable(p: Parsed, link: Link, later: Sequence[str]) -> tuple[str, str]:
    columns = ", ".join(f"{p.target.name}.{c}" for c in link.key.columns)
    to = "itself" if later == [p.name] else f"mapping {', '.join(later)}, which comes later"
    return (
        f"{columns} refers to {to}, and no column of it may be NULL and set later",
        "let the column be NULL in the schema, or let the mapping that can wait come second",
    )
