"""Columns named as the engine names helper columns of its own: a plan error says so."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from small import ROUTES, failure, small

each_route = pytest.mark.parametrize("route", ROUTES)


@pytest.fixture
def url(request: pytest.FixtureRequest) -> Any:
    return lambda: request.getfixturevalue("postgres_url")


@each_route
@pytest.mark.parametrize("name", ["mt_source", "MT_no", "old.v", "new.id"])
def test_a_column_named_as_one_of_ours_is_told(
    tmp_path: Path, route: str, url: Any, name: str
) -> None:
    table = f'(id integer primary key, v text, "{name}" text)'
    legacy, fresh = f"create table legacy {table};", f"create table fresh {table};"
    site = small(tmp_path, route, url, source=legacy, target=fresh)
    for step in ("preflight", "dry-run", "migrate"):
        told = failure(site.steps(step, code=2))
        assert name in told and ", line " in told, told


@each_route
def test_a_source_column_that_nothing_reads_may_have_any_name(
    tmp_path: Path, route: str, url: Any
) -> None:
    source = """
        create table legacy (id integer primary key, v text, mt_source text);
        insert into legacy values (1, 'a', 'b');
    """
    fresh = "create table fresh (id integer primary key, v text);"
    site = small(tmp_path, route, url, source=source, target=fresh, ignore=["mt_source"])
    site.migrate()
    assert site.rows() == [("1", "a")]
