"""What stands is not looked at again by dry run and verify, and the numbers are the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from accounting import assert_same_figures
from migrate_tui.engine.events import MappingVerified, RejectedRow
from migrate_tui.engine.state import RunState
from small import BACK, ROUTES, Small, counted, failure, foreseen, skipped, small

SOURCE = """
create table owners (id integer primary key, name text not null);
create table pets (id integer primary key, tag text not null, owner integer, age integer);
insert into owners values (1, 'ann'), (2, 'bob'), (9, 'nobody');
insert into pets values (1, 'a', 1, 3), (2, 'b', 2, 4), (3, 'c', 3, 5), (4, 'd', 1, -1);
"""
TARGET = """
create table people (id integer primary key, name text not null unique);
create table animals (tag text primary key, owner_id integer not null, age integer);
"""
MAPPINGS = [
    {
        "name": "owners",
        "into": "people",
        "from": "owners",
        "key": ["id"],
        "columns": {"*": "same"},
        "require": [{"that": "name <> 'nobody'", "else": "a name at last"}],
    },
    {
        "name": "pets",
        "into": "animals",
        "from": "pets",
        "key": ["tag"],
        "ignore": ["id"],
        "columns": {
            "tag": "lower(tag)",
            "owner_id": "parent(owners, id => owner)",
            "age": "age",
        },
        "require": [{"that": "age >= 0", "else": "not born yet"}],
    },
]
NAMES = ("owners", "pets")


@pytest.fixture
def url(request: pytest.FixtureRequest) -> Any:
    return lambda: request.getfixturevalue("fresh_url")()


@pytest.fixture(params=[*ROUTES, BACK])
def site(request: pytest.FixtureRequest, tmp_path: Path, url: Any) -> Small:
    """Owners, and pets of which one has no owner and one is not born yet."""
    return small(tmp_path, request.param, url, source=SOURCE, target=TARGET, mappings=MAPPINGS)


def verified(state: RunState) -> dict[str, MappingVerified]:
    return {event.name: event for event in state.of(MappingVerified)}


def looked_at(state: RunState) -> set[str]:
    return {name for name in NAMES if not skipped(state, name)}


def week(site: Small, **options: Any) -> RunState:
    """What cron runs: the verification keeps what it found."""
    return site.steps("dry-run", "migrate", "verify", **options)


def same_numbers(site: Small) -> set[str]:
    """Dry runs with and without what the ledger knows, and the migration, count the same; returns
    the mappings at which the dry run had to look."""
    dry, whole = site.dry_run(), site.dry_run(recheck=True)
    assert looked_at(whole) == set(NAMES)
    assert foreseen(dry) == foreseen(whole)
    for name in NAMES:
        assert counted(dry, name, "dry-run") == counted(whole, name, "dry-run")
    wet = site.migrate()
    assert_same_figures(dry, wet)
    assert looked_at(wet) <= looked_at(dry)  # migrate can also skip some ranges of a mapping
    return looked_at(dry)


def test_nothing_changed_and_nothing_is_looked_at(site: Small) -> None:
    first = week(site)
    assert first.started is not None
    assert looked_at(first) == set(NAMES)
    assert {v.since for v in verified(first).values()} == {""}
    again = week(site)
    assert looked_at(again) == set()
    assert [(r.source_key, r.reason) for r in again.of(RejectedRow)][:3] == [
        ("9", "a name at last"),
        ("3", "no row in people with id = 3"),
        ("4", "not born yet"),
    ]
    for name, now in verified(again).items():
        before = verified(first)[name]
        assert now.since == first.started.run
        assert f"unchanged since run {now.since} verified them" in now.explanation
        assert (now.source, now.expected, now.target) == (
            before.source,
            before.expected,
            before.target,
        )
    assert {v.since for v in verified(week(site, recheck=True)).values()} == {""}
    assert same_numbers(site) == set()


def test_a_range_of_rejects_is_skipped_beside_one_that_changed(site: Small) -> None:
    """Malformed rows do not make their range be written again, whatever else is new in the source;
    the rejects that stand are those of the newest run."""
    first = week(site)
    site.execute("update pets set age = 9 where id = 2", at="source")
    again = site.migrate()
    assert looked_at(again) == {"pets"}
    assert counted(again, "owners").rejected == counted(first, "owners").rejected == 1
    schema = "migrate_tui." if site.kind == "postgresql" else ""
    kept = site.query(f"select distinct run from {schema}migration_rejects")
    assert again.started is not None and kept == [(again.started.run,)]


CHANGES = {
    "a row of the source": ("source", "update pets set age = 9 where id = 2", {"pets"}),
    "a new owner": ("source", "insert into owners values (3, 'cid')", {"owners", "pets"}),
    "an owner's name": (
        "source",
        "update owners set name = 'eve' where id = 2",
        {"owners", "pets"},
    ),
    "a row of the target": ("target", "update animals set age = 9 where tag = 'a'", {"pets"}),
    "a row too few": ("target", "delete from animals where tag = 'b'", {"pets"}),
    "a row too many": ("target", "insert into animals values ('x', 1, 1)", {"pets"}),
    "a mended reject": ("source", "update pets set age = 1 where id = 4", {"pets"}),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_changed_is_looked_at_by_all_three(site: Small, change: str) -> None:
    """Pets read their owners: new ones that the dry run only foresees are enough."""
    side, sql, touched = CHANGES[change]
    week(site)
    site.execute(sql, at=side)
    assert touched <= same_numbers(site)
    if side == "source" or site.kind == "postgresql":  # SQLite's rows are known by their values
        assert {n for n, v in verified(week(site)).items() if not v.since} >= touched


def test_a_verification_is_only_as_good_as_the_state_it_saw(site: Small) -> None:
    week(site)
    site.execute("update animals set age = 9 where tag = 'a'")
    wrong = site.steps("verify", code=5)
    assert "different in the target" in failure(wrong)
    assert verified(wrong)["owners"].since and not verified(wrong)["pets"].since
    site.execute("update animals set age = 3 where tag = 'a'")
    assert verified(week(site))["pets"].since == ""
    assert verified(week(site))["pets"].since != ""


def test_what_no_run_has_verified_is_compared(site: Small) -> None:
    """A verification by itself writes nothing, so that the next one compares again."""
    site.migrate()
    for _ in range(2):
        assert {v.since for v in verified(site.steps("verify")).values()} == {""}
    assert {v.since for v in verified(week(site)).values()} == {""}
    assert {v.since for v in verified(site.steps("verify")).values()} != {""}


def test_another_plan_is_another_state(site: Small) -> None:
    week(site)
    site.mapping(1)["require"] = [{"that": "age > 3", "else": "too young"}]
    assert same_numbers(site) == {"pets"}
    found = verified(week(site))
    assert found["owners"].since and not found["pets"].since


def test_what_was_rolled_back_does_not_stand(site: Small) -> None:
    week(site)
    site.roll_back()
    assert same_numbers(site) == set(NAMES)
    assert {v.since for v in verified(week(site)).values()} == {""}


def test_checks_are_made_every_week(tmp_path: Path, url: Any) -> None:
    check = {"name": "nobody is nine", "no_rows": "select tag from animals where age = 9"}
    site = small(
        tmp_path,
        "sqlite",
        url,
        source=SOURCE,
        target=TARGET,
        mappings=MAPPINGS,
        plan={"checks": [check]},
    )
    week(site)
    site.document["checks"][0]["no_rows"] = "select tag from animals where age = 3"
    state = week(site, code=5)
    assert "nobody is nine" in failure(state)
    assert {v.since for v in verified(state).values()} != {""}
