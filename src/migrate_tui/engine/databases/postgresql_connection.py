"""A connection to PostgreSQL, without a session of its own: a pooler may stand in between."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import psycopg
from psycopg import sql
from psycopg.pq import TransactionStatus
from psycopg.rows import TupleRow

from migrate_tui.engine.databases import postgresql_catalogue as catalogue
from migrate_tui.engine.databases.base import Connection, Row, Statement
from migrate_tui.engine.databases.catalogue import Column, ForeignKey, Table
from migrate_tui.engine.databases.compile import compiled, postgresql_dialect
from migrate_tui.engine.databases.equality_postgresql import equality
from migrate_tui.engine.databases.postgresql_session import (
    version,
)
from migrate_tui.engine.databases.reading import NULL, QUOTE, Reading
from migrate_tui.engine.databases.reading_postgresql import PostgreSQLReading
from migrate_tui.engine.databases.script import bare, bind

FIRST_ROWS = 16  # of a stream; then as many as BATCH_BYTES hold
BATCH_BYTES = 8 << 20
# serialization failure, deadlock, lock not available, lost or refused connections, shutdown
_TRANSIENT = {"40001", "40P01", "55P03", "53300", "57P01", "57P02", "57P03"}


class PostgreSQLConnection(Connection):
    kind = "postgresql"
    typed = True
    dialect = postgresql_dialect()

    def __init__(self, raw: psycopg.Connection[TupleRow], url: str) -> None:
        self._raw = raw
        self.url = url
        self._names = itertools.count(1)

    @property
    def raw(self) -> psycopg.Connection[TupleRow]:
        return self._raw

    def execute(self, statement: Statement, params: Mapping[str, Any] | None = None) -> list[Row]:
        cursor = self._raw.execute(*self._prepared(statement, params))
        return cursor.fetchall() if cursor.description else []

    def interrupt(self) -> None:
        with contextlib.suppress(psycopg.Error):
            self._raw.cancel_safe()

    def stream(
        self, statement: Statement, params: Mapping[str, Any] | None = None, size: int = 5000
    ) -> Iterator[list[Row]]:
        idle = self._raw.info.transaction_status == TransactionStatus.IDLE
        name = f"migrate_tui_{next(self._names)}"
        with self._raw.cursor(name, withhold=idle) as cursor:
            cursor.execute(*self._prepared(statement, params))
            rows = min(FIRST_ROWS, size)
            while batch := cursor.fetchmany(rows):
                rows = min(size, _next_rows(cursor, len(batch), rows))
                yield batch

    def columns_of(
        self, query: str, params: Mapping[str, Any] | None = None
    ) -> list[tuple[str, str]]:
        wrapped = f"SELECT * FROM (\n{bare(query, self.kind)}\n) AS q LIMIT 0"
        cursor = self._raw.execute(*self._prepared(wrapped, params))
        result = cursor.pgresult
        assert result is not None
        places = range(result.nfields)
        return catalogue.type_names(
            self._raw,
            [column.name for column in cursor.description or ()],
            [(result.ftype(place), result.fmod(place)) for place in places],
        )

    def load(self, table: str, columns: Sequence[str], rows: Iterable[Row]) -> int:
        names = sql.SQL(", ").join(map(sql.Identifier, columns))
        statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), names)
        sent = 0
        with self._raw.cursor() as cursor, cursor.copy(statement) as copy:
            write = copy.write_row
            for sent, row in enumerate(rows, 1):  # noqa: B007
                write(row)
        return sent

    def bulk(
        self,
        table: str,
        columns: Sequence[str],
        blocks: Iterable[bytes],
        gaps: Sequence[int] = (),
        schema: str | None = None,
    ) -> int:
        where = sql.Identifier(*(part for part in (schema, table) if part))
        names = sql.SQL(", ").join(map(sql.Identifier, columns))
        into = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv, QUOTE {}, NULL {}{})")
        nulls = sql.SQL(", ").join(sql.Identifier(columns[place]) for place in gaps)
        forced = sql.SQL(", FORCE_NULL ({})").format(nulls) if gaps else sql.SQL("")
        marks = (sql.Literal(QUOTE), sql.Literal(NULL), forced)
        with self._raw.cursor() as cursor:
            with cursor.copy(into.format(where, names, *marks)) as copy:
                for block in blocks:
                    copy.write(block)
            return cursor.rowcount

    @contextlib.contextmanager
    def transaction(self, *, read_only: bool = False, snapshot: bool = False) -> Iterator[None]:
        if self.rehearsing:
            with self.savepoint():
                yield
            return
        level = "REPEATABLE READ" if snapshot else "READ COMMITTED"
        self._raw.execute(f"BEGIN ISOLATION LEVEL {level}{' READ ONLY' if read_only else ''}")
        try:
            yield
            self._commit()
        except BaseException:
            self._clean_up("ROLLBACK")
            raise

    @contextlib.contextmanager
    def savepoint(self) -> Iterator[None]:
        mark = f"migrate_tui_{next(self._names)}"
        self._run(f"SAVEPOINT {mark}")
        try:
            yield
            self._run(f"RELEASE {mark}")
        except BaseException:
            self._clean_up(f"ROLLBACK TO {mark}", f"RELEASE {mark}")
            raise

    def transient(self, error: BaseException) -> bool:
        if not isinstance(error, psycopg.Error):
            return False
        lost = isinstance(error, psycopg.OperationalError) and error.sqlstate is None
        return lost or error.sqlstate in _TRANSIENT or (error.sqlstate or "").startswith("08")

    def table_names(self) -> tuple[str, ...]:
        return catalogue.table_names(self._raw)

    def view_names(self) -> tuple[str, ...]:
        return catalogue.view_names(self._raw)

    def table(self, name: str) -> Table | None:
        return catalogue.table(self._raw, name)

    def references(self, name: str) -> tuple[tuple[str, ForeignKey], ...]:
        return catalogue.references(self._raw, name)

    def reading(self, *, typed: bool) -> Reading:
        return PostgreSQLReading(self, typed)

    def keeps(self, column: Column) -> str | None:
        return equality(column)

    def size(self) -> int:
        return int(self.execute("SELECT pg_database_size(current_database())")[0][0])

    def server_version(self) -> str:
        return f"PostgreSQL {version(self._raw)}"

    def close(self) -> None:
        self._raw.close()

    def _prepared(
        self, statement: Statement, params: Mapping[str, Any] | None
    ) -> tuple[str, Mapping[str, Any] | None]:
        """Text and parameters for psycopg, which reads % only where there are parameters."""
        if not isinstance(statement, str):
            return compiled(statement, self.dialect, params)
        if not params:
            return statement, None
        return bind(statement, params.keys(), "pyformat"), params

    def _run(self, statement: str) -> None:
        self._raw.execute(statement)

    def _commit(self) -> None:
        """COMMIT of a failed transaction would roll back and say nothing."""
        if self._raw.info.transaction_status == TransactionStatus.INERROR:
            raise psycopg.errors.InFailedSqlTransaction("the transaction failed before its COMMIT")
        self._run("COMMIT")

    def _clean_up(self, *statements: str) -> None:
        """A connection that is gone cannot roll back, and need not: the first error counts."""
        with contextlib.suppress(psycopg.Error):
            for statement in statements:
                self._run(statement)


def _next_rows(cursor: psycopg.ServerCursor[TupleRow], fetched: int, asked: int) -> int:
    """Twice as many as asked, within what BATCH_BYTES hold at the width of the last rows."""
    result = cursor.pgresult
    assert result is not None
    sample = range(0, fetched, max(1, fetched // 100))
    fields = range(result.nfields)
    values = (result.get_value(row, field) for row in sample for field in fields)
    width = sum(len(value or b"") for value in values) / len(sample)
    return max(1, min(asked * 2, int(BATCH_BYTES / (width + 1))))
