"""Every value of a SQLite file beside its value in PostgreSQL, by rules that share nothing with the
engine: two drivers, and what a person would expect of each type."""

from __future__ import annotations

import json
import math
import re
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TYPES = (
    "select a.attname, format_type(a.atttypid, a.atttypmod) from pg_attribute as a"
    " where a.attrelid = %s::regclass and a.attnum > 0 and not a.attisdropped"
)


def assert_carried(
    path: Path, url: str, *, tables: Mapping[str, str] | None = None, unit: str = "ms"
) -> int:
    """Every row of every table, value by value; gives the number of values compared."""
    compared = 0
    with closing(sqlite3.connect(path)) as lite, psycopg.connect(url) as server:
        for name, into in (tables or {n: n for n in table_names(lite)}).items():
            types = types_of(server, into)
            columns = [c for c in column_names(lite, name) if c in types]
            wanted = Counter(_wanted(lite, name, columns, types, unit))
            there = Counter(_there(server, into, columns, types))
            assert wanted == there, (
                name,
                list((wanted - there).items())[:3],
                list((there - wanted).items())[:3],
            )
            compared += len(columns) * sum(wanted.values())
    return compared


def table_names(lite: sqlite3.Connection) -> list[str]:
    rows = lite.execute(
        "select name from pragma_table_list where schema = 'main' and type = 'table'"
    ).fetchall()
    return sorted(name for (name,) in rows if not name.startswith("sqlite_"))


def column_names(lite: sqlite3.Connection, table: str) -> list[str]:
    return [row[0] for row in lite.execute("select name from pragma_table_xinfo(?)", (table,))]


def types_of(server: psycopg.Connection[Any], table: str) -> dict[str, str]:
    quoted = sql.Identifier(table).as_string()
    return dict(server.execute(TYPES, (quoted,)).fetchall())


def _wanted(
    lite: sqlite3.Connection, table: str, columns: list[str], types: dict[str, str], unit: str
) -> Iterator[tuple[Any, ...]]:
    listed = ", ".join('"' + c.replace('"', '""') + '"' for c in columns)
    quoted = table.replace('"', '""')
    for row in lite.execute(f'select {listed} from "{quoted}"'):
        yield tuple(as_type(v, types[c], unit) for c, v in zip(columns, row, strict=True))


def _there(
    server: psycopg.Connection[Any], table: str, columns: list[str], types: dict[str, str]
) -> Iterator[tuple[Any, ...]]:
    listed = sql.SQL(", ").join(map(sql.Identifier, columns))
    query = sql.SQL("select {} from {}").format(listed, sql.Identifier(table))
    for row in server.execute(query):
        yield tuple(shown(v, types[c]) for c, v in zip(columns, row, strict=True))


def as_type(value: Any, type_: str, unit: str) -> Any:
    """What a value of SQLite is as one of the type."""
    if value is None:
        return None
    kind = re.sub(r"\(.*\)", "", type_)
    readers = {
        "boolean": lambda v: v in (1, "true", "t", "1"),
        "bigint": int,
        "integer": int,
        "double precision": float,
        "numeric": lambda v: Decimal(str(v)),
        "bytea": lambda v: v if isinstance(v, bytes) else str(v).encode(),
        "jsonb": lambda v: json.loads(v),
        "timestamp with time zone": lambda v: moment(v, unit),
        "timestamp without time zone": lambda v: moment(v, unit),
        "text": str,
    }
    return shown(readers.get(kind, str)(value), type_)


def moment(value: Any, unit: str) -> datetime:
    if isinstance(value, int):
        return EPOCH + timedelta(microseconds=value * {"s": 10**6, "ms": 10**3, "us": 1}[unit])
    found = datetime.fromisoformat(value)
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def shown(value: Any, type_: str) -> Any:
    """A value that can be counted, and that tells 1 from True and 1.0 from 1."""
    if isinstance(value, datetime):
        aware = value if value.tzinfo else value.replace(tzinfo=UTC)
        return "moment", aware.astimezone(UTC).isoformat()
    if isinstance(value, dict | list):
        return "json", json.dumps(value, sort_keys=True)
    if isinstance(value, float) and math.isnan(value):
        return "nan"
    if isinstance(value, Decimal):
        return "numeric", value.normalize()
    return (type(value).__name__, value) if value is not None else None


def assert_sequences_ahead(url: str) -> int:
    """Every identity gives a key that nobody has; tried, and rolled back."""
    query = (
        "select quote_ident(nspname) || '.' || quote_ident(relname), attname::text,"
        " pg_get_serial_sequence(quote_ident(nspname) || '.' || quote_ident(relname), attname)"
        " from pg_attribute join pg_class on pg_class.oid = attrelid"
        " join pg_namespace on pg_namespace.oid = relnamespace"
        " where attidentity <> '' and nspname = 'public'"
    )
    with psycopg.connect(url) as server:
        found = server.execute(query).fetchall()
        for table, column, sequence in found:
            (following,) = server.execute("select nextval(%s)", (sequence,)).fetchone() or (0,)
            top = f'select coalesce(max("{column}"), 0) from {table}'
            (largest,) = server.execute(top.encode()).fetchone() or (0,)
            assert following > largest, (table, column, following, largest)
        server.rollback()
    return len(found)


def assert_keys_valid(url: str) -> int:
    """Every foreign key is one that PostgreSQL has proven."""
    with psycopg.connect(url) as server:
        rows = server.execute(
            "select conname, convalidated from pg_constraint where contype = 'f'"
        ).fetchall()
    assert all(valid for _, valid in rows), rows
    return len(rows)
