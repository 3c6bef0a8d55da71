"""Connections to test databases that stay open between questions: a new one costs five ms.

A test sees no difference: what changes a session, or what a new session would see, ends it.
"""

from __future__ import annotations

import contextlib
import re
import select
from collections import OrderedDict
from collections.abc import Iterator
from typing import Any, cast

import psycopg

MOST = 4  # servers are small, and several workers may borrow one
LEAVES_A_TRACE = re.compile(
    r"(^|;)\s*(set|reset|begin|start|prepare|declare|listen|load|discard)\b"
    r"|\b(set_config|temp|temporary|pg_temp|role|pg_\w*lock\w*|alter\s+(database|system|user))\b",
    re.IGNORECASE,
)

_kept: OrderedDict[str, psycopg.Connection[Any]] = OrderedDict()


@contextlib.contextmanager
def connection(url: str) -> Iterator[psycopg.Connection[Any]]:
    """In autocommit, to be given back as it was found; after an error it is closed."""
    raw = _kept.pop(url, None)
    if raw is None or _gone(raw):
        raw = psycopg.connect(url, autocommit=True, prepare_threshold=None)
    with contextlib.ExitStack() as closing:
        closing.callback(raw.close)
        yield raw
        if raw.info.transaction_status == psycopg.pq.TransactionStatus.IDLE:
            closing.pop_all()
            _keep(url, raw)


def execute(url: str, *texts: str) -> psycopg.Cursor[Any]:
    """The cursor of the last text, whose rows are already here."""
    with connection(url) as raw:
        for text in texts:
            cursor = raw.execute(cast(Any, text.encode()))
    if any(map(LEAVES_A_TRACE.search, texts)):
        leave(url)
    return cursor


def leave(url: str) -> None:
    if raw := _kept.pop(url, None):
        raw.close()


def _keep(url: str, raw: psycopg.Connection[Any]) -> None:
    leave(url)  # another one, where two were asked at once
    _kept[url] = raw
    while len(_kept) > MOST:
        _kept.popitem(last=False)[1].close()


def _gone(raw: psycopg.Connection[Any]) -> bool:
    """The server says something unasked where it has ended the session."""
    if raw.closed:
        return True
    with contextlib.suppress(OSError, ValueError):
        if not select.select([raw.fileno()], [], [], 0)[0]:
            return False
    raw.close()
    return True
