"""Core constructs as SQL text with named parameters, whatever the names are made of."""

from __future__ import annotations

import string
from collections.abc import Mapping
from typing import Any

from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.postgresql import psycopg
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import ClauseElement
from sqlalchemy.sql.selectable import Select

_PLAIN = string.ascii_letters + string.digits + "_"


class _SQLiteCompiler(SQLiteCompiler):
    """Names parameters so that SQLite can read them; question marks would be looked for in text."""

    bindname_escape_characters = {  # noqa: RUF012
        chr(code): f"_{code:02x}_" for code in range(128) if chr(code) not in _PLAIN
    }


class Overriding(Select[Any]):
    """The rows of an INSERT that bring the values of GENERATED ALWAYS AS IDENTITY columns."""

    inherit_cache = True


@compiles(Overriding, "postgresql")
def _overriding(element: Overriding, compiler: Any, **words: Any) -> str:
    return f"OVERRIDING SYSTEM VALUE {compiler.visit_select(element, **words)}"


def sqlite_dialect() -> Dialect:
    dialect: Dialect = sqlite.dialect(paramstyle="named")
    dialect.statement_compiler = _SQLiteCompiler
    return dialect


def postgresql_dialect() -> Dialect:
    dialect: Dialect = psycopg.dialect()  # type: ignore[no-untyped-call]
    dialect.max_identifier_length = 9999  # names are the database's own: nothing may shorten them
    return dialect


def compiled(
    statement: ClauseElement, dialect: Dialect, params: Mapping[str, Any] | None
) -> tuple[str, dict[str, Any]]:
    """SQL and its values by the names that the text has for them."""
    form = statement.compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
    if not isinstance(form, SQLCompiler):
        return str(form), {}
    escaped = form.escaped_bind_names
    values = form.construct_params(params or {}, escape_names=False)
    return str(form), {
        escaped.get(name, name): _processed(form, dialect, name, value)
        for name, value in values.items()
    }


def _processed(form: SQLCompiler, dialect: Dialect, name: str, value: Any) -> Any:
    """As the type of the parameter would hand it to the driver."""
    bind = form.binds.get(name)
    process = bind.type.dialect_impl(dialect).bind_processor(dialect) if bind is not None else None
    return process(value) if process else value
