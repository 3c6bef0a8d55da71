"""Core constructs as SQL text with named parameters, whatever the names are made of."""

from __future__ import annotations

import string
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import BindParameter, ClauseElement
from sqlalchemy.sql.selectable import Select
from sqlalchemy.util import LRUCache

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
    from sqlalchemy.dialects.postgresql import psycopg

    dialect: Dialect = psycopg.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy's
    dialect.max_identifier_length = 9999  # names are the database's own: nothing may shorten them
    return dialect


@dataclass(frozen=True)
class Form:
    """A statement's text, whatever values it is run with."""

    text: str
    compiler: SQLCompiler
    processors: Mapping[str, Callable[[Any], Any]]

    def values(
        self, params: Mapping[str, Any] | None, own: Sequence[BindParameter[Any]] | None
    ) -> dict[str, Any]:
        """As the types of the parameters hand them to the driver, by the names in the text."""
        found = self.compiler.construct_params(
            params or {}, extracted_parameters=own, escape_names=False
        )
        escaped, processors = self.compiler.escaped_bind_names, self.processors
        return {
            escaped.get(name, name): processors[name](value) if name in processors else value
            for name, value in found.items()
        }


LONG = 50_000  # letters of a text that holds whole values: nobody asks it twice
# By dialect and structure: a run asks the same of every range, and to compile costs more than to
# ask. Two threads may both compile what neither finds.
_FORMS: LRUCache[Any, Form] = LRUCache(500)


def compiled(
    statement: ClauseElement, dialect: Dialect, params: Mapping[str, Any] | None
) -> tuple[str, dict[str, Any]]:
    """SQL and its values by the names that the text has for them."""
    key = statement._generate_cache_key() if dialect._supports_statement_cache else None
    if key is None:
        return _once(statement, dialect, params)
    place = (dialect, key.key)
    form = _FORMS.get(place)
    if form is None:
        compiler = statement.compile(dialect=dialect, cache_key=key)
        if not isinstance(compiler, SQLCompiler) or _is_cut_to_values(compiler):
            return _once(statement, dialect, params)
        form = Form(str(compiler), compiler, _processors(compiler, dialect))
        if len(form.text) <= LONG:
            _FORMS[place] = form
    return form.text, form.values(params, key.bindparams)


def _once(
    statement: ClauseElement, dialect: Dialect, params: Mapping[str, Any] | None
) -> tuple[str, dict[str, Any]]:
    """A statement whose text depends on its values, as a list in IN does, or that has none."""
    form = statement.compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
    if not isinstance(form, SQLCompiler):
        return str(form), {}
    return str(form), Form(str(form), form, _processors(form, dialect)).values(params, None)


def _is_cut_to_values(compiler: SQLCompiler) -> bool:
    return bool(compiler.post_compile_params or compiler.literal_execute_params)


def _processors(compiler: SQLCompiler, dialect: Dialect) -> dict[str, Callable[[Any], Any]]:
    found = (
        (name, bind.type.dialect_impl(dialect).bind_processor(dialect))
        for name, bind in compiler.binds.items()
    )
    return {name: process for name, process in found if process}
