"""Mirrors in tests: notes of two users on every route, one of which is two SQLite files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from small import BACK, FILES, ROUTES, SERVERS, Small, small

MIRROR_ROUTES = ROUTES  # gathered inside of either database, and direct across two
EVERY_ROUTE = (*ROUTES, FILES, SERVERS, BACK)
NOTES = "create table legacy (id integer primary key, u text, v text);"
FRESH = "create table fresh (id integer primary key, u text, v text);"
ROWS = "insert into legacy values (1,'ann','a'),(2,'ann','b'),(3,'ann','c'),(4,'bob','d');"
Url = Callable[[], str]


def mirror(folder: Path, route: str, url: Url, **changes: Any) -> Small:
    """A mirror of `legacy` in `fresh`; the plan and both tables may be others."""
    words = {"source": NOTES + ROWS, "target": FRESH, "on_missing": "delete", **changes}
    return small(folder, route, url, **words)


def gone(site: Small, condition: str) -> None:
    """Rows leave the source."""
    site.execute(f"delete from legacy where {condition}", at="source")


def ids(site: Small, table: str = "fresh") -> list[int]:
    return [int(row[0]) for row in site.query(f"select id from {table} order by id")]
