"""Small sites of the tests of the engine's laws: one table of values, over every route."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from migrate_tui.engine.context import Options
from small import (
    ACROSS,
    KINDS,
    POSTGRESQL,
    SERVERS,
    Small,
    small,
)

LEGACY = "create table legacy (id integer primary key, v text);"
FRESH = "create table fresh (id integer primary key, v text not null);"
each_route = pytest.mark.parametrize("route", tuple(KINDS))
on_postgresql = pytest.mark.parametrize("route", (POSTGRESQL, ACROSS, SERVERS))


@pytest.fixture(name="url")
def fresh(request: pytest.FixtureRequest) -> Any:
    return lambda: request.getfixturevalue("fresh_url")()


def rows(number: int, value: str = "v") -> str:
    return (
        f"insert into legacy values {', '.join(f'({i}, {value!r})' for i in range(1, number + 1))};"
    )


@pytest.fixture(name="site")
def seven_rows(tmp_path: Path, route: str, url: Any) -> Small:
    """Seven good rows, cut into ranges of two."""
    source, options = LEGACY + rows(7), Options(batch_size=2)
    return small(tmp_path, route, url, source=source, target=FRESH, options=options)
