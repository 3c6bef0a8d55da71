"""What somebody types of a database, as its URL; and the same without its password."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import quote, urlencode

SQLITE, POSTGRESQL = "sqlite", "postgresql"
SSL = ("prefer", "require", "verify-ca", "verify-full", "disable")


@dataclass(frozen=True)
class Address:
    """The fields of one database. Nothing is checked here but what a URL cannot do without."""

    kind: str = SQLITE
    file: str = ""
    host: str = ""
    port: str = ""
    database: str = ""
    user: str = ""
    password: str = ""
    ssl: str = SSL[0]

    @staticmethod
    def of(fields: Mapping[str, str]) -> Address:
        return Address(**{name: value.strip() for name, value in fields.items() if value})

    @property
    def missing(self) -> str:
        """What is still to be typed; nothing where a URL can be made."""
        if self.kind == SQLITE:
            return "" if self.file else "the file"
        if self.port and not self.port.isdigit():
            return "a port that is a number"
        return "" if self.database else "the name of the database"

    @property
    def url(self) -> str:
        if self.kind == SQLITE:
            return f"sqlite:///{self.file}"
        secret = f":{quote(self.password, safe='')}" if self.password else ""
        who = f"{quote(self.user, safe='')}{secret}@" if self.user or secret else ""
        host = f"[{self.host}]" if ":" in self.host else self.host
        socket = {"host": self.host} if self.host.startswith("/") else {}
        where = "" if socket else f"{host}{f':{self.port}' if self.port else ''}"
        more = socket | ({"sslmode": self.ssl} if self.ssl != SSL[0] else {})
        query = f"?{urlencode(more)}" if more else ""
        return f"postgresql://{who}{where}/{quote(self.database, safe='')}{query}"

    @property
    def open(self) -> str:
        """Without the password."""
        return replace(self, password="").url

    @property
    def shown(self) -> str:
        """With stars where the password stands."""
        return replace(self, password="***" if self.password else "").url.replace("%2A", "*")
