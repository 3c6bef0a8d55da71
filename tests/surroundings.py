"""Contexts for tests of single steps: a plan's few words, one or two databases, a clock."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import kept
from migrate_tui.engine.context import Context, Options
from migrate_tui.engine.databases import open_database

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


class Files(SimpleNamespace):
    """`{postgresql: …, sqlite: …}` of a plan."""

    def get(self, kind: str) -> str | None:
        return getattr(self, kind, None)


def both(text: str) -> Files:
    return Files(sqlite=text, postgresql=text)


def context_for(
    target: str,
    directory: Path,
    *,
    source: str | None = None,
    run: str = "run-1",
    now: datetime = NOON,
    options: Options | None = None,
    **plan: Any,
) -> Context:
    """A context whose plan has what the tested steps read of one."""
    backup = SimpleNamespace(directory="backups", keep_days=7, compress="gzip", of=("target",))
    words: dict[str, Any] = {
        "plan": "studio",
        "directory": directory,
        "backup": backup,
        "schema_": None,
        "clean_up": None,
        "checklist": (),
        "mask": (),
    }
    return Context(
        plan=cast(Any, SimpleNamespace(**(words | plan))),
        run=run,
        source_database=open_database(source or target),
        target_database=open_database(target),
        options=options or Options(),
        now=lambda: now,
    )


def run_sql(url: str, *statements: str) -> None:
    """Statements of somebody else: on a connection that the engine knows nothing of."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)) as raw:
            for statement in statements:
                raw.execute(statement)
    elif statements:
        kept.execute(url, *statements)


def ask(url: str, query: str) -> list[tuple[Any, ...]]:
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as raw:
            return raw.execute(query).fetchall()
    return kept.execute(url, query).fetchall()
