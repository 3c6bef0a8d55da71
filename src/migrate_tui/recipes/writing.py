"""Fill an empty SQLite or PostgreSQL database with a legacy schema and its rows, all or nothing.

Rows are streamed to the driver's fastest way in, so memory stays flat however many there are.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy.engine import make_url

from migrate_tui.engine.errors import Blocked

Row = tuple[object, ...]
Fill = Callable[[str, Sequence[str], Iterable[Row]], int]


@contextmanager
def legacy_database(url: str, folder: Path) -> Iterator[Fill]:
    """Create `legacy.<kind>.sql`, yield the function that fills a table, then add the indexes."""
    kind = make_url(url).get_backend_name()
    schema = folder / f"legacy.{kind}.sql"
    if kind not in _OPEN or not schema.exists():
        raise Blocked(
            f"this recipe has no legacy schema for {kind}",
            f"it has: {', '.join(legacy_kinds(folder))}",
        )
    indexes = folder / f"legacy.indexes.{kind}.sql"
    with _OPEN[kind](url, _text(schema), _text(indexes)) as fill:
        yield fill


def legacy_kinds(folder: Path) -> tuple[str, ...]:
    return tuple(kind for kind in _OPEN if (folder / f"legacy.{kind}.sql").exists())


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@contextmanager
def _sqlite(url: str, schema: str, indexes: str) -> Iterator[Fill]:
    path = make_url(url).database or ""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        _refuse_full(connection.execute("select name from sqlite_master").fetchall(), path)
        # The journal protects only what was there before: nothing. Memory is enough for it.
        connection.execute("pragma journal_mode = memory")
        connection.execute("pragma synchronous = off")
        connection.execute("pragma cache_size = -64000")
        connection.execute("begin")
        _run(connection, schema)
        yield lambda table, columns, rows: _insert(connection, table, columns, rows)
        _run(connection, indexes)
        connection.execute("commit")


def _run(connection: sqlite3.Connection, script: str) -> None:
    """The script's statements, inside our transaction; legacy schemas quote no semicolon."""
    for statement in script.split(";"):
        connection.execute(statement)


def _insert(
    connection: sqlite3.Connection, table: str, columns: Sequence[str], rows: Iterable[Row]
) -> int:
    names = ", ".join(f'"{column}"' for column in columns)
    values = ", ".join("?" * len(columns))
    cursor = connection.executemany(f'insert into "{table}" ({names}) values ({values})', rows)
    return max(cursor.rowcount, 0)


@contextmanager
def _postgresql(url: str, schema: str, indexes: str) -> Iterator[Fill]:
    plain = make_url(url).set(drivername="postgresql")
    with psycopg.connect(plain.render_as_string(hide_password=False)) as connection:
        tables = connection.execute(
            "select table_name from information_schema.tables where table_schema = current_schema()"
        ).fetchall()
        _refuse_full(tables, connection.info.dbname)
        connection.execute(schema.encode())
        yield lambda table, columns, rows: _copy(connection, table, columns, rows)
        connection.execute(indexes.encode())


def _copy(
    connection: psycopg.Connection, table: str, columns: Sequence[str], rows: Iterable[Row]
) -> int:
    statement = sql.SQL("copy {} ({}) from stdin").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with connection.cursor() as cursor:
        with cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
        return cursor.rowcount


def _refuse_full(tables: Sequence[Row], database: str) -> None:
    if tables:
        raise Blocked(
            f"the database {database} is not empty: it holds {tables[0][0]!r}",
            "a legacy database is made in an empty one; name another file or database",
        )


_OPEN = {"sqlite": _sqlite, "postgresql": _postgresql}
