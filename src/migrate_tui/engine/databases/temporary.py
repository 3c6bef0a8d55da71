"""Temporary tables: where raw and wanted rows are staged, invisible to everybody else."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from migrate_tui.engine.databases.base import Connection
from migrate_tui.engine.databases.quoting import quote

SCHEMA = {"sqlite": "temp", "postgresql": "pg_temp"}
_WORDS = re.compile(r"\w+( \w+)*( ?\(\s*[-+]?\d+\s*(,\s*[-+]?\d+\s*)?\))?")
_COLLATED = re.compile(r"(.*?)( collate .*)?", re.IGNORECASE | re.DOTALL)
Columns = Sequence[tuple[str, str]]


def qualified(connection: Connection, name: str) -> str:
    return f"{SCHEMA[connection.kind]}.{connection.quote(name)}"


def create(connection: Connection, name: str, columns: Columns) -> None:
    """An empty temporary table; a type may carry a COLLATE clause."""
    drop(connection, name)
    spelled = _spelled if connection.kind == "sqlite" else str
    body = ", ".join(f"{connection.quote(c)} {spelled(t)}" for c, t in columns)
    connection.execute(f"create temporary table {connection.quote(name)} ({body})")


def _spelled(type_: str) -> str:
    """SQLite takes any text in quotes for a type's name, and some only so: ENUM('a','b')."""
    found = _COLLATED.fullmatch(type_)
    name, rule = (found[1], found[2] or "") if found else (type_, "")
    return type_ if not name or _WORDS.fullmatch(name) else quote(name) + rule


def drop(connection: Connection, name: str) -> None:
    connection.execute(f"drop table if exists {qualified(connection, name)}")


def discard(connection: Connection) -> None:
    """All of this session go: a type that one of them has a column of cannot be dropped."""
    if connection.kind == "postgresql":
        connection.execute("discard temp")


def empty(connection: Connection, name: str) -> None:
    """Remove all rows at once; not possible in a read-only transaction."""
    verb = "truncate" if connection.kind == "postgresql" else "delete from"
    connection.execute(f"{verb} {qualified(connection, name)}")


def cleared(connection: Connection, name: str, since: str | None = None) -> str | None:
    """Delete all rows (`since` a place at which the first of them lies); the place from which on
    new ones will lie, as far as the database has places in which to look for them."""
    held = f" where ctid >= '{since}'::tid" if since else ""
    connection.execute(f"delete from {qualified(connection, name)}{held}")
    if connection.kind != "postgresql":
        return None
    page = "pg_relation_size(cast(:name as regclass)) / current_setting('block_size')::int - 1"
    found = connection.execute(f"select {page}", {"name": qualified(connection, name)})
    return f"({max(0, int(found[0][0]))},0)"


def count(connection: Connection, name: str, since: str) -> int:
    """The rows that lie behind a place."""
    query = f"select count(*) from {qualified(connection, name)} where ctid >= '{since}'::tid"
    return int(connection.execute(query)[0][0])


def index(
    connection: Connection,
    name: str,
    columns: Sequence[str],
    number: int = 0,
    *,
    unique: bool = False,
) -> None:
    """An index over the columns, named after the table."""
    body = ", ".join(connection.quote(c) for c in columns)
    prefix = "temp." if connection.kind == "sqlite" else ""
    table = connection.quote(name) if connection.kind == "sqlite" else qualified(connection, name)
    index_name = connection.quote(f"{name}_key{number or ''}")
    kind = "unique index" if unique else "index"
    connection.execute(f"create {kind} {prefix}{index_name} on {table} ({body})")


def analyze(connection: Connection, name: str, columns: Sequence[str]) -> None:
    """Statistics of the columns that joins use; without them the planner thinks it empty."""
    if connection.kind == "postgresql":
        listed = ", ".join(connection.quote(c) for c in columns)
        connection.execute(f"analyze {qualified(connection, name)} ({listed})")


def fill(
    connection: Connection,
    name: str,
    columns: Sequence[str],
    query: str,
    params: Mapping[str, Any],
    relations: Mapping[str, str],
) -> None:
    """Insert the rows of a user's query, in which each of `relations` is a common table."""
    connection.execute(
        f"insert into {qualified(connection, name)} ({', '.join(map(connection.quote, columns))}) "
        + with_relations(connection, query, relations),
        params,
    )


def with_relations(connection: Connection, query: str, relations: Mapping[str, str]) -> str:
    """A user's query as a sub-query under the given common tables."""
    tables = ", ".join(f"{connection.quote(n)} as ({sql})" for n, sql in relations.items())
    prefix = f"with {tables} " if tables else ""
    return f"{prefix}select * from ({query.rstrip().rstrip(';')}\n) as q"


def copy_params(connection: Connection, name: str, values: Mapping[str, Any]) -> None:
    """The plan's parameters as a table of one row, so that they are bound and never pasted."""
    kinds = {
        "sqlite": {},
        "postgresql": {bool: "boolean", int: "bigint", float: "double precision"},
    }
    types = {k: kinds[connection.kind].get(type(v), "text") for k, v in values.items()}
    create(connection, name, [*types.items(), ("mt_one", "integer")])
    names = [*values, "mt_one"]
    marks = ", ".join(f":p{i}" for i in range(len(names)))
    body = ", ".join(connection.quote(n) for n in names)
    bound = {f"p{i}": v for i, v in enumerate([*values.values(), 1])}
    connection.execute(
        f"insert into {qualified(connection, name)} ({body}) values ({marks})", bound
    )
