"""The same rows in Python, SQLite and PostgreSQL, and what an expression is over each of them."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import psycopg
from psycopg.types.json import set_json_loads

from migrate_tui.engine.errors import PlanError
from migrate_tui.engine.expressions import Compiled, Expression, ParentCall, compile, parse
from migrate_tui.engine.expressions.reference import Row, evaluate
from migrate_tui.engine.functions import prepare, register
from migrate_tui.engine.functions.jsontext import Json, canonical, read_json
from migrate_tui.engine.functions.values import Bad, moment_text

TYPES = {
    "t": "text",
    "u": "text",
    "d": "text",
    "i": "bigint",
    "k": "bigint",
    "f": "double precision",
    "g": "double precision",
    "b": "boolean",
    "c": "boolean",
    "j": "jsonb",
    "m": "timestamp with time zone",
}
BAD = "bad"


@dataclass
class Columns:
    """A scope of one table."""

    types: dict[str, str]

    def column(self, name: str) -> str:
        return f'"{name}"'

    new = old = column

    def param(self, name: str) -> str:
        return f'"{name}"'

    def parent(self, call: ParentCall) -> Compiled:
        raise AssertionError(call)

    def type_of(self, name: str, space: str = "") -> str:
        return self.types.get(name, "")


class Sqlite:
    kind, types, exact = "sqlite", dict[str, str](), False

    def __init__(self) -> None:
        self.connection = sqlite3.connect(":memory:", isolation_level=None)
        register(self.connection)
        names = ", ".join(f'"{name}"' for name in ("id", *TYPES))
        self.connection.execute(f"create table x ({names})")

    def fill(self, rows: Sequence[dict[str, Any]]) -> None:
        self.connection.execute("delete from x")
        marks = ", ".join("?" * (len(TYPES) + 1))
        given = [(i, *(self.row(row)[name] for name in TYPES)) for i, row in enumerate(rows)]
        self.connection.executemany(f"insert into x values ({marks})", given)

    def row(self, row: dict[str, Any]) -> dict[str, Any]:
        return {name: _stored(value) for name, value in row.items()}

    def select(self, sql: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(sql).fetchall()


def _stored(value: Any) -> Any:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, datetime):
        return moment_text(value)
    return value.minified() if isinstance(value, Json) else value


class Adapter:
    """The little of a connection that `prepare` needs."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self.raw = connection

    def execute(self, sql: str, params: None = None) -> list[tuple[Any, ...]]:
        cursor = self.raw.execute(sql)
        return cursor.fetchall() if cursor.description else []


class Postgresql:
    kind, types, exact = "postgresql", TYPES, True

    def __init__(self, url: str) -> None:
        self.raw = psycopg.connect(url, autocommit=True, prepare_threshold=None)
        set_json_loads(
            lambda text: read_json(text if isinstance(text, str) else text.decode()), self.raw
        )
        self.raw.execute("set timezone = 'America/New_York'")
        prepare(Adapter(self.raw))  # type: ignore[arg-type]
        columns = ", ".join(f'"{name}" {type_}' for name, type_ in TYPES.items())
        self.raw.execute(f"create temp table x (id int, {columns})")

    def fill(self, rows: Sequence[dict[str, Any]]) -> None:
        self.raw.execute("truncate x")
        with self.raw.cursor().copy("copy x from stdin") as copy:
            for number, row in enumerate(rows):
                copy.write_row((number, *(_sent(row[name]) for name in TYPES)))

    def row(self, row: dict[str, Any]) -> dict[str, Any]:
        return row

    def select(self, sql: str) -> list[tuple[Any, ...]]:
        return self.raw.execute(sql.encode()).fetchall()


def _sent(value: Any) -> Any:
    return value.minified() if isinstance(value, Json) else value


def normal(value: Any) -> Any:
    """What must be equal on every database, whatever its types."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, datetime):
        return moment_text(value if value.tzinfo else value.replace(tzinfo=UTC))
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, Json):
        return "json " + canonical(value.data)
    if isinstance(value, int | float | Decimal) and math.isfinite(value):
        whole = value == int(value) and abs(value) < 2**63
        return int(value) if whole else float(value)
    return float(value) if isinstance(value, Decimal) else value


def expected(expression: Expression, world: Sqlite | Postgresql, row: dict[str, Any]) -> Any:
    try:
        given = Row(columns=world.row(row), params=world.row(row), exact=world.exact)
        return normal(evaluate(expression, given))
    except Bad:
        return BAD


def found(
    expression: Expression, world: Sqlite | Postgresql, rows: Sequence[dict[str, Any]]
) -> list[Any]:
    """The guarded values, "bad" where there is a reason; plain values must agree."""
    scope = Columns(dict(world.types))
    guarded = compile(expression, world.kind, scope, guarded=True)
    reason = guarded.reason or "null"
    assert not guarded.raises
    got = world.select(f"select {_shown(guarded, world)}, {reason} from x order by id")
    values = [normal(_typed(v, guarded)) if why is None else BAD for v, why in got]
    plain = compile(expression, world.kind, scope, guarded=False)
    good = ", ".join(str(i) for i, value in enumerate(values) if value != BAD)
    if good:
        why = plain.reason or "null"
        sql = f"select {_shown(plain, world)}, {why} from x where id in ({good}) order by id"
        again = [normal(_typed(v, plain)) if r is None else BAD for v, r in world.select(sql)]
        assert again == [value for value in values if value != BAD], expression.text
    return values


def _shown(compiled: Compiled, world: Sqlite | Postgresql) -> str:
    """Moments leave PostgreSQL in UTC, whatever the session's zone."""
    if compiled.family == "moment" and world.kind == "postgresql":
        return f"({compiled.value}) at time zone 'UTC'"
    return compiled.value


def _typed(value: Any, compiled: Compiled) -> Any:
    """SQLite's JSON text as JSON."""
    return read_json(value) if compiled.type == "jsonb" and isinstance(value, str) else value


def disagreements(
    texts: Sequence[str], worlds: Sequence[Sqlite | Postgresql], rows: Sequence[dict[str, Any]]
) -> list[str]:
    """Everything that differs between the reference and a database, or between databases."""
    problems = []
    for world in worlds:
        world.fill(rows)
    for text in texts:
        expression = parse(text)
        for world in worlds:
            wanted = [expected(expression, world, row) for row in rows]
            try:
                got = found(expression, world, rows)
            except (psycopg.Error, sqlite3.Error, PlanError) as error:
                problems.append(f"{text} on {world.kind}: {error}")
                continue
            for row, w, g in zip(rows, wanted, got, strict=True):
                if w != g and not (w != w and g != g):
                    used = {c: row[c] for c in sorted(expression.columns & row.keys())}
                    problems.append(f"{text} on {world.kind}: {g!r}, not {w!r}, for {used}")
                    break
    return problems
