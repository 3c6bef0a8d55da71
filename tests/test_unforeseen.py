"""Preflight names what the dry run cannot foresee: exclusion constraints, triggers that fire."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from migrate_tui.engine.events import Finding
from small import ACROSS, POSTGRESQL, SQLITE, small

LEGACY = "create table legacy (id integer primary key, v integer);"
RANGES = (
    "create table fresh (id integer primary key, v integer,"
    " constraint apart exclude using gist (int4range(v, v + 2) with &&));"
)
FRESH = "create table fresh (id integer primary key, v integer);"
FIRES = {
    "postgresql": FRESH + "create function f() returns trigger language plpgsql as"
    " 'begin return new; end'; create trigger loud before insert on fresh"
    " for each row execute function f();",
    "sqlite": FRESH + "create trigger loud before insert on fresh begin select 1; end;",
}
CANNOT = "the dry run cannot count what it would refuse"


@pytest.mark.parametrize("route", [POSTGRESQL, ACROSS])
def test_exclusion_constraints_are_named(
    tmp_path: Path, route: str, fresh_url: Callable[[], str]
) -> None:
    site = small(tmp_path, route, fresh_url, source=LEGACY, target=RANGES)
    found = site.steps("preflight").of(Finding)
    facts = [(f.severity, f.fact) for f in found if f.remedy == CANNOT]
    assert facts == [("warning", "fresh: apart is an exclusion constraint")]
    rows = "insert into legacy values (1, 1), (2, 2), (3, 5);"
    site.execute(rows, at="source")
    assert [key for key, _, _ in site.migrate() and site.rejects()] == ["2"]


@pytest.mark.parametrize("route", [SQLITE, POSTGRESQL])
@pytest.mark.parametrize("said", ["fire", "off"])
def test_triggers_that_fire_are_named(
    tmp_path: Path, route: str, fresh_url: Callable[[], str], said: str
) -> None:
    site = small(tmp_path, route, fresh_url, source=LEGACY, target=FIRES, triggers=said)
    found = site.steps("preflight").of(Finding)
    named = ["fresh: trigger loud fires and may refuse or change rows"] if said == "fire" else []
    assert [f.fact for f in found if f.remedy == CANNOT] == named
