"""Database URLs as people write them: passwords may hold any character, encoded or not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from urllib.parse import quote, unquote

from migrate_tui.engine.databases.quoting import quote as quoted
from migrate_tui.engine.errors import Blocked
from migrate_tui.engine.secrets import HIDDEN, mask, remember

SCHEMES = {"sqlite": "sqlite", "postgresql": "postgresql", "postgres": "postgresql"}
FORMS = "sqlite:///relative.db, sqlite:////absolute.db or postgresql://user@host:5432/database"
LOCAL = ("localhost", "127.0.0.1", "::1")
# What Prisma adds to its URLs and libpq does not know; `schema` is the search path.
PRISMA = {"schema", "connection_limit", "pool_timeout", "socket_timeout", "pgbouncer", "sslaccept"}
_PLACE = re.compile(
    r"(?P<hosts>(?:[^@/?:,\[\]]*|\[[^\]@/?]*\])(?::\d*)?(?:,[^@/?]*)?)"
    r"(?:/(?P<database>[^@/?]*))?(?:\?(?P<query>.*))?",
    re.DOTALL,
)


@dataclass(frozen=True)
class PostgreSQLAddress:
    """Where a PostgreSQL database is; `options` are libpq's other parameters."""

    user: str | None = None
    password: str | None = field(default=None, repr=False)
    host: str | None = None
    port: str | None = None
    database: str | None = None
    options: Mapping[str, str] = field(default_factory=dict)

    def conninfo(self) -> dict[str, str]:
        """libpq's parameters; what is not said is left to libpq's environment and .pgpass."""
        said = {
            "user": self.user,
            "password": self.password,
            "host": self.host,
            "port": self.port,
            "dbname": self.database,
        }
        return {**self.options, **{key: value for key, value in said.items() if value}}

    @property
    def account(self) -> str:
        """What the keyring calls it."""
        where = f"{self.host or 'localhost'}:{self.port or '5432'}"
        return f"{self.user or ''}@{where}/{self.database or self.user or ''}"

    @property
    def place(self) -> tuple[str, str, str]:
        """Server and database, for telling two addresses apart."""
        host = (self.host or "localhost").lower()
        here = host in LOCAL or host.startswith("/")
        database = self.database or self.user or ""
        return "localhost" if here else host, self.port or "5432", database

    @property
    def masked(self) -> str:
        user = f"{quote(self.user or '')}{':' + HIDDEN if self.password else ''}"
        database = quote(self.database or "", safe="")
        return f"postgresql://{user + '@' if user else ''}{self._where(database)}"

    def _where(self, database: str) -> str:
        host, port = self.host or "", self.port
        if "/" in host or "," in host:
            return f"/{database}?host={host}{'&port=' + port if port else ''}"
        bracketed = f"[{host}]" if ":" in host else host
        return f"{bracketed}{':' + port if port else ''}/{database}"


def kind_of(url: str) -> str:
    """ "sqlite" or "postgresql", by the scheme; a driver after + is ignored."""
    scheme = url.partition("://")[0].partition("+")[0].lower()
    if "://" not in url or scheme not in SCHEMES:
        said = mask(url) if "://" in url else "The database URL"
        raise Blocked(f"{said} has no scheme that is known here", f"Write {FORMS}.")
    return SCHEMES[scheme]


def sqlite_path(url: str, directory: Path | None = None) -> Path:
    """The file of a SQLite URL; a relative one lies beside the plan (or where we stand)."""
    rest = url.partition("://")[2]
    if not rest.startswith("/") or rest in ("/", "/:memory:"):
        raise Blocked(f"{mask(url)} names no file", f"Write {FORMS}.")
    return (directory or Path.cwd()) / rest[1:]


def postgresql_address(url: str) -> PostgreSQLAddress:
    """The first reading of the URL in which ports are numbers and parameters are known."""
    for user, place in _readings(url.partition("://")[2]):
        query = _query(place["query"] or "")
        if query is not None:
            address = _address(user, place, query)
            remember(address.password)
            remember(address.options.get("sslpassword"))
            return address
    raise Blocked(f"{mask(url)} cannot be read as a PostgreSQL URL", f"Write {FORMS}.")


def _readings(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    """Without a user, then with the user part ending at each @: a password may hold some."""
    cuts = [0, *(at.end() for at in re.finditer("@", text))]
    for cut in cuts:
        if found := _PLACE.fullmatch(text, cut):
            yield text[: max(0, cut - 1)], found


def _address(said: str, place: re.Match[str], query: dict[str, str]) -> PostgreSQLAddress:
    user, _, password = said.partition(":")
    hosts, ports = _hosts(place["hosts"])
    return PostgreSQLAddress(
        user=unquote(user) or query.pop("user", None),
        password=unquote(password) or query.pop("password", None),
        host=hosts or query.pop("host", None),
        port=ports or query.pop("port", None),
        database=unquote(place["database"] or "") or query.pop("dbname", None),
        options=_without_prisma(query),
    )


def _hosts(text: str) -> tuple[str, str]:
    """host:port,host:port as libpq's two lists; [::1] loses its brackets."""
    pairs = re.findall(r"(\[[^\]]*\]|[^:,]*)(?::(\d*))?(?:,|$)", text)[: text.count(",") + 1]
    hosts = [unquote(host.strip("[]")) for host, _ in pairs]
    ports = [port for _, port in pairs]
    return ",".join(hosts), ",".join(ports) if any(ports) else ""


def _query(text: str) -> dict[str, str] | None:
    """None where a parameter is not one: then the ? belonged to a password."""
    pairs = [part.partition("=") for part in text.split("&") if part]
    query = {unquote(key): unquote(value) for key, _, value in pairs}
    return query if query.keys() <= _parameters() | PRISMA else None


def _without_prisma(query: dict[str, str]) -> dict[str, str]:
    options = {key: value for key, value in query.items() if key not in PRISMA}
    if schema := query.get("schema"):
        path = f"-c search_path={escaped(quoted(schema))}"
        options["options"] = f"{path} {query.get('options', '')}".strip()
    return options


def escaped(value: str) -> str:
    """For libpq's `options`, which are cut at blanks."""
    return value.replace("\\", "\\\\").replace(" ", "\\ ")


@cache
def _parameters() -> frozenset[str]:
    from psycopg.pq import Conninfo

    return frozenset(option.keyword.decode() for option in Conninfo.get_defaults())
