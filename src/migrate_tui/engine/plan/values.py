"""The small values of a plan: names, expressions, constants, SQL per database, percentages."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    GetJsonSchemaHandler,
    PlainSerializer,
    PlainValidator,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from migrate_tui.engine.plan.base import Part, wrong
from migrate_tui.engine.plan.problems import kind

Scalar = str | int | float | bool | None

Name = Annotated[str, StringConstraints(min_length=1)]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


def _zone(name: str) -> str:
    try:
        return name if name == "UTC" else ZoneInfo(name).key
    except (ValueError, OSError, KeyError):
        raise wrong(f"must be a time zone like UTC or Europe/Berlin, not {name}") from None


Zone = Annotated[str, AfterValidator(_zone)]

_SCALARS = ["string", "number", "boolean", "null"]


def _scalar(value: object) -> Scalar:
    if value is None or isinstance(value, str | int | float | bool):
        return value
    raise wrong(f"must be one value, not {kind(value)}")


AnyScalar = Annotated[Scalar, PlainValidator(_scalar), WithJsonSchema({"type": _SCALARS})]


class Constant(Part):
    """A bare YAML number, boolean or null: that value, whatever the column's type."""

    value: AnyScalar


def _value(value: object) -> str | Constant:
    if isinstance(value, str):
        if value.strip():
            return value.strip()
        raise wrong("is empty; write const('') for empty text, null for NULL")
    if value is None or isinstance(value, int | float | bool):
        return Constant(value=value)
    if isinstance(value, Constant):
        return value
    raise wrong(f"must be an expression or a constant, not {kind(value)}")


def _dump_value(value: str | Constant) -> object:
    return value if isinstance(value, str) else {"value": value.value}


Value = Annotated[
    str | Constant,
    PlainValidator(_value),
    PlainSerializer(_dump_value),
    WithJsonSchema({"type": _SCALARS}),
]


class PerDatabase(Part):
    """SQL, or the name of a file or folder, for each kind of database; None means "not there"."""

    postgresql: Text | None = None
    sqlite: Text | None = None

    def get(self, kind: str) -> str | None:
        return {"postgresql": self.postgresql, "sqlite": self.sqlite}.get(kind)

    def sides(self) -> tuple[tuple[str, str], ...]:
        """(kind, text) of each side that is there."""
        return tuple((k, text) for k in self.known_keys() if (text := self.get(k)) is not None)

    @model_validator(mode="before")
    @classmethod
    def _shape(cls, value: Any) -> Any:
        if isinstance(value, str):
            return {"postgresql": value, "sqlite": value}
        if not isinstance(value, dict | PerDatabase) or value == {}:
            raise wrong(f"must be text or {{postgresql: …, sqlite: …}}, not {kind(value)}")
        if isinstance(value, dict) and (unknown := value.keys() - set(cls.known_keys())):
            raise wrong(f"knows only postgresql and sqlite, not {min(unknown)}")
        return value

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        sides = {key: {"type": "string", "minLength": 1} for key in cls.known_keys()}
        both = {"type": "object", "properties": sides, "additionalProperties": False}
        text = {"type": "string", "minLength": 1}
        return {"title": cls.__name__, "anyOf": [text, both | {"minProperties": 1}]}


class Percent(Part):
    """So many of a hundred."""

    value: Decimal

    def __str__(self) -> str:
        return f"{self.value}%"

    def of(self, count: int) -> Decimal:
        return self.value * count / 100


_PERCENT = r"^(100|[0-9]{1,2})(\.[0-9]+)?%$"


def _budget(value: object) -> int | Percent:
    if isinstance(value, Percent):
        return value
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    if isinstance(value, str) and re.match(_PERCENT, value.strip()):
        percent = Decimal(value.strip().removesuffix("%"))
        if percent <= 100:
            return Percent(value=percent)
    raise wrong("must be a whole number like 0 or a percentage like 1%")


def _dump_budget(value: int | Percent) -> object:
    return value if isinstance(value, int) else f"{value.value.normalize():f}%"


Budget = Annotated[
    int | Percent,
    PlainValidator(_budget),
    PlainSerializer(_dump_budget),
    WithJsonSchema(
        {"anyOf": [{"type": "integer", "minimum": 0}, {"type": "string", "pattern": _PERCENT}]}
    ),
]
