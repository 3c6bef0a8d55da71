"""Booleans as old databases spell them: true, 't', 'yes', 'on', 1 and their opposites."""

from __future__ import annotations

from migrate_tui.engine.functions.casts import as_bool
from migrate_tui.engine.functions.compiled import Arguments, Compiled, combine
from migrate_tui.engine.functions.entry import Function
from migrate_tui.engine.functions.values import Value, bool_of


def _bools(arguments: Arguments) -> list[Compiled]:
    return [as_bool(value, arguments) for value in arguments.values]


def _bool_of(arguments: Arguments) -> Compiled:
    return as_bool(arguments.values[0], arguments)


def _any_true(arguments: Arguments) -> Compiled:
    flags = _bools(arguments)
    none = "false" if arguments.postgresql else "0"
    value = " or ".join(f"coalesce({flag.value}, {none})" for flag in flags)
    return combine(f"({value})", "boolean", flags)


def _some(*values: Value) -> Value:
    flags = [bool_of(value) for value in values]
    return any(flags)


def _percent_true(arguments: Arguments) -> Compiled:
    flags = _bools(arguments)
    one = "coalesce(({0})::int, 0)" if arguments.postgresql else "coalesce({0}, 0)"
    total = " + ".join(one.format(flag.value) for flag in flags)
    count = len(flags)
    return combine(f"((200 * ({total}) + {count}) / {2 * count})", "integer", flags)


def _share(*values: Value) -> Value:
    flags = [bool_of(value) for value in values]
    return (200 * sum(map(bool, flags)) + len(flags)) // (2 * len(flags))


FUNCTIONS = (
    Function(
        "bool_of",
        "bool_of(x)",
        "A boolean: true t yes y on 1 or false f no n off 0; anything else rejects the row.",
        "bool_of(is_active)",
        _bool_of,
        bool_of,
    ),
    Function(
        "any_true",
        "any_true(x, …)",
        "Whether one of them is true, read as bool_of does; NULL counts as false.",
        "any_true(connected, settings->>'connected')",
        _any_true,
        _some,
        1,
        None,
    ),
    Function(
        "percent_true",
        "percent_true(x, …)",
        "How many of a hundred are true, rounded half up; NULL counts as false.",
        "percent_true(new.step1, new.step2, new.step3)",
        _percent_true,
        _share,
        1,
        None,
    ),
)
