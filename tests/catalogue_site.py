"""Connections for the tests of the catalogues, and what is asked of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from migrate_tui.engine.databases import open_database
from migrate_tui.engine.databases.base import Connection
from migrate_tui.engine.databases.catalogue import Column, Table

ODD = 'we%ird "q" :p %(x)s ? \\ \'s'
RTL = "שולחן\u202e"
LONG = "ü" * 31 + "x"  # 63 bytes
NAMES = ["user", "camelCase", "a.b.c", " ", ODD, RTL, LONG, "tab\tnew\nline", "semi;--", "%s"]


SHARED = (
    "create table parent (id integer primary key, code text not null unique, a int, b int,"
    " constraint ab unique (b, a))",
    "create table child (id integer primary key, parent_id integer not null default 7"
    " constraint to_parent references parent on delete cascade, a int, b int, code text"
    " constraint to_code references parent (code) deferrable initially deferred,"
    " constraint positive check (a > 0),"
    " constraint pair foreign key (b, a) references parent (b, a) on delete set null)",
    "create unique index live on child (code) where a > 1",
    "create unique index lower_code on child (lower(code), a desc)",
    "create index plain on child (b)",
    "create view seen as select id, code from child",
)


@pytest.fixture(params=["sqlite", "postgresql"], name="connection")
def each_connection(request: pytest.FixtureRequest) -> Iterator[Connection]:
    """An empty database of each kind."""
    fixture = "postgres_url" if request.param == "postgresql" else "sqlite_url"
    with open_database(request.getfixturevalue(fixture), create=True).open() as opened:
        yield opened


@pytest.fixture(name="lite")
def sqlite_connection(sqlite_url: str) -> Iterator[Connection]:
    with open_database(sqlite_url, create=True).open() as opened:
        yield opened


@pytest.fixture(name="postgres_each")
def each_postgresql(each_postgres_url: str) -> Iterator[Connection]:
    with open_database(each_postgres_url).open() as opened:
        yield opened


def table(connection: Connection, name: str) -> Table:
    found = connection.table(name)
    assert found is not None
    return found


def run(connection: Connection, *statements: str) -> None:
    for statement in statements:
        connection.execute(statement)


def column(connection: Connection, name: str, of: str = "t") -> Column:
    found = table(connection, of).column(name)
    assert found is not None
    return found
