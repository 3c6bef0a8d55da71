"""A database is a page of methods: all that the engine needs and Core does not say."""

from __future__ import annotations

import secrets
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.sql.elements import ClauseElement

from migrate_tui.engine.databases.catalogue import Column, ForeignKey, Table
from migrate_tui.engine.databases.quoting import quote
from migrate_tui.engine.errors import Blocked

if TYPE_CHECKING:
    from migrate_tui.engine.databases.reading import Reading

Row = tuple[Any, ...]
Statement = str | ClauseElement


class Locked(Blocked):
    """Another process holds the lock that a transaction needs; it may be tried again."""


class Connection(ABC):
    """One open connection. Transactions are explicit: nothing begins or commits by itself.

    A `str` statement goes to the driver as it is (with `:name` outside quotes bound from `params`);
    a Core construct is compiled for the dialect first. Errors are `MigrateError`s only where the
    connection itself fails (missing, locked, corrupt, password, privilege: `Blocked`); an error of
    one statement stays the driver's own exception, so that callers can look at its code.
    Values of types that Python would change (dates and times, JSON, ranges, UUIDs, addresses) come
    as the database's own text.
    """

    kind: ClassVar[str]  # "sqlite" or "postgresql": the key of DATABASES and of {postgresql: …}
    typed: ClassVar[bool]  # whether a column's type decides what a value is, as PostgreSQL's does
    dialect: Dialect
    url: str  # with the password masked
    rehearsing: bool = False  # every transaction is a savepoint of one that is thrown away
    hush: bool = False  # whether words of an error may hold values that nobody may see

    @property
    @abstractmethod
    def raw(self) -> Any:
        """The driver's connection (sqlite3.Connection or psycopg.Connection)."""

    @abstractmethod
    def execute(self, statement: Statement, params: Mapping[str, Any] | None = None) -> list[Row]:
        """Run one statement and return all its rows (an empty list where it returns none)."""

    def interrupt(self) -> None:
        """What another thread asks of this connection fails; nothing where nobody asks."""
        raise NotImplementedError(f"{self.kind} is interrupted in another way")

    @abstractmethod
    def stream(
        self, statement: Statement, params: Mapping[str, Any] | None = None, size: int = 5000
    ) -> Iterator[list[Row]]:
        """Run one query and yield its rows in lists of `size`, fewer where rows are wide."""

    @abstractmethod
    def columns_of(
        self, query: str, params: Mapping[str, Any] | None = None
    ) -> list[tuple[str, str]]:
        """Name and type (format_type's text; SQLite: '') of each column of a query, unrun."""

    @abstractmethod
    def load(self, table: str, columns: Sequence[str], rows: Iterable[Row]) -> int:
        """Load tuples into a (temporary) table by the fastest way; returns the rows sent."""

    def bulk(
        self,
        table: str,
        columns: Sequence[str],
        blocks: Iterable[bytes],
        gaps: Sequence[int] = (),
        schema: str | None = None,
    ) -> int:
        """Load lines of CSV as `reading.Blocks` are, into a table; returns the rows stored. Who
        asks has made sure that the database has a COPY."""
        raise NotImplementedError(f"{self.kind} takes no lines")

    @abstractmethod
    def transaction(
        self, *, read_only: bool = False, snapshot: bool = False
    ) -> AbstractContextManager[None]:
        """BEGIN … COMMIT, ROLLBACK on an exception; the first error survives the clean-up.

        SQLite: BEGIN IMMEDIATE; `read_only` plain BEGIN + a read, so that the snapshot stands.
        PostgreSQL: REPEATABLE READ where `snapshot`, READ ONLY where `read_only`.
        `read_only` refuses all but rows of temporary tables (SQLite: temporary objects too).
        Raises `Locked` where the lock is not to be had.
        """

    @abstractmethod
    def savepoint(self) -> AbstractContextManager[None]:
        """SAVEPOINT … RELEASE, ROLLBACK TO on an exception; the first error survives."""

    @abstractmethod
    def transient(self, error: BaseException) -> bool:
        """Whether the same transaction may succeed when it is tried again."""

    def quote(self, name: str) -> str:
        """An identifier, always quoted."""
        return quote(name)

    @abstractmethod
    def table_names(self) -> tuple[str, ...]:
        """Ordinary tables of the default schema, own state tables left out, in name order."""

    @abstractmethod
    def view_names(self) -> tuple[str, ...]:
        """Views of the default schema, in name order."""

    @abstractmethod
    def table(self, name: str) -> Table | None:
        """All the catalogue knows of a table or view (`schema.table` allowed); None if absent."""

    @abstractmethod
    def references(self, name: str) -> tuple[tuple[str, ForeignKey], ...]:
        """Every foreign key that refers to this table: (child table, key), own table included."""

    @abstractmethod
    def reading(self, *, typed: bool) -> Reading:
        """How rows of this database are staged in another, whose columns have types or have not."""

    def remember(self, folder: Path) -> None:
        """Keep in this folder what is found out about values, for the next process to know."""
        del folder

    @abstractmethod
    def keeps(self, column: Column) -> str | None:
        """The equality of `TableReader.equality` under which this column, as a key, tells values
        apart; None where ranges are better not cut at the source."""

    @abstractmethod
    def size(self) -> int:
        """Bytes of the whole database on disk."""

    @abstractmethod
    def server_version(self) -> str:
        """ "PostgreSQL 15.18" or "SQLite 3.40.1"."""

    @abstractmethod
    def close(self) -> None: ...

    def __enter__(self) -> Connection:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Database(ABC):
    """How to reach one database. Opening it twice gives two independent connections."""

    kind: ClassVar[str]
    hush: bool  # of every connection

    @abstractmethod
    def open(self, *, read_only: bool = False, patient: bool = True) -> Connection:
        """A new connection; a SQLite file must exist unless `create` was said. A server that is
        full is asked again for a moment, unless it is one that can be done without."""

    @property
    @abstractmethod
    def url(self) -> str:
        """The URL with its password masked."""

    def named(self, entry: str | None) -> Database:
        """The same database; where its password is wanted, the keyring is asked for this entry."""
        del entry
        return self

    def exists(self) -> bool:
        """Whether there is something to open; a server has to be asked."""
        return True

    def discard_empty(self) -> None:
        """Remove what opening alone has made."""
        return None

    def state(self) -> object:
        """What changes with every commit, where that is cheap to ask; None where nothing tells."""
        return None

    def fingerprint(self, wanted: Callable[[], bool] = lambda: True) -> str:
        """A hash over every byte of the database, where that is cheaper than reading its rows;
        else never the same twice. Of no use once nobody wants it."""
        del wanted
        return secrets.token_hex(16)

    @abstractmethod
    def same_as(self, other: Database) -> bool:
        """Whether both name one and the same database (same file, same server and database)."""
