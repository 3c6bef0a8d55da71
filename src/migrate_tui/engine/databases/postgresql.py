"""PostgreSQL: a database on a server, found by its address and opened.

What a value looks like is pinned when connecting; everything later is SET LOCAL, by the callers.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

import psycopg
from psycopg.rows import TupleRow

from migrate_tui.engine import secrets
from migrate_tui.engine.databases.base import Database
from migrate_tui.engine.databases.postgresql_connection import PostgreSQLConnection
from migrate_tui.engine.databases.postgresql_errors import blocked, wants_password
from migrate_tui.engine.databases.postgresql_patience import patiently
from migrate_tui.engine.databases.postgresql_session import (
    checked,
    connect,
    parameters,
)
from migrate_tui.engine.databases.url import PostgreSQLAddress

PUBLIC = '-c search_path="public"'


@dataclass(frozen=True)
class PostgreSQLDatabase(Database):
    """A database on a server; what the URL leaves out is libpq's to find."""

    address: PostgreSQLAddress
    timezone: str = "UTC"
    entry: str | None = None
    hush: bool = False

    kind = "postgresql"

    @property
    def url(self) -> str:
        return self.address.masked

    def named(self, entry: str | None) -> PostgreSQLDatabase:
        return replace(self, entry=entry)

    def same_as(self, other: Database) -> bool:
        if not isinstance(other, PostgreSQLDatabase):
            return False
        return self.address.place == other.address.place and self.path == other.path

    @property
    def path(self) -> str:
        """Where its names are looked for: two schemas of one database are two databases."""
        return (self.address.options.get("options") or "").replace(PUBLIC, "").strip()

    def open(self, *, read_only: bool = False, patient: bool = True) -> PostgreSQLConnection:
        connecting = partial(self._connect, parameters(self.address, self.timezone, read_only))
        try:
            raw = patiently(connecting) if patient else connecting()
        except psycopg.Error as error:
            raise blocked(error, self.address, self.entry) from None
        found = PostgreSQLConnection(checked(raw), self.url)
        found.hush = self.hush
        return found

    def _connect(self, said: dict[str, str]) -> psycopg.Connection[TupleRow]:
        """The keyring is asked only where the server wants a password and nobody gave one."""
        try:
            return connect(said)
        except psycopg.OperationalError as error:
            password = wants_password(error) and self.kept()
            if not password:
                raise
            return connect({**said, "password": password})

    def kept(self) -> str | None:
        """The keyring's password: of the connection's name, else of the account."""
        named = secrets.from_keyring(self.entry) if self.entry else None
        return named or secrets.from_keyring(self.address.account)
