"""Three-valued logic, and choosing between values; a branch that is not taken gives no reason."""

from __future__ import annotations

from collections.abc import Sequence

from migrate_tui.engine.functions import compiled as c
from migrate_tui.engine.functions.casts import as_bool, as_moment, as_number, as_text
from migrate_tui.engine.functions.casts_json import as_json
from migrate_tui.engine.functions.comparison import TIMES, compare, spells_number
from migrate_tui.engine.functions.compiled import (
    Arguments,
    Compiled,
    combine,
    first_reason,
)
from migrate_tui.engine.functions.numbers import exact_number, fit_doubles


def both(arguments: Arguments) -> Compiled:
    """and / or: the right side counts only where the left side does not decide."""
    left, right = (as_bool(value, arguments) for value in arguments.values)
    decided = f"({left.value}) is {'false' if arguments.name == 'and' else 'true'}"
    late = right.reason and f"case when not ({decided}) then {right.reason} end"
    value = f"({left.value} {arguments.name} {right.value})"
    if right.raises:
        value = f"(case when {decided} then {left.value} else {value} end)"
    reason = first_reason([left.reason, late])
    return Compiled(value, reason, left.raises or right.raises, "boolean")


def negation(arguments: Arguments) -> Compiled:
    flag = as_bool(arguments.values[0], arguments)
    return combine(f"(not {flag.value})", "boolean", [flag])


def is_null(arguments: Arguments) -> Compiled:
    value = arguments.values[0]
    return combine(f"(({value.value}) is null)", "boolean", [value])


def is_true(arguments: Arguments) -> Compiled:
    """`is true` and `is false`: never NULL."""
    flag = as_bool(arguments.values[0], arguments)
    return combine(f"(({flag.value}) {arguments.name})", "boolean", [flag])


def comparison(arguments: Arguments) -> Compiled:
    return compare(arguments, arguments.name)


def distinct(arguments: Arguments) -> Compiled:
    left, right = arguments.values
    if c.NULL in (left.family, right.family):
        nulls = f"(({left.value}) is null and ({right.value}) is null)"
        return combine(f"(not {nulls})", "boolean", [left, right])
    equal = compare(arguments, "=")
    nulls = f"(({left.value}) is null and ({right.value}) is null)"
    return Compiled(
        f"(not coalesce({equal.value}, {nulls}))", equal.reason, equal.raises, "boolean"
    )


def membership(arguments: Arguments) -> Compiled:
    """x in (…)."""
    subject, *options = arguments.values
    families = {option.family for option in options if option.family != c.NULL}
    plain = len(families) == 1 and all(option.literal is not None for option in options)
    if plain and (families == {subject.family} or _text_only(subject, options, arguments)):
        return _native_in(subject, options, arguments)
    tests = [
        compare(Arguments((subject, o), arguments.kind, arguments.guarded, arguments.again), "=")
        for o in options
    ]
    return combine("(" + " or ".join(t.value for t in tests) + ")", "boolean", tests)


def _text_only(subject: Compiled, options: Sequence[Compiled], arguments: Arguments) -> bool:
    """On SQLite, where every option spells no number, a number in the column equals none."""
    return (
        not arguments.postgresql
        and subject.family == c.UNKNOWN
        and all(isinstance(o.literal, str) and not spells_number(o.literal) for o in options)
    )


def _native_in(subject: Compiled, options: Sequence[Compiled], arguments: Arguments) -> Compiled:
    known = f"({subject.value})"
    if arguments.postgresql and subject.family == c.TEXT:
        known = f'{as_text(subject, arguments).value} collate "C"'
    elif not arguments.postgresql:
        known = f"+{known} collate binary"
    listed = ", ".join(option.value for option in options)
    return combine(f"({known} in ({listed}))", "boolean", [subject])


def unify(values: Sequence[Compiled], arguments: Arguments) -> list[Compiled]:
    """Values that may stand for one another, in one type; unlike ones meet as text."""
    families = {value.family for value in values} - {c.NULL}
    if not families:
        return list(values)
    present = iter(_alike([v for v in values if v.family != c.NULL], families, arguments))
    return [Compiled("null", type="null") if v.family == c.NULL else next(present) for v in values]


def _alike(values: Sequence[Compiled], families: set[str], arguments: Arguments) -> list[Compiled]:
    if c.JSON in families:
        return [as_json(value, arguments) for value in values]
    if c.UNKNOWN in families and not families & set(TIMES):
        return list(values)
    if families & set(TIMES) and families <= {*TIMES, c.TEXT, c.UNKNOWN}:
        return [as_moment(value, arguments) for value in values]
    if len(families) == 1 and len({bare(value) for value in values}) == 1:
        return list(values)
    if families <= set(c.NUMBERS):
        return _numbers(values, families) if arguments.postgresql else list(values)
    if families <= {c.BOOL, *c.NUMBERS}:
        return [as_number(value, arguments) for value in values]
    return [as_text(value, arguments) for value in values]


def _numbers(values: Sequence[Compiled], families: set[str]) -> list[Compiled]:
    """PostgreSQL would turn whole numbers beside a double into doubles, and lose digits."""
    if c.FLOAT not in families or fit_doubles(values):
        return list(values)
    return [combine(exact_number(value), "numeric", [value]) for value in values]


def bare(value: Compiled) -> str:
    return c.bare(value.type)


def _type(values: Sequence[Compiled]) -> str:
    found = {bare(value): value.type for value in values if value.family != c.NULL}
    if len(found) < 2:
        return next(iter(found.values()), "text")
    if c.UNKNOWN in (value.family for value in values):
        return ""
    order = ["smallint", "integer", "bigint", "numeric", "real", "double precision"]
    return max(found, key=lambda name: order.index(name) if name in order else -1)


def first_known(arguments: Arguments) -> Compiled:
    """coalesce."""
    values = unify(arguments.values, arguments)
    reason = None
    for value in reversed(values):
        rest = reason and f"case when ({value.value}) is null then {reason} end"
        reason = first_reason([value.reason, rest])
    sql = ", ".join(value.value for value in values)
    text = f"coalesce({sql})" if len(values) > 1 else sql
    return Compiled(text, reason, any(v.raises for v in values), _type(values))


def null_if(arguments: Arguments) -> Compiled:
    value = arguments.values[0]
    equal = compare(arguments, "=")
    sql = f"(case when {equal.value} then null else {value.value} end)"
    return Compiled(sql, equal.reason, equal.raises, value.type)


def case(
    branches: Sequence[tuple[Compiled, Compiled]], default: Compiled, arguments: Arguments
) -> Compiled:
    conditions = [as_bool(condition, arguments) for condition, _ in branches]
    values = unify([*(value for _, value in branches), default], arguments)
    whens = " ".join(
        f"when {c_.value} then {v.value}" for c_, v in zip(conditions, values, strict=False)
    )
    reason = values[-1].reason
    for condition, value in zip(reversed(conditions), reversed(values[:-1]), strict=True):
        if value.reason or reason:
            taken = f"then {value.reason or 'null'} else {reason or 'null'}"
            reason = f"case when {condition.value} {taken} end"
        reason = first_reason([condition.reason, reason])
    raises = any(part.raises for part in (*conditions, *values))
    return Compiled(f"(case {whens} else {values[-1].value} end)", reason, raises, _type(values))
