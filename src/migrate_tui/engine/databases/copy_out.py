"""Rows that a COPY … TO STDOUT prints, waited for only where none has come yet: psycopg's own loop
sets up its waiting for each row, which takes longer than the row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import psycopg
from psycopg.errors import error_from_result
from psycopg.waiting import Wait

if TYPE_CHECKING:
    from psycopg.abc import PQGen


def rows(raw: psycopg.Connection[tuple[object, ...]], query: bytes) -> Iterator[memoryview]:
    """Each row's line; to be taken to the end, or the transaction is lost."""
    with raw.cursor() as cursor, cursor.copy(query):
        while (found := raw.pgconn.get_copy_data(1))[0] >= 0:
            if found[0]:
                yield found[1]
            else:
                raw.wait(_more(raw))
        while (result := raw.pgconn.get_result()) is not None:
            if result.status == psycopg.pq.ExecStatus.FATAL_ERROR:
                raise error_from_result(result)


def _more(raw: psycopg.Connection[tuple[object, ...]]) -> PQGen[None]:
    yield Wait.R
    raw.pgconn.consume_input()
