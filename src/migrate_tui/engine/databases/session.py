"""What a connection needs beyond plan functions before a mapping runs: aggregates and witnesses."""

from __future__ import annotations

import contextlib
import hashlib
import marshal
import sqlite3
from collections.abc import Iterator
from typing import Any

from migrate_tui.engine.databases.base import Connection

LARGE = "256MB"  # of a table, from which on PostgreSQL may build an index with workers
_FIRST = (
    "create or replace function pg_temp.mt_keep(anyelement, anyelement) returns anyelement"
    " language sql immutable strict parallel safe as 'select $1'",
    "create aggregate pg_temp.mt_first(anyelement)"
    " (sfunc = pg_temp.mt_keep, stype = anyelement, parallel = safe)",
)


def prepare_postgresql(connection: Connection) -> None:
    """The aggregate that keeps the first value which is not NULL."""
    ((made,),) = connection.execute(
        "select to_regprocedure('pg_temp.mt_first(anyelement)') is not null"
    )
    if not made:
        connection.execute(";\n".join(_FIRST))


def tune(connection: Connection) -> None:
    """Memory and costs for one transaction of set-based work; nothing of it outlives it."""
    if connection.kind == "postgresql":
        settings = ("work_mem = '64MB'", "random_page_cost = 1.1", "jit = off")
        connection.execute("; ".join(f"set local {setting}" for setting in settings))


def hasten(connection: Connection) -> None:
    """The transaction's commit need not reach the disk before it returns.

    What a crash of the server loses is lost with its ledger row and done again; the commit that
    ends the run waits for all of it.
    """
    if connection.kind == "postgresql":
        connection.execute("set local synchronous_commit = off")


@contextlib.contextmanager
def frugal(connection: Connection) -> Iterator[None]:
    """No workers for an index of a table that is not large: where two are built at once, or one
    beside a load, they cost two fifths more of the processors' time and win none."""
    if connection.kind != "postgresql":
        yield
        return
    connection.execute(f"set min_parallel_table_scan_size = '{LARGE}'")
    try:
        yield
    finally:
        with contextlib.suppress(Exception):  # a connection that is gone: the first error is told
            connection.execute("reset min_parallel_table_scan_size")


class First:
    """The value of the lowest rank that is not NULL."""

    def __init__(self) -> None:
        self.rank: int | None = None
        self.value: Any = None

    def step(self, value: Any, rank: int) -> None:
        if value is not None and (self.rank is None or rank < self.rank):
            self.rank, self.value = rank, value

    def finalize(self) -> Any:
        return self.value


def row_hash(*values: Any) -> int:
    """64 signed bits over typed values; equal rows of equal types hash alike in every process."""
    digest = hashlib.blake2b(marshal.dumps(values, 2), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


class HashSum:
    """The sum of row hashes modulo 2^64, whatever the order of the rows."""

    def __init__(self) -> None:
        self.total = 0

    def step(self, *values: Any) -> None:
        self.total += row_hash(*values)

    def finalize(self) -> str:
        return str(self.total & 0xFFFFFFFFFFFFFFFF)


def register_sqlite(raw: sqlite3.Connection) -> None:
    # the types of sqlite3 know aggregates of one number only
    raw.create_aggregate("mt_first", 2, First)  # type: ignore[arg-type]
    raw.create_function("mt_hash", -1, row_hash, deterministic=True)
    raw.create_aggregate("mt_hash_sum", -1, HashSum)  # type: ignore[arg-type]
