"""Connections to each kind of database, for the tests of statements and transactions."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from migrate_tui.engine.databases import open_database
from migrate_tui.engine.databases.base import Connection

KINDS = ("sqlite", "postgresql")
DRIVER_ERRORS = (sqlite3.Error, psycopg.Error)


@pytest.fixture(params=KINDS, name="url")
def each_url(request: pytest.FixtureRequest) -> str:
    """A fresh, empty database of each kind."""
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgres_url"))
    request.getfixturevalue("sqlite_path").touch()
    return str(request.getfixturevalue("sqlite_url"))


@pytest.fixture(name="connection")
def each_connection(url: str) -> Iterator[Connection]:
    with open_database(url).open() as opened:
        opened.execute("create table t (n integer primary key, x text)")
        yield opened


def rows(connection: Connection) -> list[tuple[Any, ...]]:
    return connection.execute("select n, x from t order by n")


def error_of(error: BaseException) -> str:
    return type(error).__name__
