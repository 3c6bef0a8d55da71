"""Small words for SQLAlchemy Core: every identifier is quoted, every fragment is a column."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import registry
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.sql import quoted_name
from sqlalchemy.sql.elements import ColumnClause, ColumnElement
from sqlalchemy.sql.selectable import FromClause, TableClause

TEMP = {"sqlite": "temp", "postgresql": "pg_temp"}
Sql = ColumnElement[Any]
SYSTEM_COLUMNS = {"ctid", "xmin", "xmax", "cmin", "cmax", "tableoid"}  # PostgreSQL's own
AT_ONCE = 100  # SQLite's functions take 127 arguments
UNCUT = 9999  # names are the database's own: SQLAlchemy must not shorten them
ONE: Sql = sa.literal_column("1")


def name(text: str) -> quoted_name:
    return quoted_name(text, True)


def labelled(prefix: str, text: str) -> str:
    """A column's name under a prefix; one that passes PostgreSQL's 63 bytes is told by its hash."""
    if len((prefix + text).encode()) <= 63:
        return prefix + text
    return f"{prefix}#{hashlib.sha256(text.encode()).hexdigest()[:16]}"


def staged(text: str) -> str:
    """A source column's name where its values wait in the target: any name has one there."""
    if text and text not in SYSTEM_COLUMNS:
        return labelled("", text)
    return f"#{hashlib.sha256(text.encode()).hexdigest()[:16]}"


def column(text: str) -> ColumnClause[Any]:
    return sa.column(name(text))


def table(text: str, columns: Iterable[str] = (), schema: str | None = None) -> TableClause:
    """A table by its exact name; asked for twice it is the same construct."""
    return _table(text, tuple(columns), schema)


@cache
def _table(text: str, columns: tuple[str, ...], schema: str | None) -> TableClause:
    return sa.table(
        name(text), *(column(c) for c in columns), schema=name(schema) if schema else None
    )


def temporary(kind: str, text: str, columns: Iterable[str] = ()) -> TableClause:
    return table(text, columns, TEMP[kind])


def fragment(sql: str) -> Sql:
    """Compiled SQL of a plan's expression, as a column."""
    return sa.literal_column(f"({sql})")


def text_literal(value: str) -> Sql:
    return sa.literal_column("'" + value.replace("'", "''") + "'")


def spelt(value: Sql, kind: str) -> Sql:
    """A value as text for people; SQLite takes bytes for text as they are, whatever they are."""
    text = sa.cast(value, sa.Text())
    if kind == "postgresql":
        return text
    digits = text_literal("\\x").op("||")(sa.func.lower(sa.func.hex(value)))
    return sa.case((sa.func.typeof(value) == text_literal("blob"), digits), else_=text)


def veiled(value: Sql, kind: str) -> Sql:
    """What may be shown of a hidden value; Work.prepare makes the function."""
    text = sa.cast(value, sa.Text())
    if kind == "postgresql":
        return sa.func.pg_temp.mt_veil(text)
    return sa.func.mt_veil(sa.cast(text, sa.BLOB()))


def listed(texts: Sequence[Sql]) -> Sql:
    """One text of several, with commas between them; NULL if one of them is."""
    text = texts[0]
    for part in texts[1:]:
        text = text.op("||")(text_literal(", ")).op("||")(part)
    return text


def null_text(kind: str) -> Sql:
    return sa.literal_column("null::text" if kind == "postgresql" else "null")


def same_key(left: FromClause, right: FromClause, key: Sequence[str]) -> Sql:
    return sa.and_(*(left.c[k] == right.c[k] for k in key))


def first_of(values: Sequence[Sql], kind: str) -> Sql:
    """coalesce that also takes none or one."""
    if not values:
        return null_text(kind)
    starts = range(0, len(values), AT_ONCE)
    if len(starts) > 1:
        return first_of([first_of(values[i : i + AT_ONCE], kind) for i in starts], kind)
    return values[0] if len(values) == 1 else sa.func.coalesce(*values)


def as_text(statement: Any, kind: str) -> str:
    """A construct without parameters as plain SQL, for places that take only text."""
    return str(statement.compile(dialect=_dialect(kind), compile_kwargs={"literal_binds": True}))


@cache
def _dialect(kind: str) -> Dialect:
    dialect: Dialect = registry.load(kind)(paramstyle="named")
    dialect.max_identifier_length = UNCUT
    return dialect
