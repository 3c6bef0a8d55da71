"""A database for the tests of the schema step: its script, its statements and its tables."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from migrate_tui.engine.context import Context, Options
from migrate_tui.engine.events import Event, SchemaStatement
from surroundings import ask, both, context_for

SCRIPT = """
-- students; and more
create table students (id integer primary key, name text default 'a;b');
create table sessions (id integer primary key, student_id integer references students (id));
create index sessions_student on sessions (student_id);
create view names as select name from students;
"""


@pytest.fixture(params=["sqlite", "postgresql"], name="url")
def each_url(request: pytest.FixtureRequest) -> str:
    name = "sqlite_url" if request.param == "sqlite" else "postgres_url"
    found: str = request.getfixturevalue(name)
    if request.param == "sqlite":
        Path(found.removeprefix("sqlite:///")).touch()
    return found


def prepared(url: str, directory: Path, script: str = "", **words: Any) -> Context:
    (directory / "schema.sql").write_text(script)
    options = words.pop("options", Options())
    wanted = SimpleNamespace(
        **{
            "rename": {},
            "apply": both("schema.sql"),
            "migrations": None,
            "from_source": False,
            "after_load": None,
        }
        | words
    )
    return context_for(url, directory, schema_=wanted, options=options)


def statements(events: list[Event]) -> list[tuple[str, bool]]:
    return [(e.sql, e.applied) for e in events if isinstance(e, SchemaStatement)]


def tables(url: str) -> set[str]:
    if url.startswith("sqlite"):
        rows = ask(url, "select name from sqlite_master where type = 'table'")
    else:
        rows = ask(url, "select tablename from pg_tables where schemaname = 'public'")
    return {name for (name,) in rows} - {"migration_schema"}
