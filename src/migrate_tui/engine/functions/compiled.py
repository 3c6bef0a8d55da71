"""A piece of SQL with what is known of it: its type, why it may be bad, whether it may raise."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal

POSTGRESQL, SQLITE = "postgresql", "sqlite"

BOOL, INT, NUMERIC, FLOAT, TEXT, JSON = "bool", "int", "numeric", "float", "text", "json"
MOMENT, TIMESTAMP, DATE, UUID, BYTES = "moment", "timestamp", "date", "uuid", "bytes"
NULL, UNKNOWN, OTHER = "null", "", "other"
NUMBERS = (INT, NUMERIC, FLOAT)

FAMILIES = {
    "boolean": BOOL,
    "bool": BOOL,
    "smallint": INT,
    "integer": INT,
    "bigint": INT,
    "numeric": NUMERIC,
    "real": FLOAT,
    "double precision": FLOAT,
    "text": TEXT,
    "character varying": TEXT,
    "character": TEXT,
    "citext": TEXT,
    "name": TEXT,
    '"char"': TEXT,
    "json": JSON,
    "jsonb": JSON,
    "timestamptz": MOMENT,
    "timestamp with time zone": MOMENT,
    "timestamp without time zone": TIMESTAMP,
    "timestamp": TIMESTAMP,
    "date": DATE,
    "uuid": UUID,
    "bytea": BYTES,
    "null": NULL,
    "": UNKNOWN,
}


def bare(type_: str) -> str:
    """A type without its length, scale or precision: "timestamp(3) with time zone" loses "(3)"."""
    head, mark, rest = type_.partition("(")
    return (head + rest.partition(")")[2]).strip() if mark else type_


@dataclass(frozen=True)
class Compiled:
    """SQL of one expression for one database.

    `reason` is SQL that is NULL where the value is good, else a short text why not; None where the
    value can never be bad. `raises` tells that the statement may abort instead. `type` is a
    PostgreSQL type name, '' where it is not known. `literal` is a constant's own value.
    """

    value: str
    reason: str | None = None
    raises: bool = False
    type: str = ""
    literal: bool | int | Decimal | str | None = field(default=None, compare=False)

    @property
    def family(self) -> str:
        return FAMILIES.get(bare(self.type), OTHER)

    @property
    def constant(self) -> bool:
        return self.literal is not None or self.family == NULL


@dataclass(frozen=True)
class Arguments:
    """What a function is built from."""

    values: tuple[Compiled, ...]
    kind: str
    guarded: bool
    again: Callable[[], tuple[Compiled, ...]]  # the same arguments, compiled guarded
    name: str = ""

    @property
    def postgresql(self) -> bool:
        return self.kind == POSTGRESQL


def first_reason(reasons: Iterable[str | None]) -> str | None:
    found = [reason for reason in reasons if reason is not None]
    if not found:
        return None
    return found[0] if len(found) == 1 else f"coalesce({', '.join(found)})"


def combine(
    value: str, type_: str, parts: Iterable[Compiled], own: str | None = None, raises: bool = False
) -> Compiled:
    """A value made of parts: bad where a part is, else for its own reason."""
    used = list(parts)
    reason = first_reason([*(part.reason for part in used), own])
    return Compiled(value, reason, raises or any(part.raises for part in used), type_)


def quote_text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def null(kind: str, type_: str = "text") -> str:
    return f"null::{type_}" if kind == POSTGRESQL else "null"
