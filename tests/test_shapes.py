"""One table of shapes and routes: every case done, undone and redone on every route it can go."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from realpg import Server
from shape_cycle import Cycle
from shapes import ROUTES, Case, Place, Route, problems, sheets

SHEETS = sheets()
TABLE = [(sheet, route) for sheet in SHEETS for route in ROUTES]
QUICK = {  # a route of each sheet, and every route once; CI and test-all go them all
    "circles": "in sqlite",
    "keys": "postgresql to sqlite",
    "names": "sqlite to sqlite",
    "parents": "in postgresql",
    "relations": "sqlite to postgresql",
    "types": "postgresql to postgresql",
}


def turn(sheet: str, route: Route) -> Any:
    marks = () if route.name == QUICK[sheet] else pytest.mark.slow
    name = f"{sheet} {route.name}".replace(" ", "-")
    return pytest.param(sheet, route, id=name, marks=marks)


each_sheet_and_route = pytest.mark.parametrize(
    ("sheet", "route"), [turn(sheet, route) for sheet, route in TABLE]
)


@pytest.fixture
def place(tmp_path: Path, route: Route, request: pytest.FixtureRequest) -> Iterator[Place]:
    made: list[str] = []

    def server() -> str:
        found: Server = request.getfixturevalue("postgres")
        made.append(found.new_database())
        return made[-1]

    yield Place(tmp_path / "shapes", route, server)
    for url in made:
        request.getfixturevalue("postgres").drop_database(url)


def there(sheet: str, route: Route) -> list[Case]:
    return [case for case in SHEETS[sheet] if case.exception(route) is None]


@each_sheet_and_route
def test_shapes(sheet: str, route: Route, place: Place) -> None:
    """All cases of a sheet share a pair of databases and one plan."""
    found = Cycle(place, there(sheet, route)).play()
    assert not found, "\n".join(found)


def test_every_case_is_played_or_says_why_not() -> None:
    """Nothing is skipped silently: cases times routes is what is played and what is excepted."""
    cases = [case for found in SHEETS.values() for case in found]
    wrong = [problem for case in cases for problem in problems(case)]
    assert not wrong, "\n".join(wrong)
    assert len({case.id for case in cases}) == len(cases)
    assert QUICK.keys() == SHEETS.keys()
    assert sorted(QUICK.values()) == sorted(route.name for route in ROUTES)
    played = sum(len(there(sheet, route)) for sheet, route in TABLE)
    excepted = [(c.id, r.name) for c in cases for r in ROUTES if c.exception(r)]
    assert played + len(excepted) == len(cases) * len(ROUTES)
    assert all(any(c.exception(r) is None for r in ROUTES) for c in cases)
