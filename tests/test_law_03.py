"""Law 3: bounds that are not as they were written, or out of order by now, are cut again."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from migrate_tui.engine.context import Options
from migrate_tui.engine.databases import open_database
from migrate_tui.engine.databases.catalogue import Column
from migrate_tui.engine.databases.order import increasing
from migrate_tui.engine.events import Event, RangeDone
from migrate_tui.engine.run import Run
from small import ROUTES, Small, counted, small

each_route = pytest.mark.parametrize("route", ROUTES)
Cuts = list[Any]


def dropped(cuts: Cuts) -> Cuts:
    """The first range then seems to reach over the second, which is not done."""
    return cuts[1:]


def swapped(cuts: Cuts) -> Cuts:
    return [cuts[1], cuts[0], *cuts[2:]]


def as_numbers(cuts: Cuts) -> Cuts:
    return [int(str(cut).split(":")[0].strip("'")) for cut in cuts]


def as_text(cuts: Cuts) -> Cuts:
    return [f"'{cut}'" for cut in cuts]


DAMAGES = {"gap": dropped, "order": swapped, "numbers": as_numbers, "type": as_text}


@pytest.fixture
def url(request: pytest.FixtureRequest) -> Any:
    return lambda: request.getfixturevalue("postgres_url")


@pytest.fixture
def site(tmp_path: Path, route: str, url: Any) -> Small:
    """Seven rows in ranges of two, of which the first is written when the run is cut off."""
    source = "create table legacy (id integer primary key, v text);"
    source += "insert into legacy values (1,'a'),(2,'b'),(3,'c'),(4,'d'),(5,'e'),(6,'f'),(7,'g');"
    target = "create table fresh (id integer primary key, v text);"
    made = small(tmp_path, route, url, source=source, target=target, options=Options(batch_size=2))
    alone = replace(made.options, pause_ms=1)  # no range behind it is at work then
    events = Run(made.plan(), alone, ("migrate",)).events()
    next(e for e in events if wrote(e))
    events.close()  # type: ignore[attr-defined]
    assert [row[0] for row in made.rows()] == ["1", "2"]
    return made


def wrote(event: Event) -> bool:
    return isinstance(event, RangeDone) and event.counts.inserted > 0


def damage(site: Small, change: Callable[[Any], Any]) -> None:
    schema = "migrate_tui." if site.kind == "postgresql" else ""
    table = f"{schema}migration_mappings"
    ((text,),) = site.query(f"select bounds from {table}")
    told = json.dumps(change(json.loads(text))).replace("'", "''")
    site.execute(f"update {table} set bounds = '{told}'")


@each_route
@pytest.mark.parametrize("kind", DAMAGES)
def test_law_03_damaged_bounds_are_cut_again(site: Small, kind: str) -> None:
    damage(site, lambda kept: {**kept, "cuts": DAMAGES[kind](kept["cuts"])})
    found = counted(site.migrate())
    assert [row[0] for row in site.rows()] == list("1234567")
    assert (found.read, found.rejected) == (7, 0)
    site.steps("verify")
    site.roll_back()
    assert site.rows() == []


@each_route
@pytest.mark.parametrize("kept", [[], ["5"], {"cuts": ["5"]}, "no bounds", None])
def test_law_03_bounds_without_their_seal_are_cut_again(site: Small, kept: Any) -> None:
    damage(site, lambda _: kept)
    assert counted(site.migrate()).read == 7
    assert [row[0] for row in site.rows()] == list("1234567")


def test_law_03_order_is_that_of_the_key(tmp_path: Path, postgres_url: str) -> None:
    def text(collation: str | None) -> list[Column]:
        return [Column("id", "text", "text", collation=collation)]

    with open_database(f"sqlite:///{tmp_path / 'a.db'}", create=True).open() as sqlite:
        assert increasing(sqlite, ["1", "2", "10"]) and not increasing(sqlite, ["'2'", "'10'"])
        assert increasing(sqlite, ["'a'", "'B'"], text("NOCASE"))
        assert not increasing(sqlite, ["'a'", "'B'"], text(None))
        assert not increasing(sqlite, ["1, 'a'", "1, 'b'"], [*text("NOCASE"), *text(None)])
        assert increasing(sqlite, [str(n) for n in range(350)])
    with open_database(postgres_url).open() as server:
        assert increasing(server, ["'a'::text", "'B'::text"], text('pg_catalog."und-x-icu"'))
        assert not increasing(server, ["'a'::text", "'B'::text"], text('pg_catalog."C"'))
        assert increasing(server, ["1::integer, 'b'::text", "2::integer, 'a'::text"])
        assert not increasing(server, ["'5'::integer", "'5'::integer"])
