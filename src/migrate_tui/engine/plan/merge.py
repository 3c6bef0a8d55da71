"""How several rows about one thing become one, column by column."""

from __future__ import annotations

from typing import Annotated, Literal, Self, get_args

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from migrate_tui.engine.plan.base import Part, wrong
from migrate_tui.engine.plan.problems import kind, nearest
from migrate_tui.engine.plan.values import Name, Text

RuleName = Literal["newest", "oldest", "longest", "shortest", "min", "max", "any", "all", "sum"]
RULES: tuple[str, ...] = get_args(RuleName)
_KNOWN = f"one of {', '.join(RULES)}, or a list of sources"
BY_TIME = frozenset({"newest", "oldest"})


def _rule(value: object) -> str | tuple[str, ...]:
    """The name of a rule, or the sources in order of preference."""
    if isinstance(value, str):
        if value in RULES:
            return value
        raise wrong(f"must be {_KNOWN}, not {value}{nearest(value, RULES)}")
    if isinstance(value, list | tuple) and value and all(isinstance(v, str) for v in value):
        if len(set(value)) == len(value):
            return tuple(value)
        raise wrong("names a source twice")
    raise wrong(f"must be {_KNOWN}, not {kind(value)}")


_SOURCES = {"type": "array", "items": {"type": "string"}, "minItems": 1, "uniqueItems": True}
Rule = Annotated[
    str | tuple[str, ...],
    BeforeValidator(_rule),
    WithJsonSchema({"anyOf": [{"enum": list(RULES)}, _SOURCES]}),
]


class Merge(Part):
    """Before `columns:`, on source columns; NULL never beats a value."""

    match: Text
    """Rows with one value of this expression are about one thing."""
    prefer: Rule
    """The rule of every column that has none of its own."""
    by: Text | None = None
    """The column that says what is newest and oldest."""
    columns: dict[Name, Rule] = Field(default_factory=dict)
    """Rules of single columns."""

    @model_validator(mode="after")
    def _dated(self) -> Self:
        rules = {"prefer": self.prefer} | {f"columns.{n}": r for n, r in self.columns.items()}
        dated = [at for at, rule in rules.items() if rule in BY_TIME]
        if dated and self.by is None:
            rule = rules[dated[0]]
            raise wrong(f"needs `by`, the column that tells what is {rule} ({dated[0]})")
        return self
