"""The database's own clock, by which leases are judged, and the lock under which they change."""

from __future__ import annotations

from migrate_tui.engine.databases.base import Connection

NOW = {
    "postgresql": (
        "to_char(clock_timestamp() at time zone 'utc', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"+00:00\"')"
    ),
    "sqlite": "strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')",
}
AGE = {
    "postgresql": "extract(epoch from clock_timestamp() - nullif({}, '')::timestamptz)::float8",
    "sqlite": "(julianday('now') - julianday({})) * 86400.0",
}
LEASES = 0x6D69_6772_6174_65  # any number that nobody else locks


def now(kind: str) -> str:
    """SQL of the time as ISO-8601 text."""
    return NOW[kind]


def age(kind: str, column: str) -> str:
    """SQL of the seconds since such a text; NULL where it is empty."""
    return AGE[kind].format(column)


def alone(connection: Connection) -> None:
    """Until the transaction ends no other one passes here; SQLite's has the file to itself."""
    if connection.kind == "postgresql":
        connection.execute(f"select pg_advisory_xact_lock({LEASES})")


def hasten(connection: Connection, milliseconds: int) -> None:
    """SQLite: wait so long for a lock and no longer; whoever waits keeps new readers waiting."""
    if connection.kind == "sqlite":
        connection.execute(f"pragma busy_timeout = {milliseconds}")
