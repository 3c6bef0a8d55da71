"""The backend: what its legacy data holds, that every kind of dirt is in it, what becomes of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from engine_runs import SYNCED, WITHIN, Route, Site, Start
from expected_practice import is_json
from expected_sync import DOCUMENTS, MAPPINGS, document, good
from migrate_tui.engine.events import RejectedRow
from migrate_tui.recipes import RECIPES
from recipes_expected import Row, expected_counts, expected_rejects, rows

RECIPE = RECIPES["backend-sync"]


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('backend')}/dev.db"
    RECIPE.generate(url, 2000)
    return url


def every(url: str) -> dict[str, list[Row]]:
    return {table: sorted(rows(url, table), key=lambda row: row["id"]) for table in MAPPINGS}


def test_rows_count_the_logbook_and_the_rest_is_in_proportion(generated: str) -> None:
    counts = {table: len(found) for table, found in every(generated).items()}
    assert counts == {"logbook_entries": 2000, "goals": 500, "practice_sessions": 1000}


def test_the_same_seed_gives_the_same_rows_and_another_seed_others(tmp_path: Path) -> None:
    urls = [f"sqlite:///{tmp_path}/{n}.db" for n in range(3)]
    for url, seed in zip(urls, (7, 7, 8), strict=True):
        RECIPE.generate(url, 60, seed=seed)
    assert every(urls[0]) == every(urls[1])
    assert every(urls[0]) != every(urls[2])


def test_both_databases_hold_the_same_facts(sqlite_url: str, each_postgres_url: str) -> None:
    made = [RECIPE.generate(url, 200) for url in (sqlite_url, each_postgres_url)]
    assert made[0] == made[1]
    assert expected_rejects(sqlite_url) == expected_rejects(each_postgres_url)
    sides = [every(url) for url in (sqlite_url, each_postgres_url)]
    for table in MAPPINGS:
        told = [[document(table, row) for row in s[table] if good(table, row)] for s in sides]
        assert told[0] == told[1]


@pytest.mark.parametrize("count", [1, 50, 300])
def test_without_dirt_nothing_is_rejected(count: int, sqlite_url: str) -> None:
    made = RECIPE.generate(sqlite_url, count, dirt=0)
    assert expected_rejects(sqlite_url) == {}
    assert expected_counts(sqlite_url) == {"sync_data": sum(made.values())}
    assert {type(row["timestamp"]) for row in rows(sqlite_url, "logbook_entries")} == {int}


@pytest.mark.parametrize("count", [*range(50, 62), 99, 230, 600, 1200])
def test_rejects_stay_below_the_budget(count: int, sqlite_url: str) -> None:
    made = RECIPE.generate(sqlite_url, count)
    rejects = expected_rejects(sqlite_url)
    assert {"logbook_entry", "practice_session"} <= set(rejects)
    assert [t for t, name in MAPPINGS.items() if rejects.get(name, 0) > 0.05 * made[t]] == []


# A kind of dirt, the table that has it, and how it is seen
SIGHTS: dict[str, tuple[str, Callable[[Row], bool]]] = {
    "malformed JSON": ("logbook_entries", lambda r: bool(r["pieces"]) and not is_json(r["pieces"])),
    "no JSON": ("logbook_entries", lambda row: row["tags"] is None),
    "empty JSON": ("logbook_entries", lambda row: row["tags"] == ""),
    "an entry of nobody": ("logbook_entries", lambda row: row["user_id"] is None),
    "JavaScript's time": ("logbook_entries", lambda row: isinstance(row["timestamp"], str)),
    "a goal without a status": ("goals", lambda row: row["status"] is None),
    "a goal with an empty one": ("goals", lambda row: row["status"] == ""),
    "a goal for some day": ("goals", lambda row: row["target_date"] is None),
    "broken milestones": ("goals", lambda row: not is_json(row["milestones"] or "[]")),
    "a session of nobody": ("practice_sessions", lambda row: row["user_id"] is None),
    "a session without an end": ("practice_sessions", lambda row: row["completed_at"] is None),
}


@pytest.mark.parametrize(("table", "seen"), SIGHTS.values(), ids=SIGHTS)
def test_dirt_is_there(table: str, seen: Callable[[Row], bool], generated: str) -> None:
    found = [*rows(generated, table)]
    assert 0 < sum(map(seen, found)) < len(found) / 20


def test_entries_without_metadata_are_common(generated: str) -> None:
    found = [row["metadata"] or None for row in rows(generated, "logbook_entries")]
    assert len(found) / 5 < found.count(None) < len(found) / 3


ACROSS_TOO = pytest.param(SYNCED[1], marks=pytest.mark.slow)


@pytest.fixture(params=[SYNCED[0], WITHIN[1], ACROSS_TOO], ids=lambda route: route.id)
def site(request: pytest.FixtureRequest, tmp_path: Path, start_server: Start) -> Iterator[Site]:
    route: Route = request.param
    with route.site(tmp_path / "site", 120, start_server, dirt=0.05) as made:
        made.run("schema", "migrate", "verify")
        yield made


def test_documents_and_checksums_are_what_python_makes_of_the_rows(site: Site) -> None:
    """The guide's transformations and defaults, and one checksum whatever the database."""
    stored = {row["entity_id"]: row for row in site.contents()["sync_data"].values()}
    for table, found in every(site.source).items():
        for row in found:
            if not good(table, row):
                assert row["id"] not in stored
                continue
            wanted, there = document(table, row), stored.pop(row["id"])
            assert parsed(there["data"]) == wanted
            assert there["checksum"] == checksum(wanted)
            assert (there["user_id"], there["entity_type"]) == (row["user_id"], MAPPINGS[table])
            assert there["version"] == 1
    assert stored == {}


def parsed(data: Any) -> Any:
    return json.loads(data) if isinstance(data, str) else data


def checksum(data: object) -> str:
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def test_malformed_json_is_told_with_its_id(site: Site) -> None:
    bad = {
        row["id"]
        for table, found in every(site.source).items()
        for row in found
        for name in DOCUMENTS[table]
        if row[name] and not is_json(row[name])
    }
    told = {r.source_key: r for r in site.run("dry-run").of(RejectedRow)}
    malformed = {key for key, r in told.items() if r.reason.startswith("not valid JSON")}
    assert malformed == bad != set()
    assert {told[key].column for key in malformed} == {"data"}
