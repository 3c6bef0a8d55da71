"""A mapping's expressions parsed and its names resolved; all that is wrong is told at once."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal

from migrate_tui.engine.databases.catalogue import Table
from migrate_tui.engine.databases.names import RESERVED
from migrate_tui.engine.diff.parsed import Parsed
from migrate_tui.engine.diff.relation import LABEL
from migrate_tui.engine.errors import PlanError
from migrate_tui.engine.expressions import Expression, parse
from migrate_tui.engine.expressions.nodes import Literal
from migrate_tui.engine.plan import Constant, Mapping


@dataclass
class _Problems:
    mapping: Mapping
    found: list[str] = field(default_factory=list)

    def add(self, path: str, text: str) -> None:
        line = self.mapping.lines.get(path, self.mapping.line)
        self.found.append(f"line {line}: mapping {self.mapping.name}: {text}")

    def parse(self, path: str, text: str, columns: Iterable[str] = ()) -> Expression | None:
        try:
            return parse(text, frozenset(columns))
        except PlanError as error:
            self.add(path, f"{path}: {error.message}" + (f" ({error.hint})" if error.hint else ""))
            return None


def constant(value: Constant) -> Expression:
    """A bare number, boolean or null of the plan."""
    known = value.value
    exact = Decimal(repr(known)) if isinstance(known, float) else known
    return Expression(str(known), Literal(exact))


def nearest(name: str, names: Iterable[str]) -> str:
    close = difflib.get_close_matches(name, list(names), 1, 0.6)
    return f"; did you mean {close[0]!r}?" if close else ""


def parse_mapping(mapping: Mapping, target: Table, source_columns: frozenset[str]) -> Parsed:
    """Parse every expression and resolve every name.

    Raises PlanError with all problems of the mapping, each with its plan line.
    """
    problems = _Problems(mapping)
    parsed = _read(mapping, target, source_columns, problems)
    expressions = _expressions(parsed)
    _check_names(expressions, parsed, source_columns, problems)
    owns = _owns(mapping, target, problems)
    _check_key(parsed, problems)
    used = frozenset().union(*(e.columns for e in expressions.values()), _merge_columns(mapping))
    _check_reserved(target, used, problems)
    levels = _levels(parsed.columns, problems)
    if problems.found:
        raise PlanError(problems.found[0], problems=tuple(problems.found))
    return replace(parsed, owns=owns, levels=levels, used=used - ({LABEL} - source_columns))


def _read(
    mapping: Mapping, target: Table, source_columns: frozenset[str], problems: _Problems
) -> Parsed:
    """Every expression by itself."""
    where = problems.parse("where", mapping.where) if mapping.where else None
    merge = mapping.merge
    match = problems.parse("merge.match", merge.match, source_columns) if merge else None
    columns = _columns(mapping, target, source_columns, problems)
    require = tuple(
        (parsed, rule.else_)
        for index, rule in enumerate(mapping.require)
        if (parsed := problems.parse(f"require.{index}", rule.that))
    )
    update_if = mapping.update_if
    held = problems.parse("update_if", update_if) if isinstance(update_if, str) else update_if
    found = Parsed(mapping, target, columns, (), where, match, require=require)
    return replace(found, update_if=True if held is None else held)


def _expressions(parsed: Parsed) -> dict[str, Expression]:
    """Each by its path in the plan."""
    parts = {"where": parsed.where, "merge.match": parsed.match, "update_if": parsed.update_if}
    parts |= {f"columns.{name}": value for name, value in parsed.columns.items()}
    parts |= {f"require.{i}": that for i, (that, _) in enumerate(parsed.require)}
    return {path: e for path, e in parts.items() if isinstance(e, Expression)}


def _owns(mapping: Mapping, target: Table, problems: _Problems) -> Expression | None:
    """Of the target's rows alone: neither the source nor other mappings are seen from there."""
    owns = problems.parse("owns", mapping.owns, target.column_names) if mapping.owns else None
    if owns is None:
        return None
    for column in sorted(owns.columns - set(target.column_names)):
        hint = nearest(column, target.column_names)
        problems.add("owns", f"owns: {target.name} has no column {column!r}{hint}")
    if owns.new or owns.old or owns.parents:
        problems.add("owns", "owns: only columns of the target are known here, and params")
    return owns


def _merge_columns(mapping: Mapping) -> frozenset[str]:
    if mapping.merge is None:
        return frozenset()
    by = [mapping.merge.by] if mapping.merge.by else []
    return frozenset([*by, *mapping.merge.columns])


def _columns(
    mapping: Mapping, target: Table, source_columns: frozenset[str], problems: _Problems
) -> dict[str, Expression]:
    columns: dict[str, Expression] = {}
    if "*" in mapping.columns:
        for column in target.columns:
            if column.name in source_columns and not column.generated:
                columns[column.name] = parse(column.name, source_columns)
    for name, value in mapping.columns.items():
        if name == "*":
            continue
        found = target.column(name)
        if found is None:
            hint = nearest(name, target.column_names)
            problems.add(f"columns.{name}", f"{target.name} has no column {name!r}{hint}")
        elif found.generated:
            problems.add(f"columns.{name}", f"{target.name}.{name} is generated by the database")
        elif isinstance(value, Constant):
            columns[name] = constant(value)
        elif parsed := problems.parse(f"columns.{name}", value, source_columns):
            columns[name] = parsed
    return columns


def _check_names(
    expressions: dict[str, Expression],
    parsed: Parsed,
    source_columns: frozenset[str],
    problems: _Problems,
) -> None:
    known = source_columns | {LABEL}
    for path, expression in expressions.items():
        for name in sorted(expression.columns - known):
            hint = nearest(name, known)
            problems.add(path, f"{path}: the source has no column {name!r}{hint}")
        for name in sorted(expression.new - parsed.columns.keys()):
            hint = nearest(name, parsed.columns)
            problems.add(path, f"{path}: new.{name} is no column of this mapping{hint}")
    for name in sorted(_merge_columns(parsed.mapping) - known):
        problems.add("merge", f"merge: the source has no column {name!r}{nearest(name, known)}")


def _check_reserved(target: Table, used: frozenset[str], problems: _Problems) -> None:
    """Names that the engine's own columns beside them may have; SQLite folds their case."""
    if target.name.lower().startswith("mt_"):
        text = f"a table's name may not begin with 'mt_', as {target.name!r} does: ours do"
        problems.add("into", text)
    for path, table, names in (
        ("into", target.name, target.column_names),
        ("from", "the source", sorted(used)),
    ):
        for name in names:
            if name.lower().startswith(RESERVED):
                prefix = next(p for p in RESERVED if name.lower().startswith(p))
                remedy = "rename the column" if path == "into" else "read it through a query"
                text = f"column {name!r} of {table} begins with {prefix!r}, as columns of ours do"
                problems.add(path, f"{text}: {remedy}")


def _check_key(parsed: Parsed, problems: _Problems) -> None:
    mapping, target = parsed.mapping, parsed.target
    for name in mapping.key:
        if target.column(name) is None:
            hint = nearest(name, target.column_names)
            problems.add("key", f"key: {target.name} has no column {name!r}{hint}")
        elif name not in parsed.columns:
            problems.add("key", f"key: column {name!r} is not under columns:")
    unique = [set(u.columns) for u in target.uniques if u.columns and u.where is None]
    if set(mapping.key) not in unique:
        keys = ", ".join("(" + ", ".join(sorted(u)) + ")" for u in unique) or "none"
        problems.add("key", f"key: no unique index of {target.name} is on these columns ({keys})")
    for name in mapping.keep:
        if target.column(name) is None:
            hint = nearest(name, target.column_names)
            problems.add("keep", f"keep: {target.name} has no column {name!r}{hint}")


def _levels(columns: dict[str, Expression], problems: _Problems) -> tuple[tuple[str, ...], ...]:
    waiting = {name: value.new & columns.keys() for name, value in columns.items()}
    levels: list[tuple[str, ...]] = []
    while waiting:
        ready = tuple(name for name, needs in waiting.items() if not needs & waiting.keys())
        if not ready:
            cycle = ", ".join(sorted(waiting))
            problems.add("columns", f"columns: these refer to each other in a circle: {cycle}")
            break
        levels.append(ready)
        for name in ready:
            del waiting[name]
    return tuple(levels)
