"""A connection to a SQLite file, by the sqlite3 module, whose transactions are only ours."""

from __future__ import annotations

import contextlib
import itertools
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from pathlib import Path
from typing import Any

from migrate_tui.engine.databases import descriptors
from migrate_tui.engine.databases import sqlite_catalogue as catalogue
from migrate_tui.engine.databases.base import Connection, Locked, Row, Statement
from migrate_tui.engine.databases.batches import batch
from migrate_tui.engine.databases.catalogue import Column, ForeignKey, Table
from migrate_tui.engine.databases.compile import compiled, sqlite_dialect
from migrate_tui.engine.databases.file import log_of
from migrate_tui.engine.databases.holdings import Holdings
from migrate_tui.engine.databases.reading import Reading
from migrate_tui.engine.databases.reading_sqlite import SQLiteReading
from migrate_tui.engine.databases.script import bare
from migrate_tui.engine.databases.sqlite_errors import blocked, is_busy, is_damaged
from migrate_tui.engine.databases.sqlite_guard import only_temporary


class SQLiteConnection(Connection):
    kind = "sqlite"
    typed = False
    dialect = sqlite_dialect()

    def __init__(
        self,
        raw: sqlite3.Connection,
        path: Path,
        url: str,
        read_only: bool,
        place: descriptors.Place | None = None,
        timezone: str = "UTC",
    ) -> None:
        self._raw = raw
        self._place = place
        self.path = path
        self.url = url
        self.read_only = read_only
        self.timezone = timezone
        self._holdings = Holdings(self, path)
        self._savepoints = itertools.count(1)

    @property
    def raw(self) -> sqlite3.Connection:
        return self._raw

    def execute(self, statement: Statement, params: Mapping[str, Any] | None = None) -> list[Row]:
        with self._whole_file():
            return self._cursor(statement, params).fetchall()

    def stream(
        self, statement: Statement, params: Mapping[str, Any] | None = None, size: int = 5000
    ) -> Iterator[list[Row]]:
        with self.cursor(statement, params) as cursor:
            while rows := batch(cursor, size):
                yield rows

    @contextlib.contextmanager
    def cursor(
        self, statement: Statement, params: Mapping[str, Any] | None = None
    ) -> Iterator[sqlite3.Cursor]:
        with self._whole_file(), contextlib.closing(self._cursor(statement, params)) as cursor:
            yield cursor

    def columns_of(
        self, query: str, params: Mapping[str, Any] | None = None
    ) -> list[tuple[str, str]]:
        cursor = self._cursor(f"SELECT * FROM (\n{bare(query, self.kind)}\n) LIMIT 0", params)
        return [(column[0], "") for column in cursor.description]

    def load(self, table: str, columns: Sequence[str], rows: Iterable[Row]) -> int:
        names = ", ".join(map(self.quote, columns))
        places = ", ".join("?" for _ in columns)
        counter = itertools.count()
        counted = map(itemgetter(0), zip(rows, counter, strict=False))
        self._raw.executemany(
            f"INSERT INTO {self.quote(table)} ({names}) VALUES ({places})", counted
        )
        return next(counter)

    @contextlib.contextmanager
    def transaction(self, *, read_only: bool = False, snapshot: bool = False) -> Iterator[None]:
        reading = read_only or self.read_only
        if self.rehearsing:
            with only_temporary(self._raw) if reading else self.savepoint():
                yield
            return
        self._control("BEGIN" if reading else "BEGIN IMMEDIATE")
        try:
            with (
                only_temporary(self._raw)
                if reading and not self.read_only
                else contextlib.nullcontext()
            ):
                if reading:
                    self._control("SELECT 1 FROM main.sqlite_master LIMIT 1")
                yield
            self._control("COMMIT")
        except BaseException:
            self._clean_up("ROLLBACK")
            raise

    @contextlib.contextmanager
    def savepoint(self) -> Iterator[None]:
        mark = f"migrate_tui_{next(self._savepoints)}"
        self._raw.execute(f"SAVEPOINT {mark}")
        try:
            yield
            self._raw.execute(f"RELEASE {mark}")
        except BaseException:
            self._clean_up(f"ROLLBACK TO {mark}", f"RELEASE {mark}")
            raise

    def transient(self, error: BaseException) -> bool:
        return isinstance(error, Locked) or is_busy(error)

    def table_names(self) -> tuple[str, ...]:
        return catalogue.table_names(self._raw)

    def view_names(self) -> tuple[str, ...]:
        return catalogue.view_names(self._raw)

    def table(self, name: str) -> Table | None:
        return catalogue.table(self._raw, name)

    def references(self, name: str) -> tuple[tuple[str, ForeignKey], ...]:
        return catalogue.references(self._raw, name)

    def reading(self, *, typed: bool) -> Reading:
        return SQLiteReading(self, typed, self._holdings, self.timezone)

    def remember(self, folder: Path) -> None:
        self._holdings.folder = folder

    def keeps(self, column: Column) -> str | None:
        """A file has one writer at a time: no range could be staged while one is written."""
        return None

    def size(self) -> int:
        files = (self.path, log_of(self.path))
        return sum(file.stat().st_size for file in files if file.exists())

    def server_version(self) -> str:
        return f"SQLite {sqlite3.sqlite_version}"

    def close(self) -> None:
        self._raw.close()
        descriptors.leave(self._place)
        self._place = None

    def _cursor(self, statement: Statement, params: Mapping[str, Any] | None) -> sqlite3.Cursor:
        if isinstance(statement, str):
            return self._raw.execute(statement, dict(params or {}))
        return self._raw.execute(*compiled(statement, self.dialect, params))

    @contextlib.contextmanager
    def _whole_file(self) -> Iterator[None]:
        """A damaged page is found when it is read: then it is the file's fault."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            raise (blocked(error, self.path) if is_damaged(error) else error) from error

    def _control(self, statement: str) -> None:
        """BEGIN and COMMIT: the only statements whose waiting in vain is an error of ours."""
        try:
            self._raw.execute(statement)
        except sqlite3.OperationalError as error:
            raise (blocked(error, self.path) if is_busy(error) else error) from error

    def _clean_up(self, *statements: str) -> None:
        """Some errors end the transaction by themselves; none of these may hide the first error."""
        with contextlib.suppress(sqlite3.Error):
            for statement in statements:
                if self._raw.in_transaction:
                    self._raw.execute(statement)
