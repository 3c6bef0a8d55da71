"""Law 22: what waits for the load has records of its own, so that a cut-off load gets it too."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from migrate_tui.engine.context import Context
from migrate_tui.engine.events import Event
from small import KINDS, Small, counted, small

LEGACY = """
create table owners (id integer primary key, v text);
create table legacy (id integer primary key, owner integer, v text);
insert into owners values (1, 'a'), (2, 'b');
insert into legacy values (1, 1, 'x'), (2, 2, 'y'), (3, 9, 'an orphan');
"""
FRESH = """
create table people (id integer primary key, v text);
create table fresh (
    id integer primary key, owner integer references people (id), v text
);
"""
MAPPINGS = [
    {"into": "people", "from": "owners", "key": ["id"], "columns": {"*": "same"}},
    {"into": "fresh", "from": "legacy", "key": ["id"], "columns": {"*": "same"}},
]
INDEXES = {
    "postgresql": "select indexname from pg_indexes where indexname like 'late%' order by 1",
    "sqlite": "select name from sqlite_master where name like 'late%' order by 1",
}
KEYS = {
    "postgresql": "select count(*) from pg_constraint where contype = 'f' and convalidated",
    "sqlite": "select count(*) from pragma_foreign_key_list('fresh')",
}


@pytest.fixture
def site(tmp_path: Path, route: str, request: pytest.FixtureRequest) -> Small:
    made = small(
        tmp_path,
        route,
        lambda: str(request.getfixturevalue("fresh_url")()),
        source=LEGACY,
        target="",
        mappings=MAPPINGS,
        plan={"schema": {"apply": "schema.sql", "after_load": "late.sql"}},
    )
    (tmp_path / "schema.sql").write_text(FRESH)
    (tmp_path / "late.sql").write_text(
        "create index late_one on fresh (v);\ncreate index late_two on fresh (owner);\n"
    )
    return made


@pytest.mark.parametrize("route", tuple(KINDS))
def test_law_22_what_waits_for_the_load_comes_on_resume(
    site: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut_off(monkeypatch)
    site.steps("schema", "migrate", code=1)
    assert site.query(INDEXES) == []
    assert site.query(KEYS) == [(1,)]  # what was set aside does not wait for another run
    monkeypatch.undo()
    again = site.steps("schema", "migrate")
    assert site.query(INDEXES) == [("late_one",), ("late_two",)]
    assert site.query(KEYS) == [(1,)]
    assert counted(again).inserted + counted(again).unchanged == 2
    assert len(site.rows("fresh")) == 2


def cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """After the last range, before anything that waits for it."""

    def dies(_: Context) -> Iterator[Event]:
        raise RuntimeError("cut off")

    monkeypatch.setattr("migrate_tui.engine.steps.migrate.after_load", dies)
