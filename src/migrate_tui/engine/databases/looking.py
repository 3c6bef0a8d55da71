"""Async engines for looking: read-only from the first statement, values as their own text."""

from __future__ import annotations

import asyncio
from typing import Any

import aiosqlite
import psycopg
from psycopg.types.string import TextLoader
from sqlalchemy import AsyncAdaptedQueuePool
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from migrate_tui.engine.databases.base import Database
from migrate_tui.engine.databases.postgresql import PostgreSQLDatabase
from migrate_tui.engine.databases.postgresql_errors import blocked, wants_password
from migrate_tui.engine.databases.postgresql_session import AS_TEXT, parameters
from migrate_tui.engine.databases.sqlite import BUSY_SECONDS, SQLiteDatabase

MOMENT = 0.1  # seconds


def looking(database: Database) -> AsyncEngine:
    """An engine on the database; nothing is connected before it is asked."""
    if isinstance(database, SQLiteDatabase):
        return _sqlite(database)
    assert isinstance(database, PostgreSQLDatabase)
    return _postgresql(database)


async def interrupt(raw: Any, asked: asyncio.Future[Any]) -> None:
    """Stop what a connection was asked. psycopg cancels at the server when its caller is cancelled;
    SQLite goes on in its thread until it is told, and hears nothing before it has begun."""
    while not asked.done():
        if isinstance(raw, aiosqlite.Connection):
            await raw.interrupt()
        else:
            asked.cancel()
        await asyncio.wait([asked], timeout=MOMENT)
    if not asked.cancelled():
        asked.exception()  # it is known to be there


def _sqlite(database: SQLiteDatabase) -> AsyncEngine:
    async def connect() -> Any:
        where = f"{database.path.absolute().as_uri()}?mode=ro"
        raw = aiosqlite.connect(where, uri=True, isolation_level=None, timeout=BUSY_SECONDS)
        raw._thread.daemon = True  # a query that still runs holds nobody back who leaves
        opened = await raw
        opened.text_factory = lambda data: data.decode(errors="backslashreplace")
        return opened

    return create_async_engine(
        "sqlite+aiosqlite://", async_creator=connect, poolclass=AsyncAdaptedQueuePool
    )


def _postgresql(database: PostgreSQLDatabase) -> AsyncEngine:
    said = parameters(database.address, database.timezone, True)

    async def connect() -> Any:
        try:
            raw = await _open(said)
        except psycopg.OperationalError as error:
            password = wants_password(error) and database.kept()
            if not password:
                raise blocked(error, database.address, database.entry) from None
            raw = await _open({**said, "password": password})
        for name in AS_TEXT:
            if known := raw.adapters.types.get(name):
                raw.adapters.register_loader(known.oid, TextLoader)
        return raw

    return create_async_engine(
        "postgresql+psycopg_async://", async_creator=connect, use_native_hstore=False
    )


async def _open(said: dict[str, str]) -> psycopg.AsyncConnection[Any]:
    conninfo = psycopg.conninfo.make_conninfo("", **said)
    return await psycopg.AsyncConnection.connect(conninfo, autocommit=True, prepare_threshold=None)
