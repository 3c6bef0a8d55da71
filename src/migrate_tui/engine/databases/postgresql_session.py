"""A new session of PostgreSQL: what its values look like is pinned from the start."""

from __future__ import annotations

import os

import psycopg
from psycopg.rows import TupleRow
from psycopg.types.string import TextLoader

from migrate_tui.engine.databases.url import PostgreSQLAddress, escaped
from migrate_tui.engine.errors import Blocked

OLDEST = 13
CONNECT_SECONDS = "10"
SETTINGS = {
    "DateStyle": "ISO, YMD",
    "IntervalStyle": "postgres",
    "extra_float_digits": "1",
    "bytea_output": "hex",
    "standard_conforming_strings": "on",
    "row_security": "off",  # hidden rows are an error, not a smaller table
    "idle_in_transaction_session_timeout": "0",  # a snapshot waits while the other side writes
}
# Python would lose something of these: infinity, BC, months, key order, digits.
AS_TEXT = (
    *("date", "time", "timetz", "timestamp", "timestamptz", "interval", "json", "jsonb", "uuid"),
    *("inet", "cidr", "int4range", "int8range", "numrange", "daterange", "tsrange", "tstzrange"),
    *("int4multirange", "int8multirange", "nummultirange"),
    *("datemultirange", "tsmultirange", "tstzmultirange"),
)


def parameters(address: PostgreSQLAddress, timezone: str, read_only: bool) -> dict[str, str]:
    """What is said to libpq: the address, the pinned settings and defaults of ours."""
    settings = {**SETTINGS, "TimeZone": timezone}
    settings |= {"default_transaction_read_only": "on"} if read_only else {}
    pinned = " ".join(f"-c {key}={escaped(value)}" for key, value in settings.items())
    said = address.conninfo()
    options = f"{said.get('options') or os.environ.get('PGOPTIONS', '')} {pinned}".strip()
    defaults = {"application_name": "migrate-tui", "connect_timeout": CONNECT_SECONDS}
    return {**defaults, **said, "options": options, "client_encoding": "UTF8"}


def connect(said: dict[str, str]) -> psycopg.Connection[TupleRow]:
    conninfo = psycopg.conninfo.make_conninfo("", **said)
    raw = psycopg.connect(conninfo, autocommit=True, prepare_threshold=None)
    for name in AS_TEXT:
        if known := raw.adapters.types.get(name):
            raw.adapters.register_loader(known.oid, TextLoader)
    return raw


def checked(raw: psycopg.Connection[TupleRow]) -> psycopg.Connection[TupleRow]:
    if raw.info.server_version < OLDEST * 10000:
        found = version(raw)
        raw.close()
        raise Blocked(
            f"The server is PostgreSQL {found}; {OLDEST} is the oldest that works here",
            "Upgrade the server, or restore a dump of it into a newer one.",
        )
    return raw


def version(raw: psycopg.Connection[TupleRow]) -> str:
    major, minor = divmod(raw.info.server_version, 10000)
    return f"{major}.{minor}"
