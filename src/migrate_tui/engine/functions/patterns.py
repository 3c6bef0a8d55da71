"""`like`: a text against a pattern, compared by bytes, whose escape character escapes something."""

from __future__ import annotations

import re
from functools import lru_cache

from migrate_tui.engine.functions.casts import python, text_arguments
from migrate_tui.engine.functions.compiled import Arguments, Compiled, combine
from migrate_tui.engine.functions.entry import Function
from migrate_tui.engine.functions.values import Bad, Value, text_of

OPEN_ESCAPE = "a pattern that ends in its escape character"


def _like(arguments: Arguments) -> Compiled:
    text, pattern = text_arguments(arguments)
    if not arguments.postgresql:
        return python("like", [text, pattern], arguments, "boolean")
    open_end = f"{pattern.value} ~ '(^|[^\\\\])(\\\\\\\\)*\\\\$'"
    value, why = f'({text.value} collate "C" like {pattern.value})', None
    if not isinstance(arguments.values[1].literal, str) or _is_open(arguments.values[1].literal):
        value = f"case when not ({open_end}) then {value} end"
        why = f"case when {text.value} is not null and {open_end} then '{OPEN_ESCAPE}' end"
    return combine(value, "boolean", [text, pattern], why)


def _is_open(pattern: str) -> bool:
    return (len(pattern) - len(pattern.rstrip("\\"))) % 2 == 1


def _matches(value: Value, pattern: Value) -> Value:
    text, wanted = text_of(value), text_of(pattern)
    if text is None or wanted is None:
        return None
    if _is_open(wanted):
        raise Bad(OPEN_ESCAPE)
    return _regex(wanted).fullmatch(text) is not None


@lru_cache(maxsize=256)
def _regex(pattern: str) -> re.Pattern[str]:
    parts = re.findall(r"\\.|[^\\]", pattern, re.DOTALL)
    wild = {"%": ".*", "_": "."}
    return re.compile("".join(wild.get(p, re.escape(p[-1])) for p in parts), re.DOTALL)


LIKE = Function(
    "like",
    "like(x, pattern)",
    "The same as x like pattern: case counts, % is any text, _ is any character.",
    "like(email, '%@example.com')",
    _like,
    _matches,
    2,
    2,
)
